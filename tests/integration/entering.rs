//! What a form of a page does: its own purpose by default, once however often it is sent, and nothing where one only looks.

use crate::harness::{Answer, Server, Story, fault};
use crate::pages::{post, see, signed_in};
use precedent::ledger::{Area, Entry, Ledger};
use serde_json::{Value, json};

/// A start tag's name and attributes, as a browser reads them of pages like ours.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for rest in html.split('<').skip(1) {
        let head = tag_of(rest);
        let Some(name) = head.split(|c: char| c.is_whitespace() || c == '>').next().filter(|n| !n.is_empty()) else { continue };
        let (mut rest, mut attributes) = (&head[name.len()..], Vec::new());
        while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
            rest = &rest[start..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            match after.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
                Some((value, after)) => {
                    attributes.push((attribute.to_string(), value.replace("&#x2f;", "/")));
                    rest = after;
                }
                None => {
                    attributes.push((attribute.to_string(), String::new()));
                    rest = after;
                }
            }
        }
        found.push((name.to_string(), attributes));
    }
    found
}

/// Up to the end of the tag, whatever stands in its attributes.
fn tag_of(rest: &str) -> &str {
    let mut quoted = false;
    let end = rest.find(|c: char| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    &rest[..end.unwrap_or(rest.len())]
}

#[derive(Debug, Default)]
struct Form {
    id: String,
    method: String,
    action: String,
    token: Option<String>,
    /// Fields in which Enter sends the form.
    fields: Vec<String>,
    /// Attributes of its submit buttons, in the order of the page.
    buttons: Vec<Vec<(String, String)>>,
}

fn forms_of(html: &str) -> Vec<Form> {
    let (mut forms, mut open): (Vec<Form>, Option<usize>) = (Vec::new(), None);
    let all = tags(html);
    let get = |of: &[(String, String)], name: &str| of.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    // A button may stand before or behind the form that it names.
    for (name, of) in all.iter().filter(|(name, _)| name == "form") {
        let text = |attribute: &str| get(of, attribute).unwrap_or_default();
        forms.push(Form { id: text("id"), method: text("method"), action: text("action"), ..Form::default() });
        assert_eq!(name, "form");
    }
    let mut nth = 0;
    for (name, of) in &all {
        match name.as_str() {
            "form" => {
                open = Some(nth);
                nth += 1;
            }
            "/form" => open = None,
            "button" | "input" | "select" => {
                let kind = get(of, "type").unwrap_or_else(|| if name == "button" { "submit" } else { "text" }.to_string());
                let named = get(of, "form").map(|id| forms.iter().position(|form| form.id == id).expect("a form of that name"));
                let Some(at) = named.or(open) else { continue };
                let form = &mut forms[at];
                match (name.as_str(), kind.as_str()) {
                    (_, "submit" | "image") => form.buttons.push(of.clone()),
                    ("input", "hidden") if get(of, "name").as_deref() == Some("token") => form.token = get(of, "value"),
                    ("input", kind) if !["hidden", "button", "reset"].contains(&kind) => {
                        form.fields.push(get(of, "name").unwrap_or_default())
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    forms
}

/// Forms without a token, each with the reason why sending it twice does nothing twice.
const ONCE_BY_NATURE: &[(&str, &str)] = &[
    ("/sign-out", "who is out is out"),
    ("/sign-in/", "a link works once"),
    ("/notices", "what was seen has been seen"),
    ("/tickets/*/read", "what was seen has been seen"),
    ("/tickets/*/contact", "each showing of a contact is one for the record, even the same"),
    ("/cases/*/feedback", "one voice a person; the same word again is no event"),
    ("/cases/*/edit", "the same text again is no revision"),
    ("/consultations/*/take-back", "what was taken back is taken back"),
    ("/people", "somebody of that name is here already"),
    ("/people/*/link", "a further link, of which one signs in as before"),
    ("/people/*/roles", "the same roles again are no event"),
    ("/people/*/deactivate", "who has left has left"),
    ("/people/*/reactivate", "who is back is back"),
    ("/tokens/*/revoke", "what is revoked is unknown"),
    ("/duty/*/away", "the same absence again is no event"),
    ("/duty/*/back", "who is back is back"),
    ("/duty/*/groups", "the same groups again are no event"),
    ("/duty/*/shift", "the same duty again is no event"),
    ("/duty/*/unshift", "what was taken back is taken back"),
    ("/policy", "writes nothing"),
];

fn is_once_by_nature(action: &str) -> bool {
    let fits = |pattern: &str| match pattern.split_once('*') {
        Some((head, tail)) => action.starts_with(head) && action.ends_with(tail) && action.len() > head.len() + tail.len(),
        None => action == pattern || (pattern.ends_with('/') && action.starts_with(pattern)),
    };
    // The sign-in page sends to its own address.
    action.is_empty() || ONCE_BY_NATURE.iter().any(|(pattern, _)| fits(pattern))
}

/// What stands against a page's forms.
fn wrong_with(page: &str, html: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for form in forms_of(html) {
        let place = format!("{page}: form {}", form.action);
        let own = |button: &[(String, String)]| {
            !button.iter().any(|(name, _)| ["name", "formaction", "formmethod"].contains(&name.as_str()))
        };
        match form.buttons.first() {
            None => wrong.push(format!("{place}: nothing sends it")),
            // A single button is the form's purpose whatever it is called; where Enter can send it, the first of several must be.
            Some(first) if form.buttons.len() > 1 && !form.fields.is_empty() && !own(first) => {
                wrong.push(format!("{place}: Enter in {:?} presses {first:?}", form.fields))
            }
            Some(_) => {}
        }
        if form.method == "post" && form.token.is_none() && !is_once_by_nature(&form.action) {
            wrong.push(format!("{place}: sent twice it is done twice"));
        }
        if form.method == "post" && form.token.as_ref().is_some_and(|token| token.len() < 16) {
            wrong.push(format!("{place}: its token tells it from no other"));
        }
    }
    wrong
}

#[test]
fn a_button_that_sends_a_form_elsewhere_is_found_where_it_is_the_first() {
    let page = "<form action=\"/report\" method=\"post\" id=\"r\"><input type=\"hidden\" name=\"token\" value=\"0123456789abcdef\"><input name=\"title\"></form>\
                <button form=\"r\" formaction=\"/else\" name=\"case\" value=\"a>b\">x</button><button form=\"r\">send</button>";
    assert_eq!(wrong_with("p", page).len(), 1);
    let mended = page.replace("<input name=", "<button>send</button><input name=");
    assert_eq!(wrong_with("p", &mended), Vec::<String>::new());
    assert_eq!(
        wrong_with("p", "<form method=\"post\" action=\"/tickets/TS1/note\"><button>x</button></form>").len(),
        1,
        "no token"
    );
}

/// A desk on which every page has something to show, and the pages of everybody.
fn everywhere(story: &Story, server: &Server) -> Vec<(String, String)> {
    let open = story.register(fault("ERP 登录后白屏 HTTP 502", "财务部登录后白屏"));
    let like = story.register(fault("ERP 登录后白屏 HTTP 502", "人事部登录后白屏"));
    let third = story.register(fault("ERP 登录后白屏 HTTP 502", "采购部登录后白屏"));
    story.act("triage", &open, "senior", json!({"severity": "critical"})).ok();
    story.act("assign", &open, "super", json!({"to": "senior"})).ok();
    story.act("start", &open, "senior", json!({})).ok();
    story.act("plan", &open, "senior", json!({"approach": "fix", "cause": "网关", "text": "重启网关"})).ok();
    for i in 0..6 {
        story.register(fault("闸机不抬杆 GATE-7731", &format!("早高峰不抬杆 {i}")));
    }
    story.act("declare", &open, "senior", json!({"tickets": [third]})).ok();
    let mut pages = Vec::new();
    let cookies: Vec<(&str, String)> =
        ["reg", "senior", "super", "王芳", "root"].map(|who| (who, signed_in(story, server, who))).into();
    let resolved = story.close_fault(fault("打印机卡纸 E-PRN-9", "三楼"), "minor", "换搓纸轮");
    for (who, cookie) in &cookies {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n0000";
        if *who == "senior" {
            let headers = [("Cookie", cookie.as_str()), ("Origin", server.address.as_str())];
            server.upload(&format!("/tickets/{open}/attachments"), "", &headers, &[("a.png", png)], false).is(303);
        }
        for path in [
            "/",
            "/?q=ORA-12514",
            "/report",
            "/tickets",
            "/notices",
            "/duty",
            "/bursts",
            "/policy",
            "/quality",
            "/people",
            "/measures",
            "/forms/registration",
            "/cases/TS20240111001",
            "/cases/TS20240111001/edit",
            "/nowhere",
        ] {
            pages.push((format!("{who} {path}"), see(server, path, cookie).text));
        }
        for number in [&open, &like, &resolved] {
            for part in ["", "/timeline", "/steps"] {
                pages.push((format!("{who} ticket {part}"), see(server, &format!("/tickets/{number}{part}"), cookie).text));
            }
        }
        let told = [("look", "1"), ("title", "ERP 登录后白屏 HTTP 502 ORA-12514 listener")];
        pages.push((format!("{who} report, looked first"), post(server, "/report", cookie, &told).text));
        pages.push((
            format!("{who} suggestions"),
            format!("<form id=\"report\">x</form>{}", post(server, "/suggestions", cookie, &told[1..]).text),
        ));
    }
    // A fragment's buttons belong to a form of the page it is put into; that page is among them.
    pages.retain(|(name, _)| !name.ends_with("suggestions"));
    pages.push(("visitor".into(), see(server, "/", "").text));
    pages
}

fn staffed_with_root() -> Story {
    let story = Story::staffed().with_archive();
    story.run(&["person", "add", "root", "--role", "administrator"]).ok();
    story
}

#[test]
fn the_default_of_every_form_is_its_own_purpose_and_each_is_once() {
    let story = staffed_with_root();
    let server = story.serve();
    let pages = everywhere(&story, &server);
    let wrong: Vec<String> = pages.iter().flat_map(|(name, html)| wrong_with(name, html)).collect();
    assert_eq!(wrong, Vec::<String>::new());
    // The net caught something: the pages with most to send are among those looked at.
    let actions: Vec<String> = pages.iter().flat_map(|(_, html)| forms_of(html)).map(|form| form.action).collect();
    for part in [
        "/report",
        "/triage",
        "/approve",
        "/note",
        "/withdraw",
        "/attachments",
        "/progress",
        "/contact",
        "/bursts",
        "/tokens",
        "/edit",
        "/read",
    ] {
        assert!(actions.iter().any(|action| action.ends_with(part)), "no form {part}");
    }
    assert!(
        pages.iter().any(|(_, html)| html.contains("/deflect\"") && html.contains("/attach\"")),
        "suggestions with their buttons"
    );
}

/// The fields that a form of a page sends by itself.
fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let start = html
        .split("<form")
        .find(|form| form.contains(&format!("action=\"{action}\"")))
        .unwrap_or_else(|| panic!("no form {action}"));
    let form = start.split("</form>").next().unwrap();
    let inputs = tags(form).into_iter().filter(|(name, of)| name == "input" && of.contains(&("type".into(), "hidden".into())));
    let get = |of: &[(String, String)], name: &str| of.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    inputs.map(|(_, of)| (get(&of, "name"), get(&of, "value"))).collect()
}

/// Sends a page's form as often as asked, with what was typed.
fn send(server: &Server, cookie: &str, page: &str, action: &str, typed: &[(&str, &str)], times: usize) -> Vec<Answer> {
    let hidden = hidden(&see(server, page, cookie).is(200).text, action);
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(typed.iter().copied()).collect();
    (0..times).map(|_| post(server, action, cookie, &fields)).collect()
}

fn count(story: &Story, number: &str, event: &str) -> usize {
    story.run(&["ticket", "show", number]).ok().out.lines().filter(|line| line.contains(&format!(" {event} "))).count()
}

#[test]
fn the_same_step_sent_twice_is_recorded_once_and_a_changed_one_is_another() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("start", &number, "senior", json!({})).ok();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "senior");
    let page = format!("/tickets/{number}");
    for (verb, event, typed) in [
        ("progress", "progressed", vec![("text", "正在更换读卡器")]),
        ("note", "noted", vec![("text", "备件在二号库")]),
        ("step", "step_taken", vec![("kind", "analysis"), ("text", "读卡器指示灯不亮")]),
        ("plan", "plan_submitted", vec![("approach", "fix"), ("cause", "读卡器坏"), ("text", "更换")]),
    ] {
        let before = story.run(&["ticket", "show", &number, "--json"]).ok().json()["version"].as_u64().unwrap();
        for answer in send(&server, &cookie, &page, &format!("{page}/{verb}"), &typed, 2) {
            assert_eq!(answer.is(303).location, page, "{verb}");
        }
        let after = story.run(&["ticket", "show", &number, "--json"]).ok().json()["version"].as_u64().unwrap();
        assert_eq!(after, before + 1, "{verb} ({event})");
    }
    // What was changed in between is another request, and so is the same text from a page that was asked for anew.
    let hidden = hidden(&see(&server, &page, &cookie).text, &format!("{page}/note"));
    let fields = |text: &'static str| -> Vec<(&str, &str)> {
        hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([("text", text)]).collect()
    };
    let before = count(&story, &number, "noted");
    for text in ["一", "二", "一"] {
        post(&server, &format!("{page}/note"), &cookie, &fields(text)).is(303);
    }
    assert_eq!(count(&story, &number, "noted"), before + 2);
    send(&server, &cookie, &page, &format!("{page}/note"), &[("text", "一")], 1);
    assert_eq!(count(&story, &number, "noted"), before + 3);
    // Somebody else's form under the same token is theirs.
    story.run(&["person", "add", "senior2", "--role", "senior_engineer"]).ok();
    let other = signed_in(&story, &server, "senior2");
    post(&server, &format!("{page}/note"), &other, &fields("一")).is(303);
    assert_eq!(count(&story, &number, "noted"), before + 4);
    story.check_is_clean();
}

#[test]
fn a_file_a_token_an_incident_and_its_news_sent_twice_are_one() {
    let story = staffed_with_root();
    let numbers: Vec<String> = (0..6).map(|i| story.register(fault("闸机不抬杆 GATE-7731", &format!("早高峰 {i}")))).collect();
    let server = story.serve();
    let (senior, root) = (signed_in(&story, &server, "senior"), signed_in(&story, &server, "root"));
    // A file: the form's boundary is drawn anew each time, its token is the same.
    let page = format!("/tickets/{}", numbers[0]);
    let token = hidden(&see(&server, &page, &senior).text, &format!("{page}/attachments")).remove(0);
    assert_eq!(token.0, "token");
    for edge in ["one", "two"] {
        let body = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{}\r\n--{edge}\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"gate.log\"\r\n\r\nE-7731 relay\r\n--{edge}--\r\n",
            token.1
        );
        let kind = format!("multipart/form-data; boundary={edge}");
        let headers = [("Cookie", senior.as_str()), ("Origin", server.address.as_str()), ("Content-Type", kind.as_str())];
        server.call("POST", &format!("{page}/attachments"), "", &headers, Some(&body)).is(303);
    }
    assert_eq!(
        see(&server, &page, &senior).text.matches("id=\"file-1\"").count(),
        2,
        "one file, in the list and in the script's copy of it"
    );
    // An incident, and what all who reported it are told.
    let declared = [("incident", numbers[0].as_str()), ("ticket", numbers[1].as_str()), ("ticket", numbers[2].as_str())];
    for answer in send(&server, &senior, "/bursts", "/bursts", &declared, 2) {
        assert_eq!(answer.is(303).location, "/bursts");
    }
    for (verb, who, body) in [
        ("triage", "senior", json!({"severity": "critical"})),
        ("assign", "super", json!({"to": "senior"})),
        ("start", "senior", json!({})),
    ] {
        story.act(verb, &numbers[0], who, body).ok();
    }
    send(&server, &senior, "/bursts", &format!("/bursts/{}/progress", numbers[0]), &[("text", "备件已在路上")], 2);
    assert_eq!(count(&story, &numbers[0], "progressed"), 1);
    // A token: the second answer says that there is one, and makes none.
    let made = send(&server, &root, "/people", "/tokens", &[("name", "senior"), ("role", "senior_engineer")], 2);
    assert!(made[0].text.contains("pt_") && !made[1].text.contains("pt_"), "{}", made[1].text);
    assert!(made[1].text.contains("这张表单已经提交过"), "{}", made[1].text);
    assert_eq!(see(&server, "/people", &root).text.matches("/revoke\"").count(), 1);
    // So does a program's, by its header.
    let admin = story.token("root", "administrator");
    let asked = || {
        server.call(
            "POST",
            "/api/v1/tokens",
            &admin,
            &[("Idempotency-Key", "t1")],
            Some(r#"{"name": "senior", "roles": ["senior_engineer"]}"#),
        )
    };
    asked().is(201);
    assert!(asked().is(409).detail().contains("sent before"));
}

#[test]
fn a_word_on_a_case_and_a_revision_sent_twice_are_one() {
    let story = staffed_with_root();
    let server = story.serve();
    let senior = signed_in(&story, &server, "senior");
    let case = "/cases/TS20240111001";
    let events = || Ledger::open(&story.desk.join("desk.db")).unwrap().stream(Area::Case, "TS20240111001").unwrap().len();
    let before = events();
    for answer in send(&server, &senior, case, &format!("{case}/feedback"), &[("helpful", "yes"), ("words", "照做就好了")], 2)
    {
        answer.is(303);
    }
    assert_eq!(events(), before + 1);
    // Enter in what is said to it takes neither answer.
    assert!(see(&server, case, &senior).text.contains("<textarea name=\"words\""));
    let form =
        [("title", "监听器不认识服务"), ("audience", "customer"), ("confidence", "validated"), ("resolution", "重新注册服务")];
    for answer in send(&server, &senior, &format!("{case}/edit"), &format!("{case}/edit"), &form, 2) {
        assert_eq!(answer.is(303).location, case);
    }
    assert_eq!(events(), before + 2);
    let roles = [("role", "tester"), ("role", "developer")];
    let root = signed_in(&story, &server, "root");
    let people = || Ledger::open(&story.desk.join("desk.db")).unwrap().stream(Area::People, "tester").unwrap().len();
    let known = people();
    send(&server, &root, "/people", "/people/tester/roles", &roles, 2);
    assert_eq!(people(), known + 1);
}

/// What is on record of a consultation.
fn record(story: &Story, id: &str) -> Vec<Entry> {
    Ledger::open(&story.desk.join("desk.db")).unwrap().stream(Area::Consultation, id).unwrap()
}

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.name.as_str()).collect()
}

#[test]
fn a_deflection_says_how_it_was_made_and_is_recorded_once() {
    let story = staffed_with_root();
    let server = story.serve();
    let token = story.token("王芳", "customer");
    let consulted = || {
        let asked = server.post("/api/v1/consultations", &token, json!({"title": "ORA-12514 listener"})).is(200);
        (
            asked.json["id"].as_str().unwrap().to_string(),
            asked.numbers("matches")[0].clone(),
            asked.numbers("matches").get(1).cloned(),
        )
    };
    for (told, how) in [(None, "api"), (Some("button"), "button"), (Some("key"), "key")] {
        let (id, case, _) = consulted();
        let path = format!("/api/v1/consultations/{id}/deflect");
        server.post(&path, &token, json!({"case": case, "how": "foot"})).is(422);
        for _ in 0..2 {
            let body = told.map_or(json!({"case": case}), |told| json!({"case": case, "how": told}));
            assert_eq!(server.post(&path, &token, body).is(200).json["deflected"], true);
        }
        let record = record(&story, &id);
        assert_eq!(names(&record), ["deflected"]);
        assert_eq!(serde_json::from_str::<Value>(&record[0].body).unwrap()["how"], how);
    }
    // On a page it was the button, unless the page's script says that it was a key.
    let cookie = signed_in(&story, &server, "王芳");
    for (told, how) in [("", "button"), ("key", "key"), ("nonsense", "button")] {
        let part = post(&server, "/suggestions", &cookie, &[("title", "连不上 ORA-12514 listener")]).is(200).text;
        let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap();
        for _ in 0..2 {
            post(&server, &format!("/consultations/{id}/deflect"), &cookie, &[("case", "TS20240111001"), ("how", told)]).is(200);
        }
        let record = record(&story, id);
        assert_eq!(names(&record), ["deflected"]);
        assert_eq!(serde_json::from_str::<Value>(&record[0].body).unwrap()["how"], how);
    }
}

#[test]
fn a_deflection_is_taken_back_from_the_page_that_confirms_it_with_what_was_typed() {
    let story = staffed_with_root();
    let server = story.serve();
    let (cookie, rival) = (signed_in(&story, &server, "王芳"), signed_in(&story, &server, "rival"));
    let told = [
        ("title", "连不上 ORA-12514 listener"),
        ("description", "第一行\r\n第二行"),
        ("customer", "海风科技有限公司"),
        ("contact_name", "王芳"),
    ];
    let part = post(&server, "/suggestions", &cookie, &told).is(200).text;
    let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap().to_string();
    let fields: Vec<(&str, &str)> = told.iter().copied().chain([("case", "TS20240111001")]).collect();
    let page = post(&server, &format!("/consultations/{id}/deflect"), &cookie, &fields).is(200).text;
    let back = format!("/consultations/{id}/take-back");
    let sent = hidden(&page, &back);
    assert!(sent.contains(&("title".into(), told[0].1.into())) && !sent.iter().any(|(name, _)| name == "case"), "{sent:?}");
    let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(post(&server, &back, &rival, &sent).status, 404, "not theirs");
    for _ in 0..2 {
        let form = post(&server, &back, &cookie, &sent).is(200).text;
        assert!(form.contains("value=\"连不上 ORA-12514 listener\"") && form.contains("第二行</textarea>"), "{form}");
        assert!(form.contains("action=\"/report\"") && !form.contains("role=\"alert\""), "{form}");
    }
    assert_eq!(names(&record(&story, &id)), ["deflected", "deflection_taken_back"]);
}

#[test]
fn what_was_taken_back_is_not_counted_even_after_a_restart() {
    let story = staffed_with_root();
    let (customer, rival, boss) =
        (story.token("王芳", "customer"), story.token("rival", "customer"), story.token("manager", "support_manager"));
    let server = story.serve();
    let ask = || {
        let asked = server.post("/api/v1/consultations", &customer, json!({"title": "ORA-12514 listener"})).is(200);
        (asked.json["id"].as_str().unwrap().to_string(), asked.numbers("matches"))
    };
    let ((id, cases), (other, _)) = (ask(), ask());
    let deflect = |id: &str| format!("/api/v1/consultations/{id}/deflect");
    server.post(&deflect(&id), &customer, json!({"case": cases[0]})).is(200);
    server.post(&deflect(&other), &customer, json!({"case": cases[0]})).is(200);
    // Said of another case, the later word stands: one report, one answer.
    if let Some(second) = cases.get(1) {
        server.post(&deflect(&other), &customer, json!({"case": second})).is(200);
    }
    drop(server);
    let server = story.serve();
    let figures = |name: &str| {
        let total =
            server.get(&format!("/api/v1/reports/{name}?from=2024-05-01&to=2024-06-01"), &boss).is(200).json["total"].clone();
        (total["count"].as_u64().unwrap(), total["of"].as_u64().unwrap())
    };
    assert_eq!((figures("deflections"), figures("reuse"), figures("taken_back")), ((2, 2), (2, 2), (0, 2)));
    // The memory of it is gone, the record is not: the same again is known, and it is taken back.
    server.post(&deflect(&id), &customer, json!({"case": cases[0]})).is(200);
    server.call("DELETE", &deflect(&id), &rival, &[], None).is(404);
    server.call("DELETE", &deflect("c_nothing"), &customer, &[], None).is(404);
    for _ in 0..2 {
        let back = server.call("DELETE", &deflect(&id), &customer, &[], None).is(200).json;
        assert_eq!((&back["deflected"], &back["case"]), (&json!(false), &json!(cases[0])));
    }
    assert_eq!(names(&record(&story, &id)), ["deflected", "deflection_taken_back"]);
    assert_eq!((figures("deflections"), figures("reuse"), figures("taken_back")), ((1, 1), (1, 1), (1, 2)));
    // Staff may as well.
    server.call("DELETE", &deflect(&other), &boss, &[], None).is(200);
    assert_eq!((figures("deflections"), figures("taken_back")), ((0, 0), (2, 2)));
    let described = server.get("/api/v1/openapi.json", "").is(200).json;
    assert!(described["paths"]["/consultations/{id}/deflect"]["delete"].is_object());
    story.check_is_clean();
}

#[test]
fn a_form_is_as_large_as_the_desk_takes_and_one_that_is_larger_is_refused_in_words() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let server = story.serve();
    let cookie = signed_in(&story, &server, "senior");
    let sent = |path: &str, language: &str, megabytes: usize| {
        let headers = [
            ("Cookie", cookie.as_str()),
            ("Origin", server.address.as_str()),
            ("Accept-Language", language),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        server.call("POST", path, "", &headers, Some(&format!("title=x&text={}", "a".repeat(megabytes << 20))))
    };
    // The framework's own 2 MB are no limit of the desk's.
    let (note, report) = (format!("/tickets/{number}/note"), "/report".to_string());
    sent(&note, "zh", 3).is(303);
    sent(&report, "zh", 3).is(200);
    for path in [&note, &report, &"/cases/TS20240111001/feedback".to_string(), &"/policy".to_string(), &"/notices".to_string()] {
        let zh = sent(path, "zh", 9).is(413);
        assert!(
            zh.kind.starts_with("text/html") && zh.text.contains("内容超过 8 MB") && zh.text.contains("href=\"/\""),
            "{path}: {}",
            zh.text
        );
        assert!(sent(path, "en", 9).is(413).text.contains("the body is larger than 8 MB"), "{path}");
    }
    // Nor is a body that is no form answered in the framework's words.
    let headers = [
        ("Cookie", cookie.as_str()),
        ("Origin", server.address.as_str()),
        ("Content-Type", "application/json"),
        ("Accept-Language", "zh"),
    ];
    assert!(server.call("POST", &note, "", &headers, Some("{}")).is(400).text.contains("收到的不是页面上的表单"));
}

#[test]
fn looking_at_a_page_writes_nothing() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "senior");
    see(&server, "/notices", &cookie).is(200);
    let ledger = Ledger::open(&story.desk.join("desk.db")).unwrap();
    let stands = || (ledger.last_seq().unwrap(), ledger.notices_unseen("senior").unwrap());
    let before = stands();
    assert_eq!(before.1, 1);
    for path in [
        "/",
        "/?q=ORA-12514",
        "/tickets",
        "/notices",
        "/duty",
        "/bursts",
        "/policy",
        "/quality",
        "/measures",
        "/report",
        "/cases/TS20240111001",
        "/forms/registration",
    ] {
        see(&server, path, &cookie);
    }
    for part in ["", "/timeline", "/steps", "/forms/registration"] {
        see(&server, &format!("/tickets/{number}{part}"), &cookie).is(200);
    }
    assert_eq!(stands(), before);
}

#[test]
fn a_timeline_that_has_not_moved_is_not_read_again() {
    let mut story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    let server = story.serve();
    let (senior, customer, rival) =
        (signed_in(&story, &server, "senior"), signed_in(&story, &server, "王芳"), signed_in(&story, &server, "rival"));
    let path = format!("/tickets/{number}/timeline");
    let poll = |cookie: &str, tag: &str, language: &str| {
        server.call("GET", &path, "", &[("Cookie", cookie), ("If-None-Match", tag), ("Accept-Language", language)], None)
    };
    let first = poll(&senior, "\"none\"", "zh").is(200);
    assert!(!first.etag.is_empty());
    let again = poll(&senior, &first.etag, "zh").is(304);
    assert_eq!(again.text, "");
    // Another reader, another language, no reader at all: each their own.
    assert_ne!(poll(&customer, &first.etag, "zh").is(200).etag, first.etag);
    poll(&senior, &first.etag, "en").is(200);
    poll(&rival, &first.etag, "zh").is(404);
    poll("", &first.etag, "zh").is(404);
    // What happens is seen at the next poll.
    story.act("note", &number, "senior", json!({"text": "备件在二号库"})).ok();
    let moved = poll(&senior, &first.etag, "zh").is(200);
    assert!(moved.text.contains("备件在二号库"));
    poll(&senior, &moved.etag, "zh").is(304);
    // Whoever speaks for no company is known by name, on the board as on the record.
    story.run(&["person", "add", "lone", "--role", "customer"]).ok();
    let lone = signed_in(&story, &server, "lone");
    poll(&lone, "", "zh").is(404);
    let told = [("kind", "fault"), ("title", "打不开"), ("customer", "lone"), ("contact_name", "lone")];
    let own = post(&server, "/report", &lone, &told).is(303).location;
    let theirs = server.call("GET", &format!("{own}/timeline"), "", &[("Cookie", &lone)], None).is(200).etag;
    server.call("GET", &format!("{own}/timeline"), "", &[("Cookie", &lone), ("If-None-Match", &theirs)], None).is(304);
    // And the time that is left goes on by the minute.
    let root = story.token("root", "administrator");
    story.at("2024-05-06T09:02:00+08:00");
    server.clock(&root, "2024-05-06T09:02:00+08:00");
    let later = poll(&senior, &moved.etag, "zh").is(200);
    // The events are not looked at for it: with one that cannot be read any more the answer is the same.
    let spoilt =
        "DROP TRIGGER events_stay; UPDATE events SET body = 'spoilt' WHERE area = 'ticket' AND version = 1 AND name = 'registered'";
    rusqlite::Connection::open(story.desk.join("desk.db")).unwrap().execute_batch(spoilt).unwrap();
    poll(&senior, &later.etag, "zh").is(304);
    poll(&rival, &later.etag, "zh").is(404);
    poll(&senior, "", "zh").is(500);
}

#[test]
fn a_flag_in_an_address_means_what_it_says() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    let server = story.serve();
    let (senior, tester) = (story.token("senior", "senior_engineer"), story.token("tester", "tester"));
    server.get("/api/v1/notices", &senior).is(200);
    server.post("/api/v1/notices/seen", &senior, json!({"up_to": 1_000_000})).is(200);
    let items = |path: &str, token: &str| server.get(path, token).is(200).json["items"].as_array().unwrap().len();
    for (flag, seen) in
        [("unseen=false", 1), ("unseen=0", 1), ("unseen=no", 1), ("unseen=true", 0), ("unseen=1", 0), ("unseen", 0), ("limit=5", 1)]
    {
        assert_eq!(items(&format!("/api/v1/notices?{flag}"), &senior), seen, "{flag}");
    }
    for (flag, listed) in [("mine=false", 1), ("mine=true", 0), ("mine", 0), ("mine=no", 1)] {
        assert_eq!(items(&format!("/api/v1/tickets?{flag}"), &tester), listed, "{flag}");
    }
    server.get("/api/v1/search?q=x&live=false", &senior).is(200);
    for (path, field) in
        [("/api/v1/notices?unseen=maybe", "unseen"), ("/api/v1/tickets?mine=2", "mine"), ("/api/v1/search?q=x&live=on", "live")]
    {
        assert_eq!(server.get(path, &senior).is(422).json["errors"][0]["field"], field);
    }
    let cookie = signed_in(&story, &server, "tester");
    for (flag, listed) in [("mine=false", true), ("mine=1", false), ("mine", false), ("yours=no", true), ("yours", false)] {
        assert_eq!(see(&server, &format!("/tickets?{flag}"), &cookie).is(200).text.contains(&number), listed, "{flag}");
    }
    see(&server, "/tickets?mine=perhaps", &cookie).is(422);
}
