//! The weights of ranking: those shipped in `index/ranking.json`, or the desk's own.

use super::features;
use crate::content::{Readers, write_whole};
use crate::index::error::IndexError;
use crate::rank::Forest;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::SystemTime;

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
    /// So many trees of `order`, the first, were grown elsewhere; those after them the desk learned from its own record.
    /// Bands are told by the first alone: what they promise was measured with those. None: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trees_given: Option<usize>,
    /// What bands are told by. None: by the share of the best thinkable score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<Chance>,
}

/// Whether a match is right at all, as learned from reports with and without a like case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Gives the logarithm of the odds.
    pub forest: Forest,
    /// From where a match is strong, and likely.
    pub strong: f32,
    pub likely: f32,
}

pub type Stamp = Option<(SystemTime, u64)>;

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
        Weights::parse(include_bytes!("../../../index/ranking.json")).map_err(IndexError::Other)
    }

    /// The trees that were grown elsewhere.
    pub fn given(&self) -> Option<Forest> {
        self.order.as_ref().map(|order| order.split(self.trees_given.unwrap_or(order.trees().len())).0)
    }

    /// Puts these weights in force and keeps those that were, beside them. Gives the name of the file they are kept in.
    pub fn adopt(&self, index: &Path, before: &Weights) -> Result<String, IndexError> {
        let now = index.join(FILE);
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| IndexError::Io { path, source }
        };
        let mut places = (1..).map(|n| format!("ranking.{n}.json"));
        let kept = places.find(|name| !index.join(name).exists()).unwrap_or_default();
        // The file as it stands; where the built-in ones were in force there is none.
        let old = match std::fs::read(&now) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => serde_json::to_vec(before)?,
            read => read.map_err(failed(&now))?,
        };
        write_whole(&index.join(&kept), &old, Readers::Anybody).map_err(failed(&index.join(&kept)))?;
        let text = [serde_json::to_vec(self)?, b"\n".to_vec()].concat();
        write_whole(&now, &text, Readers::Anybody).map_err(failed(&now))?;
        Ok(kept)
    }

    /// What tells whether a desk's file is still the one that was read.
    pub(in crate::index) fn stamp(index: &Path) -> Stamp {
        let told = std::fs::metadata(index.join(FILE)).ok()?;
        Some((told.modified().ok()?, told.len()))
    }

    fn parse(bytes: &[u8]) -> Result<Weights, String> {
        let mut weights: Weights = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if let Some(forest) = &mut weights.order {
            forest.align(&features::names())?;
        }
        if let Some(chance) = &mut weights.chance {
            chance.forest.align(&features::telling_names())?;
        }
        Ok(weights)
    }
}
