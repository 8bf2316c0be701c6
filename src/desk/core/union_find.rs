//! Union–find: groups from pairs. Each group is named by its smallest member.

/// Parent of each element.
pub struct UnionFind(Vec<usize>);

impl UnionFind {
    /// `count` elements, each a group of its own.
    pub fn alone(count: usize) -> UnionFind {
        UnionFind((0..count).collect())
    }

    /// The smallest member of the element's group.
    pub fn first(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            // Path halving.
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whichever_way_they_are_tied_a_group_has_one_first_member() {
        let mut groups = UnionFind::alone(6);
        for (a, b) in [(5, 3), (3, 4), (4, 5), (1, 5)] {
            groups.join(a, b);
        }
        assert_eq!((0..6).map(|at| groups.first(at)).collect::<Vec<_>>(), [0, 1, 2, 1, 1, 1]);
    }
}
