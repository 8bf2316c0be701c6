//! A candidate's words compared with the query's.

use super::query_profile::{QueryProfile, pair};
use crate::index::doc::forward::ForwardEntry;
use crate::index::doc::units::PerField;
use crate::index::score::features::Feature;

/// Width of the window in which words of the query's title count as close together.
const NEAR_WORDS: u32 = 12;

/// Buffers for one candidate at a time.
pub struct DocProfile {
    /// The candidate's forward entries, filled in by the caller.
    pub entries: Vec<u64>,
    /// Hashes of the title's words, in order.
    pub title_hashes: Vec<u32>,
    /// Per field, occurrences by query slot.
    pub counts: PerField<Vec<f32>>,
    /// Slots of the title's words in order; `None` for a word that the query does not have.
    pub title: Vec<Option<u16>>,
    /// Words of the body that the query has: (position, slot).
    pub body: Vec<(u32, u16)>,
    /// Number of words of the body.
    pub body_words: u32,
    /// Slots with a count, each once.
    pub touched: Vec<u16>,
    /// Shared identifiers: error codes, others.
    pub identifiers: [f32; 2],
    /// Hashes of product, component, severity and versions.
    pub metadata: [Vec<u32>; 4],
}

impl DocProfile {
    /// Buffers for a query with `slots` distinct words.
    pub fn new(slots: usize) -> DocProfile {
        let zeros = || vec![0.0; slots];
        DocProfile {
            entries: Vec::new(),
            title_hashes: Vec::new(),
            counts: [zeros(), zeros(), zeros()],
            title: Vec::new(),
            body: Vec::new(),
            body_words: 0,
            touched: Vec::new(),
            identifiers: [0.0; 2],
            metadata: Default::default(),
        }
    }

    /// Evaluates `entries`; the answer is ignored unless it was known at the moment asked about.
    pub fn read(&mut self, query: &QueryProfile, answer_known: bool) {
        for slot in self.touched.drain(..) {
            self.counts.iter_mut().for_each(|c| c[slot as usize] = 0.0);
        }
        self.metadata.iter_mut().for_each(Vec::clear);
        self.title.clear();
        self.body.clear();
        self.body_words = 0;
        self.title_hashes.clear();
        self.identifiers = [0.0; 2];
        for packed in &self.entries {
            let Some((kind, hash)) = ForwardEntry::unpack(*packed) else { continue };
            match kind {
                ForwardEntry::Title | ForwardEntry::Body | ForwardEntry::Answer => {
                    let slot = query.slots.get(hash);
                    if let Some(slot) = slot
                        && (kind != ForwardEntry::Answer || answer_known)
                    {
                        if self.counts.iter().all(|c| c[slot as usize] == 0.0) {
                            self.touched.push(slot);
                        }
                        self.counts[kind as usize][slot as usize] += 1.0;
                    }
                    match kind {
                        ForwardEntry::Title => {
                            self.title.push(slot);
                            self.title_hashes.push(hash);
                        }
                        ForwardEntry::Body => {
                            self.body.extend(slot.map(|slot| (self.body_words, slot)));
                            self.body_words += 1;
                        }
                        _ => {}
                    }
                }
                ForwardEntry::ErrorCode | ForwardEntry::OtherIdentifier => {
                    if query.identifiers.contains(packed) {
                        self.identifiers[kind as usize - ForwardEntry::ErrorCode as usize] += 1.0;
                    }
                }
                _ => self.metadata[kind as usize - ForwardEntry::Product as usize].push(hash),
            }
        }
    }

    /// Sets the features about words. `lengths` are those of title and body in terms, `averages` the means per field.
    pub fn words(&self, query: &QueryProfile, lengths: [u32; 2], averages: PerField<f32>, set: &mut impl FnMut(Feature, f32)) {
        let long = |slot: usize, b: f32| 1.0 - b + b * lengths[slot] as f32 / averages[slot];
        let (title_long, body_long) = (1.2 * long(0, 0.3), 1.2 * long(1, 0.75));
        let (mut tt, mut tb, mut bt, mut bb, mut answer) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (mut title_in_title, mut title_in_any, mut any) = (0.0, 0.0, 0.0);
        let mut rarest = [0.0f32; 3];
        for slot in self.touched.iter().map(|s| *s as usize) {
            let [title, body, known] = [0, 1, 2].map(|text| self.counts[text][slot]);
            let idf = query.idf[slot];
            let (asked_title, asked_body) = (query.title[slot], query.body[slot]);
            let (by_title, by_body) = (idf * asked_title.min(2.0), idf * asked_body * 3.0 / (2.0 + asked_body));
            let (in_title, in_body) = (title / (title_long + title), body / (body_long + body));
            tt += by_title * in_title;
            tb += by_title * in_body;
            bt += by_body * in_title;
            bb += by_body * in_body;
            answer += (by_title * 2.0 + by_body) * known / (1.2 + known);
            if title + body > 0.0 {
                any += idf;
                if asked_title > 0.0 {
                    title_in_any += idf;
                    title_in_title += if title > 0.0 { idf } else { 0.0 };
                }
                if idf > rarest[2] {
                    rarest[2] = idf;
                    rarest.sort_by(|a, b| b.total_cmp(a));
                }
            }
        }
        for (feature, value) in [
            (Feature::TitleTitle, tt),
            (Feature::TitleBody, tb),
            (Feature::BodyTitle, bt),
            (Feature::BodyBody, bb),
            (Feature::QueryAnswer, answer),
        ] {
            set(feature, value);
        }
        set(Feature::TitleInTitle, title_in_title / query.title_mass);
        set(Feature::TitleInAny, title_in_any / query.title_mass);
        set(Feature::AnyInAny, any / query.all_mass);
        set(Feature::Rarest, rarest[0]);
        set(Feature::RarestThree, rarest.iter().sum());
        let share = |which: &dyn Fn(u16) -> bool| {
            self.title.iter().flatten().filter(|s| which(**s)).count() as f32 / self.title.len().max(1) as f32
        };
        set(Feature::TheirTitleInTitle, share(&|s| query.title[s as usize] > 0.0));
        set(Feature::TheirTitleInAny, share(&|_| true));
        set(Feature::TheirBodyInAny, self.body.len() as f32 / self.body_words.max(1) as f32);
        let (pairs_title, pairs_all) = self.pairs(query);
        set(Feature::PairsTitle, pairs_title);
        set(Feature::PairsAll, pairs_all);
        set(Feature::PairsShare, pairs_all / query.pair_mass);
        set(Feature::Run, self.run(query));
        set(Feature::Near, self.near(query));
        set(Feature::TheirTitleLength, (lengths[0] as f32).ln_1p());
        set(Feature::TheirBodyLength, (lengths[1] as f32).ln_1p());
        set(Feature::TitleLength, (query.title_words as f32).ln_1p());
        set(Feature::BodyLength, (query.body_words as f32).ln_1p());
    }

    /// Weight of shared bigrams, each once: of both titles, and of all text.
    fn pairs(&self, query: &QueryProfile) -> (f32, f32) {
        let (mut title, mut all) = (0.0, 0.0);
        let mut seen: Vec<u32> = Vec::new();
        let of_title = self.title.windows(2).filter_map(|two| Some((two[0]?, two[1]?, true)));
        let neighbours = |two: &&[(u32, u16)]| two[0].0 + 1 == two[1].0;
        let of_body = self.body.windows(2).filter(neighbours).map(|two| (two[0].1, two[1].1, false));
        for (a, b, is_title) in of_title.chain(of_body) {
            let key = pair(a, b);
            if let Some((weight, asked_in_title)) = query.pairs.get(&key).filter(|_| !seen.contains(&key)) {
                seen.push(key);
                all += weight;
                title += if is_title && *asked_in_title { *weight } else { 0.0 };
            }
        }
        (title, all)
    }

    /// Weight of the longest common substring of words of both titles, as a share of the query title's.
    fn run(&self, query: &QueryProfile) -> f32 {
        let mut best = 0.0f32;
        let mut ending = vec![0.0f32; query.title_order.len() + 1];
        for slot in &self.title {
            let mut before = 0.0;
            for (i, asked) in query.title_order.iter().enumerate() {
                let here = if *slot == Some(*asked) { before + query.idf[*asked as usize] } else { 0.0 };
                before = std::mem::replace(&mut ending[i + 1], here);
                best = best.max(here);
            }
        }
        best / query.title_mass
    }

    /// The largest share of the query's title that occurs within one window of the body.
    fn near(&self, query: &QueryProfile) -> f32 {
        let asked = |(_, slot): &&(u32, u16)| query.title[*slot as usize] > 0.0;
        let places: Vec<(u32, u16)> = self.body.iter().filter(asked).copied().collect();
        let mut best = 0.0f32;
        for (i, (start, _)) in places.iter().enumerate() {
            let window = places[i..].iter().take_while(|(at, _)| at - start < NEAR_WORDS);
            let mut seen: [u16; NEAR_WORDS as usize] = [u16::MAX; NEAR_WORDS as usize];
            let mut mass = 0.0;
            for (n, (_, slot)) in window.enumerate() {
                if !seen[..n].contains(slot) {
                    mass += query.idf[*slot as usize];
                }
                seen[n] = *slot;
            }
            best = best.max(mass);
        }
        best / query.title_mass
    }

    /// Sets the features about identifiers and metadata; a value missing on either side stays NaN.
    pub fn metadata(&self, query: &QueryProfile, set: &mut impl FnMut(Feature, f32)) {
        set(Feature::ErrorCodes, self.identifiers[0].ln_1p());
        set(Feature::Identifiers, self.identifiers[1].ln_1p());
        let asked = [
            (Feature::Product, query.product),
            (Feature::Component, query.component),
            (Feature::Severity, query.severity),
            (Feature::Version, query.version),
        ];
        for ((feature, ours), theirs) in asked.into_iter().zip(&self.metadata) {
            if let (Some(ours), false) = (ours, theirs.is_empty()) {
                set(feature, f32::from(u8::from(theirs.contains(&ours))));
            }
        }
    }
}
