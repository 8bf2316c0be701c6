//! What changed between two texts, line by line.

use std::collections::HashMap;

/// A line of both texts, of the older one, or of the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// More lines than this on either side are shown as replaced whole: the table grows with their product.
const LINES_MAX: usize = 2_000;

/// The shortest way from one text to the other, by longest common subsequence of lines.
pub fn diff<'a>(old: &'a str, new: &'a str) -> Vec<Change<'a>> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // Each different line has a number: long lines are compared once, not with every other.
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut numbered = |lines: &[&'a str]| -> Vec<u32> {
        let number = |line: &&'a str| {
            let next = numbers.len() as u32;
            *numbers.entry(line).or_insert(next)
        };
        lines.iter().map(number).collect()
    };
    let (na, nb) = (numbered(&a), numbered(&b));
    if a.len() > LINES_MAX || b.len() > LINES_MAX {
        return a.into_iter().map(Change::Gone).chain(b.into_iter().map(Change::New)).collect();
    }
    // common[i][j]: how many lines a[i..] and b[j..] share at best.
    let width = b.len() + 1;
    let mut common = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let best = match na[i] == nb[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
            common[i * width + j] = best;
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && na[i] == nb[j] {
            out.push(Change::Same(a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            out.push(Change::Gone(a[i]));
            i += 1;
        } else {
            out.push(Change::New(b[j]));
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Change::*;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_changed_line_is_gone_and_new() {
        assert_eq!(diff("a\nb\nc", "a\nx\nc"), [Same("a"), Gone("b"), New("x"), Same("c")]);
        assert_eq!(diff("", "a"), [New("a")]);
        assert_eq!(diff("a", ""), [Gone("a")]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_it(old in "[ab\n]{0,30}", new in "[ab\n]{0,30}") {
            let changes = diff(&old, &new);
            let side = |wanted: fn(&Change) -> Option<String>| changes.iter().filter_map(wanted).collect::<Vec<_>>();
            let older = side(|c| match c { Same(l) | Gone(l) => Some(l.to_string()), New(_) => None });
            let newer = side(|c| match c { Same(l) | New(l) => Some(l.to_string()), Gone(_) => None });
            prop_assert_eq!(older, old.lines().map(String::from).collect::<Vec<_>>());
            prop_assert_eq!(newer, new.lines().map(String::from).collect::<Vec<_>>());
        }
    }
}
