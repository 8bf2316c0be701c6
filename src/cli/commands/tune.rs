//! `precedent tune`: learns ranking weights from past tickets and evaluates them: from the sets named, else from the desk's own
//! record.

use crate::cli::args;
use crate::cli::context::{Context, print};
use crate::import;
use crate::index::Weights;
use crate::learning::{
    BandQuality, MissedQuery, OrderComparison, PastQuestion, RankMetrics, TuningDecision, bands, evaluate_across_products,
    evaluate_forward, learn_from_record, learn_order, weights_with,
};
use crate::rank::TrainingSettings;
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

pub fn run(context: &Context, args: &args::TuneArgs) -> anyhow::Result<()> {
    if args.dirs.is_empty() {
        return own_record(context, args);
    }
    let settings = TrainingSettings { seed: args.seed, ..TrainingSettings::default() };
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
            tell("forward in time", &evaluate_forward(&past, args.skip, false, &settings))?;
            tell("forward in time, with metadata", &evaluate_forward(&past, args.skip, true, &settings))?;
            tell("other products", &evaluate_across_products(&past, false, &settings))?;
        }
        all.extend(past);
    }
    // Bands want reports without a like case, too; a set without an order of time has none.
    let chance = all.iter().any(|q| !q.known).then(|| bands(&all, &settings));
    if let Some((_, [strong, likely])) = &chance {
        tell_band("strong", strong)?;
        tell_band("likely or strong", likely)?;
    }
    let chance = chance.map(|(chance, _)| chance);
    if let Some(out) = &args.out {
        let forest = learn_order(all.iter(), &settings);
        let weights = weights_with(&Weights::built_in()?, &args.name, forest, chance);
        std::fs::write(out, serde_json::to_string(&weights)? + "\n").with_context(|| out.display().to_string())?;
        print(&format!("{} written", out.display()))?;
    }
    Ok(())
}

fn own_record(context: &Context, args: &args::TuneArgs) -> anyhow::Result<()> {
    let tuned = context.with_desk(|desk| Ok(learn_from_record(desk, args.seed, args.dry_run, context.now())?))?;
    print(&format!("past questions on record: {} to learn from, the latest {} to judge by", tuned.learned, tuned.evaluated))?;
    print(&format!("  before ({}) {}", tuned.weights, line(&tuned.before)))?;
    if let Some(after) = &tuned.after {
        print(&format!("  after {}", line(after)))?;
        let ((low, high), (from, to)) = (tuned.mrr_gain, tuned.recall_gain);
        print(&format!("  gain, 95 of 100 draws: MRR@10 {low:+.1} to {high:+.1}  R@10 {from:+.1} to {to:+.1}"))?;
    }
    if !tuned.missed.is_empty() {
        print("missed, right answers not among the first ten:")?;
    }
    for MissedQuery { asked_by, right } in &tuned.missed {
        let asked = asked_by.map_or_else(|| "a consultation".to_string(), |number| number.to_string());
        print(&format!("  {asked}: {}", right.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")))?;
    }
    print(&match &tuned.decision {
        TuningDecision::TooFew { needed } => {
            format!("kept: {} questions are too few to decide by, {needed} are needed", tuned.learned + tuned.evaluated)
        }
        TuningDecision::Kept => "kept: not better beyond doubt".to_string(),
        TuningDecision::WouldAdopt => "would be adopted: better beyond doubt".to_string(),
        TuningDecision::Adopted { name, kept } => {
            format!("adopted: {name} is in index/ranking.json; {} is kept as index/{kept}", tuned.weights)
        }
    })
}

fn tell(how: &str, measured: &OrderComparison) -> anyhow::Result<()> {
    print(&format!("  {how}"))?;
    let rows = [
        ("before", &measured.before),
        ("after", &measured.after),
        ("solved, before", &measured.solved_before),
        ("solved, after", &measured.solved_after),
    ];
    rows.into_iter().try_for_each(|(name, ranks)| print(&format!("  {name:>16} {}", line(ranks))))
}

fn tell_band(name: &str, band: &BandQuality) -> anyhow::Result<()> {
    let BandQuality { known, others, right, covers, elsewhere } = band;
    print(&format!(
        "  {name}: of {known} reports with a like case shown for {covers:.1} %, right in {right:.1} % of them; of {others} others shown for {elsewhere:.1} %"
    ))
}

fn line(ranks: &RankMetrics) -> String {
    let recall: Vec<String> = ranks.recall.iter().map(|(k, share)| format!("R@{k} {share:.1}")).collect();
    format!("({}): {}  MRR@10 {:.1}", ranks.queries, recall.join("  "), ranks.mrr10)
}
