//! Consulted before anything else: what is found, for whom, and what the consultation may end in.

use crate::harness::{Story, fault};
use serde_json::json;

#[test]
fn a_chinese_report_is_answered_by_its_first_match_through_api_and_cli() {
    let story = Story::staffed().with_archive();
    let title = "接口高峰期一直超时，日志里 HikariPool Connection is not available";
    let cli = story.run(&["similar", "--title", title, "--json"]).ok().json();
    let server = story.serve();
    let token = story.token("junior", "junior_engineer");
    let api = server.post("/api/v1/consultations", &token, json!({"kind": "fault", "title": title})).is(200).json;
    for answer in [&cli, &api] {
        let first = &answer["matches"][0];
        assert_eq!(first["family_size"], 3, "{first}");
        assert_eq!(first["status"], "closed");
        assert!(first["resolution"].as_str().unwrap().contains("事务"), "{first}");
        for key in ["number", "kind", "title", "score", "band", "reasons", "differs", "workaround", "reused", "solved_at", "url"] {
            assert!(first.get(key).is_some(), "{key}");
        }
    }
    assert!(api["id"].is_string() && api["took_ms"].is_number());
}

#[test]
fn a_consultation_ends_in_a_deflection_without_a_ticket() {
    let story = Story::staffed().with_archive();
    let server = story.serve();
    let token = story.token("王芳", "customer");
    let asked = server.post("/api/v1/consultations", &token, json!({"title": "ORA-12514 listener"})).is(200);
    let (id, case) = (asked.json["id"].as_str().unwrap(), asked.numbers("matches")[0].clone());
    let other = story.token("rival", "customer");
    server.post(&format!("/api/v1/consultations/{id}/deflect"), &other, json!({"case": case})).is(404);
    server.post(&format!("/api/v1/consultations/{id}/deflect"), &token, json!({"case": "TS20990101001"})).is(422);
    server.post(&format!("/api/v1/consultations/{id}/deflect"), &token, json!({"case": case})).is(200);
    assert_eq!(server.get("/api/v1/tickets", &token).is(200).json["items"], json!([]));
}

#[test]
fn a_report_joins_an_open_ticket_and_is_resolved_with_it() {
    let story = Story::staffed();
    let parent = story.register(fault("支付回调失败", "支付宝回调全部验签失败"));
    let server = story.serve();
    let token = story.token("junior", "junior_engineer");
    let told = json!({"title": "支付回调都失败了", "description": "验签失败", "customer": "别家公司", "contact": {"name": "李雷"}});
    let asked = server.post("/api/v1/consultations", &token, told).is(200);
    assert_eq!(asked.numbers("matches"), std::slice::from_ref(&parent), "what was just registered is found");
    let id = asked.json["id"].as_str().unwrap();
    let joined = server.post(&format!("/api/v1/consultations/{id}/attach"), &token, json!({"ticket": parent})).is(201);
    let child = joined.json["number"].as_str().unwrap().to_string();
    assert_eq!(joined.json["attached_to"], parent);
    drop(server);
    story.act("triage", &parent, "senior", json!({"severity": "critical"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("更换公钥").into_iter().take(8) {
        story.act(verb, &parent, who, body).ok();
    }
    let child_now = story.show(&child);
    assert_eq!(child_now["status"], "resolved");
    assert_eq!(child_now["confirmed"], false, "each customer confirms for themselves");
}

#[test]
fn a_customer_finds_nothing_of_another_customer() {
    let story = Story::staffed();
    let open = story.register(fault("zebrafish 同步异常", "zebrafish 模块同步异常"));
    let closed = story.close_fault(fault("zebrafish 启动失败", "zebrafish 模块起不来"), "moderate", "清缓存");
    let server = story.serve();
    let (own, rival) = (story.token("王芳", "customer"), story.token("rival", "customer"));
    let ask =
        |token: &str| server.post("/api/v1/consultations", token, json!({"title": "zebrafish 异常"})).is(200).numbers("matches");
    assert_eq!(ask(&rival), Vec::<String>::new());
    let mut seen = ask(&own);
    seen.sort();
    assert_eq!(seen, [open.clone(), closed.clone()]);
    let search = server.get("/api/v1/search?q=zebrafish", &rival).is(200).json;
    assert_eq!((&search["total"], &search["facets"]), (&json!(0), &json!({})));
    for path in ["", "/events", "/clocks", "/similar"] {
        // "No" and "not yours" are the same answer.
        let theirs = server.get(&format!("/api/v1/tickets/{open}{path}"), &rival).is(404);
        let none = server.get(&format!("/api/v1/tickets/TS20300101001{path}"), &rival).is(404);
        assert_eq!(theirs.text.replace(&open, "N"), none.text.replace("TS20300101001", "N"));
    }
    server.get(&format!("/api/v1/cases/{closed}"), &rival).is(404);
    server.get(&format!("/api/v1/cases/{closed}.md"), &rival).is(404);
    // Once staff opens the case to customers it is found, still without the open ticket or a count of it.
    let staff = story.token("senior", "senior_engineer");
    let body = json!({"audience": "customer"}).to_string();
    server.call("PUT", &format!("/api/v1/cases/{closed}"), &staff, &[], Some(&body)).is(200);
    assert_eq!(ask(&rival), [closed]);
}

#[test]
fn a_case_opened_to_customers_names_no_number_that_is_hidden_from_them() {
    let story = Story::staffed();
    let hidden = story.close_fault(fault("walrus 启动失败", "walrus 起不来"), "minor", "清缓存");
    let number = story.register(fault("walrus 又起不来", "同上"));
    story.act("link", &number, "senior", json!({"case": hidden})).ok();
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("重装") {
        story.act(verb, &number, who, body).ok();
    }
    let server = story.serve();
    let (staff, rival) = (story.token("senior", "senior_engineer"), story.token("rival", "customer"));
    let path = format!("/api/v1/cases/{number}");
    server.call("PUT", &path, &staff, &[], Some(&json!({"audience": "customer"}).to_string())).is(200);
    assert!(server.get(&path, &staff).is(200).text.contains(&hidden));
    for path in [path.clone(), format!("{path}.md")] {
        let seen = server.get(&path, &rival).is(200).text;
        assert!(!seen.contains(&hidden) && seen.contains("重装"), "{seen}");
    }
}

#[test]
fn scores_do_not_tell_whether_a_hidden_document_exists() {
    let story = Story::staffed().with_archive();
    let ask = || {
        let server = story.serve();
        let token = story.token("rival", "customer");
        let consulted =
            server.post("/api/v1/consultations", &token, json!({"title": "kubernetes dns 慢"})).is(200).json["matches"].clone();
        // A word that begins like a hidden one must not become it.
        let searched = server.get("/api/v1/search?q=listener%20port", &token).is(200).json;
        (consulted, searched)
    };
    let before = ask();
    let hidden = story.register(fault("kubernetes dns 慢", "portzebra kubernetes dns 慢"));
    // Nor must a hidden ticket tie together what the asker sees.
    story.act("link", &hidden, "senior", json!({"case": "TS20240111001"})).ok();
    story.act("link", &hidden, "senior", json!({"case": "TS20240122001"})).ok();
    assert_eq!(ask(), before);
}

#[test]
fn an_archive_that_cannot_be_searched_does_not_stop_registering() {
    let story = Story::staffed();
    // A file where the folder of the index should be: neither damage nor emptiness.
    std::fs::remove_dir_all(story.desk.join("index")).unwrap();
    std::fs::write(story.desk.join("index"), "in the way").unwrap();
    let ran = story.run_with(&["ticket", "register", "-", "--as", "reg"], &fault("蓝屏", "开机蓝屏").to_string());
    assert_eq!(ran.last(), "TS20240506001", "{ran:?}");
    std::fs::remove_file(story.desk.join("index")).unwrap();
    assert_eq!(story.show("TS20240506001")["consultation"]["found"], serde_json::Value::Null);
    // It is consulted as soon as it can be.
    assert!(story.run(&["tick"]).ok().out.contains("consulted 1"));
    assert_eq!(story.show("TS20240506001")["consultation"]["found"], json!([]));
}

#[test]
fn a_small_archive_shows_no_noise_and_promises_little() {
    let story = Story::staffed();
    let case = story.close_fault(fault("登录页面打开很慢", "登录之后页面要等很久"), "moderate", "清理缓存");
    let others = ["打印机不工作", "报表导出为空", "证书过期", "磁盘写满", "消息重复", "接口超时", "升级失败", "缓存不刷新"];
    for title in others.into_iter().chain(["登录日志太大", "登录验证码收不到"]) {
        story.register(fault(title, title));
    }
    let server = story.serve();
    let token = story.token("junior", "junior_engineer");
    let ask = |title: &str| server.post("/api/v1/consultations", &token, json!({"title": title})).is(200).json["matches"].clone();
    let found = ask("登录不上");
    let bands: Vec<&str> = found.as_array().unwrap().iter().map(|m| m["band"].as_str().unwrap()).collect();
    assert!(!bands.contains(&"strong"), "{found}");
    assert!(bands.iter().skip(1).all(|band| *band != "weak"), "{found}");
    let found = ask("登录页面打开很慢");
    assert_eq!((&found[0]["number"], &found[0]["band"]), (&json!(case), &json!("strong")), "{found}");
}

#[test]
fn a_case_fixed_in_an_earlier_version_says_so() {
    let story = Story::staffed();
    let solved = "Fixed in version 3.4.1, please upgrade.";
    let case = story.close_fault(fault("report export loses rows", "the export of a report loses rows"), "moderate", solved);
    let server = story.serve();
    let token = story.token("junior", "junior_engineer");
    let told = |version: &str| {
        let body = json!({"title": "report export loses rows", "version": version});
        let found = server.post("/api/v1/consultations", &token, body).is(200).json["matches"][0].clone();
        assert_eq!(found["number"], case);
        found["differs"].to_string()
    };
    assert!(told("3.10").contains("that one was fixed in 3.4.1, this is 3.10"), "{}", told("3.10"));
    // Before that version the case is the answer.
    assert!(!told("3.3").contains("fixed"), "{}", told("3.3"));
}
