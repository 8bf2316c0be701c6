//! A desk under load and in trouble: a real `precedent serve` on loopback, many clients, and what is promised of it.
//!
//! `cargo bench --bench load -- [SCENARIO…] [--program PATH] [--seconds N] [--clients N] …`; docs/load.md says the rest.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]

mod bench;

fn main() -> std::process::ExitCode {
    let arguments = match bench::arguments::Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(wrong) => {
            eprintln!("{wrong}");
            return std::process::ExitCode::from(2);
        }
    };
    match bench::run(&arguments) {
        Ok(true) => std::process::ExitCode::SUCCESS,
        Ok(false) => std::process::ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("the bench itself could not go on: {trouble}");
            std::process::ExitCode::FAILURE
        }
    }
}
