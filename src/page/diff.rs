//! What changed between two texts, line by line.

use line_diff::algorithms::IdentifyDistinct;
use line_diff::{Algorithm, ChangeTag, capture_diff};

/// A line of both texts, of the older one, or of the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// It stands in both.
    Same(&'a str),
    /// Only the older text has it.
    Gone(&'a str),
    /// Only the newer text has it.
    New(&'a str),
}

/// More lines than this on either side are shown as replaced whole: the time grows with their product where they have
/// nothing in common.
const LINES_MAX: usize = 2_000;

/// The shortest way from one text to the other: as many lines stay as can (Myers, 1986).
pub fn diff<'a>(old: &'a str, new: &'a str) -> Vec<Change<'a>> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    if a.len() > LINES_MAX || b.len() > LINES_MAX {
        return a.into_iter().map(Change::Gone).chain(b.into_iter().map(Change::New)).collect();
    }
    // Each different line has a number: long lines are compared once, not with every other.
    let lines = IdentifyDistinct::<u32>::new(&a[..], 0..a.len(), &b[..], 0..b.len());
    let (old, new) = (lines.old_lookup(), lines.new_lookup());
    let steps = capture_diff(Algorithm::RawMyers, old, lines.old_range(), new, lines.new_range());
    let mut out = Vec::with_capacity(a.len().max(b.len()));
    for (tag, lines) in steps.iter().flat_map(|step| step.iter_slices(&a[..], &b[..])) {
        out.extend(lines.iter().map(|line| match tag {
            ChangeTag::Equal => Change::Same(line),
            ChangeTag::Delete => Change::Gone(line),
            ChangeTag::Insert => Change::New(line),
        }));
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

    #[test]
    fn a_paragraph_that_comes_in_stands_whole() {
        let changes = diff("a\n\nb\n", "a\n\nx\ny\n\nb\n");
        assert_eq!(changes, [Same("a"), Same(""), New("x"), New("y"), New(""), Same("b")]);
    }

    #[test]
    fn texts_that_share_nothing_are_gone_and_new_soon() {
        let text = |side: &str| (0..LINES_MAX).map(|i| format!("{side}{i}\n")).collect::<String>();
        let (old, new) = (text("a"), text("b"));
        let changes = diff(&old, &new);
        assert_eq!(changes.len(), 2 * LINES_MAX);
        assert!(changes[..LINES_MAX].iter().all(|c| matches!(c, Gone(_))) && matches!(changes[LINES_MAX], New("b0")));
    }

    /// How many lines two texts share at best, by the table of all pairs.
    fn shared(a: &[&str], b: &[&str]) -> usize {
        let mut common = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                let longer = common[i + 1][j].max(common[i][j + 1]);
                common[i][j] = if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { longer };
            }
        }
        common[0][0]
    }

    proptest! {
        #[test]
        fn as_many_lines_stay_as_can(old in "[abc\n]{0,40}", new in "[abc\n]{0,40}") {
            let stay = diff(&old, &new).iter().filter(|c| matches!(c, Same(_))).count();
            prop_assert_eq!(stay, shared(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>()));
        }

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
