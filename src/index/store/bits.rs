//! A set of documents of one segment as a bit set.

const WORD: usize = u64::BITS as usize;

/// Bit `d` stands for document `d`; bits beyond the last document are zero. Operations on two sets expect both to be of the
/// same segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocBitSet {
    words: Vec<u64>,
}

impl DocBitSet {
    /// All of `documents` documents.
    pub fn all(documents: usize) -> DocBitSet {
        DocBitSet::of(documents, |_| true)
    }

    /// Those of `documents` documents for which `holds` is true.
    pub fn of(documents: usize, holds: impl Fn(usize) -> bool) -> DocBitSet {
        let word = |first: usize| {
            let those = first..(first + WORD).min(documents);
            those.rev().fold(0u64, |word, document| word << 1 | u64::from(holds(document)))
        };
        DocBitSet { words: (0..documents).step_by(WORD).map(word).collect() }
    }

    /// Whether a document is in the set.
    pub fn has(&self, document: u32) -> bool {
        self.words[document as usize / WORD] >> (document as usize % WORD) & 1 != 0
    }

    /// Adds a document.
    pub fn put(&mut self, document: u32) {
        self.words[document as usize / WORD] |= 1 << (document as usize % WORD);
    }

    /// Removes a document; whether it was in the set.
    pub fn take(&mut self, document: u32) -> bool {
        let had = self.has(document);
        self.words[document as usize / WORD] &= !(1 << (document as usize % WORD));
        had
    }

    /// Intersects with another set.
    pub fn and(&mut self, other: &DocBitSet) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// The documents in this set and not in the other, ascending.
    pub fn without<'b>(&'b self, other: &'b DocBitSet) -> impl Iterator<Item = u32> + 'b {
        let words = self.words.iter().zip(&other.words).map(|(word, other)| word & !other);
        words.enumerate().flat_map(|(at, word)| ones(at, word))
    }

    /// The documents in the set, ascending.
    pub fn ones(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| ones(at, *word))
    }

    /// Number of documents in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }
}

/// The documents of one word, which is the `at`-th.
fn ones(at: usize, mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some((at * WORD + bit) as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::DocBitSet;

    #[test]
    fn a_set_is_what_was_put_in() {
        for documents in [0, 1, 63, 64, 65, 200] {
            let third = DocBitSet::of(documents, |d| d % 3 == 0);
            let expected: Vec<u32> = (0..documents as u32).filter(|d| d % 3 == 0).collect();
            assert_eq!(third.ones().collect::<Vec<_>>(), expected);
            assert_eq!(third.count(), expected.len());
            let mut again = DocBitSet::of(documents, |_| false);
            expected.iter().for_each(|d| again.put(*d));
            assert_eq!(again, third);
            let mut all = DocBitSet::all(documents);
            assert_eq!(all.count(), documents);
            assert_eq!(all.without(&third).count(), documents - expected.len());
            all.and(&third);
            assert_eq!(all, third);
            assert!(expected.iter().all(|d| all.take(*d)) && expected.iter().all(|d| !all.take(*d)));
            assert_eq!(all, DocBitSet::of(documents, |_| false));
        }
    }
}
