//! What a form of a page does by default: its own purpose. How large it may be, and what an address means.

use crate::harness::{Server, Story, fault};
use crate::pages::{post_in, see, see_in, signed_in};
use serde_json::json;

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
                    attributes.push((attribute.to_string(), value.to_string()));
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
pub fn everywhere(story: &Story, server: &Server, language: &str) -> Vec<(String, String)> {
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
            pages.push((format!("{who} {path}"), see_in(server, path, cookie, language).text));
        }
        for number in [&open, &like, &resolved] {
            for part in ["", "/timeline", "/steps"] {
                pages.push((
                    format!("{who} ticket {part}"),
                    see_in(server, &format!("/tickets/{number}{part}"), cookie, language).text,
                ));
            }
        }
        let told = [("look", "1"), ("title", "ERP 登录后白屏 HTTP 502 ORA-12514 listener")];
        pages.push((format!("{who} report, looked first"), post_in(server, "/report", cookie, &told, language).text));
        pages.push((
            format!("{who} suggestions"),
            format!("<form id=\"report\">x</form>{}", post_in(server, "/suggestions", cookie, &told[1..], language).text),
        ));
    }
    // A fragment's buttons belong to a form of the page it is put into; that page is among them.
    pages.retain(|(name, _)| !name.ends_with("suggestions"));
    pages.push(("visitor".into(), see_in(server, "/", "", language).text));
    pages
}

pub fn staffed_with_root() -> Story {
    let story = Story::staffed().with_archive();
    story.run(&["person", "add", "root", "--role", "administrator"]).ok();
    story
}

#[test]
fn the_default_of_every_form_is_its_own_purpose_and_each_is_once() {
    let story = staffed_with_root();
    let server = story.serve();
    let pages = everywhere(&story, &server, "en");
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
pub fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let start = html
        .split("<form")
        .find(|form| form.contains(&format!("action=\"{action}\"")))
        .unwrap_or_else(|| panic!("no form {action}"));
    let form = start.split("</form>").next().unwrap();
    let inputs = tags(form).into_iter().filter(|(name, of)| name == "input" && of.contains(&("type".into(), "hidden".into())));
    let get = |of: &[(String, String)], name: &str| of.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    inputs.map(|(_, of)| (get(&of, "name"), get(&of, "value"))).collect()
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
