//! What people read: in their own language, as words, in the desk's zone; and what they type that may be a slip.

use crate::entering::{everywhere, staffed_with_root};
use crate::harness::{Answer, Story, fault};
use crate::pages::{post, post_in, see, see_in, signed_in};
use serde_json::{Value, json};

/// The text of a page as it is read, without what is typed as code: a line for each element.
fn visible(html: &str) -> String {
    let mut html = html.to_string();
    for name in ["script", "style", "textarea", "pre", "code"] {
        while let Some(start) = html.find(&format!("<{name}")) {
            let end = html[start..].find(&format!("</{name}>")).map_or(html.len(), |at| start + at + name.len() + 3);
            html.replace_range(start..end, " ");
        }
    }
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
        text.push('\n');
    }
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// Words such as `support_manager`.
fn identifiers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.' || c == '/'));
    let is_identifier = |word: &&str| {
        let parts: Vec<&str> = word.split('_').collect();
        parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
    };
    words.filter(is_identifier).map(str::to_string).collect()
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Four English words on end: a sentence, and no name of a setting.
fn english_sentence(text: &str) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for word in text.split([' ', '\n']) {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        if bare.len() > 1 && bare.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
            run.push(word);
            if run.len() >= 4 {
                return Some(run.join(" "));
            }
        } else {
            run.clear();
        }
    }
    None
}

/// What a page says is wrong: its list of problems and the notes beside fields, or the whole of an error page.
fn said_wrong(answer: &Answer) -> String {
    let html = &answer.text;
    let after = |mark: &str, end: &str| -> String {
        html.split(mark).skip(1).map(|rest| visible(&format!("<p>{}", rest.split(end).next().unwrap_or_default()))).collect()
    };
    // A list, or on the page of people a paragraph.
    let said = after("<ul class=\"problems\" role=\"alert\">", "</ul>")
        + &after("<p class=\"problems\" role=\"alert\">", "</p>")
        + &after("class=\"slip\">", "</small>");
    if !said.trim().is_empty() {
        return said;
    }
    match html.contains("<main") {
        true => after("<main id=\"main\">", "</main>"),
        false => html.clone(),
    }
}

#[test]
fn no_page_shows_an_identifier_where_a_word_is_meant() {
    let story = staffed_with_root();
    let server = story.serve();
    for (language, pages) in ["en", "zh"].map(|language| (language, everywhere(&story, &server, language))) {
        assert!(pages.len() > 100, "{}", pages.len());
        for (name, html) in pages {
            let found = identifiers(&visible(&html));
            assert_eq!(found, Vec::<String>::new(), "{language} {name}");
        }
    }
    // The choice of whom to escalate to, above all.
    let number = story.register(fault("闸机黑屏", "三号"));
    for (verb, who, body) in [("triage", "senior", json!({"severity": "critical"})), ("assign", "super", json!({"to": "senior"}))] {
        story.act(verb, &number, who, body).ok();
    }
    let senior = signed_in(&story, &server, "senior");
    for (language, word) in [("zh", ">技术经理<"), ("en", ">support manager<")] {
        let page = see_in(&server, &format!("/tickets/{number}"), &senior, language).is(200).text;
        assert!(page.contains("value=\"support_manager\"") && page.contains(word), "{language}: {page}");
    }
}

/// Who sends it, the method, the address and the fields.
type WrongRequest = (&'static str, &'static str, String, Vec<(&'static str, &'static str)>);

/// Requests that are refused: what a page can say is wrong.
fn wrong_requests(number: &str) -> Vec<WrongRequest> {
    let step = |verb: &str| format!("/tickets/{number}/{verb}");
    vec![
        ("reg", "POST", "/report".into(), vec![]),
        ("reg", "POST", "/report".into(), vec![("title", "x"), ("kind", "wish"), ("urgency", "soon"), ("occurred_at", "gestern")]),
        (
            "reg",
            "POST",
            "/report".into(),
            vec![("title", "x"), ("customer", "海风"), ("contact_name", "王芳"), ("contact_phone", "abc")],
        ),
        ("王芳", "POST", "/report".into(), vec![("title", "x"), ("customer", "Rival Ltd"), ("contact_name", "王芳")]),
        ("senior", "POST", step("triage"), vec![("severity", "awful")]),
        ("senior", "POST", step("triage"), vec![]),
        ("senior", "POST", step("assign"), vec![("to", "nobody at all")]),
        ("senior", "POST", step("escalate"), vec![("to", "customer"), ("reason", "x")]),
        ("senior", "POST", step("hold"), vec![("waiting_for", "rain"), ("reason", "x")]),
        ("senior", "POST", step("resolve"), vec![("resolution", "x"), ("tested_with", "y")]),
        ("senior", "POST", step("close"), vec![]),
        ("senior", "POST", step("nonsense"), vec![]),
        ("product", "POST", step("accept"), vec![("items", "导出\nx 打印")]),
        ("reg", "POST", step("approve"), vec![]),
        ("reg", "POST", step("contact"), vec![("reason", " ")]),
        ("dev", "POST", step("contact"), vec![("reason", "x")]),
        ("senior", "POST", step("attachments"), vec![("file", "x")]),
        ("senior", "POST", step("read"), vec![("up_to", "many")]),
        ("senior", "POST", "/cases/TS20240111001/edit".into(), vec![("title", "x"), ("audience", "everybody"), ("revision", "1")]),
        ("senior", "POST", "/cases/TS20990101001/feedback".into(), vec![("helpful", "yes")]),
        ("senior", "POST", "/consultations/c_nothing/take-back".into(), vec![]),
        ("senior", "POST", "/consultations/c_nothing/deflect".into(), vec![("case", "this one")]),
        ("senior", "POST", "/bursts".into(), vec![("incident", "TS20990101001")]),
        ("senior", "POST", "/notices".into(), vec![("up_to", "-1")]),
        ("super", "POST", "/duty/somebody/shift".into(), vec![("who", "nobody"), ("from", "soon"), ("until", "later")]),
        ("super", "POST", "/duty/senior/away".into(), vec![("until", "never")]),
        ("super", "POST", "/duty/senior/dance".into(), vec![]),
        ("super", "POST", "/policy".into(), vec![("text", "[policy\nwarn_at = soon")]),
        ("root", "POST", "/people".into(), vec![("name", ""), ("role", "wizard"), ("what", "person")]),
        ("root", "POST", "/people".into(), vec![("name", "senior"), ("role", "tester"), ("what", "person")]),
        ("root", "POST", "/people/nobody/link".into(), vec![]),
        ("root", "POST", "/tokens".into(), vec![("name", "senior"), ("role", "tester"), ("what", "token")]),
        ("root", "POST", "/tokens/t_none/revoke".into(), vec![]),
        ("root", "GET", "/nowhere".into(), vec![]),
        ("root", "GET", "/?cursor=abc".into(), vec![]),
        ("root", "GET", "/notices?cursor=abc".into(), vec![]),
        ("root", "GET", "/tickets?mine=perhaps".into(), vec![]),
        ("root", "GET", "/tickets?cursor=-1".into(), vec![]),
        ("root", "GET", "/tickets/TS20990101001".into(), vec![]),
        ("root", "GET", "/tickets/%FF".into(), vec![]),
        ("root", "GET", "/cases/nonsense".into(), vec![]),
        ("root", "GET", "/suggestions".into(), vec![]),
        ("root", "GET", "/forms/nonsense".into(), vec![]),
        ("super", "GET", "/forms/registration?from=gestern".into(), vec![]),
        ("super", "GET", "/forms/registration?page=two".into(), vec![]),
        ("super", "GET", "/measures?from=gestern".into(), vec![]),
        ("super", "GET", "/measures?baseline_from=2024-01-01&baseline_to=x".into(), vec![]),
        ("reg", "GET", "/measures".into(), vec![]),
        ("reg", "GET", "/people".into(), vec![]),
        ("王芳", "GET", "/policy".into(), vec![]),
        ("", "GET", "/report".into(), vec![]),
        ("", "GET", "/tickets/TS20990101001".into(), vec![]),
        ("", "GET", "/people".into(), vec![]),
        ("", "GET", "/duty".into(), vec![]),
        ("", "GET", "/sign-in/ps_nothing".into(), vec![]),
        ("", "POST", "/sign-in/ps_nothing".into(), vec![]),
        ("", "POST", "/report".into(), vec![("title", "x")]),
    ]
}

#[test]
fn what_is_wrong_is_said_in_the_readers_language() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let server = story.serve();
    let mut cookies: Vec<(&str, String)> =
        ["reg", "senior", "super", "product", "dev", "王芳", "root"].map(|who| (who, signed_in(&story, &server, who))).into();
    cookies.push(("", String::new()));
    let mut wrong = Vec::new();
    for language in ["zh", "en"] {
        for (who, method, path, fields) in wrong_requests(&number) {
            let cookie = &cookies.iter().find(|(name, _)| *name == who).unwrap().1;
            let answer = match method {
                "GET" => see_in(&server, &path, cookie, language),
                _ => post_in(&server, &path, cookie, &fields, language),
            };
            let said = said_wrong(&answer);
            let place = format!("{language} {who} {method} {path} {fields:?}: {} {said}", answer.status);
            assert!(answer.status != 303 && answer.status < 500, "{place}");
            // Names and what was typed stand as they are.
            let typed = ["王芳", "导出", "打印", "海风", "c_nothing", "t_none", "nobody at all", "warn_at"];
            let said = typed.iter().fold(said, |said, name| said.replace(name, ""));
            let in_language = match language {
                "zh" => has_han(&said) && english_sentence(&said).is_none(),
                _ => !has_han(&said) && said.trim().len() > 10,
            };
            if answer.text.contains("\"type\":\"urn:") || !in_language || !identifiers(&said).is_empty() {
                wrong.push(place);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n---\n"));
    // One that does not come from a page of the desk, and one for another name.
    let headers = [("Cookie", cookies[0].1.as_str()), ("Origin", "http://evil.example"), ("Accept-Language", "zh")];
    let foreign = server.call("POST", "/report", "", &headers, Some("title=x")).is(403).text;
    assert!(foreign.contains("不是从本系统的页面提交的") && !foreign.contains("This form"), "{foreign}");
    let misled = server.call("GET", "/", "", &[("Host", "evil.example"), ("Accept-Language", "zh")], None);
    assert!(misled.status == 421 && misled.text.contains("本系统不用这个地址"), "{misled:?}");
}

fn requirement(title: &str) -> Value {
    json!({
        "kind": "requirement", "channel": "service_desk", "customer": "海风科技有限公司", "contact": {"name": "王芳", "phone": "13812345678"},
        "title": title, "description": "财务每月手工抄写", "scenario": "月末结账", "effect": "一键导出", "priority": "high",
    })
}

#[test]
fn days_are_those_of_the_desks_zone() {
    let mut story = Story::staffed();
    // Half past one in the morning of the second of May in Shanghai; in UTC it is still the first.
    story.at("2024-05-02T01:30:00+08:00");
    let number = story.close_fault(fault("闸机不抬杆 GATE-7731", "早高峰不抬杆"), "minor", "更换抬杆电机");
    let server = story.serve();
    let senior = signed_in(&story, &server, "senior");
    for path in ["/?q=GATE-7731".to_string(), format!("/cases/{number}"), format!("/tickets/{number}")] {
        let page = see(&server, &path, &senior).is(200).text;
        assert!(page.contains("2024-05-02") && !visible(&page).contains("2024-05-01"), "{path}: {}", visible(&page));
    }
    drop(server);
    for args in [vec!["similar", "--title", "闸机不抬杆 GATE-7731"], vec!["ticket", "show", &number]] {
        let out = story.run(&args).ok().out;
        assert!(out.contains("2024-05-02") && !out.contains("2024-05-01"), "{args:?}: {out}");
    }
    story.token("senior", "senior_engineer");
    assert!(story.run(&["token", "list"]).ok().out.contains("made 2024-05-02"));
    let site = story.desk.parent().unwrap().join("site");
    story.run(&["export", site.to_str().unwrap(), "--audience", "internal"]).ok();
    let page = std::fs::read_to_string(site.join(format!("cases/2024/{number}.html"))).unwrap();
    assert!(page.contains(">2024-05-02<"), "{page}");
    // When it may be closed without an answer is said by the desk's clock.
    let open = story.register(fault("门禁打不开", "刷卡无反应"));
    for (verb, who, body) in [("triage", "senior", json!({"severity": "minor"}))]
        .into_iter()
        .chain(crate::harness::fault_steps("换").into_iter().take_while(|(verb, ..)| *verb != "confirm"))
    {
        story.act(verb, &open, who, body).ok();
    }
    let refused = story.act("close", &open, "senior", json!({})).err;
    assert!(refused.contains(" 01:30") && !refused.contains("17:30"), "{refused}");
}

#[test]
fn a_slip_is_pointed_out_and_the_report_is_taken() {
    let story = Story::staffed();
    let server = story.serve();
    let reg = signed_in(&story, &server, "reg");
    let typed = |phone: &'static str, more: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        let told = [
            ("token", "0123456789abcdef0123"),
            ("title", "门禁打不开"),
            ("customer", "海风科技有限公司"),
            ("contact_name", "王芳"),
            ("contact_phone", phone),
        ];
        told.into_iter().chain(more.iter().copied()).collect()
    };
    let slips = [("contact_email", "wang"), ("contact_wechat", "wx_wang"), ("occurred_at", "2030-01-01T09:00")];
    let page = post(&server, "/report", &reg, &typed("abc", &slips)).is(200).text;
    for word in ["还没有提交", "在将来", "不像电话号码", "不像邮箱地址", "确认无误请再次提交"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(
        page.contains("value=\"abc\"") && page.contains("value=\"wx_wang\"") && page.contains("value=\"2030-01-01T09:00\""),
        "{page}"
    );
    let sure = page.split("name=\"sure\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    // Another slip in the same field is another question.
    let sure: &'static str = sure.leak();
    let again: Vec<(&str, &str)> = slips.into_iter().chain([("sure", sure)]).collect();
    post(&server, "/report", &reg, &typed("abcd", &again)).is(200);
    let sent = post(&server, "/report", &reg, &typed("abc", &again)).is(303).location;
    assert_eq!(post(&server, "/report", &reg, &typed("abc", &again)).is(303).location, sent, "sent twice it is one");
    assert!(see(&server, &sent, &reg).is(200).text.contains("wx_"), "the ways to reach them stand there, masked");
    // What is in order is sent at once.
    post(&server, "/report", &reg, &typed("13812345678", &[("contact_email", "wang@example.com")])).is(303);
    // A program is told beside its answer, and nothing is asked of it.
    let token = story.token("reg", "registrar");
    let mut body = fault("门禁打不开", "刷卡无反应");
    body["contact"] = json!({"name": "王芳", "phone": "12", "email": "wang@example"});
    body["occurred_at"] = json!("1999-01-01T00:00:00Z");
    let codes = |answer: &Value| -> Vec<String> {
        let one = |w: &Value| format!("{} {}", w["field"].as_str().unwrap(), w["code"].as_str().unwrap());
        answer["warnings"].as_array().unwrap().iter().map(one).collect()
    };
    let expected = ["occurred_at long_ago", "contact.phone too_few_digits", "contact.email no_domain"];
    assert_eq!(codes(&server.post("/api/v1/tickets", &token, body.clone()).is(201).json), expected);
    assert_eq!(codes(&server.post("/api/v1/consultations", &token, body).is(200).json), expected);
    assert_eq!(codes(&server.post("/api/v1/tickets", &token, fault("x", "y")).is(201).json), Vec::<String>::new());
}

#[test]
fn the_evaluation_report_tells_what_was_wished_for() {
    let story = Story::staffed();
    let number = story.register(requirement("账单导出"));
    story.act("triage", &number, "senior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    let server = story.serve();
    let product = signed_in(&story, &server, "product");
    for form in ["documents/evaluation", "forms/requirement"] {
        let page = see_in(&server, &format!("/tickets/{number}/{form}"), &product, "zh").is(200).text;
        for told in ["账单导出", "描述：财务每月手工抄写", "场景：月末结账", "效果：一键导出", "客户期望优先级：高", "P1 重要"]
        {
            assert!(page.contains(told), "{form} {told}: {page}");
        }
    }
}

#[test]
fn a_result_of_an_acceptance_test_is_never_guessed() {
    let story = Story::staffed();
    let number = story.register(requirement("账单导出"));
    for (verb, who, body) in [
        ("triage", "senior", json!({"requirement_type": "enhancement", "priority": "P1"})),
        ("assign", "product", json!({"to": "product"})),
        ("evaluate", "product", json!({"technical": "x", "resources": "x", "cost": "x", "verdict": "feasible", "report": "可行"})),
        ("agree", "王芳", json!({"agreed": true})),
        ("start", "product", json!({})),
        ("test", "product", json!({})),
    ] {
        story.act(verb, &number, who, body);
    }
    let server = story.serve();
    let product = signed_in(&story, &server, "product");
    let at = format!("/tickets/{number}");
    let refused = post(&server, &format!("{at}/accept"), &product, &[("form", "accept"), ("items", "✓ 导出\n打印")]).is(200).text;
    assert!(refused.contains("“打印”没有写明结果") && refused.contains("✓ 导出\n打印</textarea>"), "{refused}");
    post(&server, &format!("{at}/accept"), &product, &[("form", "accept"), ("items", "ok 导出\nx 打印\n合计（不通过）")]).is(303);
    let page = see_in(&server, &at, &product, "zh").is(200).text;
    assert!(page.contains("✗ 打印") && page.contains("✗ 合计") && !page.contains("✗ 导出"), "{page}");
}
