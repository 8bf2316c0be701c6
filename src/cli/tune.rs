//! `precedent tune DIR…`: learns the order of matches from sets of past tickets, forward in time, and says what it is worth.

use super::args;
use super::context::{Context, print};
use crate::desk::{Measured, PastQuestion, Ranks, across, forward, learn, weights_with};
use crate::import;
use crate::index::Weights;
use crate::rank::Settings;
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

pub fn run(_context: &Context, args: &args::Tune) -> anyhow::Result<()> {
    let settings = Settings { seed: args.seed, ..Settings::default() };
    let mut all: Vec<PastQuestion> = Vec::new();
    for (i, dir) in args.dirs.iter().enumerate() {
        let set = import::read_set(dir)?;
        let folder = std::env::temp_dir().join(format!("precedent-tune-{}-{i}", std::process::id()));
        let bar = ProgressBar::new(set.queries.len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{pos}/{len} queries, {eta} left") {
            bar.set_style(style);
        }
        let past = set.collect(&folder, args.seed, |done| bar.set_position(done as u64));
        bar.finish_and_clear();
        // The set's index is nobody's archive.
        let _ = std::fs::remove_dir_all(&folder);
        let past = past?;
        if !args.no_report {
            print(&format!("{}: {} queries", dir.display(), past.len()))?;
            tell("forward in time", &forward(&past, args.skip, false, &settings))?;
            tell("forward in time, with metadata", &forward(&past, args.skip, true, &settings))?;
            tell("other products", &across(&past, false, &settings))?;
        }
        all.extend(past);
    }
    if let Some(out) = &args.out {
        let forest = learn(all.iter(), &settings);
        let weights = weights_with(&Weights::built_in()?, &args.name, forest);
        std::fs::write(out, serde_json::to_string(&weights)? + "\n").with_context(|| out.display().to_string())?;
        print(&format!("{} written", out.display()))?;
    }
    Ok(())
}

fn tell(how: &str, measured: &Measured) -> anyhow::Result<()> {
    print(&format!("  {how}"))?;
    let rows = [
        ("before", &measured.before),
        ("after", &measured.after),
        ("solved, before", &measured.solved_before),
        ("solved, after", &measured.solved_after),
    ];
    rows.into_iter().try_for_each(|(name, ranks)| print(&format!("  {name:>16} {}", line(ranks))))
}

fn line(ranks: &Ranks) -> String {
    let recall: Vec<String> = ranks.recall.iter().map(|(k, share)| format!("R@{k} {share:.1}")).collect();
    format!("({}): {}  MRR@10 {:.1}", ranks.queries, recall.join("  "), ranks.mrr10)
}
