//! A figure: the statistics of many observations.

use super::observe::ObservedValue;

/// Statistics of observations. Times in minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figure {
    /// How many observations.
    pub of: usize,
    /// For how many of them it was true; for times, all.
    pub count: usize,
    /// Median.
    pub median: Option<f64>,
    /// 90th percentile: the smallest observed time that at least 90 % do not exceed.
    pub p90: Option<f64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
}

impl Figure {
    /// The statistics of these values.
    pub fn of(observed: &[ObservedValue]) -> Figure {
        let mut minutes: Vec<f64> =
            observed.iter().filter_map(|o| if let ObservedValue::Minutes(m) = o { Some(*m) } else { None }).collect();
        minutes.sort_by(f64::total_cmp);
        let count = observed.iter().filter(|o| !matches!(o, ObservedValue::No)).count();
        Figure { of: observed.len(), count, median: median(&minutes), p90: p90(&minutes), mean: mean(&minutes) }
    }

    /// `count` as a share of `of`, in percent; `None` if there are no observations.
    pub fn share_percent(&self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.count as f64 / self.of as f64)
    }
}

/// For an even number, the mean of the two middle values.
fn median(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = if sorted.len().is_multiple_of(2) { sorted[sorted.len() / 2 - 1] } else { upper };
    Some((lower + upper) / 2.0)
}

/// Nearest rank: a time that was really observed.
fn p90(sorted: &[f64]) -> Option<f64> {
    let rank = (sorted.len() * 9).div_ceil(10);
    sorted.get(rank.checked_sub(1)?).copied()
}

fn mean(sorted: &[f64]) -> Option<f64> {
    (!sorted.is_empty()).then(|| sorted.iter().sum::<f64>() / sorted.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_by_median_p90_and_mean() {
        let of = |minutes: &[f64]| Figure::of(&minutes.iter().map(|m| ObservedValue::Minutes(*m)).collect::<Vec<_>>());
        assert_eq!(of(&[]), Figure::default());
        assert_eq!(of(&[7.0]), Figure { of: 1, count: 1, median: Some(7.0), p90: Some(7.0), mean: Some(7.0) });
        let ten = of(&[10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 1000.0]);
        assert_eq!((ten.median, ten.p90, ten.mean), (Some(55.0), Some(90.0), Some(145.0)));
        let eleven = of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]);
        assert_eq!((eleven.median, eleven.p90), (Some(6.0), Some(10.0)));
    }

    #[test]
    fn shares_count_what_it_was_true_of() {
        let figure =
            Figure::of(&[ObservedValue::Yes, ObservedValue::No, ObservedValue::No, ObservedValue::Yes, ObservedValue::Yes]);
        assert_eq!((figure.count, figure.of, figure.share_percent()), (3, 5, Some(60.0)));
        assert_eq!(Figure::of(&[]).share_percent(), None);
    }
}
