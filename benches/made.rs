//! Synthetic text from a seed, with word frequencies as in natural text. Contains no real data.

/// SplitMix64: equal seeds give equal data on every machine.
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// Uniform in [0, `n`).
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    /// A random element.
    pub fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
    /// A rank below `n`, small ranks often (log-uniform).
    fn skewed(&mut self, n: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(share) - 1.0) as usize % n
    }
}

/// Words are spelt with these.
const SYLLABLES: &[&str] =
    &["ta", "ner", "lo", "vi", "sto", "qua", "mer", "din", "pra", "zel", "kon", "fi", "bru", "gas", "ho", "jun"];
/// Chinese words.
const HAN: &[&str] = &[
    "连接", "超时", "登录", "导出", "报表", "数据", "失败", "页面", "重启", "缓存", "权限", "升级", "接口", "证书", "磁盘", "线程",
    "队列", "同步", "打印", "消息",
];
/// A word of a vocabulary of some size; frequent words are short.
pub fn word(rng: &mut SplitMix64, vocabulary: usize) -> String {
    let rank = rng.skewed(vocabulary);
    let (mut n, mut text) = (rank + 1, String::new());
    while n > 0 {
        text.push_str(SYLLABLES[n % SYLLABLES.len()]);
        n /= SYLLABLES.len();
    }
    text
}

/// A text of `words` words, or about as much Chinese.
pub fn text(rng: &mut SplitMix64, chinese: bool, words: usize, vocabulary: usize) -> String {
    let mut out = String::new();
    for i in 0..words {
        if chinese && i % 3 != 0 {
            out.push_str(rng.of(HAN));
        } else {
            out.push_str(&word(rng, vocabulary));
        }
        match i % 13 {
            12 => out.push_str(if chinese { "。\n" } else { ".\n" }),
            _ if chinese => {}
            _ => out.push(' '),
        }
    }
    out
}
