//! Holes that were found, each through the door it was found at: what leaks, who gets more than is theirs, what is told apart.

use crate::harness::{Server, Story, fault};
use crate::pages::{post, see, signed_in};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn administered() -> (Story, Server, String) {
    let story = Story::staffed();
    story.run(&["person", "add", "admin", "--role", "administrator"]).ok();
    let token = story.token("admin", "administrator");
    let server = story.serve();
    (story, server, token)
}

#[test]
fn a_policy_sent_over_http_reads_no_file_of_the_machine() {
    let (story, server, admin) = administered();
    std::fs::write(story.desk.join("notes.txt"), "the password is swordfish").unwrap();
    let outside = story.desk.join("../days.txt");
    std::fs::write(&outside, "2027-02-05 off").unwrap();
    std::os::unix::fs::symlink(&outside, story.desk.join("link.txt")).unwrap();
    let began = Instant::now();
    let ask = |name: &str| {
        let text = format!("[calendar]\nholidays = {}", json!(name));
        server.post("/api/v1/policy/check", &admin, json!({"text": text})).is(200)
    };
    let mut answers = Vec::new();
    for name in ["/etc/passwd", "/dev/zero", "../days.txt", "link.txt", "notes.txt", "nowhere.txt", "content", "/proc/self/environ"]
    {
        let told = ask(name);
        assert!(!told.text.contains("root:") && !told.text.contains("swordfish"), "{}", told.text);
        let mistakes = told.json["mistakes"].as_array().unwrap().clone();
        assert_eq!(mistakes.len(), 1, "{name}: {}", told.text);
        answers.push(mistakes[0]["what"].as_str().unwrap().replace(name, "NAME"));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "what is there and what is not are one answer: {answers:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
    // A table beside the settings is what it is for.
    std::fs::write(story.desk.join("days.txt"), "2027-02-05 off").unwrap();
    assert_eq!(ask("days.txt").json["mistakes"], json!([]));
}

#[test]
fn on_a_desk_of_one_person_a_token_has_no_more_than_it_names() {
    let story = Story::new();
    story.run(&["person", "add", "solo", "--role", "administrator"]).ok();
    let (registrar, whole) = (story.token("solo", "registrar"), story.token("solo", "administrator"));
    let server = story.serve();
    server.get("/api/v1/people", &whole).is(200);
    server.get("/api/v1/people", &registrar).is(403);
    server.get("/api/v1/tokens", &registrar).is(403);
    server.post("/api/v1/tokens", &registrar, json!({"name": "solo", "roles": ["administrator"]})).is(403);
    let number = server.post("/api/v1/tickets", &registrar, fault("打印失败", "d")).is(201).json["number"].clone();
    let number = number.as_str().unwrap().to_string();
    server.post(&format!("/api/v1/tickets/{number}/triage"), &registrar, json!({"severity": "minor"})).is(403);
}

#[test]
fn a_token_whose_roles_have_all_been_taken_away_opens_nothing() {
    let (story, server, admin) = administered();
    let token = story.token("dev", "developer");
    server.get("/api/v1/tickets", &token).is(200);
    server.call("PUT", "/api/v1/people/dev", &admin, &[], Some(&json!({"roles": ["tester"]}).to_string())).is(200);
    server.get("/api/v1/tickets", &token).is(401);
}

#[test]
fn of_many_who_open_the_first_link_at_once_one_comes_in() {
    let story = Story::new();
    let server = story.serve();
    let link = server.second_line();
    let path = link.strip_prefix(&server.address).unwrap().to_string();
    let came: Vec<u16> = std::thread::scope(|scope| {
        let enter = |i: usize| {
            let (server, path) = (&server, path.as_str());
            scope.spawn(move || post(server, path, "", &[("name", &format!("person {i}"))]).status)
        };
        (0..24).map(enter).collect::<Vec<_>>().into_iter().map(|came| came.join().unwrap()).collect()
    });
    assert_eq!(came.iter().filter(|status| **status == 303).count(), 1, "{came:?}");
    assert!(came.iter().all(|status| matches!(status, 303 | 404)), "{came:?}");
    let people = story.run(&["person", "list"]).ok().out;
    assert_eq!(people.lines().count(), 1, "{people}");
}

#[test]
fn a_refused_first_sign_in_leaves_nobody_behind_and_the_link_good() {
    let story = Story::new();
    let server = story.serve();
    let link = server.second_line();
    let path = link.strip_prefix(&server.address).unwrap().to_string();
    for name in ["", "a\u{200b}b", "\u{202e}nimda", "system"] {
        assert_eq!(post(&server, &path, "", &[("name", name)]).status, 422, "{name:?}");
    }
    assert_eq!(story.run(&["person", "list"]).ok().out, "");
    post(&server, &path, "", &[("name", "赵敏")]).is(303);
}

#[test]
fn a_new_sign_in_link_ends_the_ones_before_it() {
    let (story, server, _) = administered();
    let first = story.run(&["person", "link", "senior"]).ok().last();
    let second = story.run(&["person", "link", "senior"]).ok().last();
    server.get(&first, "").is(404);
    post(&server, &second, "", &[]).is(303);
}

#[test]
fn a_search_is_a_search_however_its_address_is_spelt_and_a_wrong_token_is_not_tried_for_ever() {
    let story = Story::staffed();
    let customer = story.token("王芳", "customer");
    let server = story.serve();
    let spelt: Vec<u16> = (0..600).map(|_| server.get("/api/v1/tickets?%71=a", &customer).status).collect();
    assert!(spelt.contains(&429) && spelt.iter().all(|status| matches!(status, 200 | 429)));
    let guessed: Vec<u16> = (0..600).map(|i| server.get("/api/v1/tickets", &format!("pt_{i:064x}")).status).collect();
    assert!(guessed.contains(&429) && guessed[0] == 401);
    // Who has one is let in all the same.
    server.get("/api/v1/tickets", &customer).is(200);
}

#[test]
fn many_halves_of_large_bodies_do_not_fill_the_memory() {
    use std::io::Write;
    let story = Story::staffed();
    let customer = story.token("王芳", "customer");
    let server = story.serve();
    let memory = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
    };
    let before = memory();
    let head = format!(
        "POST /api/v1/consultations HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {customer}\r\nContent-Length: 8000000\r\n\r\n"
    );
    let piece = vec![b' '; 7_900_000];
    let halves: Vec<_> = (0..90)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(server.address.strip_prefix("http://").unwrap()).unwrap();
            let _ = stream.set_write_timeout(Some(Duration::from_secs(2)));
            // What is refused is not read to its end.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&piece));
            stream
        })
        .collect();
    let grown = memory().saturating_sub(before);
    assert!(grown < 400, "{grown} MB for {} halves", halves.len());
    drop(halves);
    let until = Instant::now() + Duration::from_secs(10);
    while server.post("/api/v1/consultations", &customer, json!({"title": "打印失败"})).status != 200 {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A row of the record that nobody can read, as a damaged disk would leave it.
fn spoil(story: &Story, number: &str) {
    let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    let sql = "INSERT INTO events (area, stream, version, name, actor, occurred_at, recorded_at, body, proof)
               SELECT 'ticket', ?1, 1 + max(version), 'noted', 'system', '2024-05-06T01:00:00.000Z', '2024-05-06T01:00:00.000Z', '{', ''
               FROM events WHERE area = 'ticket' AND stream = ?1";
    db.execute(sql, [number]).unwrap();
}

#[test]
fn not_yours_is_said_without_reading_the_ticket() {
    let story = Story::staffed();
    let foreign = story.register(fault("打印失败", "d"));
    let rival = story.token("rival", "customer");
    // Reading it would fail: so the same answer shows that it was not read.
    spoil(&story, &foreign);
    let server = story.serve();
    let missing = "TS20300101001";
    for path in
        ["", "/events", "/clocks", "/similar", "/attachments", "/attachments/1", "/forms/registration", "/documents/evaluation"]
    {
        let there = server.get(&format!("/api/v1/tickets/{foreign}{path}"), &rival);
        let none = server.get(&format!("/api/v1/tickets/{missing}{path}"), &rival);
        assert_eq!((there.status, none.status), (404, 404), "{path}: {there:?}");
        assert_eq!(there.text.replace(&foreign, "N"), none.text.replace(missing, "N"), "{path}");
    }
    for verb in ["note", "confirm", "reopen", "supplement"] {
        let body = json!({"text": "x", "solved": true, "satisfaction": "satisfied", "reason": "x", "description": "x"});
        let there = server.post(&format!("/api/v1/tickets/{foreign}/{verb}"), &rival, body.clone());
        let none = server.post(&format!("/api/v1/tickets/{missing}/{verb}"), &rival, body);
        assert_eq!((there.status, none.status), (404, 404), "{verb}: {there:?}");
    }
}

#[test]
fn searches_in_vain_are_gathered_and_reading_writes_nothing() {
    let story = Story::staffed();
    let (customer, engineer) = (story.token("王芳", "customer"), story.token("senior", "senior_engineer"));
    let server = story.serve();
    // The first use of a token is noted.
    server.get("/api/v1/tickets", &customer).is(200);
    server.get("/api/v1/tickets", &engineer).is(200);
    let events = || {
        let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
        db.query_row("SELECT count(*) FROM events WHERE area = 'search'", [], |r| r.get::<_, i64>(0)).unwrap()
    };
    let began = Instant::now();
    let statuses: Vec<u16> = (0..1_000).map(|i| server.get(&format!("/api/v1/search?q=zzz{}", i % 3), &customer).status).collect();
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert!(statuses.iter().all(|status| matches!(status, 200 | 429)) && taken >= 300, "{taken} were taken");
    let counted = || {
        let told = server.get("/api/v1/reports/searches_in_vain", &engineer).is(200).json;
        told["items"].as_array().unwrap().iter().map(|item| item["count"].as_u64().unwrap()).sum::<u64>() as usize
    };
    // Those that wait to be recorded are counted with those that are; at the moment in between they are on their way.
    let until = Instant::now() + Duration::from_secs(20);
    while counted() != taken {
        assert!(Instant::now() < until, "{} of {taken}", counted());
        std::thread::sleep(Duration::from_millis(50));
    }
    while events() == 0 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(100));
    }
    // Three different questions in each second at most, however often they were asked.
    let most = 3 * (began.elapsed().as_secs() as i64 + 2);
    assert!((1..=most).contains(&events()), "{} rows, {most} at most", events());
    let again = server.get("/api/v1/reports/searches_in_vain", &engineer).is(200).json;
    assert_eq!(again["items"].as_array().unwrap().len(), 3, "{again}");
}

#[test]
fn sign_ins_in_a_flood_are_held_up_by_address_and_say_when_to_come_again() {
    let story = Story::staffed();
    let server = story.serve();
    let flood: Vec<_> = (0..700).map(|i| server.get(&format!("/sign-in/{i:048x}"), "")).collect();
    let held = flood.iter().filter(|answer| answer.status == 429).count();
    assert!(held > 200, "{held} of 700");
    assert!(flood.iter().all(|answer| matches!(answer.status, 404 | 429)));
}

#[test]
fn a_customer_without_a_company_registers_in_their_own_name_only() {
    let story = Story::staffed();
    story.run(&["person", "add", "walk-in", "--role", "customer"]).ok();
    let token = story.token("walk-in", "customer");
    let server = story.serve();
    let report = |customer: &str| json!({"kind": "fault", "customer": customer, "contact": {"name": "walk-in"}, "title": "打印失败", "description": "d"});
    server.post("/api/v1/tickets", &token, report("海风科技有限公司")).is(403);
    server.post("/api/v1/tickets", &token, report("walk-in")).is(201);
}

#[test]
fn every_answer_of_the_api_is_kept_by_nobody_and_sniffed_by_nobody_and_errors_have_their_form() {
    let (_story, server, admin) = administered();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    for path in ["/api/v1/tickets", "/api/v1/nothing", "/api/v1/tickets/%FF", "/api/v1/tickets?limit=x", "/api/v1/openapi.json"] {
        let request = agent.get(format!("{}{path}", server.address)).header("Authorization", format!("Bearer {admin}"));
        let mut answer = request.call().unwrap();
        let header = |name: &str| answer.headers().get(name).map(|v| v.to_str().unwrap().to_string()).unwrap_or_default();
        assert_eq!(
            (header("cache-control").as_str(), header("x-content-type-options").as_str()),
            ("no-store", "nosniff"),
            "{path}"
        );
        if answer.status().as_u16() >= 400 {
            assert_eq!(header("content-type"), "application/problem+json", "{path}");
            let told: Value = answer.body_mut().read_json().unwrap();
            assert!(told["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{path}: {told}");
        }
    }
}

#[test]
fn a_name_that_is_not_this_desks_is_not_answered() {
    let story = Story::new();
    let server = story.serve();
    let port = server.address.rsplit(':').next().unwrap().to_string();
    for (host, status) in [("evil.example", 421), ("127.0.0.1", 200), ("localhost", 200), ("localhost.evil.example", 421)] {
        let host = format!("{host}:{port}");
        assert_eq!(server.call("GET", "/api/v1/openapi.json", "", &[("Host", &host)], None).status, status, "{host}");
        // Whoever watches over it asks under any name.
        server.call("GET", "/healthz", "", &[("Host", &host)], None).is(200);
    }
}

#[test]
fn behind_a_proxy_that_is_named_the_session_is_bound_to_the_host_and_sent_over_tls_only() {
    let story = Story::staffed();
    let settings = "[web]\naddress = \"https://desk.example\"\ntrusted_proxies = [\"127.0.0.1\"]\n";
    let file = story.desk.join("desk.toml");
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + settings).unwrap();
    let link = story.run(&["person", "link", "senior"]).ok().last();
    let server = story.serve();
    let through = [("Host", "desk.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9")];
    let from = |origin: &'static str| [("Origin", origin), ("Content-Type", "application/x-www-form-urlencoded")];
    let headers = |origin| [through.as_slice(), from(origin).as_slice()].concat();
    server.call("POST", &link, "", &headers("http://desk.example"), Some("")).is(403);
    let entered = server.call("POST", &link, "", &headers("https://desk.example"), Some("")).is(303);
    assert!(entered.cookie.starts_with("__Host-precedent_session=ps_"), "{entered:?}");
    let page = |cookie: &str| server.call("GET", "/tickets", "", &[through.as_slice(), &[("Cookie", cookie)]].concat(), None);
    assert!(page(&entered.cookie).is(200).text.contains("senior"));
    // Under the other name it is nobody's.
    let plain = entered.cookie.replace("__Host-", "");
    assert!(!page(&plain).text.contains("senior"));
    // What a monitor reads is not for who comes from afar.
    server.call("GET", "/metrics", "", &through, None).is(401);
    server.get("/metrics", "").is(200);
    server.call("GET", "/", "", &[("Host", "evil.example"), ("X-Forwarded-Proto", "https")], None).is(421);
}

#[test]
fn names_that_look_alike_and_are_not_are_refused_wherever_a_name_is_given() {
    let (story, server, admin) = administered();
    for name in ["ad\u{200b}min", "admin\u{00ad}", "\u{202e}nimda", "\u{2066}admin", "a\u{fe0f}", "ㅤ", "tag\u{e0041}"] {
        assert_eq!(story.run(&["person", "add", name, "--role", "tester"]).code, Some(1), "{name:?}");
        server.post("/api/v1/people", &admin, json!({"name": name, "roles": ["tester"]})).is(422);
        let company = json!({"name": "x", "roles": ["customer"], "company": name});
        server.post("/api/v1/people", &admin, company).is(422);
    }
    // What was pasted with a report is taken without them: it is the same customer.
    let mut report = fault("打印失败", "d");
    report["customer"] = json!("海风\u{200b}科技有限公司\u{feff}");
    let made = server.post("/api/v1/tickets", &story.token("reg", "registrar"), report.clone()).is(201);
    assert_eq!(made.json["customer"], "海风科技有限公司");
    report["customer"] = json!("\u{200b}\u{2060}");
    assert!(server.post("/api/v1/tickets", &story.token("reg", "registrar"), report).is(422).text.contains("customer"));
    // Blanks are blanks, whichever were typed.
    let made = server.post("/api/v1/people", &admin, json!({"name": " 李\u{3000}雷 ", "roles": ["tester"]})).is(201);
    assert_eq!(made.json["name"], "李 雷");
}

#[test]
fn deputies_are_known_without_a_look_at_everybody() {
    let (story, server, admin) = administered();
    let away = json!({"from": "2024-05-06T00:00:00+08:00", "until": "2024-05-10T00:00:00+08:00", "deputy": "junior"});
    server.call("PUT", "/api/v1/people/senior/away", &admin, &[], Some(&away.to_string())).is(200);
    let number = story.register(fault("打印失败", "d"));
    story.act("triage", &number, "junior", json!({"severity": "moderate"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior", "reason": "knows it"})).ok();
    story.act("start", &number, "junior", json!({})).ok();
    let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    let plan: String = db
        .query_row("EXPLAIN QUERY PLAN SELECT body FROM people WHERE json_extract(body, '$.away.deputy') = 'x'", [], |r| r.get(3))
        .unwrap();
    assert!(plan.contains("people_deputy"), "{plan}");
    let cookie = signed_in(&story, &server, "junior");
    assert!(see(&server, "/", &cookie).is(200).text.contains(&number));
}
