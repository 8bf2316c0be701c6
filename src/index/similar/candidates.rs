//! The candidates of a report with their feature values, for training.

use super::query::{AnalyzedQuery, SimilarQuery, SimilarScope};
use super::rerank::{self, places, predict};
use super::short_text::{self, LineSimilarity};
use super::timeline::ArchiveTimeline;
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;
use crate::index::score::accumulators::AccumulatorPool;
use crate::index::score::query::{ScoredCandidate, SearchScope};
use crate::index::score::weights::Weights;
use crate::index::score::{bm25f, features};
use crate::index::store::snapshot::Snapshot;
use crate::ticket::Number;

/// The candidates of a report before they are ordered.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// Ticket numbers, the best by score first.
    pub numbers: Vec<Number>,
    /// Row-major feature values, candidates × [`Candidates::feature_names`].
    pub rows: Vec<f32>,
    scores: Vec<f32>,
    documents: f32,
    line_similarity: Option<LineSimilarity>,
}

impl Candidates {
    /// Positions in the order that `similar` would show under some weights.
    pub fn order(&self, weights: &Weights) -> Vec<usize> {
        let depth = weights.depth.min(self.scores.len());
        let predictions = predict(
            weights,
            &self.rows[..depth * features::WIDTH],
            &self.scores[..depth],
            self.documents,
            self.line_similarity.as_ref(),
        );
        let mut order = predictions.map_or_else(|| (0..depth).collect(), |predictions| places(&predictions.all));
        order.extend(depth..self.scores.len());
        order
    }

    /// Position and calibration features of the `first` candidates by prediction; `rows` is row-major, one prediction per row.
    pub fn calibration_features(rows: &[f32], predictions: &[f32], first: usize) -> Vec<(usize, Vec<f32>)> {
        let order = places(predictions);
        let sorted: Vec<f32> = order.iter().map(|i| predictions[*i]).collect();
        let row = |at: usize| &rows[at * features::WIDTH..(at + 1) * features::WIDTH];
        order
            .iter()
            .take(first)
            .enumerate()
            .map(|(place, at)| (*at, features::calibration_features(row(*at), &sorted, place)))
            .collect()
    }

    /// Names of the calibration features.
    pub fn calibration_feature_names() -> Vec<String> {
        features::calibration_feature_names()
    }

    /// Names of the columns of a row.
    pub fn feature_names() -> Vec<String> {
        features::feature_names()
    }
}

/// The candidates for a report as `similar` sees them before they are ordered; with the dated links of a timeline if one is
/// given.
pub fn candidates(
    snapshot: &Snapshot,
    pool: &AccumulatorPool,
    weights: &Weights,
    question: &SimilarQuery,
    scope: &SimilarScope,
    depth: usize,
    timeline: Option<&ArchiveTimeline>,
) -> Result<Candidates, IndexError> {
    let asked = AnalyzedQuery::new(question, weights.query_title_weight);
    let searched = SearchScope::over(snapshot, pool, scope.visibility, scope.as_of, scope.without.map(DocKey::from));
    let scored = bm25f::best(&searched, &asked.terms, &asked.error_codes(), weights, depth)?;
    let families = timeline.map_or(&*snapshot.families, |timeline| &timeline.families);
    let rows = rerank::rows(families, &searched, &asked, &scored, &scored.best)?;
    let line_similarity = short_text::line_similarity(&searched, &asked, &scored, &scored.best)?;
    let key = |c: &ScoredCandidate| searched.segments[c.segment].columns().key[c.document as usize];
    let numbers = scored.best.iter().filter_map(|c| key(c).number()).collect();
    let scores = scored.best.iter().map(|c| c.score).collect();
    Ok(Candidates { numbers, rows, scores, documents: scored.documents, line_similarity })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Audience, LinkKind};
    use crate::index::doc::document::Document;
    use crate::index::doc::stored::StoredDocument;
    use crate::index::doc::units::EpochSeconds;
    use crate::index::handle::Index;
    use crate::index::store::families::DocLink;
    use crate::index::store::visibility::{AsOf, Visibility};
    use crate::ticket::{Kind, Outcome, Status};
    use crate::words::Locale;
    use chrono::{DateTime, NaiveDate};

    const DAY: i64 = 86_400;

    fn number(at: u64) -> Number {
        Number::ticket(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(), at as u32 + 1)
    }

    fn document(at: u64, title: &str, body: &str, resolved_on: Option<i64>) -> Document {
        let time = |day: i64| DateTime::from_timestamp(1_577_836_800 + day * DAY, 0).unwrap();
        let stored = StoredDocument {
            number: number(at),
            requirement_number: None,
            kind: Kind::Fault,
            title: title.into(),
            body: body.into(),
            cause: String::new(),
            resolution: resolved_on.map(|_| "the listener was started").unwrap_or_default().into(),
            workaround: None,
            rest: String::new(),
            status: Status::Closed,
            outcome: resolved_on.map(|_| Outcome::Solved),
            severity: None,
            product: Some("db".into()),
            component: None,
            versions: vec!["3.4".into()],
            language: Locale::En,
            confidence: None,
            opened_at: time(at as i64),
            resolved_at: resolved_on.map(time),
        };
        Document { stored, first_seq: at, last_seq: at, audience: Audience::Internal, customer: None, open: resolved_on.is_none() }
    }

    fn archive() -> Vec<Document> {
        vec![
            document(0, "listener does not answer", "ORA-12514 after the restart of the listener", Some(3)),
            document(1, "connection refused by listener", "ORA-12514: TNS listener", None),
            document(2, "printer is offline", "nobody can print", Some(20)),
            document(3, "listener refuses connections", "监听程序 does not answer", None),
        ]
    }

    fn question() -> SimilarQuery {
        let (title, body) = ("listener refused connection".into(), "ORA-12514 TNS 监听程序 print".into());
        SimilarQuery { title, body, product: Some("DB".into()), version: Some("3.4".into()), ..SimilarQuery::default() }
    }

    fn asked(index: &Index, as_of: Option<AsOf>) -> Candidates {
        let scope = SimilarScope { limit: 5, visibility: Visibility::Staff, as_of, without: None, families: false };
        index.candidates(&question(), &scope, 100, None).unwrap()
    }

    /// Bit patterns, so that NaN equals NaN.
    fn bits(candidates: &Candidates) -> (Vec<Number>, Vec<u32>) {
        (candidates.numbers.clone(), candidates.rows.iter().map(|v| v.to_bits()).collect())
    }

    #[test]
    fn disk_and_memory_give_the_same_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        index.put(archive(), 4).unwrap();
        let in_memory = asked(&index, None);
        assert!(in_memory.numbers.len() >= 3);
        index.flush().unwrap();
        assert_eq!(index.waiting(), 0);
        assert_eq!(bits(&asked(&index, None)), bits(&in_memory));
    }

    #[test]
    fn what_comes_later_changes_no_number() {
        let as_of = AsOf { before_seq: 4, time: Some(EpochSeconds(1_577_836_800 + 4 * DAY)) };
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        let mut then = archive();
        // On day 4 nobody knew how the printer would be mended.
        then[2] = document(2, "printer is offline", "nobody can print", None);
        index.put(then, 4).unwrap();
        let known_then = asked(&index, Some(as_of));
        index.put(archive(), 5).unwrap();
        index.put(vec![document(5, "listener refused connection", "ORA-12514 listener listener", Some(6))], 6).unwrap();
        index.add_links(
            [DocLink { from: DocKey::from(number(0)), to: DocKey::from(number(1)), kind: LinkKind::Duplicate, seq: 5 }],
            6,
        );
        assert_eq!(bits(&asked(&index, Some(as_of))), bits(&known_then));
        assert_ne!(bits(&asked(&index, None)), bits(&known_then));
    }

    #[test]
    fn single_lines_without_a_time_are_told_by_how_alike_they_are() {
        let line = |at: u64, title: &str| {
            let mut line = document(at, title, "", None);
            line.stored.opened_at = DateTime::UNIX_EPOCH;
            line
        };
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        let lines = ["打不开登录页面怎么办", "登录页面打不开", "pages, login: cannot open"];
        index.put(lines.into_iter().enumerate().map(|(at, title)| line(at as u64, title)).collect(), 3).unwrap();
        let asked = |title: &str, body: &str, before_seq: Option<u64>| {
            let as_of = before_seq.map(|before_seq| AsOf { before_seq, time: None });
            let scope = SimilarScope { limit: 5, visibility: Visibility::Staff, as_of, without: None, families: false };
            let question = SimilarQuery { title: title.into(), body: body.into(), ..SimilarQuery::default() };
            let candidates = index.candidates(&question, &scope, 100, None).unwrap();
            let at = candidates.numbers.iter().map(|n| n.counter as usize - 1).collect::<Vec<_>>();
            (at, candidates.line_similarity)
        };
        let (at, similarity) = asked("登录页面打不开", "", Some(u64::MAX));
        let (share, line_similarity) = similarity.unwrap();
        assert_eq!((share, line_similarity.len()), (1.0, 2));
        let of = |line: usize| line_similarity[at.iter().position(|a| *a == line).unwrap()];
        assert_eq!(of(1), 1.0);
        // The same seven characters among ten, four of them in the same order.
        assert!((0.5..0.9).contains(&of(0)), "{}", of(0));
        let (_, similarity) = asked("cannot open pages", "", Some(u64::MAX));
        assert_eq!(similarity, Some((1.0, vec![1.0])));
        assert_eq!(asked("登录页面打不开", "点了没反应", None).1, None);
        // Asked of the past, lines have their places.
        assert_eq!(asked("登录页面打不开", "", Some(3)).1, None);
        assert_eq!(asked("登录页面打不开", "", None).1, Some((share, line_similarity)));
    }
}
