//! A bar beside a figure, drawn to scale: the whole track is the scale.

use crate::measure::Unit;
use serde::Serialize;

/// The width of a bar, in percent of its track: 0 to 100, to a tenth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Gauge(f64);

impl Gauge {
    /// A value on a scale from 0 to `whole`.
    pub fn of(value: f64, whole: f64) -> Gauge {
        let share = if whole > 0.0 && value.is_finite() { 100.0 * value / whole } else { 0.0 };
        Gauge((10.0 * share.clamp(0.0, 100.0)).round() / 10.0)
    }

    /// A figure of a measure beside the others: a share is one of a hundred, a number or a time one of the greatest.
    pub fn of_figure(value: f64, unit: Unit, greatest: f64) -> Gauge {
        Gauge::of(value, if unit == Unit::Percent { 100.0 } else { greatest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_figure() {
        for (value, whole, width) in [
            (12.5, 100.0, 12.5),
            (1.0, 8.0, 12.5),
            (1.0, 3.0, 33.3),
            (0.0, 0.0, 0.0),
            (5.0, 4.0, 100.0),
            (-1.0, 4.0, 0.0),
            (f64::NAN, 1.0, 0.0),
        ] {
            assert_eq!(Gauge::of(value, whole), Gauge(width), "{value} of {whole}");
        }
        // Alone as among others.
        assert_eq!(Gauge::of_figure(12.5, Unit::Percent, 12.5), Gauge(12.5));
        assert_eq!(Gauge::of_figure(30.0, Unit::Minutes, 60.0), Gauge(50.0));
    }
}
