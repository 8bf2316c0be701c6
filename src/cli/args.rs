//! What can be typed.

use crate::case::Audience;
use crate::export::Format;
use crate::form::FormName;
use crate::measure::{By, Measure};
use crate::page::message;
use crate::people::Role;
use crate::words::{Locale, Vocabulary};
use clap::{Args as ClapArgs, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// A support desk that looks up how it was solved last time before it asks anyone to solve it again.
#[derive(Debug, Parser)]
#[command(name = "precedent", version, disable_help_subcommand = true, args_conflicts_with_subcommands = false)]
pub struct Args {
    /// The desk's folder; else PRECEDENT_DESK, else the nearest folder upwards that holds desk.toml
    #[arg(long, value_name = "DIR", global = true, env = "PRECEDENT_DESK")]
    pub desk: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new, empty desk
    Init { dir: PathBuf },
    /// Serve the desk: API, clocks, followers (what happens without a command)
    Serve(ServeArgs),
    /// Search the archive for a few words
    Search(SearchArgs),
    /// Consult the archive for a whole report
    Similar(SimilarArgs),
    /// Bring tickets and cases in; repeatable: the same source and id is the same ticket, other content is a change
    Import {
        /// jsonl: files of the exchange format (- for standard input), one ticket a line; markdown: folders of case files
        #[arg(value_parser = ["jsonl", "markdown"])]
        format: String,
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Say what would happen; write nothing (jsonl)
        #[arg(long)]
        dry_run: bool,
    },
    /// Take the archive away: a static site, or data
    Export(ExportArgs),
    /// Make index/built anew from the ledger, beside the old one, then swap
    Reindex,
    /// Do ledger, content and index agree? Each difference is a line; exit 1 if there is any
    Check {
        /// Mend what is derived: board, missing files, damaged index; take in files edited by hand
        #[arg(long)]
        repair: bool,
    },
    /// Measure the search on a set of past tickets (docs.jsonl, queries.tsv, qrels.tsv)
    Eval(EvalArgs),
    /// Learn the order of matches from past tickets, and say what it is worth
    Tune(TuneArgs),
    /// People of the desk
    Person(PersonArgs),
    /// API tokens
    Token(TokenArgs),
    /// Register a report, take a step on a ticket, or show it
    Ticket(TicketArgs),
    /// The forms of the process and its documents, as Markdown or CSV
    Form(FormArgs),
    /// How the desk is doing: times, promises kept, repeats, reuse … (docs/measures.md)
    Measures(MeasuresArgs),
    /// What the desk promises
    Policy(PolicyArgs),
    /// Do once what the scheduler does: record what fell due until now, warn, escalate
    Tick,
}

impl Default for Command {
    fn default() -> Command {
        Command::Serve(ServeArgs { listen: default_listen(), simulate: false })
    }
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 7878))
}

#[derive(Debug, ClapArgs)]
pub struct ServeArgs {
    /// Address and port; port 0 takes a free one
    #[arg(long, default_value_t = default_listen())]
    pub listen: SocketAddr,
    /// A desk for trials, whose clock stands at PRECEDENT_NOW until it is moved
    #[arg(long)]
    pub simulate: bool,
}

#[derive(Debug, ClapArgs)]
pub struct SearchArgs {
    #[arg(required = true, allow_negative_numbers = true)]
    pub words: Vec<String>,
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct SimilarArgs {
    /// The report's title; else its first line
    #[arg(long)]
    pub title: Option<String>,
    /// The report's text; - or nothing reads it from standard input
    pub file: Option<PathBuf>,
    #[arg(long, default_value_t = 5)]
    pub limit: usize,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct EvalArgs {
    /// The set's folder
    pub dir: PathBuf,
    #[arg(long)]
    pub json: bool,
    /// Leave out this share of the queries, the first of them
    #[arg(long, default_value_t = 0.0, value_name = "SHARE")]
    pub skip: f64,
    /// Let product, component and version of the query count
    #[arg(long)]
    pub metadata: bool,
    /// Count rows as people see them, one per family
    #[arg(long)]
    pub families: bool,
    /// Weights to try instead of those built in
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    /// A new folder, or one that an export of ours is in; of that, only what changed is written
    pub dir: PathBuf,
    /// For whom: public, customer (public ones too), internal (everything)
    #[arg(long, default_value = "public", value_parser = Audience::parse)]
    pub audience: Audience,
    /// html: the site, which opens from disk; markdown: case files; jsonl: lines of the exchange format
    #[arg(long, default_value = "html", value_parser = Format::parse)]
    pub format: Format,
}

#[derive(Debug, ClapArgs)]
pub struct TuneArgs {
    /// Sets of past tickets (docs.jsonl, queries.tsv, qrels.tsv). None: the desk's own record
    #[arg(value_name = "DIR")]
    pub dirs: Vec<PathBuf>,
    /// Write weights learned from all of them
    #[arg(long, requires = "dirs", value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What the weights are called
    #[arg(long, default_value = "learned")]
    pub name: String,
    /// Do not judge this share of the queries, the first of them; they are only learned from
    #[arg(long, default_value_t = 0.2, value_name = "SHARE")]
    pub skip: f64,
    /// The same seed, the same weights
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Say what the desk's own record would change; change nothing
    #[arg(long, conflicts_with = "dirs")]
    pub dry_run: bool,
    /// Only learn; do not judge
    #[arg(long)]
    pub no_report: bool,
}

#[derive(Debug, ClapArgs)]
pub struct PersonArgs {
    #[command(subcommand)]
    pub action: PersonAction,
}

#[derive(Debug, Subcommand)]
pub enum PersonAction {
    /// Add somebody, or give them further roles; prints the name
    Add {
        name: String,
        /// Repeatable; --help says what each may do
        #[arg(long, required = true, value_parser = Role::parse, long_help = roles())]
        role: Vec<Role>,
        /// For a customer: their company, by its full name. They see its tickets; without one, only what they send
        #[arg(long)]
        company: Option<String>,
    },
    /// A link that signs somebody in, once, within a day; prints its path on the server
    Link { name: String },
    /// Everybody, with their roles
    List,
    /// Somebody leaves: their sessions and tokens end, the record keeps the name
    Deactivate { name: String },
    /// Somebody is away until then; their deputy may act for them meanwhile, within the deputy's own roles
    Away {
        name: String,
        /// RFC 3339; without: from now on
        #[arg(long)]
        from: Option<chrono::DateTime<chrono::Utc>>,
        #[arg(long)]
        until: chrono::DateTime<chrono::Utc>,
        #[arg(long)]
        deputy: Option<String>,
    },
    /// Somebody is no longer away
    Back { name: String },
    /// Exactly these groups from now on
    Groups { name: String, groups: Vec<String> },
    /// Somebody is back; they need a new sign-in link and new tokens
    Reactivate { name: String },
}

#[derive(Debug, ClapArgs)]
pub struct TokenArgs {
    #[command(subcommand)]
    pub action: TokenAction,
}

#[derive(Debug, Subcommand)]
pub enum TokenAction {
    /// A token for somebody, limited to these roles of theirs; prints it, once
    Add {
        name: String,
        /// Repeatable
        #[arg(long, required = true, value_parser = Role::parse)]
        role: Vec<Role>,
    },
    /// The tokens that work: id, whose, roles, made when, last used; never the secret
    List,
    /// From now on the token with this id is unknown
    Revoke { id: String },
}

#[derive(Debug, ClapArgs)]
pub struct FormArgs {
    /// urgency, registration, progress, requirement; evaluation and satisfaction are documents of one ticket
    #[arg(value_parser = FormName::parse)]
    pub form: FormName,
    /// Of this ticket; without it a row for every ticket submitted between --from and --to
    pub number: Option<String>,
    /// A day or a time (RFC 3339); default: 90 days ago
    #[arg(long, value_name = "WHEN")]
    pub from: Option<String>,
    /// Up to here, this moment left out; default: now
    #[arg(long, value_name = "WHEN")]
    pub to: Option<String>,
    /// For a spreadsheet, instead of Markdown
    #[arg(long)]
    pub csv: bool,
    /// zh, or en with English beside the Chinese names
    #[arg(long, default_value = "zh", value_parser = Locale::parse)]
    pub lang: Locale,
    /// Who asks; without it the local operator
    #[arg(long = "as", value_name = "PERSON")]
    pub person: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct MeasuresArgs {
    /// Which; without a name all of them
    #[arg(value_parser = Measure::parse, value_name = "MEASURE")]
    pub names: Vec<Measure>,
    /// A day or a time (RFC 3339); default: 90 days ago
    #[arg(long, value_name = "WHEN")]
    pub from: Option<String>,
    /// Up to here, this moment left out; default: now
    #[arg(long, value_name = "WHEN")]
    pub to: Option<String>,
    /// day, week, month, severity, component, customer, kind
    #[arg(long, value_parser = By::parse)]
    pub by: Option<By>,
    /// What it is compared with
    #[arg(long, value_name = "WHEN", requires = "baseline_to")]
    pub baseline_from: Option<String>,
    #[arg(long, value_name = "WHEN", requires = "baseline_from")]
    pub baseline_to: Option<String>,
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    #[arg(long)]
    pub json: bool,
    /// Who asks; without it the local operator
    #[arg(long = "as", value_name = "PERSON")]
    pub person: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct PolicyArgs {
    #[command(subcommand)]
    pub action: PolicyAction,
}

#[derive(Debug, Subcommand)]
pub enum PolicyAction {
    /// The mistakes of desk.toml, each with its line; without any, the due times it would move. Writes nothing; exit 1 on mistakes
    Check {
        /// Another file than the desk's own, to try a change
        file: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// The policies the desk has had, the last one in force
    Show {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, ClapArgs)]
pub struct TicketArgs {
    /// register, show, or a step: triage assign start plan approve send-back step progress note hold resume test
    /// fail-test resolve confirm close reopen escalate evaluate agree accept link attach declare merge split watch
    /// unwatch ask deliver schedule
    pub verb: String,
    /// The ticket's number (not for register), then the body as JSON: a file, or - for standard input
    #[arg(num_args = 0..=2)]
    pub arguments: Vec<String>,
    /// Who acts; without it the local operator
    #[arg(long = "as", value_name = "PERSON")]
    pub person: Option<String>,
    /// For show
    #[arg(long)]
    pub json: bool,
}

/// Every role with what it does, for the help.
fn roles() -> String {
    let line = |role: &Role| format!("  {:<20} {}", role.word(), message(Locale::En, &format!("role.{}", role.word())));
    format!("Repeatable. The roles:\n{}", Role::ALL.iter().map(line).collect::<Vec<_>>().join("\n"))
}
