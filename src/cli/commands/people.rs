//! `precedent person` and `precedent token`

use crate::cli::args::{PersonAction, PersonArgs, TokenAction, TokenArgs};
use crate::cli::context::{Context, print};
use crate::people::{Actor, Away, Person, Role};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

pub fn person(context: &Context, args: PersonArgs) -> anyhow::Result<()> {
    match args.action {
        PersonAction::Add { name, role, company } => {
            let person = Person { name, roles: role, company, ..Person::default() };
            let added = context.with_desk(|desk| Ok(desk.add_person(&Actor::Operator, person, context.now())?))?;
            eprintln!("{}: {}", added.name, words(&added.roles));
            if added.has(Role::Customer) && added.company.is_none() {
                eprintln!(
                    "{} has no company and sees only what they send themselves; --company NAME says whose they are",
                    added.name
                );
            }
            print(&added.name)
        }
        PersonAction::Link { name } => {
            let secret = context.with_desk(|desk| Ok(desk.sign_in_link(&Actor::Operator, &name, context.now())?))?;
            eprintln!("open this path on the desk's address; it works once, within a day:");
            print(&format!("/sign-in/{secret}"))
        }
        PersonAction::List => {
            let people = context.with_desk(|desk| Ok(desk.people()?))?;
            for person in people {
                let company = person.company.map(|c| format!("  ({c})")).unwrap_or_default();
                let left = if person.inactive { "  deactivated" } else { "" };
                print(&format!("{}  {}{company}{left}", person.name, words(&person.roles)))?;
            }
            Ok(())
        }
        PersonAction::Away { name, from, until, deputy } => {
            let now = context.now();
            let away = Away { from: from.unwrap_or(now), until, deputy };
            let person = context.with_desk(|desk| Ok(desk.set_away(&Actor::Operator, &name, Some(away), now)?))?;
            print(&person.name)
        }
        PersonAction::Back { name } => {
            let person = context.with_desk(|desk| Ok(desk.set_away(&Actor::Operator, &name, None, context.now())?))?;
            print(&person.name)
        }
        PersonAction::Groups { name, groups } => {
            let person = context.with_desk(|desk| Ok(desk.set_groups(&Actor::Operator, &name, groups, context.now())?))?;
            print(&person.name)
        }
        PersonAction::Deactivate { name } => set_active(context, &name, false),
        PersonAction::Reactivate { name } => set_active(context, &name, true),
    }
}

fn set_active(context: &Context, name: &str, active: bool) -> anyhow::Result<()> {
    let person = context.with_desk(|desk| Ok(desk.set_active(&Actor::Operator, name, active, context.now())?))?;
    eprintln!("{}: {}", person.name, if person.inactive { "deactivated; sessions and tokens have ended" } else { "active" });
    print(&person.name)
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|r| r.word()).collect::<Vec<_>>().join(", ")
}

pub fn token(context: &Context, args: TokenArgs) -> anyhow::Result<()> {
    let by = Actor::Operator;
    match args.action {
        TokenAction::Add { name, role } => {
            let token = context.with_desk(|desk| Ok(desk.add_token(&by, &name, role, None, context.now())?))?;
            eprintln!("token {} for {} ({}); it is shown this once:", token.id, token.person, words(&token.roles));
            print(&token.secret)
        }
        TokenAction::List => {
            let (tokens, calendar) = context.with_desk(|desk| Ok((desk.tokens(&by)?, desk.settings().calendar.clone())))?;
            let day = |at: Option<DateTime<Utc>>| at.map_or("never".to_string(), |at| calendar.local_day(at).to_string());
            for token in tokens {
                let (made, used) = (day(token.created_at), day(token.last_used_at));
                print(&format!("{}  {}  {}  made {made}  used {used}", token.id, token.person, words(&token.roles)))?;
            }
            Ok(())
        }
        TokenAction::Revoke { id } => {
            context.with_desk(|desk| Ok(desk.revoke_token(&by, &id, context.now())?))?;
            eprintln!("token {id}: revoked");
            print(&id)
        }
    }
}
