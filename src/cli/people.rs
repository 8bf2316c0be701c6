//! `precedent person` and `precedent token`

use super::args::{Person as PersonArgs, PersonAction, Token as TokenArgs, TokenAction};
use super::context::{Context, print};
use crate::people::{Actor, Person, Role};
use crate::words::Vocabulary;

pub fn person(context: &Context, args: PersonArgs) -> anyhow::Result<()> {
    match args.action {
        PersonAction::Add { name, role, company } => {
            let person = Person { name, roles: role, company };
            let added = context.with_desk(|desk| Ok(desk.add_person(&Actor::Operator, person, context.now())?))?;
            eprintln!("{}: {}", added.name, words(&added.roles));
            print(&added.name)
        }
        PersonAction::Link { name } => {
            let secret = context.with_desk(|desk| Ok(desk.sign_in_link(&name, context.now())?))?;
            eprintln!("open this path on the desk's address; it works once, within a day:");
            print(&format!("/sign-in/{secret}"))
        }
        PersonAction::List => {
            let people = context.with_desk(|desk| Ok(desk.people()?))?;
            for person in people {
                let company = person.company.map(|c| format!("  ({c})")).unwrap_or_default();
                print(&format!("{}  {}{company}", person.name, words(&person.roles)))?;
            }
            Ok(())
        }
    }
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|r| r.word()).collect::<Vec<_>>().join(", ")
}

pub fn token(context: &Context, args: TokenArgs) -> anyhow::Result<()> {
    let TokenAction::Add { name, role } = args.action;
    let token = context.with_desk(|desk| Ok(desk.add_token(&Actor::Operator, &name, role, context.now())?))?;
    eprintln!("a token for {} ({}); it is shown this once:", token.person, words(&token.roles));
    print(&token.secret)
}
