//! `precedent form NAME [NUMBER]`

use crate::cli::args;
use crate::cli::context::{Context, print, print_as_it_is};
use crate::form::FormName;
use crate::protocol::span::moment;
use crate::reason::FieldReason;
use crate::sla::Calendar;
use anyhow::{anyhow, bail};
use chrono::{DateTime, Duration, Utc};

/// What a list looks back on unless one says otherwise.
const DAYS_DEFAULT: i64 = 90;

pub fn run(context: &Context, args: &args::FormArgs) -> anyhow::Result<()> {
    let text = context.with_desk(|desk| {
        let (actor, now) = (context.actor(desk, args.person.as_deref())?, context.now());
        let sheet = match (&args.number, args.form) {
            (Some(_), FormName::Urgency) => bail!("the table of urgencies is the desk's own; it takes no number"),
            (Some(number), form) => desk.form(&actor, form, desk.resolve(number)?, args.lang, now)?,
            (None, form) if form.is_document() => bail!("which ticket? precedent form {form} NUMBER"),
            (None, form) => {
                let calendar = &desk.settings().calendar;
                let from = asked(calendar, "--from", args.from.as_deref())?.unwrap_or(now - Duration::days(DAYS_DEFAULT));
                let to = asked(calendar, "--to", args.to.as_deref())?.unwrap_or(now + Duration::seconds(1));
                desk.forms(&actor, form, (from, to), args.lang, now)?
            }
        };
        Ok(if args.csv { sheet.csv() } else { sheet.markdown() })
    })?;
    // A file's lines end as the API's do, so that both write the same bytes.
    if args.csv { print_as_it_is(&text) } else { print(text.trim_end_matches('\n')) }
}

/// A day of the desk or a time, as an option names it.
pub(super) fn asked(calendar: &Calendar, option: &str, text: Option<&str>) -> anyhow::Result<Option<DateTime<Utc>>> {
    text.map(|text| moment(calendar, text).ok_or_else(|| anyhow!("{option}: \"{text}\" {}", FieldReason::NotAMoment))).transpose()
}
