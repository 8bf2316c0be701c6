//! What the learned ranking knows of a candidate: numbers reckoned from columns, as of the moment asked about.

use super::bm25f::{Candidate, Scope, Scored, was_known};
use super::document::flag;
use super::forward::{Entry, hash, hash_folded, sign_entry};
use super::similar::Asked;
use std::collections::HashMap;

/// Each number's name, as it stands in the file of weights. The order is free.
macro_rules! features {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum F { $($name),* }
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
    Days = "log_days", Open = "open", SinceSolved = "log_days_since_solved", Solved = "solved",
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

/// Words of the question's body whose pairs are looked for.
const PAIRED_WORDS_MAX: usize = 400;
/// The leading candidates whose words speak for others that use them too.
const LEADERS: usize = 10;
/// Words between which words of the title count as standing together.
const NEAR_WORDS: usize = 12;

/// The question, ready to be held against candidates.
struct Lens {
    slots: Slots,
    idf: Vec<f32>,
    /// How often the question's title and body say each word.
    title: Vec<f32>,
    body: Vec<f32>,
    /// Pairs of neighbours: their weight, and whether the title has them.
    pairs: HashMap<u32, (f32, bool)>,
    title_order: Vec<u16>,
    title_mass: f32,
    all_mass: f32,
    pair_mass: f32,
    title_words: usize,
    body_words: usize,
    signs: Vec<u64>,
    product: Option<u32>,
    component: Option<u32>,
    severity: Option<u32>,
    version: Option<u32>,
}

impl Lens {
    fn new(asked: &Asked, scored: &Scored) -> Lens {
        let mut slots = Slots::new(scored.idf.len());
        let (mut idf, mut title, mut body, mut title_order) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut pairs = HashMap::new();
        let mut before: Option<(u16, bool)> = None;
        let (mut title_words, mut body_words) = (0, 0);
        for token in &asked.tokens {
            let in_title = token.start < asked.question.title.len();
            *(if in_title { &mut title_words } else { &mut body_words }) += 1;
            let Some(rarity) = scored.idf.get(&token.term) else {
                before = None;
                continue;
            };
            let slot = slots.put(hash(&token.term));
            if slot as usize == idf.len() {
                idf.push(*rarity);
                title.push(0.0);
                body.push(0.0);
            }
            *(if in_title { &mut title[slot as usize] } else { &mut body[slot as usize] }) += 1.0;
            if in_title {
                title_order.push(slot);
            }
            if let Some((previous, was_in_title)) = before.filter(|b| b.1 == in_title)
                && (in_title || body_words <= PAIRED_WORDS_MAX)
            {
                let weight = (idf[previous as usize] + idf[slot as usize]) / 2.0;
                let entry: &mut (f32, bool) = pairs.entry(pair(previous, slot)).or_insert((weight, false));
                entry.1 |= was_in_title;
            }
            before = Some((slot, in_title));
        }
        let mass = |which: &dyn Fn(usize) -> bool| (0..idf.len()).filter(|i| which(*i)).map(|i| idf[i]).sum::<f32>();
        let question = asked.question;
        let folded = |text: &Option<String>| text.as_deref().filter(|t| !t.trim().is_empty()).map(hash_folded);
        Lens {
            title_mass: mass(&|i| title[i] > 0.0).max(1e-3),
            all_mass: mass(&|_| true).max(1e-3),
            pair_mass: pairs.values().map(|(weight, _)| weight).sum::<f32>().max(1e-3),
            signs: asked.signs.iter().map(sign_entry).collect(),
            product: folded(&question.product),
            component: folded(&question.component),
            version: folded(&question.version),
            severity: question.severity.map(|s| hash_folded(&s.to_string())),
            slots,
            idf,
            title,
            body,
            pairs,
            title_order,
            title_words,
            body_words,
        }
    }
}

fn pair(a: u16, b: u16) -> u32 {
    u32::from(a) << 16 | u32::from(b)
}

/// What time it is for the question: as asked, else when the newest document began.
fn now(scope: &Scope) -> Option<i64> {
    match scope.as_of {
        Some(as_of) => as_of.time,
        None => scope.shelves.iter().flat_map(|s| s.columns().opened_at.iter().copied()).max(),
    }
}

/// Members of a document's family that the asker sees, by ties known at the moment asked about.
pub type Family<'f> = dyn Fn(u64) -> Vec<u64> + 'f;

/// One row of [`WIDTH`] numbers per candidate, in their order.
pub fn rows(scope: &Scope, asked: &Asked, scored: &Scored, candidates: &[Candidate], family: &Family) -> Vec<f32> {
    let lens = Lens::new(asked, scored);
    let now = now(scope);
    let averages = scope.averages().lengths;
    let best = candidates.first().map_or(1e-6, |c| c.score.max(1e-6));
    let mut rows = vec![f32::NAN; candidates.len() * WIDTH];
    let mut look = Look::new(lens.idf.len());
    let mut titles: Vec<Vec<u32>> = Vec::with_capacity(candidates.len());
    let code = |c: &Candidate| scope.shelves[c.shelf].columns().code[c.document as usize];
    let shares: HashMap<u64, f32> = candidates.iter().map(|c| (code(c), c.score / best)).collect();
    for (place, (candidate, row)) in candidates.iter().zip(rows.chunks_exact_mut(WIDTH)).enumerate() {
        let shelf = scope.shelves[candidate.shelf];
        let (columns, d) = (shelf.columns(), candidate.document as usize);
        let solved =
            if scope.as_of.is_some() { was_known(columns.resolved_at[d], now) } else { was_known(columns.resolved_at[d], None) };
        shelf.forward(candidate.document, &mut look.entries);
        look.read(&lens, solved);
        let mut set = |feature: F, value: f32| row[feature as usize] = value;
        set(F::Bm25f, candidate.score);
        set(F::Share, candidate.score / best);
        set(F::Rank, 1.0 / (1.0 + place as f32));
        set(F::Ideal, candidate.score / scored.ideal.max(1e-6));
        look.words(&lens, [columns.lengths[0][d], columns.lengths[1][d]], averages, &mut set);
        look.metadata(&lens, &mut set);
        let days = |since: i64| now.map_or(f32::NAN, |now| ((now - since).max(0) as f32 / 86_400.0).ln_1p());
        // Where a source has no dates, all documents began at the epoch.
        set(F::Days, if columns.opened_at[d] == 0 { f32::NAN } else { days(columns.opened_at[d]) });
        set(F::Open, f32::from(u8::from(!solved)));
        set(F::SinceSolved, if solved { days(columns.resolved_at[d]) } else { f32::NAN });
        set(F::Solved, f32::from(u8::from(solved && columns.flags[d] & flag::SOLVED != 0)));
        let own = code(candidate);
        let members = family(own);
        let others = || members.iter().filter(|m| **m != own);
        set(F::Ties, others().count() as f32);
        set(F::FamilyBest, others().filter_map(|m| shares.get(m)).fold(0.0, |a: f32, b| a.max(*b)));
        titles.push(look.title_hashes.clone());
    }
    company(&lens, candidates, best, &titles, &mut rows);
    standardise(&mut rows);
    rows
}

/// A candidate's words, held against the question's.
struct Look {
    entries: Vec<u64>,
    title_hashes: Vec<u32>,
    counts: [Vec<f32>; 3],
    /// Slots of the title and body words in order; none where the question has no such word.
    title: Vec<Option<u16>>,
    body: Vec<Option<u16>>,
    signs: [f32; 2],
    metadata: [Vec<u32>; 4],
}

impl Look {
    fn new(slots: usize) -> Look {
        let zeros = || vec![0.0; slots];
        Look {
            entries: Vec::new(),
            title_hashes: Vec::new(),
            counts: [zeros(), zeros(), zeros()],
            title: Vec::new(),
            body: Vec::new(),
            signs: [0.0; 2],
            metadata: Default::default(),
        }
    }

    fn read(&mut self, lens: &Lens, answer_known: bool) {
        self.counts.iter_mut().for_each(|c| c.fill(0.0));
        self.metadata.iter_mut().for_each(Vec::clear);
        (self.title.clear(), self.body.clear(), self.title_hashes.clear());
        self.signs = [0.0; 2];
        for packed in &self.entries {
            let Some((entry, hash)) = Entry::unpack(*packed) else { continue };
            match entry {
                Entry::Title | Entry::Body | Entry::Answer => {
                    let slot = lens.slots.get(hash);
                    if let Some(slot) = slot
                        && (entry != Entry::Answer || answer_known)
                    {
                        self.counts[entry as usize][slot as usize] += 1.0;
                    }
                    match entry {
                        Entry::Title => {
                            self.title.push(slot);
                            self.title_hashes.push(hash);
                        }
                        Entry::Body => self.body.push(slot),
                        _ => {}
                    }
                }
                Entry::ErrorCode | Entry::OtherSign => {
                    if lens.signs.contains(packed) {
                        self.signs[entry as usize - Entry::ErrorCode as usize] += 1.0;
                    }
                }
                _ => self.metadata[entry as usize - Entry::Product as usize].push(hash),
            }
        }
    }

    fn words(&self, lens: &Lens, lengths: [u32; 2], averages: [f32; 3], set: &mut impl FnMut(F, f32)) {
        let long = |slot: usize, b: f32| 1.0 - b + b * lengths[slot] as f32 / averages[slot];
        let (title_long, body_long) = (1.2 * long(0, 0.3), 1.2 * long(1, 0.75));
        let (mut tt, mut tb, mut bt, mut bb, mut answer) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (mut title_in_title, mut title_in_any, mut any) = (0.0, 0.0, 0.0);
        let mut rarest = [0.0f32; 3];
        for slot in 0..lens.idf.len() {
            let [title, body, told] = [0, 1, 2].map(|text| self.counts[text][slot]);
            if title + body + told == 0.0 {
                continue;
            }
            let idf = lens.idf[slot];
            let (asked_title, asked_body) = (lens.title[slot], lens.body[slot]);
            let (by_title, by_body) = (idf * asked_title.min(2.0), idf * asked_body * 3.0 / (2.0 + asked_body));
            let (in_title, in_body) = (title / (title_long + title), body / (body_long + body));
            tt += by_title * in_title;
            tb += by_title * in_body;
            bt += by_body * in_title;
            bb += by_body * in_body;
            answer += (by_title * 2.0 + by_body) * told / (1.2 + told);
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
        for (feature, value) in
            [(F::TitleTitle, tt), (F::TitleBody, tb), (F::BodyTitle, bt), (F::BodyBody, bb), (F::QueryAnswer, answer)]
        {
            set(feature, value);
        }
        set(F::TitleInTitle, title_in_title / lens.title_mass);
        set(F::TitleInAny, title_in_any / lens.title_mass);
        set(F::AnyInAny, any / lens.all_mass);
        set(F::Rarest, rarest[0]);
        set(F::RarestThree, rarest.iter().sum());
        let share = |slots: &[Option<u16>], which: &dyn Fn(u16) -> bool| {
            slots.iter().flatten().filter(|s| which(**s)).count() as f32 / slots.len().max(1) as f32
        };
        set(F::TheirTitleInTitle, share(&self.title, &|s| lens.title[s as usize] > 0.0));
        set(F::TheirTitleInAny, share(&self.title, &|_| true));
        set(F::TheirBodyInAny, share(&self.body, &|_| true));
        let (pairs_title, pairs_all) = self.pairs(lens);
        set(F::PairsTitle, pairs_title);
        set(F::PairsAll, pairs_all);
        set(F::PairsShare, pairs_all / lens.pair_mass);
        set(F::Run, self.run(lens));
        set(F::Near, self.near(lens));
        set(F::TheirTitleLength, (lengths[0] as f32).ln_1p());
        set(F::TheirBodyLength, (lengths[1] as f32).ln_1p());
        set(F::TitleLength, (lens.title_words as f32).ln_1p());
        set(F::BodyLength, (lens.body_words as f32).ln_1p());
    }

    /// Weight of shared pairs of neighbours, each once: of both titles, and of all.
    fn pairs(&self, lens: &Lens) -> (f32, f32) {
        let (mut title, mut all) = (0.0, 0.0);
        let mut seen: Vec<u32> = Vec::new();
        for (slots, is_title) in [(&self.title, true), (&self.body, false)] {
            for two in slots.windows(2) {
                let (Some(a), Some(b)) = (two[0], two[1]) else { continue };
                let key = pair(a, b);
                if let Some((weight, asked_in_title)) = lens.pairs.get(&key).filter(|_| !seen.contains(&key)) {
                    seen.push(key);
                    all += weight;
                    title += if is_title && *asked_in_title { *weight } else { 0.0 };
                }
            }
        }
        (title, all)
    }

    /// The longest stretch that both titles have word for word, by rarity.
    fn run(&self, lens: &Lens) -> f32 {
        let mut best = 0.0f32;
        let mut ending = vec![0.0f32; lens.title_order.len() + 1];
        for slot in &self.title {
            let mut before = 0.0;
            for (i, asked) in lens.title_order.iter().enumerate() {
                let here = if *slot == Some(*asked) { before + lens.idf[*asked as usize] } else { 0.0 };
                before = std::mem::replace(&mut ending[i + 1], here);
                best = best.max(here);
            }
        }
        best / lens.title_mass
    }

    /// The most of the question's title that stands close together in their body.
    fn near(&self, lens: &Lens) -> f32 {
        let places: Vec<(usize, u16)> = self
            .body
            .iter()
            .enumerate()
            .filter_map(|(at, slot)| slot.filter(|s| lens.title[*s as usize] > 0.0).map(|s| (at, s)))
            .collect();
        let mut best = 0.0f32;
        for (i, (start, _)) in places.iter().enumerate() {
            let window = places[i..].iter().take_while(|(at, _)| at - start < NEAR_WORDS);
            let mut seen: [u16; NEAR_WORDS] = [u16::MAX; NEAR_WORDS];
            let mut mass = 0.0;
            for (n, (_, slot)) in window.enumerate() {
                if !seen[..n].contains(slot) {
                    mass += lens.idf[*slot as usize];
                }
                seen[n] = *slot;
            }
            best = best.max(mass);
        }
        best / lens.title_mass
    }

    fn metadata(&self, lens: &Lens, set: &mut impl FnMut(F, f32)) {
        set(F::Codes, self.signs[0].ln_1p());
        set(F::Signs, self.signs[1].ln_1p());
        let asked =
            [(F::Product, lens.product), (F::Component, lens.component), (F::Severity, lens.severity), (F::Version, lens.version)];
        for ((feature, ours), theirs) in asked.into_iter().zip(&self.metadata) {
            if let (Some(ours), false) = (ours, theirs.is_empty()) {
                set(feature, f32::from(u8::from(theirs.contains(&ours))));
            }
        }
    }
}

/// Words that the question has not and the leading candidates' titles have in common with a candidate's: what members
/// of a family call the trouble.
fn company(lens: &Lens, candidates: &[Candidate], best: f32, titles: &[Vec<u32>], rows: &mut [f32]) {
    let mut frequency: HashMap<u32, f32> = HashMap::new();
    let mut led: HashMap<u32, f32> = HashMap::new();
    let distinct = |title: &Vec<u32>| {
        let mut words: Vec<u32> = title.iter().copied().filter(|w| lens.slots.get(*w).is_none()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let titles: Vec<Vec<u32>> = titles.iter().map(distinct).collect();
    for (place, words) in titles.iter().enumerate() {
        for word in words {
            *frequency.entry(*word).or_default() += 1.0;
            if place < LEADERS {
                *led.entry(*word).or_default() += candidates[place].score / best;
            }
        }
    }
    let all = titles.len() as f32;
    for (place, (words, row)) in titles.iter().zip(rows.chunks_exact_mut(WIDTH)).enumerate() {
        let own = if place < LEADERS { candidates[place].score / best } else { 0.0 };
        let weight = |w: &u32| (led.get(w).copied().unwrap_or(0.0) - own).max(0.0) * (all / frequency[w]).ln();
        row[F::Company as usize] = words.iter().map(weight).sum::<f32>() / (1.0 + words.len() as f32).sqrt();
    }
}

/// Numbers that a desk has together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Dates,
    Solved,
    Ties,
    Product,
    Component,
    Severity,
    Version,
}

impl Group {
    pub const ALL: [Group; 7] =
        [Group::Dates, Group::Solved, Group::Ties, Group::Product, Group::Component, Group::Severity, Group::Version];
    pub const METADATA: [Group; 4] = [Group::Product, Group::Component, Group::Severity, Group::Version];

    /// Makes rows as they would be on a desk that has none of these.
    pub fn forget(self, rows: &mut [f32]) {
        let features: &[F] = match self {
            Group::Dates => &[F::Days, F::SinceSolved],
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

/// Hashes of the question's words and the number each got; open addressing, because each word of each candidate is asked.
struct Slots {
    keys: Vec<(u32, u16)>,
    count: u16,
}

impl Slots {
    fn new(words: usize) -> Slots {
        Slots { keys: vec![(0, u16::MAX); (words.max(4) * 4).next_power_of_two()], count: 0 }
    }

    fn place(&self, hash: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = hash.wrapping_mul(0x9e37_79b9) as usize & mask;
        while self.keys[at].1 != u16::MAX && self.keys[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    fn put(&mut self, hash: u32) -> u16 {
        let at = self.place(hash);
        if self.keys[at].1 == u16::MAX {
            self.keys[at] = (hash, self.count);
            self.count += 1;
        }
        self.keys[at].1
    }

    fn get(&self, hash: u32) -> Option<u16> {
        Some(self.keys[self.place(hash)].1).filter(|slot| *slot != u16::MAX)
    }
}
