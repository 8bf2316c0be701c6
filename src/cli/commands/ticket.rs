//! `precedent ticket register|show|VERB`

use crate::cli::args;
use crate::cli::context::{Context, print, print_json};
use crate::cli::error::BadFields;
use crate::cli::input::read_text;
use crate::desk::{ActRequest, Desk, ReadTicket};
use crate::people::Actor;
use crate::protocol::request;
use crate::protocol::request::BadBody;
use crate::reason::Said;
use crate::ticket::{Channel, Ticket};
use crate::view::{BurstView, ProposalView, Reading, Redacted, SuggestionView, TicketNo, TicketView};
use crate::words::{Locale, Vocabulary};
use anyhow::{Context as _, anyhow, bail};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// Numbers of a burst that a line names.
const BURST_MAX: usize = 5;

pub fn run(context: &Context, args: &args::TicketArgs) -> anyhow::Result<()> {
    let argument = |i: usize| args.arguments.get(i).map(String::as_str);
    match args.verb.as_str() {
        "register" => {
            // Without a body named, it is read from standard input: a report cannot be empty.
            let body = read_body(Some(argument(0).unwrap_or("-")))?;
            let registered = context.with_desk(|desk| register(context, desk, args, &body))?;
            print(&registered)
        }
        "show" => {
            let number = argument(0).ok_or_else(|| anyhow!("which ticket? precedent ticket show NUMBER"))?;
            context.with_desk(|desk| show(context, desk, args, number))
        }
        verb => {
            let number = argument(0).ok_or_else(|| anyhow!("which ticket? precedent ticket {verb} NUMBER [FILE or -]"))?;
            let body = read_body(argument(1))?;
            let view = context.with_desk(|desk| act(context, desk, args, verb, number, &body))?;
            eprintln!("{}: {}", view.ticket.number, view.ticket.status());
            // A part is what was made; any other step was on the ticket itself.
            let part = view.ticket.parts.last().filter(|_| verb == "split");
            print(&part.unwrap_or(&view.ticket.number).to_string())
        }
    }
}

/// The body in a file or on standard input; none at all is an empty one.
fn read_body(file: Option<&str>) -> anyhow::Result<Value> {
    let Some(file) = file else { return Ok(Value::Object(Default::default())) };
    let text = read_text(Path::new(file))?;
    if text.trim().is_empty() {
        return Ok(Value::Object(Default::default()));
    }
    let name = if file == "-" { "standard input" } else { file };
    serde_json::from_str(&text).with_context(|| format!("{name}: not JSON"))
}

fn understood<T>(read: Result<T, BadBody>) -> anyhow::Result<T> {
    read.map_err(|bad| match bad {
        BadBody::Fields(errors) => BadFields(errors).into(),
        BadBody::UnknownVerb(name) => anyhow!("\"{name}\" is not a step; see precedent ticket --help"),
    })
}

fn register(context: &Context, desk: &Desk, args: &args::TicketArgs, body: &Value) -> anyhow::Result<String> {
    let actor = context.actor(desk, args.person.as_deref())?;
    let (report, consultation) = understood(request::report(body, Channel::ServiceDesk))?;
    for doubt in request::doubts(&report, context.now()) {
        eprintln!("note: {} {}", doubt.field, doubt.why);
    }
    let consulted = desk.consult_report(&actor, report, consultation.as_deref(), context.now())?;
    Ok(desk.register(&actor, consulted, None, context.now())?.number.to_string())
}

fn act(
    context: &Context,
    desk: &Desk,
    args: &args::TicketArgs,
    verb: &str,
    number: &str,
    body: &Value,
) -> anyhow::Result<ReadTicket> {
    let actor = context.actor(desk, args.person.as_deref())?;
    let number = desk.resolve(number)?;
    let verb = understood(request::verb(verb, body, |name| desk.person(name).ok().flatten()))?;
    let now = context.now();
    desk.act(&actor, ActRequest { number, verb, seen_version: None, idempotency: None }, now)?;
    Ok(desk.ticket(&actor, number, now)?)
}

fn show(context: &Context, desk: &Desk, args: &args::TicketArgs, number: &str) -> anyhow::Result<()> {
    let actor = context.actor(desk, args.person.as_deref())?;
    let number = desk.resolve(number)?;
    let view = desk.ticket(&actor, number, context.now())?;
    if args.json {
        let proposal = proposed(context, desk, &actor, &view)?;
        return print_json(Shown { ticket: TicketView::of(&view, &actor), proposal });
    }
    if args.arguments.len() > 1 {
        bail!("show takes one number");
    }
    print(&pretty(desk, &actor, &view))?;
    if let Some(proposed) = proposed(context, desk, &actor, &view)? {
        in_lines(&proposed).iter().try_for_each(|line| print(line))?;
    }
    timeline(desk, &actor, number)
}

/// A ticket with what is proposed for it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    ticket: TicketView,
    proposal: Option<ProposalView>,
}

/// What like cases propose, while there is something to decide.
fn proposed(context: &Context, desk: &Desk, actor: &Actor, view: &ReadTicket) -> anyhow::Result<Option<ProposalView>> {
    let undecided = view.ticket.is_open() && (view.ticket.class.is_none() || view.ticket.responsible.is_none());
    if !actor.is_staff() || !undecided {
        return Ok(None);
    }
    let (number, now) = (view.ticket.number, context.now());
    let burst = desk.burst_of(actor, number, now)?;
    Ok(Some(ProposalView::of(&desk.proposal(actor, number, now)?, burst.as_ref())))
}

/// The same for people: what is proposed, how many of how many like cases say so, which, and who solved them.
fn in_lines(proposed: &ProposalView) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(proposed.severity.as_ref().map(|said| suggestion("severity", said.value.0.word(), said)));
    lines.extend(
        proposed
            .requirement_type
            .as_ref()
            .map(|said| suggestion("requirement_type", said.suggestion.value.0.word(), &said.suggestion)),
    );
    lines.extend(proposed.component.as_ref().map(|said| suggestion("component", &said.value, said)));
    lines.extend(proposed.assignee.as_ref().map(|first| {
        let solved = if first.solved.is_empty() { String::new() } else { format!(", solved {}", listed(&first.solved)) };
        format!("  proposed       assign to {} ({} open{solved})", first.name, first.load)
    }));
    lines.extend(proposed.burst.as_ref().map(burst));
    lines
}

fn suggestion<T>(what: &str, value: &str, said: &SuggestionView<T>) -> String {
    let by = if said.solved_by.is_empty() { String::new() } else { format!("; solved by {}", said.solved_by.join(", ")) };
    format!("  proposed       {what} {value} ({} of {} like cases: {}{by})", said.count, said.of, listed(&said.like))
}

fn burst(burst: &BurstView) -> String {
    let more = burst.tickets.len().saturating_sub(BURST_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let some = listed(&burst.tickets[..burst.tickets.len().min(BURST_MAX)]);
    format!("  burst          {} like reports: {some}{more}; declare makes one incident of them", burst.count)
}

fn listed(numbers: &[TicketNo]) -> String {
    numbers.iter().map(|number| number.0.to_string()).collect::<Vec<_>>().join(", ")
}

fn pretty(desk: &Desk, actor: &Actor, view: &ReadTicket) -> String {
    let t = &view.ticket;
    let reading = Reading::of(t, actor, |number| view.names(number));
    let mut lines = vec![format!("{}  {}", t.number, reading.text::<Redacted>(&t.report.title).as_str())];
    let archived = if view.archived { ", archived" } else { "" };
    let class = t.severity().map(|s| format!(", severity {s}")).unwrap_or_default();
    let responsible = t.responsible.as_deref().map(|r| format!(", responsible {r}")).unwrap_or_default();
    lines.push(format!("  {}{archived}, {}, urgency {}{class}{responsible}", t.status(), t.kind(), t.urgency));
    lines.extend(t.requirement_number.map(|n| format!("  requirement {n}")));
    let missing = t.missing();
    if t.is_open() && !missing.is_empty() {
        lines.push(format!("  still to be told (待补充): {}", missing.join(", ")));
    }
    for clock in &view.clocks {
        lines.push(format!("  {:<15}{:<9}{}", clock.name.to_string(), clock.state.to_string(), clock.explanation.said(Locale::En)));
    }
    if actor.is_staff() {
        lines.extend(delays(t).into_iter().map(|line| reading.text::<Redacted>(&line).as_str().to_string()));
    }
    for found in t.consulted.iter().flat_map(|c| c.found.iter().flatten()) {
        let like = desk.ticket(actor, found.number, view.ticket.submitted_at).map(|v| v.ticket);
        let title = like.map(|t| Reading::of(&t, actor, |_| true).text(&t.report.title));
        let title = title.as_ref().map(Redacted::as_str).unwrap_or_default();
        lines.push(format!("  like it        {:<9}{}  {title}", found.band, found.number));
    }
    lines.join("\n")
}

/// Escalation, and reasons for delay.
fn delays(ticket: &Ticket) -> Vec<String> {
    let marks = &ticket.milestones;
    let escalated = marks.escalated_to().map(|to| format!("  escalated to {to} (level {})", marks.escalation_level()));
    let reason = marks.overdue_reason().map(|reason| format!("  overdue because: {reason}"));
    let wanted: Vec<&str> = marks.unexplained().map(|miss| miss.clock.as_str()).collect();
    let asked = format!("  missed, the reason still to be told (overdue_reason): {}", wanted.join(", "));
    escalated.into_iter().chain(reason).chain((!wanted.is_empty()).then_some(asked)).collect()
}

fn timeline(desk: &Desk, actor: &Actor, number: crate::ticket::Number) -> anyhow::Result<()> {
    for recorded in desk.timeline(actor, number)? {
        let at = desk.settings().calendar.local_minute(recorded.occurred_at);
        print(&format!("  {at}  {:<18}{}", recorded.event.name(), recorded.actor))?;
    }
    Ok(())
}
