//! Confidence interval of a mean difference by the paired bootstrap (Efron 1979).

use super::rng::SplitMix64;

/// Bootstrap samples, each of as many differences as were given.
const DRAWS: usize = 2_000;

/// The 95 % interval (low, high) of the mean of the differences; (0, 0) for none. Deterministic for a seed.
pub fn bootstrap_interval(differences: &[f64], seed: u64) -> (f64, f64) {
    if differences.is_empty() {
        return (0.0, 0.0);
    }
    let (mut rng, count) = (SplitMix64::new(seed), differences.len());
    let mut means: Vec<f64> =
        (0..DRAWS).map(|_| (0..count).map(|_| differences[rng.below(count)]).sum::<f64>() / count as f64).collect();
    means.sort_by(f64::total_cmp);
    (means[DRAWS * 25 / 1_000], means[DRAWS * 975 / 1_000 - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_gain_is_beyond_doubt_and_a_wavering_one_is_not() {
        let steady: Vec<f64> = (0..200).map(|i| if i % 4 == 0 { 0.0 } else { 0.2 }).collect();
        let (low, high) = bootstrap_interval(&steady, 1);
        assert!(low > 0.1 && high < 0.2, "{low} {high}");
        let wavering: Vec<f64> = (0..200).map(|i| if i % 2 == 0 { 0.5 } else { -0.48 }).collect();
        let (low, high) = bootstrap_interval(&wavering, 1);
        assert!(low < 0.0 && high > 0.0, "{low} {high}");
        assert_eq!(bootstrap_interval(&wavering, 1), (low, high));
        assert_eq!(bootstrap_interval(&[], 1), (0.0, 0.0));
    }
}
