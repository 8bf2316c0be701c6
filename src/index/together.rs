//! Whether two short reports speak of one thing, by the words they share. It is the same asked from either side, and needs no
//! archive: in a flood of like reports their own words are common, and a search finds them less and less.

use super::analyzer::terms;
use std::collections::HashSet;

/// Two texts are alike from this share of all their words on.
const ALIKE: f64 = 0.5;

/// What a report says, to be held against others.
pub struct Said {
    title: HashSet<String>,
    all: HashSet<String>,
}

impl Said {
    pub fn of(title: &str, body: &str) -> Said {
        let title: HashSet<String> = terms(title).into_iter().collect();
        let all = title.iter().cloned().chain(terms(body)).collect();
        Said { title, all }
    }

    pub fn is_like(&self, other: &Said) -> bool {
        shared(&self.title, &other.title) >= ALIKE || shared(&self.all, &other.all) >= ALIKE
    }
}

/// The share of the words of both that both have.
fn shared(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let both = a.intersection(b).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_trouble_in_other_words_is_like_it_from_either_side() {
        let first = Said::of("网关 502，所有接口打不开", "14:00 起全部 502 Bad Gateway");
        let later = Said::of("接口 502，网关打不开", "502 Bad Gateway");
        let other = Said::of("导出的 Excel 丢了前导零", "工号 00123 变成 123");
        assert!(first.is_like(&later) && later.is_like(&first));
        assert!(!first.is_like(&other) && !Said::of("", "").is_like(&Said::of("", "")));
        assert!(!Said::of("Upload fails", "timeout").is_like(&Said::of("Login fails", "wrong password")));
    }
}
