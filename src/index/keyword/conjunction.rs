//! Documents that have all of a few words in any field, by intersecting postings without scoring.

use super::keyword_scorer::KeywordScorer;
use super::scored_docs::ScoredDocs;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::plan::QueryWord;

/// The documents per segment, with score 0.
pub fn holding(scorer: &KeywordScorer, words: &[QueryWord]) -> Result<Vec<ScoredDocs>, IndexError> {
    let scope = scorer.terms.scope;
    let Some((rarest, others)) = words.split_first() else { return Ok(Vec::new()) };
    let mut all = Vec::with_capacity(scope.segments.len());
    for (segment, visible) in scope.segments.iter().zip(&scope.visible) {
        let columns = segment.columns();
        let withheld = |field: TextField, d: u32| field == TextField::Answer && visible.withholds_answer(columns, d);
        let mut left: Vec<u32> = Vec::new();
        for (query, _) in &rarest.terms {
            for field in TextField::ALL {
                let mut add = |block: &[u32], _: &[u32]| {
                    left.extend(block.iter().filter(|d| visible.contains(**d) && !withheld(field, **d)));
                };
                segment.postings(field, &query.term, &mut add)?;
            }
        }
        // A few ascending runs, one per field, which this sort exploits.
        left.sort();
        left.dedup();
        for word in others {
            let mut held = vec![false; left.len()];
            for (query, _) in &word.terms {
                for field in TextField::ALL {
                    segment.postings_among(field, &query.term, &left, &mut |place, _| {
                        held[place] |= !withheld(field, left[place]);
                    })?;
                }
            }
            let mut place = 0..;
            left.retain(|_| place.next().is_some_and(|at: usize| held[at]));
        }
        all.push(ScoredDocs::gaining(left, 0.0));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use crate::case::Audience;
    use crate::index::doc::document::Document;
    use crate::index::doc::stored::StoredDocument;
    use crate::index::handle::Index;
    use crate::index::keyword::search::SearchRequest;
    use crate::index::store::visibility::Visibility;
    use crate::ticket::{Kind, Number, Status};
    use crate::words::Locale;
    use chrono::{DateTime, NaiveDate, Utc};

    fn document(at: usize, title: String, body: String) -> Document {
        let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(at as u64 / 500);
        let stored = StoredDocument {
            number: Number::ticket(day, at as u32 % 500 + 1),
            requirement_number: None,
            kind: Kind::Fault,
            title,
            body,
            cause: String::new(),
            resolution: String::new(),
            workaround: None,
            rest: String::new(),
            status: Status::Closed,
            outcome: None,
            severity: None,
            product: None,
            component: None,
            versions: vec![],
            language: Locale::En,
            confidence: None,
            opened_at: DateTime::<Utc>::UNIX_EPOCH,
            resolved_at: None,
        };
        Document {
            stored,
            first_seq: at as u64 + 1,
            last_seq: at as u64 + 1,
            audience: Audience::Internal,
            customer: None,
            open: false,
        }
    }

    /// Titles of the first hits for some finished words.
    fn first(index: &Index, words: &str, limit: usize) -> Vec<String> {
        let text = format!("{words} ");
        let request = SearchRequest { text, limit, offset: 0, visibility: Visibility::Staff, filters: vec![], named: vec![] };
        index.search(&request).unwrap().hits.into_iter().map(|hit| hit.stored.title).collect()
    }

    #[test]
    fn of_frequent_words_what_holds_all_is_found_however_few_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        // Each of three words is in two thirds of 33,000 documents; seven hold all three, in their bodies alone.
        let texts = [("gate", "relay"), ("relay", "panel"), ("panel", "gate")];
        let plain = |at: usize| {
            let (title, body) = texts[at % 3];
            document(at, format!("{title} out of order {}", "since noon ".repeat(at % 4)), format!("{body} number {at:06}"))
        };
        let rare = |at: usize| document(at, format!("everything at once {at}"), "gate, relay and panel".into());
        let documents = (0..33_000).map(|at| if at % 5_000 == 17 { rare(at) } else { plain(at) }).collect();
        index.put(documents, 33_000).unwrap();
        let all = first(&index, "gate relay panel", 500);
        assert_eq!(all.iter().filter(|title| title.starts_with("everything at once")).count(), 7, "{:?}", &all[..20]);
        // Two of them are in ten thousand documents together: the shortest titles are the best.
        let two = first(&index, "gate relay", 10);
        assert!(two.iter().all(|title| title.trim() == "gate out of order" || title.trim() == "relay out of order"), "{two:?}");
        let one = first(&index, "panel", 10);
        assert!(one.iter().all(|title| title.trim() == "panel out of order"), "{one:?}");
    }

    #[test]
    fn single_characters_find_nothing_beside_words_and_all_together_where_nobody_wrote_the_words() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        let texts = ["打印机卡纸", "量杯计数不准", "算错了数量", "报了一个错误", "子系统计时"];
        let documents = texts.iter().enumerate().map(|(at, text)| document(at, text.to_string(), String::new())).collect();
        index.put(documents, 5).unwrap();
        assert!(first(&index, "量子计算", 10).is_empty(), "nobody wrote of it");
        assert_eq!(first(&index, "报错", 10), ["报了一个错误"]);
        assert_eq!(first(&index, "打印机坏了", 10), ["打印机卡纸"]);
        assert_eq!(first(&index, "量", 10).len(), 2, "a character alone is a question");
    }

    #[test]
    fn a_mistyped_identifier_is_an_ordinary_question_and_what_holds_every_word_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        let log = format!("{} barrier stuck, relay overheated {}", "INFO all fine ".repeat(600), "INFO fine again ".repeat(600));
        let mut documents = vec![
            document(1, "Gateway".into(), "ConnectionTimeout and net.SocketTimeoutException handler".into()),
            document(2, "a log".into(), log),
            document(3, "barrier stuck".into(), String::new()),
            document(4, "Barrier painted".into(), String::new()),
        ];
        documents.extend((5..205).map(|at| document(at, format!("noise {at}"), "nothing of it".into())));
        index.put(documents, 205).unwrap();
        for words in ["ConnectionTimeouttt", "ConnectionTimeoutts", "ConnecttionTimeoutt", "socketTimeouttExcption handler"] {
            assert_eq!(first(&index, words, 10).first().map(String::as_str), Some("Gateway"), "{words}");
        }
        assert!(first(&index, "barrier relay overheated", 10).contains(&"a log".to_string()));
        assert_eq!(first(&index, "\"barrier stuck, relay overheated\"", 10), ["a log"]);
    }
}
