//! How somebody who is refused gets in and back to where they were; what a page does that is reloaded after a step.

use crate::entering::staffed_with_root;
use crate::harness::fault;
use crate::pages::{leads, post, see, see_in, signed_in};

#[test]
fn who_is_refused_is_told_how_to_sign_in_and_comes_back() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let server = story.serve();
    for path in [
        "/report",
        &format!("/tickets/{number}"),
        "/people",
        "/duty",
        "/forms/registration.csv?from=2024-01-01",
        "/cases/TS20990101001",
    ] {
        let page = see_in(&server, path, "", "zh");
        assert!(page.status == 403 || page.status == 404, "{path}: {page:?}");
        let to: String = path
            .bytes()
            .map(|b| if b.is_ascii_alphanumeric() || b"-_~".contains(&b) { (b as char).to_string() } else { format!("%{b:02X}") })
            .collect();
        let way = format!("<a href=\"/sign-in?to={to}\">登录</a>");
        assert!(page.text.contains("登录后会回到这里") && page.text.matches(&way).count() == 2, "{path}: {}", page.text);
    }
    // A session that has ended says so.
    let ended = see_in(&server, "/report", "precedent_session=ps_gone", "zh").is(403).text;
    assert!(ended.contains("登录已过期") && ended.contains("/sign-in?to=%2Freport"), "{ended}");
    // A link that is used up, likewise.
    let used = see_in(&server, "/sign-in/ps_gone", "", "zh").is(404).text;
    assert!(used.contains("已经用过或已过期") && used.contains("<a href=\"/sign-in\">登录</a>"), "{used}");
    // The path is kept until the link is opened, and only a path of this desk.
    let asked = see(&server, &format!("/sign-in?to=%2Ftickets%2F{number}"), "").is(200);
    assert!(asked.cookie.starts_with("precedent_way_back=") && asked.text.contains(&number), "{asked:?}");
    let link = story.run(&["person", "link", "senior"]).ok().last();
    assert!(see(&server, &link, &asked.cookie).is(200).text.contains(&number));
    assert_eq!(post(&server, &link, &asked.cookie, &[]).is(303).location, format!("/tickets/{number}"));
    for evil in ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-out"] {
        let encoded: String = evil.bytes().map(|b| format!("%{b:02X}")).collect();
        assert_eq!(see(&server, &format!("/sign-in?to={encoded}"), "").is(200).cookie, "", "{evil}");
        let link = story.run(&["person", "link", "senior"]).ok().last();
        let planted = format!("precedent_way_back={encoded}");
        assert_eq!(post(&server, &link, &planted, &[]).is(303).location, "/", "{evil}");
    }
    // Who is in already goes there at once.
    let senior = signed_in(&story, &server, "senior");
    assert_eq!(see(&server, "/sign-in?to=%2Ftickets", &senior).is(303).location, "/tickets");
}

/// What each address that takes a form answers when it succeeds: leads elsewhere, or is a question that writes nothing.
const POSTS: &[(&str, &str)] = &[
    ("/cases/{number}/feedback", "leads"),
    ("/cases/{number}/edit", "leads"),
    ("/report", "leads"),
    ("/suggestions", "a question: a fragment for the script"),
    ("/consultations/{id}/deflect", "leads"),
    ("/consultations/{id}/take-back", "leads"),
    ("/consultations/{id}/attach", "leads"),
    ("/tickets/{number}/read", "leads"),
    ("/tickets/{number}/attachments", "leads"),
    ("/tickets/{number}/{verb}", "leads"),
    ("/people", "leads"),
    ("/people/{name}/{act}", "leads"),
    ("/tokens", "leads"),
    ("/tokens/{id}/revoke", "leads"),
    ("/notices", "leads"),
    ("/duty/{name}/{act}", "leads"),
    ("/bursts", "leads"),
    ("/bursts/{number}/progress", "leads"),
    ("/policy", "a question: a change is tried and nothing is kept"),
    ("/sign-in/{secret}", "leads"),
    ("/sign-out", "leads"),
];

#[test]
fn every_address_that_takes_a_form_is_known_for_what_a_reload_does() {
    let routes = include_str!("../../src/web/routes.rs");
    let taken: Vec<&str> = routes
        .split(".route(\"")
        .skip(1)
        .filter(|route| route.split(".route(").next().unwrap_or_default().contains("post("))
        .filter_map(|route| route.split('"').next())
        .collect();
    let known: Vec<&str> = POSTS.iter().map(|(path, _)| *path).collect();
    let mut sorted = (taken.clone(), known.clone());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    assert_eq!(sorted.0, sorted.1);
}

#[test]
fn a_page_reloaded_after_a_step_sends_nothing_again() {
    let story = staffed_with_root();
    let server = story.serve();
    let cookie = |who: &str| signed_in(&story, &server, who);
    let (reg, senior, boss, root, customer) = (cookie("reg"), cookie("senior"), cookie("super"), cookie("root"), cookie("王芳"));
    let told = [("title", "连不上 ORA-12514 listener"), ("customer", "海风科技有限公司"), ("contact_name", "王芳")];
    leads(&server, "/report", &reg, &told);
    let open = story.register(fault("ERP 登录后白屏 HTTP 502", "财务部登录后白屏"));
    let third = story.register(fault("ERP 登录后白屏 HTTP 502", "采购部登录后白屏"));
    let at = |rest: &str| format!("/tickets/{open}/{rest}");
    leads(&server, &at("triage"), &senior, &[("severity", "critical")]);
    leads(&server, &at("assign"), &boss, &[("to", "senior")]);
    leads(&server, &at("read"), &senior, &[("up_to", "1")]);
    leads(&server, "/bursts", &senior, &[("incident", &open), ("ticket", &third)]);
    leads(&server, &format!("/bursts/{open}/progress"), &senior, &[("text", "正在定位")]);
    // The contact is shown once on the page that follows, and its showing stands on the record once.
    let shown = leads(&server, &at("contact"), &reg, &[("reason", "回电确认现象")]).text;
    assert!(shown.contains("13812345678") && shown.matches("回电确认现象").count() == 1, "{shown}");
    for _ in 0..2 {
        let again = see(&server, &format!("/tickets/{open}"), &reg).is(200).text;
        assert!(!again.contains("13812345678") && again.matches("回电确认现象").count() == 1, "{again}");
    }
    // A cookie alone shows nothing to who has not been shown it.
    let planted = format!("{senior}; precedent_flash=shown.{open}");
    assert!(!see(&server, &format!("/tickets/{open}"), &planted).is(200).text.contains("13812345678"));
    // Cases and consultations.
    leads(&server, "/cases/TS20240111001/feedback", &senior, &[("helpful", "yes")]);
    let part = post(&server, "/suggestions", &customer, &told).is(200).text;
    let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap().to_string();
    let more: Vec<(&str, &str)> = told.iter().copied().chain([("steps", "先登录"), ("case", "TS20240111001")]).collect();
    let ended = leads(&server, &format!("/consultations/{id}/deflect"), &customer, &more).text;
    assert!(ended.contains("TS20240111001") && ended.contains("先登录"), "what was typed last is kept: {ended}");
    let form = leads(&server, &format!("/consultations/{id}/take-back"), &customer, &told).text;
    assert!(form.contains("连不上 ORA-12514 listener") && form.contains("先登录") && !form.contains("role=\"alert\""), "{form}");
    // Secrets are shown once.
    let added = [("name", "李雷"), ("role", "tester"), ("what", "person")];
    let made = leads(&server, "/people", &root, &added).text;
    assert!(made.contains("/sign-in/"), "{made}");
    assert!(!see(&server, "/people", &root).is(200).text.contains("/sign-in/"));
    assert!(leads(&server, "/people/senior/link", &root, &[]).text.contains("/sign-in/"));
    let token = leads(&server, "/tokens", &root, &[("name", "李雷"), ("role", "tester"), ("what", "token")]).text;
    let of = token.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    assert!(of.starts_with("pt_") && server.get("/api/v1/tickets", of).status == 200, "{of}");
    let id = token.split("/tokens/").nth(1).unwrap().split('/').next().unwrap();
    leads(&server, &format!("/tokens/{id}/revoke"), &root, &[]);
    leads(&server, "/people/李雷/deactivate".replace("李雷", "%E6%9D%8E%E9%9B%B7").as_str(), &root, &[]);
    leads(&server, "/duty/senior/away", &boss, &[("until", "2024-06-01T09:00")]);
    leads(&server, "/notices", &senior, &[("up_to", "5")]);
    leads(&server, "/sign-out", &reg, &[]);
}
