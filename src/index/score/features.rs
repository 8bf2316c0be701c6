//! What the learned order knows of a candidate: the numbers' names, which of them a desk may lack, and which tell of chances.

/// Each number's name, as it stands in the file of weights. The order is free.
macro_rules! features {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum F { $($name),* }
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
    Ties = "ties", FamilyBest = "family_best", Company = "company",
    Codes = "codes", Signs = "signs",
    Product = "product", Component = "component", Severity = "severity", Version = "version",
    TheirTitleLength = "log_their_title", TheirBodyLength = "log_their_body",
    TitleLength = "log_title", BodyLength = "log_body",
}

/// Numbers as they are; after them the same once more, standardised within the list.
pub const WIDTH: usize = 2 * NAMES.len();

pub fn names() -> Vec<String> {
    NAMES.iter().map(|n| n.to_string()).chain(NAMES.iter().map(|n| format!("{n}:z"))).collect()
}

/// What tells whether a match is right at all: numbers that mean the same in a small archive and a large one.
const TELLING: &[F] = &[
    F::Ideal,
    F::TitleInTitle,
    F::TitleInAny,
    F::AnyInAny,
    F::TheirTitleInTitle,
    F::TheirTitleInAny,
    F::TheirBodyInAny,
    F::PairsShare,
    F::Run,
    F::Near,
    F::Days,
    F::Newer,
    F::Open,
    F::Ties,
    F::FamilyBest,
    F::Codes,
    F::Signs,
    F::TitleLength,
    F::BodyLength,
    F::Rank,
];

pub fn telling_names() -> Vec<String> {
    let names = TELLING.iter().map(|f| NAMES[*f as usize].to_string());
    names.chain(["judged", "ahead", "ahead_of_fifth"].map(String::from)).collect()
}

/// The numbers that tell of the candidate at `place`, given all judgements, the best first.
pub fn telling(row: &[f32], judged: &[f32], place: usize) -> Vec<f32> {
    let own = judged[place];
    let rival = judged.iter().enumerate().find(|(i, _)| *i != place).map_or(f32::NAN, |(_, score)| *score);
    let fifth = judged.get(5).copied().unwrap_or(f32::NAN);
    TELLING.iter().map(|f| row[*f as usize]).chain([own, own - rival, own - fifth]).collect()
}

/// Numbers that a desk has together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Dates,
    Order,
    Solved,
    Ties,
    Product,
    Component,
    Severity,
    Version,
}

impl Group {
    pub const ALL: [Group; 8] =
        [Group::Dates, Group::Order, Group::Solved, Group::Ties, Group::Product, Group::Component, Group::Severity, Group::Version];
    pub const METADATA: [Group; 4] = [Group::Product, Group::Component, Group::Severity, Group::Version];

    /// Makes rows as they would be on a desk that has none of these.
    pub fn forget(self, rows: &mut [f32]) {
        let features: &[F] = match self {
            Group::Dates => &[F::Days, F::SinceSolved],
            Group::Order => &[F::Newer],
            Group::Solved => &[F::Open, F::SinceSolved, F::Solved],
            Group::Ties => &[F::Ties, F::FamilyBest],
            Group::Product => &[F::Product],
            Group::Component => &[F::Component],
            Group::Severity => &[F::Severity],
            Group::Version => &[F::Version],
        };
        for row in rows.chunks_exact_mut(WIDTH) {
            for feature in features {
                row[*feature as usize] = f32::NAN;
                row[NAMES.len() + *feature as usize] = f32::NAN;
            }
        }
    }
}

/// Fills the second half of each row: how far a number is from the list's mean, in standard deviations.
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
