//! `precedent export DIR`: exports the archive.

use crate::cli::args;
use crate::cli::context::{Context, print};
use crate::export::{Format, write_jsonl, write_markdown, write_site};
use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};

pub fn run(context: &Context, args: &args::ExportArgs) -> anyhow::Result<()> {
    if args.dir.canonicalize().ok().is_some_and(|dir| context.folder().ok().and_then(|desk| desk.canonicalize().ok()) == Some(dir))
    {
        bail!("{}: is the desk itself; name another folder", args.dir.display());
    }
    context.with_desk(|desk| {
        let archive = desk.archive_for(args.audience)?;
        let bar = ProgressBar::new(archive.listed().len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{pos}/{len} cases, {eta} left") {
            bar.set_style(style);
        }
        let progress = |done: usize| bar.set_position(done as u64);
        let written = match args.format {
            Format::Html => write_site(&archive, &desk.settings().name, &desk.settings().calendar, &args.dir, progress),
            Format::Markdown => write_markdown(&archive, &args.dir, progress),
            Format::Jsonl => write_jsonl(&archive, &args.dir, progress),
        };
        bar.finish_and_clear();
        let written = written?;
        if archive.withheld > 0 {
            eprintln!("{} cases are not for this audience ({}) and stay here", archive.withheld, args.audience);
        }
        let cases = archive.listed().len();
        print(&format!(
            "{cases} cases / files written {}, unchanged {}, removed {} / {}",
            written.written,
            written.unchanged,
            written.removed,
            args.dir.display()
        ))
    })
}
