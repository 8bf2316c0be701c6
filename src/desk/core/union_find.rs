//! Things that belong together, by what ties two of them at a time (union–find). Each group is named by its first member.

/// The first member of each one's group, or one on the way there; by place.
pub struct UnionFind(Vec<usize>);

impl UnionFind {
    /// So many, each alone.
    pub fn alone(count: usize) -> UnionFind {
        UnionFind((0..count).collect())
    }

    /// The first member of the group that one is in.
    pub fn first(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            // The way is halved for whoever comes next.
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
