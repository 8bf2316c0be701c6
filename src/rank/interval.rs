//! Is a difference more than chance? A paired bootstrap (Efron 1979).

use super::rng::Seed;

/// Draws of as many differences as there are.
const DRAWS: usize = 2_000;

/// Between what the mean of the differences lies in 95 of 100 draws. The same seed, the same interval.
pub fn interval(differences: &[f64], seed: u64) -> (f64, f64) {
    if differences.is_empty() {
        return (0.0, 0.0);
    }
    let (mut seed, count) = (Seed::new(seed), differences.len());
    let mut means: Vec<f64> =
        (0..DRAWS).map(|_| (0..count).map(|_| differences[seed.below(count)]).sum::<f64>() / count as f64).collect();
    means.sort_by(f64::total_cmp);
    (means[DRAWS * 25 / 1_000], means[DRAWS * 975 / 1_000 - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_gain_is_beyond_doubt_and_a_wavering_one_is_not() {
        let steady: Vec<f64> = (0..200).map(|i| if i % 4 == 0 { 0.0 } else { 0.2 }).collect();
        let (low, high) = interval(&steady, 1);
        assert!(low > 0.1 && high < 0.2, "{low} {high}");
        let wavering: Vec<f64> = (0..200).map(|i| if i % 2 == 0 { 0.5 } else { -0.48 }).collect();
        let (low, high) = interval(&wavering, 1);
        assert!(low < 0.0 && high > 0.0, "{low} {high}");
        assert_eq!(interval(&wavering, 1), (low, high));
        assert_eq!(interval(&[], 1), (0.0, 0.0));
    }
}
