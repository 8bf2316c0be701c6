//! Parsing the arguments, running the command, exit code.

use super::args::{Args, Command};
use super::commands::server::serve;
use super::commands::{check, eval, export, find, form, import, init, measures, people, policy, tick, ticket, tune};
use super::context::Context;
use super::error;
use clap::Parser;
use std::process::ExitCode;

/// Reads the arguments and runs the command.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(wrong) => {
            // Help and version are asked for; everything else is wrong usage (2).
            let _ = wrong.print();
            return ExitCode::from(wrong.exit_code() as u8);
        }
    };
    log_to_stderr(matches!(args.command, None | Some(Command::Serve(_))));
    match run(args) {
        Ok(code) => code,
        Err(error) => error::report(&error),
    }
}

/// Logs to standard error; a server's lines have a time.
fn log_to_stderr(with_time: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PRECEDENT_LOG").unwrap_or_else(|_| "precedent=info,warn".into());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).compact();
    if with_time { lines.init() } else { lines.without_time().init() }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let context = Context::new(args.desk)?;
    let done = |()| ExitCode::SUCCESS;
    match args.command.unwrap_or_default() {
        Command::Init { dir } => init::run(&dir).map(done),
        Command::Serve(serve) => serve::run(&context, &serve).map(done),
        Command::Search(search) => find::search(&context, &search).map(done),
        Command::Similar(similar) => find::similar(&context, &similar).map(done),
        Command::Import { format, files, dry_run } => import::run(&context, &format, &files, dry_run),
        Command::Export(export) => export::run(&context, &export).map(done),
        Command::Reindex => check::reindex(&context).map(done),
        Command::Check { repair } => check::run(&context, repair),
        Command::Eval(eval) => eval::run(&context, &eval).map(done),
        Command::Tune(tune) => tune::run(&context, &tune).map(done),
        Command::Person(person) => people::person(&context, person).map(done),
        Command::Token(token) => people::token(&context, token).map(done),
        Command::Ticket(ticket) => ticket::run(&context, &ticket).map(done),
        Command::Form(form) => form::run(&context, &form).map(done),
        Command::Measures(measures) => measures::run(&context, &measures).map(done),
        Command::Policy(policy) => policy::run(&context, &policy.action),
        Command::Tick => tick::run(&context).map(done),
    }
}
