//! `precedent eval DIR`: evaluates the search on a set, with the code that `similar` runs.

use crate::cli::args;
use crate::cli::context::{Context, print};
use crate::import;
use crate::learning::RankMetrics;
use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

pub fn run(context: &Context, args: &args::EvalArgs) -> anyhow::Result<()> {
    if !(0.0..1.0).contains(&args.skip) {
        bail!("--skip {}: is not a share from 0 up to 1", args.skip);
    }
    let mut backtest = import::read_set(&args.dir)?;
    (backtest.skip, backtest.metadata, backtest.families) = (args.skip, args.metadata, args.families);
    let folder = std::env::temp_dir().join(format!("precedent-eval-{}", std::process::id()));
    // The weights of the desk in the current folder if it has any, else those built in.
    let own = context.folder().ok().map(|desk| desk.join("index/ranking.json")).filter(|file| file.exists());
    if let Some(file) = args.weights.as_ref().or(own.as_ref()) {
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(file, folder.join("ranking.json")).with_context(|| file.display().to_string())?;
    }
    let bar = ProgressBar::new(backtest.queries.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{pos}/{len} queries, {eta} left") {
        bar.set_style(style);
    }
    let evaluated = backtest.run(&folder, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    // The set's index is nobody's archive.
    let _ = std::fs::remove_dir_all(&folder);
    let e = evaluated?;
    if args.json {
        let mut shape = json!({
            "docs": e.documents,
            "queries": e.all.queries,
            "solved": ranks(&e.solved),
            "latency_ms": {"p50": round(e.latency_ms_p50, 1_000.0), "p99": round(e.latency_ms_p99, 1_000.0)},
            "index_s": round(e.index_s, 1_000.0),
            "weights": e.weights,
        });
        if let (Value::Object(shape), Value::Object(all)) = (&mut shape, ranks(&e.all)) {
            shape.extend(all);
        }
        return print(&serde_json::to_string_pretty(&shape)?);
    }
    print(&format!("{} documents, {} queries; weights {}", e.documents, e.all.queries, e.weights))?;
    for (name, ranks) in [("all", &e.all), ("solved", &e.solved)] {
        let recall: Vec<String> = ranks.recall.iter().map(|(k, share)| format!("R@{k} {share:.1}")).collect();
        print(&format!("{name:>7} ({}): {}  MRR@10 {:.1}", ranks.queries, recall.join("  "), ranks.mrr10))?;
    }
    print(&format!("latency p50 {:.2} ms, p99 {:.2} ms; index built in {:.1} s", e.latency_ms_p50, e.latency_ms_p99, e.index_s))
}

fn ranks(ranks: &RankMetrics) -> Value {
    let recall: serde_json::Map<String, Value> =
        ranks.recall.iter().map(|(k, share)| (k.to_string(), json!(round(*share, 100.0)))).collect();
    json!({"queries": ranks.queries, "recall": recall, "mrr10": round(ranks.mrr10, 100.0)})
}

fn round(value: f64, to: f64) -> f64 {
    (value * to).round() / to
}
