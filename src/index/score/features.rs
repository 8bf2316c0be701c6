//! The features of the learned order: their names, which of them a desk may lack, and which are used to calibrate the odds.

/// Declares features with their stored names. Their order is free.
macro_rules! features {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// A feature; `as usize` is its column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Feature { $($name),* }
        /// Names by column, as files of weights have them.
        pub const NAMES: &[&str] = &[$($text),*];
    };
}

features! {
    Bm25f = "bm25f", Share = "share", Rank = "reciprocal_rank", Ideal = "share_of_ideal",
    TitleTitle = "title_title", TitleBody = "title_body", BodyTitle = "body_title", BodyBody = "body_body", QueryAnswer = "any_answer",
    PairsTitle = "pairs_title", PairsAll = "pairs_all", PairsShare = "pairs_share",
    TitleInTitle = "title_in_title", TitleInAny = "title_in_any", AnyInAny = "any_in_any",
    TheirTitleInTitle = "their_title_in_title", TheirTitleInAny = "their_title_in_any", TheirBodyInAny = "their_body_in_any",
    Run = "longest_run", Rarest = "rarest", RarestThree = "rarest_three", Near = "near",
    Days = "log_days", Newer = "log_newer_share", Open = "open", SinceSolved = "log_days_since_solved", Solved = "solved",
    Links = "ties", FamilyBest = "family_best", Company = "company",
    ErrorCodes = "codes", Identifiers = "signs",
    Product = "product", Component = "component", Severity = "severity", Version = "version",
    TheirTitleLength = "log_their_title", TheirBodyLength = "log_their_body",
    TitleLength = "log_title", BodyLength = "log_body",
}

/// Columns of a row: every feature as it is, then every feature standardised within the list.
pub const WIDTH: usize = 2 * NAMES.len();

/// Names of all columns of a row.
pub fn feature_names() -> Vec<String> {
    NAMES.iter().map(|n| n.to_string()).chain(NAMES.iter().map(|n| format!("{n}:z"))).collect()
}

/// Features that tell whether a match is right at all: their values are comparable between small and large archives.
const CALIBRATION_FEATURES: &[Feature] = &[
    Feature::Ideal,
    Feature::TitleInTitle,
    Feature::TitleInAny,
    Feature::AnyInAny,
    Feature::TheirTitleInTitle,
    Feature::TheirTitleInAny,
    Feature::TheirBodyInAny,
    Feature::PairsShare,
    Feature::Run,
    Feature::Near,
    Feature::Days,
    Feature::Newer,
    Feature::Open,
    Feature::Links,
    Feature::FamilyBest,
    Feature::ErrorCodes,
    Feature::Identifiers,
    Feature::TitleLength,
    Feature::BodyLength,
    Feature::Rank,
];

/// Names of the calibration columns.
pub fn calibration_feature_names() -> Vec<String> {
    let feature_names = CALIBRATION_FEATURES.iter().map(|f| NAMES[*f as usize].to_string());
    feature_names.chain(["judged", "ahead", "ahead_of_fifth"].map(String::from)).collect()
}

/// Calibration features of the candidate at `place`; `predictions` are those of all candidates, the best first.
pub fn calibration_features(row: &[f32], predictions: &[f32], place: usize) -> Vec<f32> {
    let own = predictions[place];
    let rival = predictions.iter().enumerate().find(|(i, _)| *i != place).map_or(f32::NAN, |(_, score)| *score);
    let fifth = predictions.get(5).copied().unwrap_or(f32::NAN);
    CALIBRATION_FEATURES.iter().map(|f| row[*f as usize]).chain([own, own - rival, own - fifth]).collect()
}

/// Features that a desk has together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureGroup {
    /// Times of opening and resolution.
    Dates,
    /// The order of creation.
    Order,
    /// Whether and when a document was solved.
    Solved,
    /// Links and families.
    Links,
    /// The product.
    Product,
    /// The component.
    Component,
    /// The fault class.
    Severity,
    /// The version.
    Version,
}

impl FeatureGroup {
    /// All groups.
    pub const ALL: [FeatureGroup; 8] = [
        FeatureGroup::Dates,
        FeatureGroup::Order,
        FeatureGroup::Solved,
        FeatureGroup::Links,
        FeatureGroup::Product,
        FeatureGroup::Component,
        FeatureGroup::Severity,
        FeatureGroup::Version,
    ];
    /// The groups that reporters fill in.
    pub const METADATA: [FeatureGroup; 4] =
        [FeatureGroup::Product, FeatureGroup::Component, FeatureGroup::Severity, FeatureGroup::Version];

    /// Sets the group's columns to NaN in every row, as on a desk that does not have them.
    pub fn forget(self, rows: &mut [f32]) {
        let features: &[Feature] = match self {
            FeatureGroup::Dates => &[Feature::Days, Feature::SinceSolved],
            FeatureGroup::Order => &[Feature::Newer],
            FeatureGroup::Solved => &[Feature::Open, Feature::SinceSolved, Feature::Solved],
            FeatureGroup::Links => &[Feature::Links, Feature::FamilyBest],
            FeatureGroup::Product => &[Feature::Product],
            FeatureGroup::Component => &[Feature::Component],
            FeatureGroup::Severity => &[Feature::Severity],
            FeatureGroup::Version => &[Feature::Version],
        };
        for row in rows.chunks_exact_mut(WIDTH) {
            for feature in features {
                row[*feature as usize] = f32::NAN;
                row[NAMES.len() + *feature as usize] = f32::NAN;
            }
        }
    }
}

/// Fills the second half of each row: distance from the mean of the list, in standard deviations.
pub fn standardise(rows: &mut [f32]) {
    let half = NAMES.len();
    for feature in 0..half {
        let known = || rows.iter().skip(feature).step_by(WIDTH).filter(|v| !v.is_nan()).map(|v| f64::from(*v));
        let count = known().count().max(1) as f64;
        let mean = known().sum::<f64>() / count;
        let deviation = (known().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count).sqrt() + 1e-6;
        for row in rows.chunks_exact_mut(WIDTH) {
            row[half + feature] = ((f64::from(row[feature]) - mean) / deviation) as f32;
        }
    }
}
