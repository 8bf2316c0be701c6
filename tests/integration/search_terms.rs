//! What people write and type: one text in several spellings finds the same, and what tells two troubles apart does.

use crate::harness::Story;
use precedent::desk::{ConsultRequest, Desk, Purpose, Settings};
use precedent::index::{ReasonKind, SimilarQuery, SimilarResults};
use precedent::people::Actor;
use serde_json::json;
use std::io::{Read, Write};

/// A desk with a solved ticket of each title; its source's ids are T-0, T-1 …, unless the title begins with `id|`.
fn desk(titles: &[&str]) -> (Story, Desk) {
    let story = Story::new();
    let line = |(at, title): (usize, &&str)| {
        let (id, title) = title.split_once('|').map_or((format!("T-{at}"), *title), |(id, title)| (id.to_string(), title));
        let [opened, solved] = ["2024-03-01T09:30:00+08:00", "2024-03-02T10:00:00+08:00"];
        json!({"id": id, "created_at": opened, "title": title, "body": "as the title says", "status": "Closed",
               "resolution": "Fixed", "resolved_at": solved, "answer": "exchanged"})
    };
    let lines: String = titles.iter().enumerate().map(|line_of| format!("{}\n", line(line_of))).collect();
    story.run_with(&["import", "jsonl", "-"], &lines).ok();
    let desk = Desk::open(&story.desk, Settings::default(), Purpose::Command).unwrap();
    (story, desk)
}

fn found(desk: &Desk, words: &str) -> Vec<String> {
    let found = desk.search(&Actor::Operator, words, Vec::new(), 0, 20).unwrap();
    found.hits.into_iter().map(|hit| hit.stored.title).collect()
}

/// (question, title that comes first), all wrong ones at once.
fn check_first(desk: &Desk, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(words, expected)| (words, expected, found(desk, words)))
        .filter(|(_, expected, found)| found.first().is_none_or(|first| first != *expected))
        .map(|(words, expected, found)| format!("{words}: {found:?}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn similar(desk: &Desk, title: &str) -> SimilarResults {
    let question = SimilarQuery { title: title.into(), ..SimilarQuery::default() };
    let request = ConsultRequest { question, limit: 10, body: serde_json::Value::Null };
    desk.consult(&Actor::Operator, request, chrono::DateTime::UNIX_EPOCH).unwrap().similar
}

#[test]
fn one_text_in_another_spelling_finds_it() {
    let titles = [
        "Tiếng Việt hiển thị sai",
        "한국어 자판 오류",
        "про ёлку и йод",
        "Straße nicht gefunden",
        "印表機佇列卡住，請檢查裡面的設定",
        "打\u{200b}卡\u{200b}机离线",
        "sync\u{ad}hroni\u{ad}sation stops",
        "\u{feff}scanner \u{202a}offline\u{202c}",
        "网关\u{2011}A\u{2014}超时",
        "ＷＩＦＩ 断线",
        "🖨️ queue 👩🏽‍💻 full",
        "เครื่องพิมพ์ไม่ทำงาน",
    ];
    let (_story, desk) = desk(&titles);
    check_first(
        &desk,
        &[
            ("tieng viet", titles[0]),
            ("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", titles[0]),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}\u{110b}\u{1165}", titles[1]),
            ("елку", titles[2]),
            ("и\u{306}од", titles[2]),
            ("STRASSE", titles[3]),
            ("印表机队列", titles[4]),
            ("检查里面的设定", titles[4]),
            ("打卡机", titles[5]),
            ("synchronisation", titles[6]),
            ("offline scanner", titles[7]),
            ("网关-A 超时", titles[8]),
            ("wifi", titles[9]),
            ("🖨", titles[10]),
            ("👩💻", titles[10]),
            ("พิมพ์", titles[11]),
        ],
    );
    assert!(found(&desk, "иод").is_empty(), "й is no и");
}

#[test]
fn what_tells_two_troubles_apart_does() {
    let titles = [
        "System error 2 at start",
        "System error 5 at start",
        "3楼门禁离线",
        "5楼门禁离线",
        "C 盘满",
        "E 盘满",
        "C# 程序崩溃",
        "C++ 程序崩溃",
        ".NET runtime missing",
        "T-SQL export slow",
        "MySQL 5.7.40 restarts",
        "MySQL 8.0.31 restarts",
        "MySQL 18.0 restarts",
        "Oracle 11gR2 listener down",
        "link down on port 7",
        "link slow on port 7",
        "IT 部门打印",
        "who is on duty",
    ];
    let (_story, desk) = desk(&titles);
    check_first(
        &desk,
        &[
            ("error 5", titles[1]),
            ("error 2", titles[0]),
            ("5楼门禁", titles[3]),
            ("E 盘", titles[5]),
            ("C#", titles[6]),
            ("c++ 程序", titles[7]),
            ("Ｃ＋＋", titles[7]),
            (".net", titles[8]),
            ("t-sql", titles[9]),
            ("5.7", titles[10]),
            ("mysql v5.7", titles[10]),
            ("8.0", titles[11]),
            ("11g", titles[13]),
            ("link down", titles[14]),
            ("IT", titles[16]),
            ("who", titles[17]),
            ("who is", titles[17]),
        ],
    );
    assert!(!found(&desk, "C#").contains(&titles[7].to_string()) && !found(&desk, "8.0").contains(&titles[12].to_string()));
    for (asked, better, worse) in [(titles[1], 1, 0), (titles[3], 3, 2), (titles[6], 6, 7)] {
        let matches = similar(&desk, asked).matches;
        let score = |at: usize| matches.iter().find(|m| m.title == titles[at]).map_or(0.0, |m| m.score);
        assert!(score(better) > score(worse), "{asked}: {} {}", score(better), score(worse));
    }
}

#[test]
fn compounds_are_found_by_their_parts_and_parts_in_compounds() {
    let titles =
        ["Druckerwarteschlange hängt", "Warteschlange voll", "Netzwerkkabel defekt", "Schrank umgestellt", "Netzwerk fällt aus"];
    let (_story, desk) = desk(&titles);
    for (words, title) in [
        ("Warteschlange", titles[0]),
        ("Warteschlange", titles[1]),
        ("Druckerwarteschlange", titles[1]),
        ("Kabel", titles[2]),
        ("Netzwerkschrank", titles[3]),
    ] {
        assert!(found(&desk, words).contains(&title.to_string()), "{words}: {:?}", found(&desk, words));
    }
    assert!(found(&desk, "Fahrstuhl").is_empty());
}

#[test]
fn codes_are_reasons_in_whatever_spelling_and_kinds_are_not_confused() {
    let titles = [
        "ERROR 1045 (28000): Access denied",
        "采集 错误码 10061",
        "上传报 0x80070005",
        "HTTP/1.1 404 on upload",
        "write fails with errno 13",
        "worker ends, exit code 137",
        "ORA-12514 after restart",
        "SQLSTATE[42P01] in report",
    ];
    let (_story, desk) = desk(&titles);
    for (asked, at) in [
        ("Error Code: 1045", 0),
        ("WinError 10061 in the collector", 1),
        ("错误代码：０ｘ８００７０００５", 2),
        ("404 Not Found when uploading", 3),
        ("EACCES from the spooler", 4),
        ("退出码 137", 5),
        ("ora 12514", 6),
        ("SQL state: 42p01", 7),
    ] {
        let matches = similar(&desk, asked).matches;
        let with_code = matches.iter().filter(|m| m.reasons.iter().any(|r| r.kind == ReasonKind::ErrorCode));
        let named: Vec<&str> = with_code.map(|m| m.title.as_str()).collect();
        assert_eq!(named, [titles[at]], "{asked}");
    }
    for asked in ["errno 404", "exit code 404", "HTTP 137", "第 137 行", "UTF-8"] {
        let matches = similar(&desk, asked).matches;
        assert!(matches.iter().all(|m| m.reasons.iter().all(|r| r.kind != ReasonKind::ErrorCode)), "{asked}");
    }
}

#[test]
fn versions_that_begin_alike_do_not_differ() {
    let titles = ["MySQL 5.7.40 crashes on upgrade", "MySQL 8.0.31 crashes on upgrade", "Windows 11 update loops"];
    let (_story, desk) = desk(&titles);
    let differs = |asked: &str, title: &str| {
        let matches = similar(&desk, asked).matches;
        let found = matches.into_iter().find(|m| m.title == title).unwrap();
        found.differs.into_iter().find(|(kind, _)| *kind == ReasonKind::Version).map(|(_, what)| what.to_string())
    };
    assert_eq!(differs("MySQL 5.7 crashes on upgrade", titles[0]), None);
    assert_eq!(differs("MySQL 5.7 crashes on upgrade", titles[1]).as_deref(), Some("MySQL 8.0.31 ≠ MySQL 5.7"));
    assert_eq!(differs("Windows 7 update loops", titles[2]).as_deref(), Some("Windows 11 ≠ Windows 7"));
}

#[test]
fn a_number_comes_with_its_sentence_and_a_bare_one_is_a_word() {
    let titles =
        ["11|Mouse stuck", "404|Coffee machine broken", "PROJ-77|VPN drops", "Windows 11 update loops", "HTTP 404 behind nginx"];
    let (_story, desk) = desk(&titles);
    let own = desk.search(&Actor::Operator, "VPN drops", Vec::new(), 0, 1).unwrap().hits[0].stored.number.to_string();
    let wide: String = own.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    let pasted = ["{}，", "工单{}", "（{}）", "ticket {}.", "见{}的处理。", "#{}"].map(|text| text.replace("{}", &own));
    for text in pasted.iter().chain([&wide, &own.to_lowercase(), &"proj-77".to_string(), &"照 proj-77，处理".to_string()]) {
        assert_eq!(found(&desk, text).first().map(String::as_str), Some("VPN drops"), "{text}");
    }
    check_first(&desk, &[("Windows 11", titles[3]), ("nginx 404", titles[4]), ("#11", "Mouse stuck"), ("11", "Mouse stuck")]);
    assert!(found(&desk, "404").contains(&titles[4].to_string()) && found(&desk, "11").contains(&titles[3].to_string()));
}

#[test]
fn a_minus_sign_leaves_out() {
    let titles =
        ["VPN drops behind nginx", "VPN drops at night", "打印机卡纸", "扫描仪卡纸", "well-known VPN trouble with single sign-on"];
    let (_story, desk) = desk(&titles);
    assert_eq!(found(&desk, "VPN drops -nginx"), [titles[1]]);
    assert_eq!(found(&desk, "卡纸 －打印机"), [titles[3]]);
    assert!(!found(&desk, "VPN -\"single sign-on\"").contains(&titles[4].to_string()));
    assert_eq!(found(&desk, "well-known").first().map(String::as_str), Some(titles[4]));
    assert_eq!(found(&desk, "-nginx"), [titles[0]], "with nothing to leave out from, it is a word");
}

#[test]
fn nothing_in_an_identifier_is_put_right() {
    let titles = ["ConnectionPool exhausted", "max_poll_interval reached", "listener refuses connections"];
    let (_story, desk) = desk(&titles);
    let meant = |words: &str| desk.search(&Actor::Operator, words, Vec::new(), 0, 5).unwrap().did_you_mean;
    for words in ["ConectionPool", "max_pol_interval", "a.conections.b", "listner2", "lstener-7", "LSTNR"] {
        assert_eq!(meant(words), None, "{words}");
    }
    assert_eq!(meant("lisetner refuses").as_deref(), Some("listener refuses"));
    assert_eq!(meant("lisetner -nginx").as_deref(), Some("listener -nginx"));
}

#[test]
fn a_long_question_has_an_answer_in_time() {
    let (_story, desk) = desk(&["连接池耗尽 after deploy", "something else"]);
    let pasted = format!("连接池耗尽 {}", "2024-03-01 12:00:00 INFO 一切正常 worker 17 is well; ".repeat(150));
    let started = std::time::Instant::now();
    let found = found(&desk, &pasted);
    assert_eq!(found.first().map(String::as_str), Some("连接池耗尽 after deploy"));
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn a_question_that_is_too_long_for_an_address_is_refused_in_words() {
    let story = Story::staffed();
    let token = story.token("reg", "registrar");
    let server = story.serve();
    let asked = |chars: usize| "%E6%89%93".repeat(chars);
    let page = server.get(&format!("/?q={}", asked(7_000)), "").is(200);
    assert!(page.text.contains("7000"), "that it may be cut is said");
    // The tests' own client sends no such address.
    let sent = |path: String| {
        let mut stream = std::net::TcpStream::connect(server.address.trim_start_matches("http://")).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let page = sent(format!("/?q={}", asked(8_000)));
    assert!(page.starts_with("HTTP/1.1 414 ") && page.contains("问题太长") && page.contains("too long"), "{page}");
    let problem = sent(format!("/api/v1/search?q={}", asked(8_000)));
    assert!(problem.starts_with("HTTP/1.1 414 ") && problem.contains("urn:precedent:problem:too-long"), "{problem}");
    server.get(&format!("/api/v1/search?q={}", asked(7_000)), &token).is(200);
    server.get("/?q=short", "").is(200);
}

#[test]
fn where_nothing_fits_well_it_is_said() {
    let story = Story::new().with_archive();
    let poor = story.run(&["similar", "--title", "the coffee machine on the third floor makes odd noises"]).ok();
    assert!(poor.err.contains("nothing fits well") || poor.err.contains("nothing like it"), "{poor:?}");
    let good = story.run(&["similar", "--title", "PKIX path building failed after renewing the certificate"]).ok();
    assert!(!good.err.contains("nothing fits well"), "{good:?}");
}
