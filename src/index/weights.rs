//! The weights of ranking: those shipped in `index/ranking.json`, or the desk's own.

use super::IndexError;
use super::features;
use crate::rank::Forest;
use serde::{Deserialize, Serialize};
use std::path::Path;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub name: String,
    /// Title, body, answer.
    pub field_weight: [f32; 3],
    /// How much length counts against a match, 0 to 1; per text.
    pub field_b: [f32; 3],
    /// Saturation of a term in a document.
    pub k1: f32,
    /// Saturation of a term in the question.
    pub k3: f32,
    /// A word of the question's title counts as so many of its body.
    pub query_title_weight: f32,
    /// How much a shared exact sign (an error code) adds, times its rarity.
    pub sign_weight: f32,
    /// Share of the best thinkable score from which a match is called strong, and likely.
    pub band_strong: f32,
    pub band_likely: f32,
    /// How many candidates the learned order looks at.
    #[serde(default)]
    pub depth: usize,
    /// The learned order. None: by score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Forest>,
}

/// The file's name, in the repository's `index/` and in a desk's.
pub const FILE: &str = "ranking.json";

impl Weights {
    /// The desk's own weights if it has some, else those built in.
    pub fn load(index: &Path) -> Result<Weights, IndexError> {
        let path = index.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => Weights::parse(&bytes).map_err(|e| IndexError::Other(format!("{}: {e}", path.display()))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Weights::built_in(),
            Err(source) => Err(IndexError::Io { path, source }),
        }
    }

    pub fn built_in() -> Result<Weights, IndexError> {
        Weights::parse(include_bytes!("../../index/ranking.json")).map_err(IndexError::Other)
    }

    fn parse(bytes: &[u8]) -> Result<Weights, String> {
        let mut weights: Weights = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if let Some(forest) = &mut weights.order {
            forest.align(&features::names())?;
        }
        Ok(weights)
    }
}
