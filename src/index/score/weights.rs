//! The weights of ranking: those built in (`index/ranking.json`), or the desk's own.

use super::features;
use crate::content::{Readers, write_whole};
use crate::index::doc::units::PerField;
use crate::index::error::IndexError;
use crate::rank::Forest;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::SystemTime;

/// All parameters of ranking, as stored in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Name of this set of weights.
    pub name: String,
    /// Weight of each field.
    pub field_weight: PerField<f32>,
    /// Length normalisation of each field, 0 (none) to 1 (full).
    pub field_b: PerField<f32>,
    /// Saturation of a term's frequency in a document.
    pub k1: f32,
    /// Saturation of a term's frequency in the query.
    pub k3: f32,
    /// Weight of a word of the query's title, relative to one of its body.
    pub query_title_weight: f32,
    /// Weight of a shared identifier (an error code), times its rarity.
    pub sign_weight: f32,
    /// Share of the ideal score from which a match is called strong, without calibration.
    pub band_strong: f32,
    /// Share of the ideal score from which a match is called likely, without calibration.
    pub band_likely: f32,
    /// Number of candidates that the learned order reorders.
    #[serde(default)]
    pub depth: usize,
    /// The learned order; `None`: by score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Forest>,
    /// Number of leading trees of `order` that were shipped; those after them were trained on the desk's own record. Bands use
    /// the shipped ones only, since that is what they were calibrated with. `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trees_given: Option<usize>,
    /// What bands are based on; `None`: on the share of the ideal score.
    #[serde(default, rename = "chance", skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
}

/// Whether a match is right at all, learned from reports with and without a similar case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Predicts log-odds from calibration features.
    pub forest: Forest,
    /// Log-odds from which a match is strong.
    pub strong: f32,
    /// Log-odds from which a match is likely.
    pub likely: f32,
}

/// Modification time and length in bytes; `None` if there is no file.
pub type FileStamp = Option<(SystemTime, u64)>;

/// File name, in the repository's `index/` and in a desk's.
pub const FILE: &str = "ranking.json";

impl Weights {
    /// The desk's own weights if it has some, else those built in.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the desk's file cannot be read or is malformed.
    pub fn load(index: &Path) -> Result<Weights, IndexError> {
        let path = index.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => Weights::parse(&bytes).map_err(|e| IndexError::Other(format!("{}: {e}", path.display()))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Weights::built_in(),
            Err(source) => Err(IndexError::Io { path, source }),
        }
    }

    /// The weights built in.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the file they were built from is malformed.
    pub fn built_in() -> Result<Weights, IndexError> {
        Weights::parse(include_bytes!("../../../index/ranking.json")).map_err(IndexError::Other)
    }

    /// The shipped trees of the learned order.
    pub fn given(&self) -> Option<Forest> {
        self.order.as_ref().map(|order| order.split(self.trees_given.unwrap_or(order.trees().len())).0)
    }

    /// Puts these weights in force, and stores those that were beside them; gives the name of that file.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if a file cannot be read or written.
    pub fn adopt(&self, index: &Path, before: &Weights) -> Result<String, IndexError> {
        let now = index.join(FILE);
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| IndexError::Io { path, source }
        };
        let mut places = (1..).map(|n| format!("ranking.{n}.json"));
        let kept = places.find(|name| !index.join(name).exists()).unwrap_or_default();
        // The file as it is; if the built-in weights were in force there is none.
        let old = match std::fs::read(&now) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => serde_json::to_vec(before)?,
            read => read.map_err(failed(&now))?,
        };
        write_whole(&index.join(&kept), &old, Readers::Anybody).map_err(failed(&index.join(&kept)))?;
        let text = [serde_json::to_vec(self)?, b"\n".to_vec()].concat();
        write_whole(&now, &text, Readers::Anybody).map_err(failed(&now))?;
        Ok(kept)
    }

    /// Modification time and length, compared to detect that the file changed.
    pub(in crate::index) fn stamp(index: &Path) -> FileStamp {
        let metadata = std::fs::metadata(index.join(FILE)).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    /// Reads weights and aligns their trees with the features of this program.
    fn parse(bytes: &[u8]) -> Result<Weights, String> {
        let mut weights: Weights = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if let Some(forest) = &mut weights.order {
            forest.align(&features::feature_names())?;
        }
        if let Some(calibration) = &mut weights.calibration {
            calibration.forest.align(&features::calibration_feature_names())?;
        }
        Ok(weights)
    }
}
