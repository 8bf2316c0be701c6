//! API and pages in one process: whole answers compared with a snapshot.

use crate::api::{App, SettingsFile};
use crate::clock::TimeSource;
use crate::config;
use crate::desk::{Desk, Purpose, Settings};
use crate::people::{Actor, Person, Role};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use chrono::{DateTime, Utc};
use expect_test::expect_file;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use tower::ServiceExt;

/// The largest answer that is read, bytes.
const ANSWER_MAX: usize = 4 << 20;

struct Doors {
    router: Router,
    tokens: HashMap<&'static str, String>,
    transcript: String,
    _home: tempfile::TempDir,
}

impl Doors {
    fn open() -> Doors {
        let home = tempfile::tempdir().unwrap();
        let now: DateTime<Utc> = "2024-05-06T01:00:00Z".parse().unwrap();
        let desk = Arc::new(Desk::open(home.path(), Settings::default(), Purpose::Command).unwrap());
        let people: [(&'static str, &[Role], Option<&str>); 6] = [
            ("root", &[Role::Administrator], None),
            ("lin", &[Role::SeniorEngineer], None),
            ("chen", &[Role::JuniorEngineer], None),
            ("zhou", &[Role::SupportSupervisor], None),
            ("wang", &[Role::Customer], Some("harbour")),
            ("li", &[Role::Customer], Some("another")),
        ];
        let mut tokens = HashMap::new();
        for (name, roles, company) in people {
            let company = company.map(str::to_string);
            let person = Person { name: name.into(), roles: roles.to_vec(), company, ..Person::default() };
            desk.add_person(&Actor::Operator, person, now).unwrap();
            tokens.insert(name, desk.add_token(&Actor::Operator, name, roles.to_vec(), None, now).unwrap().secret);
        }
        let settings_file = SettingsFile { read: config::read_settings, text: config::text };
        let app = App::new(desk, TimeSource::simulated(now), settings_file);
        Doors { router: super::routes::router(app), tokens, transcript: String::new(), _home: home }
    }

    async fn sent(&self, who: &str, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(token) = self.tokens.get(who) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), ANSWER_MAX).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// Sends a request, adds the whole answer to the transcript, and returns it.
    async fn ask(&mut self, who: &str, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, text) = self.sent(who, method, path, body.as_ref()).await;
        let mut answer: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        let given = answer.clone();
        settled(&mut answer);
        let body = body.map(|body| format!(" {body}")).unwrap_or_default();
        writeln!(self.transcript, "{who}: {method} {path}{body}\n{status} {answer:#}\n").unwrap();
        given
    }
}

/// Replaces values that differ from run to run.
fn settled(answer: &mut Value) {
    match answer {
        Value::Object(members) => {
            for (key, value) in members {
                match key.as_str() {
                    "took_ms" | "id" | "consultation" | "digest" | "proof" => *value = json!(format!("({key})")),
                    _ => settled(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(settled),
        _ => {}
    }
}

fn report() -> Value {
    json!({"kind": "fault", "channel": "api", "customer": "harbour", "title": "闸机不抬杆 GATE-7731", "description": "早高峰，电话 13912345678",
           "urgency": "major", "contact": {"name": "王芳", "phone": "13912345678"}})
}

#[test]
fn whole_answers_from_a_report_to_its_closing() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let transcript = runtime.block_on(async {
        let mut doors = Doors::open();
        doors.ask("wang", "POST", "/api/v1/consultations", Some(report())).await;
        let number = doors.ask("wang", "POST", "/api/v1/tickets", Some(report())).await["number"].as_str().unwrap().to_string();
        let at = |rest: &str| format!("/api/v1/tickets/{number}{rest}");
        for (who, path) in
            [("wang", at("")), ("lin", at("")), ("li", at("")), ("nobody", at("")), ("lin", "/api/v1/tickets/TS1".into())]
        {
            doors.ask(who, "GET", &path, None).await;
        }
        let steps: [(&str, &str, Value); 14] = [
            ("lin", "/start", json!({})),
            ("wang", "/triage", json!({"severity": "major"})),
            ("lin", "/triage", json!({"severity": "grave"})),
            ("lin", "/triage", json!({"severity": "minor"})),
            ("zhou", "/assign", json!({"to": "wang"})),
            ("zhou", "/assign", json!({"to": "nobody"})),
            ("zhou", "/assign", json!({"to": "chen"})),
            ("chen", "/start", json!({})),
            ("chen", "/plan", json!({"approach": "fix", "cause": "belt", "text": "replace it"})),
            ("zhou", "/approve", json!({})),
            ("chen", "/resolve", json!({"resolution": "replaced", "tested_with": "王芳"})),
            ("wang", "/confirm", json!({"solved": true, "satisfaction": "satisfied"})),
            ("chen", "/close", json!({})),
            ("chen", "/fly", json!({})),
        ];
        for (who, step, body) in steps {
            doors.ask(who, "POST", &at(step), Some(body)).await;
        }
        let asked = [
            ("wang", "GET", at("/events")),
            ("lin", "GET", at("/events")),
            ("lin", "GET", at("/clocks")),
            ("wang", "GET", format!("/api/v1/cases/{number}")),
            ("li", "GET", format!("/api/v1/cases/{number}")),
            ("lin", "GET", "/api/v1/search?q=GATE-7731".into()),
            ("li", "GET", "/api/v1/search?q=GATE-7731".into()),
            ("lin", "GET", "/api/v1/tickets?mine=perhaps".into()),
            ("wang", "GET", "/api/v1/people".into()),
            ("lin", "GET", "/api/v1/nothing".into()),
            ("lin", "DELETE", "/api/v1/tickets".into()),
        ];
        for (who, method, path) in asked {
            doors.ask(who, method, &path, None).await;
        }
        doors.transcript
    });
    expect_file!["in_process.txt"].assert_eq(&transcript);
}
