//! Measures: what the desk says of itself, against a count of its timelines by brute force; and to whom it says it.

use crate::harness::{Server, Story, fault};
use crate::pages::{see, signed_in};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TITLES: [&str; 4] = ["登录页白屏 ChunkLoadError", "导出报表 500", "打印机脱机", "短信收不到"];
const SEVERITIES: [&str; 4] = ["critical", "major", "moderate", "minor"];
const CUSTOMERS: [&str; 3] = ["海风科技有限公司", "Rival Ltd", "第三方"];

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// Deterministic, and different enough.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

struct Trial<'a> {
    server: &'a Server,
    token: String,
    now: DateTime<Utc>,
}

impl Trial<'_> {
    fn pass(&mut self, minutes: u64) {
        self.now += Duration::minutes(minutes as i64);
        self.server.clock(&self.token, &self.now.to_rfc3339());
    }
    fn act(&self, number: &str, verb: &str, body: Value) {
        let answer = self.server.post(&format!("/api/v1/tickets/{number}/{verb}"), &self.token, body);
        assert_eq!(answer.status, 200, "{verb}: {answer:?}");
    }
    fn items(&self, path: &str) -> Vec<Value> {
        self.server.get(path, &self.token).is(200).json["items"].as_array().unwrap().clone()
    }
    fn report(&self, name: &str, query: &str) -> Value {
        self.server.get(&format!("/api/v1/reports/{name}?{query}"), &self.token).is(200).json
    }

    /// One ticket's life, drawn by lot.
    fn live(&mut self, lot: &mut Lot) -> String {
        let mut report = fault(TITLES[lot.draw(4) as usize], "x");
        report["customer"] = json!(CUSTOMERS[lot.draw(3) as usize]);
        report["urgency"] = json!(SEVERITIES[lot.draw(4) as usize]);
        let number = self.server.post("/api/v1/tickets", &self.token, report).is(201).json["number"].as_str().unwrap().to_string();
        self.pass(lot.draw(40));
        let (severity, component) = (SEVERITIES[lot.draw(4) as usize], ["login", "export"][lot.draw(2) as usize]);
        self.act(&number, "triage", json!({"severity": severity, "component": component}));
        self.act(&number, "assign", json!({"to": "solo"}));
        self.act(&number, "start", json!({}));
        self.pass(lot.draw(90));
        self.act(&number, "progress", json!({"text": "p"}));
        self.pass(lot.draw(200));
        let approach = ["fix", "workaround"][lot.draw(2) as usize];
        self.act(&number, "plan", json!({"approach": approach, "cause": "c", "text": "t"}));
        self.pass(lot.draw(60));
        self.act(&number, "approve", json!({}));
        if lot.draw(5) == 0 {
            return number;
        }
        self.pass(lot.draw(900));
        self.act(&number, "resolve", json!({"resolution": "r", "tested_with": "x"}));
        let said = ["satisfied", "fairly_satisfied", "dissatisfied"][lot.draw(3) as usize];
        self.act(&number, "confirm", json!({"solved": true, "satisfaction": said, "said_how": "电话"}));
        self.act(&number, "close", json!({}));
        if lot.draw(4) == 0 {
            self.pass(lot.draw(3_000));
            self.act(&number, "reopen", json!({"reason": "r"}));
            if lot.draw(2) == 0 {
                self.pass(lot.draw(600));
                self.act(&number, "resolve", json!({"resolution": "r", "tested_with": "x"}));
            }
        }
        number
    }
}

/// What one ticket contributes, counted from its timeline in the plainest way.
fn count(trial: &Trial, number: &str, span: (DateTime<Utc>, DateTime<Utc>), into: &mut BTreeMap<String, Vec<f64>>) {
    let ticket = trial.server.get(&format!("/api/v1/tickets/{number}"), &trial.token).is(200).json;
    let events = trial.items(&format!("/api/v1/tickets/{number}/events"));
    let all = |name: &str| events.iter().filter(|e| e["event"] == name).collect::<Vec<_>>();
    let at = |event: &Value| time(&event["occurred_at"]);
    let first = |name: &str| all(name).first().map(|e| at(e));
    let mut see = |name: &str, at: DateTime<Utc>, value: f64| {
        if span.0 <= at && at < span.1 {
            into.entry(name.into()).or_default().push(value);
        }
    };
    let submitted = time(&ticket["submitted_at"]);
    let minutes = |from: DateTime<Utc>, to: DateTime<Utc>| (to - from).num_seconds() as f64 / 60.0;
    see("registered", submitted, 1.0);
    see("escalated", submitted, f64::from(!all("escalated").is_empty()));
    for (name, event) in [("time_to_first_response", "progressed"), ("time_to_triage", "triaged")] {
        if let Some(at) = first(event) {
            see(name, at, minutes(submitted, at));
        }
    }
    if let (Some(from), Some(to)) = (first("assigned"), first("planned")) {
        see("time_to_plan", to, minutes(from, to));
    }
    let solved = matches!(ticket["status"].as_str(), Some("resolved" | "closed"));
    let resolved = all("resolved").last().map(|e| at(e)).filter(|_| solved);
    let eased = all("planned").iter().any(|p| p["data"]["approach"] == "workaround").then(|| first("approved")).flatten();
    if let Some(at) = resolved {
        see("time_to_resolve", at, minutes(submitted, at));
    }
    if let Some(at) = [eased, resolved].into_iter().flatten().min() {
        see("time_to_relief", at, minutes(submitted, at));
    }
    for event in all("confirmed") {
        see("satisfaction", at(event), f64::from(event["data"]["satisfaction"] != "dissatisfied"));
        see("fully_satisfied", at(event), f64::from(event["data"]["satisfaction"] == "satisfied"));
    }
    let (closings, reopenings) = (all("closed"), all("reopened").len());
    for (i, event) in closings.iter().enumerate() {
        see("reopened", at(event), f64::from(i < reopenings));
    }
    for clock in ticket["clocks"].as_array().unwrap() {
        let name = clock["name"].as_str().unwrap();
        // Turns of progress and the first life of what was reopened are not among the present clocks.
        let whole = matches!(name, "first_response" | "triage" | "plan") || (name == "resolution" && reopenings == 0);
        let kept = clock["state"] == "met";
        if whole && matches!(clock["state"].as_str(), Some("met" | "breached")) {
            see(&format!("kept_{name}"), time(&clock[if kept { "met_at" } else { "due_at" }]), f64::from(kept));
        }
    }
}

#[test]
fn every_figure_is_what_a_count_of_the_timelines_comes_to() {
    let story = Story::new();
    story.run(&["person", "add", "solo", "--role", "administrator"]).ok();
    // Alone one holds every role; the token has those that it names.
    let roles = ["administrator", "registrar", "senior_engineer", "support_supervisor", "product_manager"];
    let named = roles.iter().flat_map(|role| ["--role", role]);
    let token = story.run(&["token", "add", "solo"].into_iter().chain(named).collect::<Vec<_>>()).ok().last();
    let server = story.serve();
    let mut trial = Trial { server: &server, token, now: "2024-05-06T01:00:00Z".parse().unwrap() };
    trial.pass(0);
    let mut lot = Lot(7);
    let numbers: Vec<String> = (0..30)
        .map(|_| {
            trial.pass(lot.draw(500));
            trial.live(&mut lot)
        })
        .collect();
    trial.pass(3_000);
    let (from, to) = ("2024-05-07T00:00:00Z", "2024-05-20T00:00:00Z");
    let span: (DateTime<Utc>, DateTime<Utc>) = (from.parse().unwrap(), to.parse().unwrap());
    let mut counted = BTreeMap::new();
    numbers.iter().for_each(|number| count(&trial, number, span, &mut counted));
    assert!(counted["time_to_resolve"].len() > 5 && counted["reopened"].contains(&1.0), "{counted:?}");
    let close = |value: &Value, want: f64| (value.as_f64().unwrap() - want).abs() <= 0.051;
    for (name, mut values) in counted {
        let total = trial.report(&name, &format!("from={from}&to={to}"))["total"].clone();
        values.sort_by(f64::total_cmp);
        let (n, mean) = (values.len(), values.iter().sum::<f64>() / values.len() as f64);
        if name == "kept_resolution" {
            // The reopened ones come on top.
            assert!(total["of"].as_u64().unwrap() as usize >= n, "{name}: {total}");
            continue;
        }
        assert_eq!(total["of"], json!(n), "{name}: {total} but {values:?}");
        if name.starts_with("time_") {
            let p90 = values[(n as f64 * 0.9).ceil() as usize - 1];
            let median = if n % 2 == 1 { values[n / 2] } else { (values[n / 2 - 1] + values[n / 2]) / 2.0 };
            assert!(close(&total["mean"], mean), "{name}: {total} but {mean}");
            assert!(close(&total["median"], median) && close(&total["p90"], p90), "{name}: {total} but {values:?}");
        } else if name != "registered" {
            assert!(close(&total["value"], 100.0 * mean), "{name}: {total} but {mean}");
        }
    }
    // Apart they come to the same as together, by whatever they are told apart.
    for by in ["day", "week", "month", "severity", "component", "customer", "kind"] {
        for report in trial.items(&format!("/api/v1/reports/measures?from={from}&to={to}&by={by}")) {
            let groups = report["items"].as_array().unwrap();
            let sum: u64 = groups.iter().filter_map(|g| g["of"].as_u64()).sum();
            assert_eq!(json!(sum), report["total"]["of"], "{by}: {report}");
        }
    }
    // The first week as the baseline of the second.
    let compared = trial.report("time_to_resolve", "from=2024-05-13&to=2024-05-20&baseline_from=2024-05-06&baseline_to=2024-05-13");
    let alone = trial.report("time_to_resolve", "from=2024-05-06&to=2024-05-13");
    assert_eq!(compared["total"]["baseline"]["mean"], alone["total"]["mean"]);
    let (now, before) = (compared["total"]["mean"].as_f64().unwrap(), alone["total"]["mean"].as_f64().unwrap());
    assert!((compared["total"]["change_percent"].as_f64().unwrap() - 100.0 * (now - before) / before).abs() < 0.2, "{compared}");
    assert_eq!(compared["goal_percent"], json!(-30.0));
    // The same figures as a spreadsheet has them, and on the command line.
    let csv = server.get(&format!("/api/v1/reports/measures.csv?from={from}&to={to}"), &trial.token).is(200);
    let total = trial.report("registered", &format!("from={from}&to={to}"))["total"]["count"].to_string();
    assert!(csv.text.contains("\"registered\",\"登记数\",\"count\"") && csv.text.contains(&format!("\"{total}\"")), "{}", csv.text);
    let told = story.run(&["measures", "registered", "--from", from, "--to", to]).ok().out;
    assert_eq!(told.split_whitespace().collect::<Vec<_>>(), ["registered", &total]);
}

#[test]
fn a_deflection_is_taken_back_when_the_customer_comes_back_with_it() {
    let story = Story::staffed().with_archive();
    let (server, customer, boss) = (story.serve(), story.token("王芳", "customer"), story.token("manager", "support_manager"));
    story.run(&["person", "add", "root", "--role", "administrator"]).ok();
    let root = story.token("root", "administrator");
    let question = json!({"kind": "fault", "title": "ORA-12514 TNS listener does not currently know of service"});
    let deflect = || {
        let asked = server.post("/api/v1/consultations", &customer, question.clone()).is(200).json;
        let path = format!("/api/v1/consultations/{}/deflect", asked["id"].as_str().unwrap());
        server.post(&path, &customer, json!({"case": asked["matches"][0]["number"]})).is(200);
    };
    let figures = |name: &str| {
        let total =
            server.get(&format!("/api/v1/reports/{name}?from=2024-05-01&to=2024-06-01"), &boss).is(200).json["total"].clone();
        (total["count"].as_u64().unwrap(), total["of"].as_u64().unwrap())
    };
    deflect();
    assert_eq!((figures("deflections"), figures("reuse"), figures("taken_back")), ((1, 1), (1, 1), (0, 1)));
    // Three days on the same again: it had not helped.
    server.clock(&root, "2024-05-09T09:00:00+08:00");
    let again = fault("ORA-12514 TNS listener does not currently know of service", "listener, service requested");
    server.post("/api/v1/tickets", &customer, again).is(201);
    assert_eq!((figures("deflections"), figures("reuse"), figures("taken_back")), ((0, 1), (0, 0), (1, 1)));
    // A deflection after that stands.
    server.clock(&root, "2024-05-10T09:00:00+08:00");
    deflect();
    assert_eq!((figures("deflections"), figures("taken_back")), ((1, 2), (1, 2)));
}

#[test]
fn a_customers_repeat_reports_count_once_their_family_is_known() {
    let story = Story::staffed();
    let mut theirs = fault("登录页白屏", "别家");
    theirs["customer"] = json!("Rival Ltd");
    let (first, other, again) =
        (story.register(fault("登录页白屏", "x")), story.register(theirs), story.register(fault("又白屏了", "y")));
    let (server, token) = (story.serve(), story.token("super", "support_supervisor"));
    let repeats =
        || server.get("/api/v1/reports/repeats?from=2024-05-01&to=2024-06-01", &token).is(200).json["total"]["count"].clone();
    assert_eq!(repeats(), 0);
    story.act("attach", &other, "senior", json!({"ticket": first})).ok();
    assert_eq!(repeats(), 0, "another customer's report repeats nothing");
    story.act("attach", &again, "senior", json!({"ticket": first})).ok();
    assert_eq!(repeats(), 1);
}

#[test]
fn measures_are_for_those_who_supervise_and_leave_out_what_was_imported() {
    let story = Story::staffed();
    let line = json!({"id": "B-2", "created_at": "2024-05-02T10:00:00", "title": "printer offline", "status": "Closed",
                      "resolution": "Fixed", "resolved_at": "2024-05-03T10:00:00", "answer": "driver", "type": "Bug"});
    let path = story.desk.join("in.jsonl");
    std::fs::write(&path, line.to_string()).unwrap();
    story.run(&["import", "jsonl", path.to_str().unwrap()]).ok();
    story.register(fault("登录页白屏", "x"));
    let server = story.serve();
    for (who, role, status) in [
        ("王芳", "customer", 403),
        ("junior", "junior_engineer", 403),
        ("senior", "senior_engineer", 403),
        ("reg", "registrar", 403),
        ("super", "support_supervisor", 200),
        ("manager", "support_manager", 200),
        ("director", "rd_director", 200),
        ("product", "product_manager", 200),
    ] {
        let token = story.token(who, role);
        let answer = server.get("/api/v1/reports/registered?from=2024-05-01&to=2024-06-01&by=customer", &token).is(status);
        if status == 200 {
            assert_eq!(answer.json["total"]["count"], 1, "what was imported does not count");
        }
        assert_eq!(server.get("/api/v1/reports/measures.csv", &token).status, status, "{who}");
        let cookie = signed_in(&story, &server, who);
        let page = see(&server, "/measures", &cookie).is(status).text;
        assert_eq!(page.contains("href=\"/measures\""), status == 200, "{who}: {page}");
        assert_eq!(see(&server, "/measures.csv?from=2024-05-01&to=2024-06-01", &cookie).status, status);
    }
    let token = story.token("super", "support_supervisor");
    for wrong in ["by=colour", "from=soon", "baseline_from=2024-01-01"] {
        server.get(&format!("/api/v1/reports/measures?{wrong}"), &token).is(422);
    }
    server.get("/api/v1/reports/nonsense", &token).is(404);
    let cookie = signed_in(&story, &server, "super");
    let query = "from=2024-05-01&to=2024-06-01&by=severity&baseline_from=2024-04-01&baseline_to=2024-05-01";
    let page = see(&server, &format!("/measures?{query}"), &cookie).is(200).text;
    assert!(page.contains("Time to resolve") && page.contains("<svg class=\"gauge\""), "{page}");
}
