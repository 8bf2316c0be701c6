//! Text made from a seed, with words as often and as seldom as people use them. Nothing of anybody's data.

/// A small, fast generator (SplitMix64): the same desk for the same seed on every machine.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    pub fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
    /// Small numbers often, large ones seldom, as words are used.
    fn skewed(&mut self, n: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(share) - 1.0) as usize % n
    }
}

const SYLLABLES: &[&str] =
    &["ta", "ner", "lo", "vi", "sto", "qua", "mer", "din", "pra", "zel", "kon", "fi", "bru", "gas", "ho", "jun"];
const HAN: &[&str] = &[
    "连接", "超时", "登录", "导出", "报表", "数据", "失败", "页面", "重启", "缓存", "权限", "升级", "接口", "证书", "磁盘", "线程",
    "队列", "同步", "打印", "消息",
];
pub fn word(chance: &mut Chance, vocabulary: usize) -> String {
    let rank = chance.skewed(vocabulary);
    let (mut n, mut text) = (rank + 1, String::new());
    while n > 0 {
        text.push_str(SYLLABLES[n % SYLLABLES.len()]);
        n /= SYLLABLES.len();
    }
    text
}

/// `words` words, or about as much Chinese.
pub fn text(chance: &mut Chance, chinese: bool, words: usize, vocabulary: usize) -> String {
    let mut out = String::new();
    for i in 0..words {
        if chinese && i % 3 != 0 {
            out.push_str(chance.of(HAN));
        } else {
            out.push_str(&word(chance, vocabulary));
        }
        match i % 13 {
            12 => out.push_str(if chinese { "。\n" } else { ".\n" }),
            _ if chinese => {}
            _ => out.push(' '),
        }
    }
    out
}
