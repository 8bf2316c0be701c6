//! The program: see `precedent --help`.

fn main() -> std::process::ExitCode {
    precedent::cli::main()
}
