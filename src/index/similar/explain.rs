//! Why a document matched, and what differs, in words a person can check.

use super::query::{Asked, Question};
use crate::index::doc::forward::{Entry, hash};
use crate::index::doc::stored::Card;
use crate::index::text::analyzer::Token;
use crate::reason::Difference;
use crate::signature::{self, Sign, SignKind};
use crate::words::vocabulary;
use std::collections::{HashMap, HashSet};

/// Reasons and words shown per match; more are not read.
const WORDS_MAX: usize = 5;
const SIGNS_MAX: usize = 4;

vocabulary! {
    ReasonKind, "reason" {
        ErrorCode = "error_code" / "相同错误码", Exception = "exception" / "相同异常", Frame = "frame" / "相同调用栈",
        Path = "path" / "相同路径", Words = "words" / "共同词语", Component = "component" / "相同组件",
        Product = "product" / "产品", Version = "version" / "版本", Severity = "severity" / "故障等级",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub kind: ReasonKind,
    pub text: String,
}

/// What the question and the document share, the most telling first.
pub fn reasons(asked: &Asked, card: &Card, entries: &[u64], idf: &HashMap<String, f32>) -> Vec<Reason> {
    let theirs: HashSet<Sign> = signature::signatures(&format!("{}\n{}", card.title, card.body)).into_iter().collect();
    let mut shared: Vec<&Sign> = asked.signs.iter().filter(|s| theirs.contains(s) && kind_of(s.kind).is_some()).collect();
    shared.sort_by_key(|s| s.kind);
    let mut found: Vec<Reason> = Vec::new();
    for sign in shared.into_iter().take(SIGNS_MAX) {
        found.extend(kind_of(sign.kind).map(|kind| Reason { kind, text: as_written(&asked.text, &sign.text) }));
    }
    if same(&asked.question.component, &card.component) {
        found.extend(card.component.clone().map(|text| Reason { kind: ReasonKind::Component, text }));
    }
    let mut words = shared_words(asked, entries, idf);
    // What has been said as a code or component is not said again as a word.
    words.retain(|word| !found.iter().any(|reason| reason.text.to_lowercase().contains(&word.to_lowercase())));
    if !words.is_empty() {
        found.push(Reason { kind: ReasonKind::Words, text: words.join(", ") });
    }
    found
}

/// What speaks against it: where both sides say something, and say different things.
pub fn differences(question: &Question, card: &Card, solved: bool) -> Vec<(ReasonKind, Difference)> {
    let mut found = Vec::new();
    let other = |theirs: &str, ours: &str| Difference::Other { theirs: theirs.into(), ours: ours.into() };
    let mut compare = |kind, ours: &Option<String>, theirs: &Option<String>| {
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && fold(ours) != fold(theirs)
        {
            found.push((kind, other(theirs, ours)));
        }
    };
    compare(ReasonKind::Product, &question.product, &card.product);
    compare(ReasonKind::Component, &question.component, &card.component);
    compare(ReasonKind::Severity, &question.severity.map(|s| s.to_string()), &card.severity.map(|s| s.to_string()));
    if let Some(ours) = &question.version {
        if let Some(fixed) = fixed_in(card).filter(|fixed| solved && !parts(ours).is_empty() && parts(ours) >= parts(fixed)) {
            found.push((ReasonKind::Version, Difference::FixedIn { fixed, ours: ours.clone() }));
        } else if !card.versions.is_empty() && !card.versions.iter().any(|v| fold(v) == fold(ours)) {
            found.push((ReasonKind::Version, other(&card.versions.join(", "), ours)));
        }
    }
    found
}

/// What is said before the version that a trouble is gone from.
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
/// Between those words and the version, in bytes: "fixed in the release 3.4".
const FIXED_GAP_MAX: usize = 16;

/// The version that the solution says the trouble is gone from.
fn fixed_in(card: &Card) -> Option<String> {
    let told = card.resolution.to_ascii_lowercase();
    let after = FIXED_WORDS.iter().filter_map(|words| told.find(words).map(|at| at + words.len())).min()?;
    let rest = &told[after..];
    let begins = rest.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= FIXED_GAP_MAX && !rest[..*at].contains(['.', '。']))?;
    let ends = rest[begins..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |at| begins + at);
    let version = rest[begins..ends].trim_end_matches('.');
    version.contains('.').then(|| version.to_string())
}

/// A version's numbers, to be compared in order; none where it is not written in numbers.
fn parts(version: &str) -> Vec<u64> {
    let digits = version.trim().trim_start_matches(['v', 'V']);
    let numbers: Option<Vec<u64>> = digits.split('.').map(|part| part.parse().ok()).collect();
    numbers.unwrap_or_default()
}

/// Words anybody uses about any trouble, as the analyzer has them: sharing them says nothing. An archive that is large
/// enough knows them by itself.
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

/// The share of the title's words, by rarity, that a document holds; of all words where there is no title.
pub fn title_held(asked: &Asked, entries: &[u64], idf: &HashMap<String, f32>) -> f32 {
    let end = match asked.question.title.trim().is_empty() {
        true => usize::MAX,
        false => asked.question.title.len(),
    };
    let theirs = told(entries);
    let mut seen = HashSet::new();
    let (mut held, mut all) = (0.0, 0.0);
    let everyday = |t: &&Token| EVERYDAY.contains(&asked.text[t.start..t.end].to_lowercase().as_str());
    for token in asked.tokens.iter().filter(|t| t.start < end && seen.insert(&t.term) && !everyday(t)) {
        let weight = idf.get(&token.term).copied().unwrap_or(0.0);
        all += weight;
        held += if theirs.contains(&hash(&token.term)) { weight } else { 0.0 };
    }
    if all > 0.0 { held / all } else { 1.0 }
}

/// The words a document is told in.
fn told(entries: &[u64]) -> HashSet<u32> {
    let word = |(entry, hash)| matches!(entry, Entry::Title | Entry::Body | Entry::Answer).then_some(hash);
    entries.iter().filter_map(|packed| Entry::unpack(*packed).and_then(word)).collect()
}

fn kind_of(kind: SignKind) -> Option<ReasonKind> {
    match kind {
        SignKind::ErrorCode => Some(ReasonKind::ErrorCode),
        SignKind::Exception => Some(ReasonKind::Exception),
        SignKind::Frame => Some(ReasonKind::Frame),
        SignKind::Path => Some(ReasonKind::Path),
        // Sharing a version says little; differing in it is said by `differences`.
        SignKind::Version => None,
    }
}

/// The rarest stretches of the question that the document holds too, as the reporter wrote them. Neighbouring pairs of
/// Chinese characters become one stretch; a single pair is mostly an accident and shown only where nothing longer is.
fn shared_words(asked: &Asked, entries: &[u64], idf: &HashMap<String, f32>) -> Vec<String> {
    let theirs = told(entries);
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut places: Vec<(usize, usize, f32)> = asked
        .tokens
        .iter()
        .filter(|t| theirs.contains(&hash(&t.term)) && asked.text[t.start..t.end].chars().nth(1).is_some())
        .map(|t| (t.start, t.end, idf.get(&t.term).copied().unwrap_or(0.0)))
        .collect();
    places.sort_by_key(|(start, end, _)| (*start, *end));
    for (start, end, weight) in places {
        match stretches.last_mut() {
            // The same place twice is an identifier and its stem or parts; the next place over is the next pair.
            Some(last) if start < last.end => {
                last.weight = if start > last.start && end > last.end { last.weight + weight } else { last.weight.max(weight) };
                last.end = last.end.max(end);
            }
            _ => stretches.push(Stretch { start, end, weight }),
        }
    }
    let lone_pair = |s: &Stretch| {
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

/// A run of the question's bytes that the document shares, with the rarity of what it is made of.
struct Stretch {
    start: usize,
    end: usize,
    weight: f32,
}

/// A folded sign as the reporter wrote it.
fn as_written(text: &str, folded: &str) -> String {
    let lower = text.to_ascii_lowercase();
    lower.find(folded).map_or_else(|| folded.to_string(), |at| text[at..at + folded.len()].to_string())
}

fn same(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if fold(a) == fold(b))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
