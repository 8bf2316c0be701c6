//! The pages without a browser: what they show, to whom, and what a form may do.

use crate::harness::{Answer, Server, Story, fault};
use serde_json::json;

/// Signs somebody in by a link; gives the cookie.
pub fn signed_in(story: &Story, server: &Server, name: &str) -> String {
    let link = story.run(&["person", "link", name]).ok().last();
    assert!(server.get(&link, "").is(200).text.contains(name), "looking does not use it up");
    let entered = post(server, &link, "", &[]);
    assert_eq!(entered.status, 303, "{entered:?}");
    assert_eq!(post(server, &link, "", &[]).status, 404, "a link works once");
    entered.cookie
}

pub fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let encode = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let headers = [("Cookie", cookie), ("Origin", server.address.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    server.call("POST", path, "", &headers, Some(&body.join("&")))
}

/// The page that a form which succeeded leads to.
pub fn leads(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let sent = post(server, path, cookie, fields);
    assert_eq!(sent.status, 303, "{path}: {sent:?}");
    let cookies = format!("{cookie}; {}", sent.cookie);
    let page = server.call("GET", sent.location.split('#').next().unwrap(), "", &[("Cookie", &cookies)], None);
    assert!(page.status == 200, "{path} leads to {}: {page:?}", sent.location);
    page
}

pub fn see(server: &Server, path: &str, cookie: &str) -> Answer {
    see_in(server, path, cookie, "en")
}

/// In this language.
pub fn see_in(server: &Server, path: &str, cookie: &str, language: &str) -> Answer {
    server.call("GET", path, "", &[("Cookie", cookie), ("Accept-Language", language)], None)
}

pub fn post_in(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)], language: &str) -> Answer {
    post(server, path, &format!("{cookie}; precedent_language={language}"), fields)
}

#[test]
fn the_first_administrator_signs_in_by_the_link_that_serve_prints() {
    let story = Story::new();
    let server = story.serve();
    let link = server.second_line();
    let path = link.strip_prefix(&server.address).expect("the link is on this server").to_string();
    let cookie = post(&server, &path, "", &[("name", "赵敏")]).is(303).cookie;
    assert!(see(&server, "/tickets", &cookie).is(200).text.contains("赵敏"));
    assert!(story.run(&["person", "list"]).ok().out.contains("赵敏  registrar, account_manager"));
}

#[test]
fn a_visitor_reads_public_cases_and_nothing_else() {
    let story = Story::staffed().with_archive();
    let hidden = story.register(fault("zebrafish", "zebrafish"));
    let server = story.serve();
    let home = see(&server, "/?q=ORA-12514", "").is(200).text;
    assert!(home.contains("TS20240111001\">") && home.contains("<mark>ORA-12514</mark>"), "{home}");
    assert!(!see(&server, "/?q=zebrafish", "").is(200).text.contains(&hidden));
    assert!(see(&server, "/cases/TS20240111001", "").is(200).text.contains("part resolution"));
    see(&server, &format!("/tickets/{hidden}"), "").is(404);
    see(&server, "/report", "").is(403);
    assert_eq!(post(&server, "/report", "", &[("title", "x")]).status, 403);
    // An internal case is not there for them.
    let internal = story.close_fault(fault("内部 walrus", "walrus"), "minor", "x");
    see(&server, &format!("/cases/{internal}"), "").is(404);
}

#[test]
fn a_fault_from_report_to_closed_by_forms() {
    let story = Story::staffed();
    let server = story.serve();
    let (reg, senior, boss, customer) = (
        signed_in(&story, &server, "reg"),
        signed_in(&story, &server, "senior"),
        signed_in(&story, &server, "super"),
        signed_in(&story, &server, "王芳"),
    );
    let report = [
        ("title", "导出 <b>失败</b>"),
        ("description", "点导出报错"),
        ("kind", "fault"),
        ("urgency", "major"),
        ("customer", "海风科技有限公司"),
        ("contact_name", "王芳"),
        ("token", "t1"),
    ];
    // What is missing is named beside the form, which keeps what was typed.
    let short = post(&server, "/report", &reg, &report[..3]).is(200).text;
    assert!(short.contains("role=\"alert\"") && short.contains("点导出报错"), "{short}");
    let place = post(&server, "/report", &reg, &report).is(303).location;
    assert_eq!(place, "/tickets/TS20240506001");
    assert_eq!(post(&server, "/report", &reg, &report).is(303).location, place, "sent twice, registered once");
    let page = see(&server, &place, &senior).is(200).text;
    assert!(page.contains("导出 &lt;b&gt;失败") && page.contains(&format!("action=\"{place}/triage\"")), "{page}");
    assert!(!see(&server, &place, &customer).is(200).text.contains("/triage\""), "a customer is offered no step of staff");
    let step = |who: &str, verb: &str, fields: &[(&str, &str)]| post(&server, &format!("{place}/{verb}"), who, fields);
    // A step that is refused says so on the ticket's page.
    assert!(step(&senior, "start", &[]).is(200).text.contains("还没有处理责任人"));
    step(&senior, "triage", &[("severity", "major")]).is(303);
    step(&boss, "assign", &[("to", "senior")]).is(303);
    step(&senior, "start", &[]).is(303);
    step(&senior, "plan", &[("approach", "fix"), ("cause", "c"), ("text", "t")]).is(303);
    assert!(step(&senior, "approve", &[]).is(200).text.contains("不能审批方案"));
    step(&boss, "approve", &[]).is(303);
    // A page that is older than the ticket takes no step that could conflict; what was typed comes back with today's version.
    let stale =
        step(&senior, "resolve", &[("resolution", "换 <模板>"), ("tested_with", "王芳"), ("seen_version", "2")]).is(200).text;
    assert!(stale.contains("工单已有变化") && stale.contains("换 &lt;模板&gt;</textarea>"), "{stale}");
    assert!(!stale.contains("name=\"seen_version\" value=\"2\""));
    // What only adds to the record is no conflict.
    step(&senior, "progress", &[("text", "正在换模板"), ("seen_version", "2")]).is(303);
    step(&senior, "resolve", &[("resolution", "换模板"), ("tested_with", "王芳")]).is(303);
    // What the customer is asked to confirm is before their eyes, and the answer is a button.
    let asked = see(&server, &place, &customer).is(200).text;
    assert!(asked.contains("Your turn:") && asked.contains("换模板") && asked.contains("Yes, it is solved"), "{asked}");
    assert!(!asked.contains("said_how"), "{asked}");
    step(&customer, "confirm", &[("solved", "true"), ("satisfaction", "satisfied")]).is(303);
    step(&senior, "close", &[]).is(303);
    assert_eq!(story.show("TS20240506001")["status"], json!("closed"));
    assert!(see(&server, "/cases/TS20240506001", &senior).is(200).text.contains("换模板"));
}

#[test]
fn forms_from_elsewhere_and_ended_sessions_do_nothing() {
    let story = Story::staffed();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "reg");
    let foreign =
        [("Cookie", cookie.as_str()), ("Origin", "http://evil.example"), ("Content-Type", "application/x-www-form-urlencoded")];
    server.call("POST", "/report", "", &foreign, Some("title=x")).is(403);
    server.call("POST", "/report", "", &[("Cookie", &cookie)], Some("title=x")).is(403);
    post(&server, "/sign-out", &cookie, &[]).is(303);
    see(&server, "/report", &cookie).is(403);
    let policy = see(&server, "/", "").csp;
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
}

#[test]
fn suggestions_stand_beside_the_report_and_one_may_end_it() {
    let story = Story::staffed().with_archive();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "reg");
    let part = post(&server, "/suggestions", &cookie, &[("title", "连不上 ORA-12514 listener")]).is(200).text;
    assert!(part.contains("TS20240111001") && part.contains("/deflect"), "{part}");
    let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap().to_string();
    leads(&server, &format!("/consultations/{id}/deflect"), &cookie, &[("case", "TS20240111001")]);
}

#[test]
fn a_report_joins_an_open_ticket_that_its_reporter_may_see() {
    let story = Story::staffed();
    let open = story.register(fault("门禁 刷卡 打不开 E4711", "刷卡无反应"));
    let server = story.serve();
    let (cookie, rival) = (signed_in(&story, &server, "王芳"), signed_in(&story, &server, "rival"));
    let told = [
        ("title", "门禁 刷卡 打不开 E4711"),
        ("description", "又来了"),
        ("customer", "海风科技有限公司"),
        ("contact_name", "王芳"),
        ("ticket", open.as_str()),
    ];
    let consultation = |cookie: &str| {
        let part = post(&server, "/suggestions", cookie, &told[..2]).is(200).text;
        (part.contains(&open), part.split("/consultations/").nth(1).map(|rest| rest.split('/').next().unwrap().to_string()))
    };
    let (seen, id) = consultation(&cookie);
    assert!(seen);
    let place = post(&server, &format!("/consultations/{}/attach", id.unwrap()), &cookie, &told).is(303).location;
    assert_eq!(story.show(place.rsplit('/').next().unwrap())["attached_to"], json!(open));
    assert_eq!(consultation(&rival), (false, None), "another customer's trouble is not shown");
    // Without a script the same is a button that sends the form to look first.
    let looked = post(&server, "/report", &cookie, &[("look", "1"), ("title", told[0].1)]).is(200).text;
    assert!(looked.contains("/attach") && looked.contains("value=\"门禁 刷卡 打不开 E4711\""), "{looked}");
}

#[test]
fn a_case_is_rated_revised_and_its_history_shown() {
    let story = Story::staffed().with_archive();
    let server = story.serve();
    let (senior, reg, customer) =
        (signed_in(&story, &server, "senior"), signed_in(&story, &server, "reg"), signed_in(&story, &server, "王芳"));
    let at = "/cases/TS20240111001";
    assert!(see(&server, &format!("{at}.md"), "").is(200).text.starts_with("---\n"));
    let thanks = post(&server, &format!("{at}/feedback"), &customer, &[("helpful", "yes")]).is(303).location;
    assert!(see(&server, &thanks, &customer).is(200).text.contains("Thank you"));
    assert!(see(&server, at, &senior).is(200).text.contains("✓ 1 found it helped"));
    post(&server, &format!("{at}/feedback"), "", &[("helpful", "yes")]).is(403);
    // Writers write, and nobody else.
    see(&server, &format!("{at}/edit"), &reg).is(403);
    see(&server, &format!("{at}/edit"), &customer).is(403);
    see(&server, &format!("{at}/revisions"), &customer).is(403);
    let form = see(&server, &format!("{at}/edit"), &senior).is(200).text;
    let seen = form.split("name=\"revision\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let edit = |cause: &str| {
        let told = [
            ("revision", seen.as_str()),
            ("title", "ORA-12514 again"),
            ("audience", "customer"),
            ("confidence", "validated"),
            ("resolution", "Restart the listener.\r\nThen register."),
            ("cause", cause),
        ];
        post(&server, &format!("{at}/edit"), &senior, &told)
    };
    edit("a new cause").is(303);
    let page = see(&server, &format!("{at}/revisions"), &reg).is(200).text;
    assert!(page.contains("<span>+</span> Restart the listener.") && page.contains("<span>+</span> audience: customer"), "{page}");
    see(&server, at, "").is(404);
    // Who writes over somebody else's revision is told, and loses nothing.
    let late = edit("my own cause").is(200).text;
    assert!(late.contains("role=\"alert\"") && late.contains("my own cause</textarea>"), "{late}");
    post(&server, &format!("{at}/edit"), &reg, &[("title", "x"), ("audience", "public")]).is(403);
}

#[test]
fn filters_of_the_queue_are_addresses() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let server = story.serve();
    let cookie = signed_in(&story, &server, "senior");
    let all = see(&server, "/tickets", &cookie).is(200).text;
    assert!(all.contains(&number) && all.contains("/tickets?status=pending") && all.contains("30 min left"), "{all}");
    let pending = see(&server, "/tickets?status=pending&q=%E9%97%A8%E7%A6%81", &cookie).is(200).text;
    assert!(pending.contains(&number) && pending.contains("mine=1") && pending.contains("aria-current"), "{pending}");
    assert!(!see(&server, "/tickets?mine=1", &cookie).is(200).text.contains(&number));
    assert!(!see(&server, "/tickets?status=closed", &cookie).is(200).text.contains(&number));
}

#[test]
fn both_languages_by_header_and_by_choice() {
    let story = Story::new();
    let server = story.serve();
    let home = |headers: &[(&str, &str)]| server.call("GET", "/", "", headers, None).is(200).text;
    assert!(home(&[("Accept-Language", "en-US")]).contains("<html lang=\"en\">"));
    assert!(home(&[("Accept-Language", "zh")]).contains("先看看上次是怎么解决的"));
    assert!(home(&[("Accept-Language", "zh"), ("Cookie", "precedent_language=en")]).contains("Look up how it was solved"));
}

#[test]
fn a_step_is_shown_whole_and_a_refusal_is_said_in_the_readers_language() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("start", &number, "senior", json!({})).ok();
    story.act("plan", &number, "senior", json!({"approach": "fix", "cause": "继电器粘连", "text": "更换继电器板"})).ok();
    let server = story.serve();
    let (boss, senior) = (signed_in(&story, &server, "super"), signed_in(&story, &server, "senior"));
    let page = see(&server, &format!("/tickets/{number}"), &boss).is(200).text;
    assert!(page.contains("Root cause: 继电器粘连") && page.contains("更换继电器板"), "who approves sees what: {page}");
    let zh = |path: &str, cookie: &str, fields: &str| {
        let headers =
            [("Cookie", cookie), ("Origin", server.address.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        server.call("POST", path, "", &headers, Some(fields)).text
    };
    let refused = zh(&format!("/tickets/{number}/test"), &senior, "");
    assert!(refused.contains("方案批准后才能执行；目前没有已批准的方案"), "{refused}");
    let own = zh(&format!("/tickets/{number}/approve"), &senior, "");
    assert!(own.contains("不能审批方案：由技术主管或技术经理审批"), "{own}");
}

#[test]
fn a_person_has_one_voice_on_a_case_and_its_family_is_listed() {
    let story = Story::staffed().with_archive();
    let first = story.close_fault(fault("闸机 GATE-7731 不抬杆", "早高峰"), "minor", "更换继电器板");
    let second = story.register(fault("闸机 GATE-7731 又不抬杆了", "早高峰"));
    story.act("link", &second, "reg", json!({"case": first})).ok();
    let server = story.serve();
    let (senior, rival) = (signed_in(&story, &server, "senior"), signed_in(&story, &server, "rival"));
    let case = format!("/cases/{first}");
    for helpful in ["yes", "yes", "no"] {
        post(&server, &format!("{case}/feedback"), &senior, &[("helpful", helpful)]).is(303);
    }
    let page = see(&server, &case, &senior).is(200).text;
    assert!(page.contains("✗ 1 found it did not help") && !page.contains("found it helped"), "the last word counts: {page}");
    assert!(page.contains("You can change your mind") && page.contains(&second), "{page}");
    see(&server, &case, &rival).is(404);
}

#[test]
fn an_empty_desk_says_where_its_link_is_and_a_deflected_report_can_still_be_sent() {
    let empty = Story::new();
    assert!(see(&empty.serve(), "/sign-in", "").is(200).text.contains("in its terminal"));
    let story = Story::staffed().with_archive();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "王芳");
    let told = [("title", "连不上 ORA-12514 listener"), ("customer", "海风科技有限公司"), ("contact_name", "王芳")];
    let part = post(&server, "/suggestions", &cookie, &told).is(200).text;
    let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap().to_string();
    let fields: Vec<(&str, &str)> = told.iter().copied().chain([("case", "TS20240111001")]).collect();
    let page = leads(&server, &format!("/consultations/{id}/deflect"), &cookie, &fields).text;
    assert!(page.contains("没有登记工单") && page.contains("/cases/TS20240111001"), "{page}");
    assert!(page.contains("name=\"title\" value=\"连不上 ORA-12514 listener\""), "{page}");
    let form = post(&server, "/report", &cookie, &[("edit", "1"), told[0], told[1], told[2]]).is(200).text;
    assert!(form.contains("value=\"连不上 ORA-12514 listener\"") && !form.contains("role=\"alert\""), "{form}");
}

#[test]
fn a_contact_is_shown_whole_to_who_must_reach_them_and_the_showing_is_recorded() {
    let story = Story::staffed();
    let mut told = fault("门禁打不开", "刷卡无反应");
    told["contact"] = json!({"name": "王芳", "phone": "13812345678"});
    let number = story.register(told);
    let server = story.serve();
    let (reg, dev) = (signed_in(&story, &server, "reg"), signed_in(&story, &server, "dev"));
    let at = format!("/tickets/{number}");
    assert!(!see(&server, &at, &reg).is(200).text.contains("13812345678"));
    let asked = |who: &str, reason: &str| post(&server, &format!("{at}/contact"), who, &[("reason", reason)]);
    assert!(!asked(&reg, " ").is(200).text.contains("13812345678"), "not without a reason");
    asked(&dev, "want to").is(403);
    assert!(leads(&server, &format!("{at}/contact"), &reg, &[("reason", "回电确认现象")]).text.contains("13812345678"));
    let again = see(&server, &at, &reg).is(200).text;
    assert!(!again.contains("13812345678") && again.contains("回电确认现象"), "shown this once, and on the record: {again}");
}

#[test]
fn a_customer_reads_of_their_own_case_what_they_were_told_and_not_how_the_desk_went_about_it() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let act = |verb: &str, who: &str, body: serde_json::Value| story.act(verb, &number, who, body).ok();
    act("triage", "senior", json!({"severity": "major"}));
    act("assign", "super", json!({"to": "senior"}));
    act("start", "senior", json!({}));
    act("step", "senior", json!({"kind": "analysis", "text": "CANARY-step", "failed": true}));
    act("plan", "senior", json!({"approach": "fix", "cause": "CANARY-cause", "text": "CANARY-plan"}));
    act("approve", "super", json!({}));
    act("resolve", "senior", json!({"resolution": "换控制器", "tested_with": "王芳"}));
    act("confirm", "王芳", json!({"solved": true}));
    act("close", "senior", json!({}));
    let server = story.serve();
    let (customer, senior) = (signed_in(&story, &server, "王芳"), signed_in(&story, &server, "senior"));
    assert!(see(&server, &format!("/cases/{number}"), &senior).is(200).text.contains("CANARY-cause"));
    for path in [format!("/cases/{number}"), format!("/cases/{number}.md"), format!("/tickets/{number}")] {
        let text = see(&server, &path, &customer).is(200).text;
        assert!(text.contains("换控制器") && !text.contains("CANARY"), "{path}: {text}");
    }
    // Nor is it found by what they may not read, or quoted where it is found by what they may.
    let (token, theirs) = (story.token("王芳", "customer"), story.token("senior", "senior_engineer"));
    for words in ["CANARY-cause", "CANARY", "%22CANARY-step%22", "门禁打不开+CANARY-plan", "门禁"] {
        for path in [format!("/?q={words}"), format!("/results?q={words}")] {
            let page = see(&server, &path, &customer).is(200).text;
            let excerpts: String =
                page.split("<p class=\"symptom\">").skip(1).map(|rest| rest.split("</p>").next().unwrap()).collect();
            assert!(!excerpts.contains("CANARY"), "{path}: {page}");
        }
        let found = server.get(&format!("/api/v1/search?q={words}"), &token).is(200).json;
        assert!(!found["items"].to_string().contains("CANARY"), "{words}: {found}");
        let asked = json!({"title": words, "description": "CANARY-cause CANARY-step 刷卡无反应"});
        let consulted = server.post("/api/v1/consultations", &token, asked).is(200).json;
        assert!(!consulted["matches"].to_string().contains("CANARY"), "{consulted}");
    }
    assert_eq!(server.get("/api/v1/search?q=CANARY-cause+", &token).is(200).json["items"], json!([]));
    assert!(server.get("/api/v1/search?q=门禁", &token).is(200).json.to_string().contains(&number), "their own case is found");
    assert!(server.get("/api/v1/search?q=CANARY-cause", &theirs).is(200).json.to_string().contains(&number));
}
