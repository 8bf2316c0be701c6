//! Masking of many: hundreds of reports full of personal data in every spelling, and texts written to be slow.

use crate::harness::Story;
use precedent::case::Masker;
use precedent::ticket::Contact;
use serde_json::json;
use std::time::{Duration, Instant};

/// Numbers made up from a seed.
struct Seed(u64);

impl Seed {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

fn identity(seed: &mut Seed) -> String {
    let region = seed.pick(&["110105", "320102", "440301", "510104"]);
    let (year, month, day) = (1950 + seed.below(55), 1 + seed.below(12), 1 + seed.below(28));
    let seventeen = format!("{region}{year}{month:02}{day:02}{}", seed.digits(3));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = seventeen.bytes().zip(weights).map(|(b, w)| usize::from(b - b'0') * w).sum();
    format!("{seventeen}{}", &"10X98765432"[sum % 11..=sum % 11])
}

fn card(seed: &mut Seed) -> String {
    let number = format!("6222{}", seed.digits(11));
    let doubled = |(k, b): (usize, u8)| match u32::from(b - b'0') {
        d if k % 2 == 0 => d * 2 / 10 + d * 2 % 10,
        d => d,
    };
    let sum: u32 = number.bytes().rev().enumerate().map(doubled).sum();
    format!("{number}{}", (10 - sum % 10) % 10)
}

/// One kind of personal data in one spelling, and what of it must not be found whole.
fn personal(seed: &mut Seed) -> (String, String) {
    let wide = |text: &str| {
        text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect::<String>()
    };
    match seed.below(8) {
        0 | 1 => {
            let number = format!("1{}{}", 3 + seed.below(7), seed.digits(9));
            let (a, b, c) = (&number[..3], &number[3..7], &number[7..]);
            let grouped = [
                number.clone(),
                format!("{a}-{b}-{c}"),
                format!("{a} {b} {c}"),
                format!("{a}－{b}－{c}"),
                wide(&number),
                format!("{a}\u{a0}{b}\u{a0}{c}"),
            ];
            let spelt = grouped[seed.below(6) as usize].clone();
            let before =
                seed.pick(&["手机 ", "电话：+86 ", "Tel.", "请回拨", "联系方式：0086", "call +86-", "电话86-", "微信同号："]);
            let after = seed.pick(&["", "（微信同号）", "，谢谢"]);
            (format!("{before}{spelt}{after}"), number)
        }
        2 => {
            let (area, local) = (seed.pick(&["010", "021", "0755", "0571"]), format!("6{}", seed.digits(7)));
            let spelt = [
                format!("{area}-{local}"),
                format!("({area}){local}"),
                format!("（{area}）{} {}", &local[..4], &local[4..]),
                format!("{area}-{local}转801"),
                format!("{area}{local}"),
            ];
            (format!("座机 {}", spelt[seed.below(5) as usize]), local)
        }
        3 => {
            let number = identity(seed);
            let spelt = [
                number.clone(),
                format!("{} {} {}", &number[..6], &number[6..14], &number[14..]),
                wide(&number),
                number.to_lowercase(),
            ];
            (format!("身份证 {}", spelt[seed.below(4) as usize]), number.to_lowercase())
        }
        4 => {
            let number = card(seed);
            let grouped = number
                .as_bytes()
                .chunks(4)
                .map(|c| std::str::from_utf8(c).unwrap())
                .collect::<Vec<_>>()
                .join(seed.pick(&[" ", "-"]));
            (format!("卡号 {}", if seed.below(2) == 0 { number.clone() } else { grouped }), number)
        }
        5 => {
            let local = format!("li.si{}", seed.digits(5));
            let sign = seed.pick(&["@", "＠"]);
            (format!("邮箱 {local}{sign}example.com"), local.replace('.', ""))
        }
        6 => {
            let id = format!("li_{}", seed.digits(7));
            let label = seed.pick(&["微信 ", "微信号：", "wx: ", "VX：", "WeChat: "]);
            (format!("{label}{id}"), id.replace('_', ""))
        }
        _ => {
            // No letter of a digest.
            let plate = format!("K{}", seed.digits(5));
            (format!("车牌 {}{plate}", seed.pick(&["粤B", "京A·", "沪C"])), plate.to_lowercase())
        }
    }
}

/// What looks like it and must stay.
fn kept(seed: &mut Seed) -> String {
    match seed.below(9) {
        0 => format!("订单号 20241301{}", seed.digits(10)),
        1 => format!("版本 {}.{}.{}", seed.below(20), seed.below(20), seed.below(400)),
        2 => format!("2024-05-{:02}T12:{:02}:00.{}Z", 1 + seed.below(28), seed.below(60), seed.digits(3)),
        3 => format!("17092{}", seed.digits(8)),
        4 => format!("SN{}A{}", seed.digits(6), seed.digits(6)),
        5 => format!("192.168.{}.{}:8080", seed.below(256), seed.below(256)),
        6 => format!("a{}-{}-4{}-8{}-b{}", seed.digits(7), seed.digits(4), seed.digits(3), seed.digits(3), seed.digits(11)),
        7 => format!("left-pad@1.{}.{}", seed.below(20), seed.below(20)),
        _ => format!("每到高峰期 {} 人在线", 1 + seed.below(9_000)),
    }
}

/// Letters and digits alone, in one width and case.
fn bare(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap(),
        c => c,
    };
    text.chars().map(narrow).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn all_text(folder: &std::path::Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap().is_dir() {
            true => all_text(&entry.path(), into),
            false => into.push((entry.path().display().to_string(), std::fs::read(entry.path()).unwrap())),
        }
    }
}

#[test]
fn five_hundred_reports_full_of_personal_data_leave_nothing_whole_and_lose_nothing_else() {
    const REPORTS: usize = 500;
    let story = Story::staffed();
    let (mut seed, mut lines, mut secrets, mut wanted) = (Seed(7), String::new(), Vec::new(), Vec::new());
    for i in 0..REPORTS {
        let mut texts = Vec::new();
        for _ in 0..4 {
            let (text, secret) = personal(&mut seed);
            texts.push(text);
            secrets.push(secret);
            let stays = kept(&mut seed);
            texts.push(stays.clone());
            wanted.push(stays);
        }
        let (title, secret) = personal(&mut seed);
        secrets.push(secret);
        let closed = i % 5 != 0;
        let more =
            if closed { json!({"status": "Closed", "resolution": "Fixed", "answer": texts[6]}) } else { json!({"status": "Open"}) };
        let mut line = json!({"id": format!("K-{i}"), "created_at": "2024-03-01T09:00:00+08:00", "title": format!("打不开 {title}"),
                              "body": texts.join("\n")});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        lines.push_str(&format!("{line}\n"));
    }
    let file = story._home.path().join("in.jsonl");
    std::fs::write(&file, lines).unwrap();
    story.run(&["import", "jsonl", file.to_str().unwrap()]).ok();
    let out = story._home.path().join("out");
    story.run(&["export", out.to_str().unwrap(), "--audience", "internal", "--format", "jsonl"]).ok();
    let site = story._home.path().join("site");
    story.run(&["export", site.to_str().unwrap(), "--audience", "internal"]).ok();
    let mut places = Vec::new();
    for folder in [story.desk.join("content"), story.desk.join("index"), out, site] {
        all_text(&folder, &mut places);
    }
    let server = story.serve();
    let (token, cookie) = (story.token("junior", "junior_engineer"), crate::pages::signed_in(&story, &server, "junior"));
    for i in (1..=REPORTS).step_by(25) {
        let number = format!("TS20240301{i:03}");
        for path in [
            format!("/api/v1/tickets/{number}"),
            format!("/api/v1/tickets/{number}/events"),
            format!("/api/v1/tickets/{number}/similar"),
        ] {
            places.push((path.clone(), server.get(&path, &token).text.into_bytes()));
        }
        let path = format!("/tickets/{number}");
        places.push((path.clone(), crate::pages::see(&server, &path, &cookie).text.into_bytes()));
    }
    for path in ["/api/v1/tickets?limit=200", "/api/v1/search?q=%E6%89%93%E4%B8%8D%E5%BC%80&limit=100"] {
        places.push((path.into(), server.get(path, &token).is(200).text.into_bytes()));
    }
    let (mut whole, mut lost) = (Vec::new(), Vec::new());
    for (place, bytes) in &places {
        let text = bare(&String::from_utf8_lossy(bytes));
        whole.extend(secrets.iter().filter(|secret| text.contains(secret.as_str())).map(|secret| format!("{secret} in {place}")));
    }
    let archive: String =
        places.iter().filter(|(place, _)| place.ends_with(".jsonl")).map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    lost.extend(wanted.iter().filter(|text| !archive.contains(text.as_str())));
    println!(
        "{} values in {} places: {} whole; {} other texts: {} masked wrongly",
        secrets.len(),
        places.len(),
        whole.len(),
        wanted.len(),
        lost.len()
    );
    assert!(whole.is_empty() && lost.is_empty(), "{:?} {:?}", &whole[..whole.len().min(10)], &lost[..lost.len().min(10)]);
}

/// Each makes a recogniser look far ahead or far back.
#[test]
fn time_grows_as_the_text_does() {
    const BYTES: usize = 300_000;
    // A debug build is some twenty times slower; what looks at a line's rest at each place takes minutes.
    const MAX: Duration = Duration::from_secs(20);
    let contact =
        Contact { name: "高峰".into(), phone: Some("0571-87654321".into()), wechat: Some("gao_feng".into()), email: None };
    let masker = Masker::new(&contact, &["林小雨".into(), "Grace".into()]);
    let pieces = [
        "1",
        "1 ",
        "13 ",
        "136-",
        "a@",
        "@",
        "a",
        "a.b@c.",
        "高",
        "高峰",
        "微信",
        "wx ",
        "联系人 ",
        "0",
        "+",
        "((",
        "京A",
        "gao_",
        "护照 ",
        " ",
        "6222 ",
        "\u{200b}",
    ];
    for piece in pieces {
        let text = piece.repeat(BYTES / piece.len());
        let started = Instant::now();
        masker.text(&text);
        let took = started.elapsed();
        println!("{piece:?}: {took:?}");
        assert!(took < MAX, "{piece:?}: {took:?}");
    }
}
