//! `precedent ticket register|show|VERB`

use crate::cli::args;
use crate::cli::context::{Context, print};
use crate::cli::error::BadFields;
use crate::cli::input::read_text;
use crate::desk::{ActRequest, Desk, TicketView};
use crate::people::Actor;
use crate::protocol::request::BadBody;
use crate::protocol::{redact, request, view};
use crate::reason::Said;
use crate::ticket::{Channel, Ticket};
use crate::words::Locale;
use anyhow::{Context as _, anyhow, bail};
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
) -> anyhow::Result<TicketView> {
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
        let mut shown = view::ticket(&view, &actor);
        shown["proposal"] = proposed(context, desk, &actor, &view)?.unwrap_or_default();
        return print(&serde_json::to_string_pretty(&shown)?);
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

/// What similar cases suggest, as JSON, while class or person are undecided.
fn proposed(context: &Context, desk: &Desk, actor: &Actor, view: &TicketView) -> anyhow::Result<Option<Value>> {
    let undecided = view.ticket.is_open() && (view.ticket.class.is_none() || view.ticket.responsible.is_none());
    if !actor.is_staff() || !undecided {
        return Ok(None);
    }
    let (number, now) = (view.ticket.number, context.now());
    let burst = desk.burst_of(actor, number, now)?;
    Ok(Some(crate::protocol::view::proposal::shape(&desk.proposal(actor, number, now)?, burst.as_ref())))
}

/// A proposal as lines of text.
fn in_lines(proposed: &Value) -> Vec<String> {
    let names = |list: &Value| {
        let words = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        words.collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    for what in ["severity", "requirement_type", "component"] {
        let said = &proposed[what];
        if let Some(value) = said["value"].as_str() {
            let by = Some(names(&said["solved_by"])).filter(|by| !by.is_empty()).map(|by| format!("; solved by {by}"));
            let evidence = format!("{} of {} like cases: {}", said["count"], said["of"], names(&said["like"]));
            lines.push(format!("  proposed       {what} {value} ({evidence}{})", by.unwrap_or_default()));
        }
    }
    let first = &proposed["assignee"];
    if let Some(name) = first["name"].as_str() {
        let solved = Some(names(&first["solved"])).filter(|s| !s.is_empty()).map(|s| format!(", solved {s}"));
        lines.push(format!("  proposed       assign to {name} ({} open{})", first["load"], solved.unwrap_or_default()));
    }
    if let Some(count) = proposed["burst"]["count"].as_u64() {
        let all: Vec<&str> = proposed["burst"]["tickets"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let more = all.len().checked_sub(BURST_MAX).filter(|more| *more > 0).map(|more| format!(" and {more} more"));
        let some = all.iter().take(BURST_MAX).copied().collect::<Vec<_>>().join(", ");
        let more = more.unwrap_or_default();
        lines.push(format!("  burst          {count} like reports: {some}{more}; declare makes one incident of them"));
    }
    lines
}

fn pretty(desk: &Desk, actor: &Actor, view: &TicketView) -> String {
    let t = &view.ticket;
    let mut lines = vec![format!("{}  {}", t.number, redact::reported(t, actor, &t.report.title))];
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
        lines.extend(delays(t).into_iter().map(|line| redact::reported(t, actor, &line)));
    }
    for found in t.consulted.iter().flat_map(|c| c.found.iter().flatten()) {
        let like = desk.ticket(actor, found.number, view.ticket.submitted_at).map(|v| v.ticket);
        let title = like.map(|t| redact::reported(&t, actor, &t.report.title)).unwrap_or_default();
        lines.push(format!("  like it        {:<9}{}  {title}", found.band, found.number));
    }
    lines.join("\n")
}

/// Escalation, and reasons for delay.
fn delays(ticket: &Ticket) -> Vec<String> {
    let marks = &ticket.marks;
    let escalated = marks.escalated_to().map(|to| format!("  escalated to {to} (level {})", marks.escalation_level()));
    let reason = marks.overdue_reason().map(|reason| format!("  overdue because: {reason}"));
    let wanted: Vec<&str> = marks.unexplained().map(|miss| miss.clock.as_str()).collect();
    let asked = format!("  missed, the reason still to be told (overdue_reason): {}", wanted.join(", "));
    escalated.into_iter().chain(reason).chain((!wanted.is_empty()).then_some(asked)).collect()
}

fn timeline(desk: &Desk, actor: &Actor, number: crate::ticket::Number) -> anyhow::Result<()> {
    for recorded in desk.timeline(actor, number)? {
        let at = recorded.occurred_at.with_timezone(&desk.settings().calendar.zone);
        print(&format!("  {}  {:<18}{}", at.format("%Y-%m-%d %H:%M"), recorded.event.name(), recorded.actor))?;
    }
    Ok(())
}
