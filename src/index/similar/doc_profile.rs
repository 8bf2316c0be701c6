//! A candidate's words, held against the question's.

use super::query_profile::{Lens, pair};
use crate::index::doc::forward::Entry;
use crate::index::score::features::F;

/// Words between which words of the title count as standing together.
const NEAR_WORDS: u32 = 12;

/// A candidate's words, held against the question's.
pub struct Look {
    pub entries: Vec<u64>,
    pub title_hashes: Vec<u32>,
    pub counts: [Vec<f32>; 3],
    /// Slots of the title's words in order; none where the question has no such word.
    pub title: Vec<Option<u16>>,
    /// Words of the body that the question has, with their places, and how many words the body has.
    pub body: Vec<(u32, u16)>,
    pub body_words: u32,
    /// Slots with a count, each once.
    pub touched: Vec<u16>,
    pub signs: [f32; 2],
    pub metadata: [Vec<u32>; 4],
}

impl Look {
    pub fn new(slots: usize) -> Look {
        let zeros = || vec![0.0; slots];
        Look {
            entries: Vec::new(),
            title_hashes: Vec::new(),
            counts: [zeros(), zeros(), zeros()],
            title: Vec::new(),
            body: Vec::new(),
            body_words: 0,
            touched: Vec::new(),
            signs: [0.0; 2],
            metadata: Default::default(),
        }
    }

    pub fn read(&mut self, lens: &Lens, answer_known: bool) {
        for slot in self.touched.drain(..) {
            self.counts.iter_mut().for_each(|c| c[slot as usize] = 0.0);
        }
        self.metadata.iter_mut().for_each(Vec::clear);
        self.title.clear();
        self.body.clear();
        self.body_words = 0;
        self.title_hashes.clear();
        self.signs = [0.0; 2];
        for packed in &self.entries {
            let Some((entry, hash)) = Entry::unpack(*packed) else { continue };
            match entry {
                Entry::Title | Entry::Body | Entry::Answer => {
                    let slot = lens.slots.get(hash);
                    if let Some(slot) = slot
                        && (entry != Entry::Answer || answer_known)
                    {
                        if self.counts.iter().all(|c| c[slot as usize] == 0.0) {
                            self.touched.push(slot);
                        }
                        self.counts[entry as usize][slot as usize] += 1.0;
                    }
                    match entry {
                        Entry::Title => {
                            self.title.push(slot);
                            self.title_hashes.push(hash);
                        }
                        Entry::Body => {
                            self.body.extend(slot.map(|slot| (self.body_words, slot)));
                            self.body_words += 1;
                        }
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

    pub fn words(&self, lens: &Lens, lengths: [u32; 2], averages: [f32; 3], set: &mut impl FnMut(F, f32)) {
        let long = |slot: usize, b: f32| 1.0 - b + b * lengths[slot] as f32 / averages[slot];
        let (title_long, body_long) = (1.2 * long(0, 0.3), 1.2 * long(1, 0.75));
        let (mut tt, mut tb, mut bt, mut bb, mut answer) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (mut title_in_title, mut title_in_any, mut any) = (0.0, 0.0, 0.0);
        let mut rarest = [0.0f32; 3];
        for slot in self.touched.iter().map(|s| *s as usize) {
            let [title, body, told] = [0, 1, 2].map(|text| self.counts[text][slot]);
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
        let share = |which: &dyn Fn(u16) -> bool| {
            self.title.iter().flatten().filter(|s| which(**s)).count() as f32 / self.title.len().max(1) as f32
        };
        set(F::TheirTitleInTitle, share(&|s| lens.title[s as usize] > 0.0));
        set(F::TheirTitleInAny, share(&|_| true));
        set(F::TheirBodyInAny, self.body.len() as f32 / self.body_words.max(1) as f32);
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
        let of_title = self.title.windows(2).filter_map(|two| Some((two[0]?, two[1]?, true)));
        let neighbours = |two: &&[(u32, u16)]| two[0].0 + 1 == two[1].0;
        let of_body = self.body.windows(2).filter(neighbours).map(|two| (two[0].1, two[1].1, false));
        for (a, b, is_title) in of_title.chain(of_body) {
            let key = pair(a, b);
            if let Some((weight, asked_in_title)) = lens.pairs.get(&key).filter(|_| !seen.contains(&key)) {
                seen.push(key);
                all += weight;
                title += if is_title && *asked_in_title { *weight } else { 0.0 };
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
        let asked = |(_, slot): &&(u32, u16)| lens.title[*slot as usize] > 0.0;
        let places: Vec<(u32, u16)> = self.body.iter().filter(asked).copied().collect();
        let mut best = 0.0f32;
        for (i, (start, _)) in places.iter().enumerate() {
            let window = places[i..].iter().take_while(|(at, _)| at - start < NEAR_WORDS);
            let mut seen: [u16; NEAR_WORDS as usize] = [u16::MAX; NEAR_WORDS as usize];
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

    pub fn metadata(&self, lens: &Lens, set: &mut impl FnMut(F, f32)) {
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
