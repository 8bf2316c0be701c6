//! Personal data is masked wherever it is not needed, and showing it is on the record.

use crate::harness::{Story, fault};
use serde_json::json;

#[test]
fn what_identifies_a_person_stays_out_of_archive_index_and_answers() {
    let story = Story::staffed();
    let secrets = ["13812345678", "WX_wangfang", "wang.fang@haifeng.example"];
    let text = format!("王芳说打不开，打 {} 或加微信 {}，邮箱 {}", secrets[0], secrets[1], secrets[2]);
    let number = story.close_fault(fault("王芳打不开门户", &text), "minor", &format!("已回电 {}", secrets[0]));
    let open = story.register(fault("王芳又打不开门户", &text));
    let server = story.serve();
    let token = story.token("junior", "junior_engineer");
    let answers = [
        server.get(&format!("/api/v1/cases/{number}"), &token).is(200).text,
        server.get(&format!("/api/v1/cases/{number}.md"), &token).is(200).text,
        server.get("/api/v1/search?q=%E6%89%93%E4%B8%8D%E5%BC%80%E9%97%A8%E6%88%B7", &token).is(200).text,
        server.post("/api/v1/consultations", &token, json!({"title": "打不开门户"})).is(200).text,
        server.get(&format!("/api/v1/tickets/{open}/events"), &token).is(200).text,
        std::fs::read_to_string(story.desk.join(format!("content/2024/{number}.md"))).unwrap(),
    ];
    for answer in &answers {
        for secret in secrets.iter().chain(&["王芳"]) {
            assert!(!answer.contains(secret) || answer.contains("confirmed"), "{secret} in {answer}");
        }
    }
    assert!(answers[5].contains("138****5678") && answers[5].contains("王*"), "{}", answers[5]);
    // The report itself: masked for staff, as it was written for whose it is.
    let (path, customer) = (format!("/api/v1/tickets/{open}"), story.token("王芳", "customer"));
    let (theirs, own) = (server.get(&path, &token).is(200).json, server.get(&path, &customer).is(200).json);
    let told = |shape: &serde_json::Value| shape["description"].as_str().unwrap().to_string();
    assert!(secrets.iter().all(|secret| !told(&theirs).contains(secret)), "{theirs}");
    assert_eq!(told(&own), text);
    let mut odd = fault("a b", "c");
    odd["contact"] = json!({"name": "n", "wechat": "pending", "phone": "2024"});
    let odd = server.get(&format!("/api/v1/tickets/{}", story.register(odd)), &token).is(200).json;
    assert_eq!((&odd["status"], &odd["submitted_at"]), (&json!("pending"), &json!("2024-05-06T01:00:00Z")), "codes are no text");
    let titled = story.register(fault(&format!("请回电 {} 或 {} 或 {}", secrets[0], secrets[1], secrets[2]), "x"));
    story.act("triage", &titled, "senior", json!({"severity": "minor"})).ok();
    story.act("assign", &titled, "super", json!({"to": "senior"})).ok();
    story.act("progress", &titled, "senior", json!({"text": format!("已回电 {}，微信 {}", secrets[0], secrets[1])})).ok();
    let senior = story.token("senior", "senior_engineer");
    let ticket = format!("/api/v1/tickets/{titled}");
    let paths = ["/api/v1/tickets", "/api/v1/notices", "/api/v1/bursts", &ticket, &format!("{ticket}/events")];
    for (path, secret) in paths.iter().flat_map(|path| secrets.map(|secret| (path, secret))) {
        let seen = server.get(path, &senior).is(200).text;
        assert!(!seen.contains(secret), "{secret} at {path}: {seen}");
    }
    assert!(server.get("/api/v1/notices", &senior).is(200).text.contains(&titled), "it is told of, masked");
    // The file at rest in the index is masked too.
    for entry in std::fs::read_dir(story.desk.join("index/built")).unwrap().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(11).any(|w| w == secrets[0].as_bytes()), "{:?}", entry.path());
    }
}

#[test]
fn the_contact_is_shown_whole_to_who_must_reach_them_and_the_showing_is_recorded() {
    let story = Story::staffed();
    let number = story.register(fault("a b", "c"));
    let server = story.serve();
    let path = format!("/api/v1/tickets/{number}/contact");
    let developer = story.token("dev", "developer");
    server.post(&path, &developer, json!({"reason": "好奇"})).is(403);
    let junior = story.token("junior", "junior_engineer");
    server.post(&path, &junior, json!({})).is(422);
    let shown = server.post(&path, &junior, json!({"reason": "回电核实"})).is(200).json;
    assert_eq!((&shown["name"], &shown["phone"]), (&json!("王芳"), &json!("13812345678")));
    let events = server.get(&format!("/api/v1/tickets/{number}/events"), &junior).is(200).json;
    let last = events["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["event"], &last["actor"], &last["data"]["reason"]),
        (&json!("contact_shown"), &json!("junior"), &json!("回电核实"))
    );
    // The customer does not read who looked, nor the staff's names whole.
    let customer = story.token("王芳", "customer");
    let theirs = server.get(&format!("/api/v1/tickets/{number}/events"), &customer).is(200);
    assert_eq!(theirs.json["items"].as_array().unwrap().len(), 1);
    assert!(!theirs.text.contains("\"reg\"") && theirs.text.contains("r*"), "{}", theirs.text);
}

#[test]
fn the_tickets_page_masks_the_answer_too_and_the_customer_is_not_told_the_inner_cause() {
    let story = Story::staffed();
    let number = story.register(fault("打印没有反应", "回拨 138-1234-5678"));
    let steps = crate::harness::fault_steps("换了驱动，已电话 138 1234 5678 回访，微信 wx_WANGFANG");
    for (verb, who, mut body) in [("triage", "senior", json!({"severity": "minor"}))].into_iter().chain(steps) {
        if verb == "resolve" {
            body["workaround"] = json!("请打 +86 138 1234 5678 或 139-8765-4321");
            body["cause"] = json!("CANARY-CAUSE");
        }
        story.act(verb, &number, who, body).ok();
        if verb == "resolve" {
            break;
        }
    }
    let server = story.serve();
    let page =
        crate::pages::see(&server, &format!("/tickets/{number}"), &crate::pages::signed_in(&story, &server, "junior")).is(200).text;
    let digits: String = page.chars().filter(char::is_ascii_digit).collect();
    for whole in ["13812345678", "13987654321"] {
        assert!(!digits.contains(whole), "{whole} on the page");
    }
    assert!(!page.to_lowercase().contains("wx_wangfang"), "the account on the page");
    let shown = story.run(&["ticket", "show", &number, "--json"]).ok().out;
    assert!(!shown.contains("138 1234 5678") && !shown.contains("139-8765-4321"), "{shown}");
    let (path, customer) = (format!("/api/v1/tickets/{number}"), story.token("王芳", "customer"));
    for place in [path.clone(), format!("{path}/events")] {
        assert!(!server.get(&place, &customer).is(200).text.contains("CANARY-CAUSE"), "{place}");
    }
    let own = server.get(&path, &customer).is(200).json;
    assert_eq!(own["resolution"]["workaround"], json!("请打 +86 138 1234 5678 或 139-8765-4321"), "theirs, as it was written");
    let staff = server.get(&path, &story.token("senior", "senior_engineer")).is(200).json;
    assert_eq!(staff["resolution"]["cause"], json!("CANARY-CAUSE"));
}

#[test]
fn a_public_case_names_its_family_by_titles_that_were_masked() {
    let story = Story::staffed();
    let line = |id: &str, title: &str, more: &str| {
        format!(
            r#"{{"id": "{id}", "created_at": "2024-03-01T09:00:00+08:00", "title": "{title}", "body": "门户打不开", "status": "Closed", "resolution": "Fixed", "answer": "重启网关"{more}}}"#
        )
    };
    let file = story.desk.join("in.jsonl");
    let second = line("B", "门户又打不开，请打 136-1234-5678 找 li.si@example.com", r#", "duplicate_of": "A""#);
    std::fs::write(&file, format!("{}\n{second}\n", line("A", "门户打不开", ""))).unwrap();
    story.run(&["import", "jsonl", file.to_str().unwrap()]).ok();
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    for number in ["TS20240301001", "TS20240301002"] {
        let body = json!({"audience": "public"}).to_string();
        server.call("PUT", &format!("/api/v1/cases/{number}"), &token, &[], Some(&body)).is(200);
    }
    let page = crate::pages::see(&server, "/cases/TS20240301001", "").is(200).text;
    assert!(page.contains("TS20240301002") && page.contains("136****5678") && page.contains("l***@example.com"), "{page}");
    assert!(!page.contains("136-1234-5678") && !page.contains("li.si@"), "{page}");
}

#[test]
fn the_number_of_a_case_that_a_customer_may_not_read_is_not_told_them() {
    let story = Story::staffed();
    let mut other = fault("网关超时", "网关超时 504");
    other["customer"] = json!("Rival Ltd");
    other["contact"] = json!({"name": "rival"});
    let number = story.register(other);
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("重启网关") {
        let who = if verb == "confirm" { "rival" } else { who };
        story.act(verb, &number, who, body).ok();
    }
    let mine = story.register(fault("网关超时", "网关超时 504"));
    story.act("triage", &mine, "senior", json!({"severity": "minor"})).ok();
    story.act("assign", &mine, "super", json!({"to": "senior"})).ok();
    story.act("link", &mine, "senior", json!({"case": number})).ok();
    let server = story.serve();
    let (path, customer) = (format!("/api/v1/tickets/{mine}"), story.token("王芳", "customer"));
    for place in [path.clone(), format!("{path}/events")] {
        let told = server.get(&place, &customer).is(200).text;
        assert!(!told.contains(&number), "{place}: {told}");
    }
    assert!(server.get(&path, &story.token("senior", "senior_engineer")).is(200).text.contains(&number));
}

#[test]
fn cases_of_an_older_masking_get_a_revision_at_the_next_start_and_only_then() {
    let story = Story::staffed();
    let file = story.desk.join("content/2024/TS20240301001.md");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = "---\nnumber: TS20240301001\ntitle: \"门户打不开，回拨 136-1234-5678\"\nopened_at: 2024-03-01T01:00:00Z\nrevision: 3\n---\n\n\
                ## 问题描述\n\n座机 010-62345678\n\n## 解决方案\n\n重启网关 5.7.40\n";
    std::fs::write(&file, text).unwrap();
    let kept = text.replace("136-1234-5678", "x").replace("010-62345678", "x").replace("001", "002");
    std::fs::write(story.desk.join("content/2024/TS20240301002.md"), kept).unwrap();
    let revision = || story.run(&["search", "门户", "--json"]).ok();
    revision();
    let masked = std::fs::read_to_string(&file).unwrap();
    assert!(masked.contains("136****5678") && masked.contains("010-6234****") && masked.contains("5.7.40"), "{masked}");
    assert!(masked.contains("revision: 4") && masked.contains("masking: "), "{masked}");
    let other = std::fs::read_to_string(story.desk.join("content/2024/TS20240301002.md")).unwrap();
    assert!(!other.contains("revision: 4"), "what masking leaves as it is gets no revision: {other}");
    // By hand once more: taken in first, then masked as it reads now, unless it says that it was.
    let edited = masked
        .replace("重启网关", "重启两台网关")
        .replace("masking: 1\n", "")
        .replace("## 解决方案", "电话 0755-86543210\n\n## 解决方案");
    std::fs::write(&file, edited).unwrap();
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    let mut seen = serde_json::Value::Null;
    for _ in 0..100 {
        seen = server.get("/api/v1/cases/TS20240301001", &token).is(200).json;
        if seen["revision"].as_u64() == Some(6) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let parts = seen["parts"].to_string();
    assert!(parts.contains("重启两台网关") && parts.contains("0755-8654****") && !parts.contains("86543210"), "{seen}");
    drop(server);
    story.run(&["search", "门户", "--json"]).ok();
    let again = story.serve();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(again.get("/api/v1/cases/TS20240301001", &token).is(200).json["revision"], seen["revision"], "once");
}

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
