//! Properties: masking is idempotent, and no number survives in any spelling.

use super::Masker;
use super::text::normal::folded;
use crate::case::mask::numbers::identity::completed;
use crate::ticket::Contact;
use crate::words::thorough;
use proptest::prelude::*;

fn known() -> Masker {
    let contact = Contact {
        name: "高峰".into(),
        phone: Some("0571-87654321".into()),
        wechat: Some("gao_feng".into()),
        email: Some("gao.feng@example.com".into()),
    };
    Masker::new(&contact, &["林小雨".into(), "Grace".into(), "Zhang Wei".into(), "成功".into()])
}

/// Pieces of real texts, combined at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "136",
        "1234",
        "5678",
        "13612345678",
        "+86",
        "0086",
        "86",
        "-",
        " ",
        "－",
        "（",
        "）",
        "(",
        ")",
        ".",
        "，",
        "：",
        ":",
        "转",
        "801",
        "ext",
        "010",
        "62345678",
        "0571",
        "87654321",
        "@",
        "example.com",
        "gao.feng",
        "微信",
        "微信号",
        "wx",
        "QQ",
        "gao_feng",
        "12345678",
        "身份证",
        "320102199003071239",
        "X",
        "卡号",
        "6222023800012345674",
        "京",
        "A12345",
        "京A12345",
        "高峰",
        "期",
        "先生",
        "说",
        "联系人",
        "林小雨",
        "林",
        "小雨",
        "Grace",
        "said",
        "Zhang",
        "Wei",
        "成功",
        "订单号",
        "*",
        "****",
        "/",
        "\n",
        "a",
        "n",
        "\\",
        "护照",
        "E12345678",
        "\u{200b}",
        "1",
        "20240501",
        "电话",
        "tel",
        "**",
        "_",
        "~",
        "|",
        "，3天",
        ",",
        "、",
        "座机",
        "是",
        "加我v",
        "(at)",
        "ID",
        "车牌",
        "】",
        "\"",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// The digits of a number with something between them, as people write it.
fn spelt(digits: &str, gaps: &[usize], wide: bool) -> String {
    let between = ["", " ", "-", "－", "\u{3000}", "\u{a0}", "\u{200b}", "–"];
    let mut out = String::new();
    for (k, c) in digits.chars().enumerate() {
        if let Some(which) = gaps.iter().position(|gap| *gap == k && k > 0) {
            out.push_str(between[(gaps[which] + which) % between.len()]);
        }
        out.push(if wide { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c });
    }
    out
}

fn digits_of(text: &str) -> String {
    folded(text).into_iter().filter(|c| c.is_ascii_digit() || *c == 'x').collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if thorough() { 2_000 } else { 300 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn masking_again_changes_nothing(text in pieces()) {
        for masker in [known(), Masker::default()] {
            let once = masker.text(&text);
            prop_assert_eq!(masker.text(&once), once.clone(), "{:?}", text);
        }
    }

    #[test]
    fn masking_again_changes_nothing_of_any_text(text in "\\PC{0,60}") {
        let once = known().text(&text);
        prop_assert_eq!(known().text(&once), once);
    }

    #[test]
    fn no_mobile_survives_its_spelling(
        second in 3u8..=9, rest in 0u32..1_000_000_000, gaps in prop::sample::select(vec![vec![], vec![3, 7], vec![3], vec![4, 8], vec![3, 6], vec![7]]),
        code in prop::sample::select(vec!["", "+86", "+86 ", "0086", "86-", "（+86）"]), wide in any::<bool>(),
        label in prop::sample::select(vec!["手机", "电话：", "Tel. ", "请回拨 ", "微信同号", "call "]),
    ) {
        let number = format!("1{second}{rest:09}");
        let text = format!("{label}{code}{}，谢谢", spelt(&number, &gaps, wide));
        let masked = Masker::default().text(&text);
        prop_assert!(!digits_of(&masked).contains(&number), "{} => {}", text, masked);
    }

    #[test]
    fn no_identity_number_survives_its_spelling(
        region in prop::sample::select(vec!["110105", "320102", "440301", "510104", "650102"]), year in 1930u32..2015, month in 1u32..=12, day in 1u32..=28,
        order in 0u32..1_000, gaps in prop::sample::select(vec![vec![], vec![6, 14], vec![6], vec![3, 6, 14], vec![6, 10, 14]]), wide in any::<bool>(),
        label in prop::sample::select(vec!["", "身份证 ", "身份证号：", "ID card: ", "为"]),
    ) {
        let seventeen = format!("{region}{year:04}{month:02}{day:02}{order:03}");
        let number = completed(&seventeen.bytes().map(|b| b - b'0').collect::<Vec<_>>());
        let text = format!("{label}{}。", spelt(&number, &gaps, wide));
        let masked = Masker::default().text(&text);
        prop_assert!(!digits_of(&masked).contains(&seventeen[6..14]), "{} => {}", text, masked);
    }

    #[test]
    fn an_order_number_that_is_no_day_stays(order in 0u64..1_000_000) {
        // Its seventh to fourteenth digits are no date.
        let text = format!("订单号 2024130199{order:08}");
        prop_assert_eq!(Masker::default().text(&text), text);
    }
}
