//! How good the suggestions are.

use super::time::time;
use crate::learning::Quality;
use serde_json::{Map, Value, json};

pub fn quality(quality: &Quality) -> Value {
    let percent = |share: f64| (share * 100.0).round() / 100.0;
    let recall: Map<String, Value> = quality.recall.iter().map(|(k, share)| (k.to_string(), json!(percent(*share)))).collect();
    let missed = quality.missed.iter().map(|m| json!({"asked_by": m.asked_by, "right": m.right}));
    let share = 100.0 * quality.ended as f64 / quality.consultations.max(1) as f64;
    json!({
        "computed_at": time(quality.computed_at), "weights": quality.weights, "questions": quality.questions,
        "recall": recall, "mrr10": percent(quality.mrr10), "missed": missed.collect::<Vec<_>>(),
        "consultations": {"days": quality.days, "total": quality.consultations, "ended": quality.ended, "share": percent(share)},
    })
}
