//! Why a document matched, and in what it differs.

use super::query::{AnalyzedQuery, SimilarQuery};
use super::versions::{begin_alike, differing};
use crate::index::doc::forward::{ForwardEntry, hash};
use crate::index::doc::stored::StoredDocument;
use crate::index::text::analyzer::TermSpan;
use crate::index::text::normalize::normalized;
use crate::reason::Difference;
use crate::signature::{self, Identifier, IdentifierKind};
use crate::words::vocabulary;
use std::collections::{HashMap, HashSet};

/// Words shown per match.
const WORDS_MAX: usize = 5;
/// Identifiers shown per match.
const IDENTIFIERS_MAX: usize = 4;

vocabulary! {
    /// What a query and a document share, or in what they differ.
    ReasonKind, "reason" {
        ErrorCode = "error_code" / "相同错误码", Exception = "exception" / "相同异常", Frame = "frame" / "相同调用栈",
        Path = "path" / "相同路径", Words = "words" / "共同词语", Component = "component" / "相同组件",
        Product = "product" / "产品", Version = "version" / "版本", Severity = "severity" / "故障等级",
    }
}

/// Something that the query and the document share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchReason {
    /// What it is.
    pub kind: ReasonKind,
    /// The shared text, as the reporter wrote it.
    pub text: String,
}

/// What the query and the document share, the most specific first.
pub fn reasons(asked: &AnalyzedQuery, stored: &StoredDocument, entries: &[u64], idf: &HashMap<String, f32>) -> Vec<MatchReason> {
    let theirs = normalized_identifiers(stored);
    let ours = asked.identifiers.iter().zip(&asked.written);
    let mut shared: Vec<(&Identifier, &String)> = ours.filter(|(s, _)| theirs.contains(s) && kind_of(s.kind).is_some()).collect();
    shared.sort_by_key(|(s, _)| s.kind);
    let mut found: Vec<MatchReason> = Vec::new();
    for (identifier, written) in shared.into_iter().take(IDENTIFIERS_MAX) {
        let text = || as_written(&asked.text, &identifier.text).unwrap_or_else(|| written.clone());
        found.extend(kind_of(identifier.kind).map(|kind| MatchReason { kind, text: text() }));
    }
    if same(&asked.question.component, &stored.component) {
        found.extend(stored.component.clone().map(|text| MatchReason { kind: ReasonKind::Component, text }));
    }
    let mut words = shared_words(asked, entries, idf);
    // Codes and components are not repeated as words.
    words.retain(|word| !found.iter().any(|reason| reason.text.to_lowercase().contains(&word.to_lowercase())));
    if !words.is_empty() {
        found.push(MatchReason { kind: ReasonKind::Words, text: words.join(", ") });
    }
    found
}

/// Fields that both have and in which they differ. `solved`: the document's solution may be used.
pub fn differences(question: &SimilarQuery, stored: &StoredDocument, solved: bool) -> Vec<(ReasonKind, Difference)> {
    let mut found = Vec::new();
    let other = |theirs: &str, ours: &str| Difference::Other { theirs: theirs.into(), ours: ours.into() };
    let mut compare = |kind, ours: &Option<String>, theirs: &Option<String>| {
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && fold(ours) != fold(theirs)
        {
            found.push((kind, other(theirs, ours)));
        }
    };
    compare(ReasonKind::Product, &question.product, &stored.product);
    compare(ReasonKind::Component, &question.component, &stored.component);
    compare(ReasonKind::Severity, &question.severity.map(|s| s.to_string()), &stored.severity.map(|s| s.to_string()));
    if let Some(ours) = &question.version {
        if let Some(fixed) = fixed_in(stored).filter(|fixed| solved && !parts(ours).is_empty() && parts(ours) >= parts(fixed)) {
            found.push((ReasonKind::Version, Difference::FixedIn { fixed, ours: ours.clone() }));
        } else if !stored.versions.is_empty() && !stored.versions.iter().any(|v| begin_alike(v, ours)) {
            found.push((ReasonKind::Version, other(&stored.versions.join(", "), ours)));
        }
    }
    // Where the fields do not say it, the texts may.
    let told =
        question.version.is_some() && !stored.versions.is_empty() || found.iter().any(|(kind, _)| *kind == ReasonKind::Version);
    if let Some((theirs, ours)) = Some(()).filter(|()| !told).and_then(|()| differing(&question.title, &question.body, stored)) {
        found.push((ReasonKind::Version, other(&theirs, &ours)));
    }
    found
}

/// Phrases before the version in which a problem is fixed.
const FIXED_WORDS: [&str; 14] = [
    "fixed in",
    "fixed by",
    "fixed since",
    "fixed with",
    "resolved in",
    "upgrade to",
    "upgraded to",
    "update to",
    "updated to",
    "升级到",
    "升级至",
    "更新到",
    "修复于",
    "已在",
];
/// Bytes between such a phrase and the version, as in "fixed in the release 3.4".
const FIXED_GAP_MAX: usize = 16;

/// The version in which the solution says that the problem is fixed.
fn fixed_in(stored: &StoredDocument) -> Option<String> {
    let resolution = stored.resolution.to_ascii_lowercase();
    let after = FIXED_WORDS.iter().filter_map(|words| resolution.find(words).map(|at| at + words.len())).min()?;
    let rest = &resolution[after..];
    let begins = rest.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= FIXED_GAP_MAX && !rest[..*at].contains(['.', '。']))?;
    let ends = rest[begins..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |at| begins + at);
    let version = rest[begins..ends].trim_end_matches('.');
    version.contains('.').then(|| version.to_string())
}

/// A version's numbers, to be compared in order; empty if it is not numeric.
fn parts(version: &str) -> Vec<u64> {
    let digits = version.trim().trim_start_matches(['v', 'V']);
    let numbers: Option<Vec<u64>> = digits.split('.').map(|part| part.parse().ok()).collect();
    numbers.unwrap_or_default()
}

/// Terms common in any report: sharing them means nothing. Large archives do not need the list, since these are frequent there.
const EVERYDAY: &[&str] = &[
    "the",
    "a",
    "an",
    "and",
    "or",
    "of",
    "to",
    "in",
    "on",
    "at",
    "is",
    "are",
    "be",
    "was",
    "it",
    "this",
    "that",
    "with",
    "for",
    "from",
    "by",
    "as",
    "i",
    "we",
    "you",
    "my",
    "our",
    "not",
    "no",
    "do",
    "does",
    "did",
    "can",
    "cannot",
    "can't",
    "could",
    "when",
    "while",
    "after",
    "before",
    "since",
    "if",
    "but",
    "all",
    "any",
    "some",
    "have",
    "has",
    "had",
    "get",
    "got",
    "please",
    "help",
    "today",
    "yesterday",
    "morning",
    "now",
    "again",
    "still",
    "problem",
    "issue",
    "error",
    "wrong",
    "work",
    "user",
    "customer",
    "无法",
    "不能",
    "不了",
    "今天",
    "昨天",
    "早上",
    "上午",
    "下午",
    "现在",
    "问题",
    "出现",
    "怎么",
    "为什",
    "什么",
    "请问",
    "帮忙",
    "客户",
    "用户",
    "之后",
    "时候",
    "没有",
    "已经",
    "还是",
    "一直",
    "突然",
    "反馈",
];

/// Share of the query title's words, weighted by rarity, that a document has; of all words if there is no title.
pub fn title_held(asked: &AnalyzedQuery, entries: &[u64], idf: &HashMap<String, f32>) -> f32 {
    let end = match asked.question.title.trim().is_empty() {
        true => usize::MAX,
        false => asked.question.title.len(),
    };
    let theirs = word_hashes(entries);
    let mut seen = HashSet::new();
    let (mut held, mut all) = (0.0, 0.0);
    let everyday = |t: &&TermSpan| EVERYDAY.contains(&asked.text[t.start..t.end].to_lowercase().as_str());
    for token in asked.tokens.iter().filter(|t| t.start < end && seen.insert(&t.term) && !everyday(t)) {
        let weight = idf.get(&token.term).copied().unwrap_or(0.0);
        all += weight;
        held += if theirs.contains(&hash(&token.term)) { weight } else { 0.0 };
    }
    if all > 0.0 { held / all } else { 1.0 }
}

/// Hashes of all words of a document.
fn word_hashes(entries: &[u64]) -> HashSet<u32> {
    let word = |(kind, hash)| matches!(kind, ForwardEntry::Title | ForwardEntry::Body | ForwardEntry::Answer).then_some(hash);
    entries.iter().filter_map(|packed| ForwardEntry::unpack(*packed).and_then(word)).collect()
}

/// The reason that a shared identifier is, if it is one.
fn kind_of(kind: IdentifierKind) -> Option<ReasonKind> {
    match kind {
        IdentifierKind::ErrorCode => Some(ReasonKind::ErrorCode),
        IdentifierKind::Exception => Some(ReasonKind::Exception),
        IdentifierKind::Frame => Some(ReasonKind::Frame),
        IdentifierKind::Path => Some(ReasonKind::Path),
        // Sharing a version means little; `differences` reports a different one.
        IdentifierKind::Version => None,
    }
}

/// The rarest runs of the query's words that the document has, as the reporter wrote them. Overlapping Chinese bigrams are
/// joined; a single bigram is mostly accidental and shown only if there is nothing longer.
fn shared_words(asked: &AnalyzedQuery, entries: &[u64], idf: &HashMap<String, f32>) -> Vec<String> {
    let theirs = word_hashes(entries);
    let mut stretches: Vec<SharedRun> = Vec::new();
    let mut places: Vec<(usize, usize, f32)> = asked
        .tokens
        .iter()
        .filter(|t| theirs.contains(&hash(&t.term)) && asked.text[t.start..t.end].chars().nth(1).is_some())
        .map(|t| (t.start, t.end, idf.get(&t.term).copied().unwrap_or(0.0)))
        .collect();
    places.sort_by_key(|(start, end, _)| (*start, *end));
    for (start, end, weight) in places {
        match stretches.last_mut() {
            // Same start: an identifier and its parts. Shifted: the next bigram.
            Some(last) if start < last.end => {
                last.weight = if start > last.start && end > last.end { last.weight + weight } else { last.weight.max(weight) };
                last.end = last.end.max(end);
            }
            _ => stretches.push(SharedRun { start, end, weight }),
        }
    }
    let lone_pair = |s: &SharedRun| {
        let text = &asked.text[s.start..s.end];
        text.chars().count() == 2 && !text.is_ascii()
    };
    if stretches.iter().any(|s| !lone_pair(s)) {
        stretches.retain(|s| !lone_pair(s));
    }
    stretches.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.start.cmp(&b.start)));
    let mut words: Vec<String> = Vec::new();
    for stretch in stretches {
        let word = &asked.text[stretch.start..stretch.end];
        let shown = words.iter().any(|w| w.to_lowercase().contains(&word.to_lowercase()));
        if words.len() < WORDS_MAX && !shown {
            words.push(word.to_string());
        }
    }
    words
}

/// A run of the query's bytes that the document shares, with its weight by rarity.
struct SharedRun {
    start: usize,
    end: usize,
    weight: f32,
}

/// A folded identifier as the reporter wrote it, if its folded text stands there.
fn as_written(text: &str, folded: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    lower.find(folded).map(|at| text[at..at + folded.len()].to_string())
}

/// The identifiers of what a document reports.
fn normalized_identifiers(stored: &StoredDocument) -> HashSet<Identifier> {
    signature::identifiers(&normalized(&format!("{}\n{}", stored.title, stored.body))).into_iter().collect()
}

fn same(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if fold(a) == fold(b))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
