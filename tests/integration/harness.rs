//! The story harness: a desk in a temporary folder, the real program, a real server on a free port.

use crate::described;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_precedent");
/// Monday 2024-05-06, 09:00 in Shanghai.
pub const MONDAY: &str = "2024-05-06T09:00:00+08:00";

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn ok(self) -> Ran {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }
    /// The last line on stdout: what was made.
    pub fn last(&self) -> String {
        self.out.lines().last().unwrap_or_default().to_string()
    }
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// A desk and the time it is there.
pub struct Story {
    /// Removed with the story.
    pub _home: TempDir,
    pub desk: PathBuf,
    pub now: String,
    pub crash_at: Option<&'static str>,
}

impl Story {
    /// A new, empty desk.
    pub fn new() -> Story {
        let home = tempfile::tempdir().unwrap();
        let desk = home.path().join("desk");
        let story = Story { _home: home, desk, now: MONDAY.into(), crash_at: None };
        story.run(&["init", story.desk.to_str().unwrap()]).ok();
        story
    }

    /// A desk with the people of a small company.
    pub fn staffed() -> Story {
        let story = Story::new();
        for (name, role) in [
            ("reg", "registrar"),
            ("junior", "junior_engineer"),
            ("senior", "senior_engineer"),
            ("super", "support_supervisor"),
            ("manager", "support_manager"),
            ("director", "rd_director"),
            ("product", "product_manager"),
            ("dev", "developer"),
            ("tester", "tester"),
            ("account", "account_manager"),
        ] {
            story.run(&["person", "add", name, "--role", role]).ok();
        }
        story.run(&["person", "add", "王芳", "--role", "customer", "--company", "海风科技有限公司"]).ok();
        story.run(&["person", "add", "rival", "--role", "customer", "--company", "Rival Ltd"]).ok();
        story
    }

    /// The archive of the repository, in a desk of its own.
    pub fn with_archive(self) -> Story {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &self.desk.join("content"));
        self
    }

    pub fn at(&mut self, now: &str) -> &mut Story {
        self.now = now.into();
        self
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut command = Command::new(PROGRAM);
        command.args(args).env("PRECEDENT_NOW", &self.now).env_remove("PRECEDENT_LOG");
        if args.first() != Some(&"init") {
            command.env("PRECEDENT_DESK", &self.desk);
        }
        if let Some(point) = self.crash_at {
            command.env("PRECEDENT_CRASH_AT", point);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// A step on a ticket by somebody, through the command line.
    pub fn act(&self, verb: &str, number: &str, who: &str, body: Value) -> Ran {
        self.run_with(&["ticket", verb, number, "-", "--as", who], &body.to_string())
    }

    pub fn show(&self, number: &str) -> Value {
        self.run(&["ticket", "show", number, "--json"]).ok().json()
    }

    pub fn register(&self, body: Value) -> String {
        self.run_with(&["ticket", "register", "-", "--as", "reg"], &body.to_string()).ok().last()
    }

    /// A fault taken from registration to closed, as the process has it.
    pub fn close_fault(&self, body: Value, severity: &str, resolution: &str) -> String {
        let number = self.register(body);
        self.act("triage", &number, "senior", json!({"severity": severity})).ok();
        for (verb, who, body) in fault_steps(resolution) {
            self.act(verb, &number, who, body).ok();
        }
        number
    }

    pub fn token(&self, name: &str, role: &str) -> String {
        self.run(&["token", "add", name, "--role", role]).ok().last()
    }

    pub fn serve(&self) -> Server {
        Server::start(&self.desk, &self.now)
    }

    pub fn check_is_clean(&self) {
        let ran = self.run(&["check"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    }
}

/// From a triaged fault to a closed one.
pub fn fault_steps(resolution: &str) -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("assign", "super", json!({"to": "senior"})),
        ("start", "senior", json!({})),
        ("progress", "senior", json!({"text": "正在定位"})),
        ("step", "senior", json!({"kind": "analysis", "text": "查看日志"})),
        ("plan", "senior", json!({"approach": "fix", "cause": "原因已查明", "text": resolution})),
        ("approve", "super", json!({})),
        ("test", "senior", json!({})),
        ("resolve", "senior", json!({"resolution": resolution, "tested_with": "王芳"})),
        ("confirm", "王芳", json!({"solved": true, "satisfaction": "satisfied", "words": "好了，谢谢"})),
        ("close", "senior", json!({})),
    ]
}

pub fn fault(title: &str, description: &str) -> Value {
    json!({
        "kind": "fault", "channel": "service_desk", "customer": "海风科技有限公司",
        "contact": {"name": "王芳", "phone": "13812345678", "wechat": "WX_wangfang"},
        "title": title, "description": description, "urgency": "major",
    })
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A server under simulation, killed when it goes out of scope.
pub struct Server {
    child: Child,
    pub address: String,
    more: Mutex<Receiver<String>>,
}

impl Server {
    pub fn start(desk: &Path, now: &str) -> Server {
        Server::start_with(desk, now, &[])
    }

    /// With variables of its environment set.
    pub fn start_with(desk: &Path, now: &str, variables: &[(&str, &str)]) -> Server {
        let mut program = Command::new(PROGRAM);
        program.envs(variables.iter().copied());
        Server::begin(program, desk, now)
    }

    /// One that can write no file larger than so many kilobytes: what a full disk is to it, without one.
    pub fn start_bounded(desk: &Path, now: &str, kilobytes: u64) -> Server {
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {kilobytes} || exit 3; exec \"$0\" \"$@\""), PROGRAM]);
        Server::begin(shell, desk, now)
    }

    fn begin(mut program: Command, desk: &Path, now: &str) -> Server {
        let mut child = program
            .args(["serve", "--listen", "127.0.0.1:0", "--simulate"])
            .env("PRECEDENT_DESK", desk)
            .env("PRECEDENT_NOW", now)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        lines.read_line(&mut first).unwrap();
        // Kept open and read, so that the server never writes into a closed pipe.
        let (said, more) = channel();
        std::thread::spawn(move || lines.lines().map_while(Result::ok).for_each(|line| drop(said.send(line))));
        Server { child, address: first.trim().to_string(), more: Mutex::new(more) }
    }

    /// What it printed below its address.
    pub fn second_line(&self) -> String {
        self.more.lock().unwrap().recv_timeout(Duration::from_secs(10)).expect("a second line")
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it ends by itself in time.
    pub fn ends_within(&mut self, patience: Duration) -> bool {
        let until = std::time::Instant::now() + patience;
        while std::time::Instant::now() < until {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// As a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn call(&self, method: &str, path: &str, token: &str, headers: &[(&str, &str)], body: Option<&str>) -> Answer {
        self.send(method, path, token, headers, body.unwrap_or_default().as_bytes().to_vec())
    }

    /// Files as a form sends them, and whether they are for the desk alone.
    pub fn upload(&self, path: &str, token: &str, headers: &[(&str, &str)], files: &[(&str, &[u8])], internal: bool) -> Answer {
        // Each time another edge, as every browser draws it.
        static EDGES: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let edge = format!("edge{}", EDGES.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = "Content-Disposition: form-data; name=\"file\"; filename=";
            body.extend(format!("--{edge}\r\n{head}\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        if internal {
            let head = "Content-Disposition: form-data; name=\"internal\"";
            body.extend(format!("--{edge}\r\n{head}\r\n\r\ntrue\r\n").into_bytes());
        }
        body.extend(format!("--{edge}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={edge}");
        let mut all = vec![("Content-Type", kind.as_str())];
        all.extend(headers);
        self.send("POST", path, token, &all, body)
    }

    /// The answer, held against the description of the API.
    fn send(&self, method: &str, path: &str, token: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let answer = self.sent(method, path, token, headers, body);
        let document = || self.sent("GET", "/api/v1/openapi.json", "", &[], Vec::new()).json;
        described::check(method, path, answer.status, &answer.kind, &answer.json, document);
        answer
    }

    fn sent(&self, method: &str, path: &str, token: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .max_redirects(0)
            .build()
            .into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        if !token.is_empty() {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).unwrap();
        match agent.run(request) {
            Ok(mut response) => {
                let header =
                    |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_string();
                let (location, etag, kind) = (header("location"), header("etag"), header("content-type"));
                let cookie = header("set-cookie").split(';').next().unwrap_or_default().to_string();
                let (csp, disposition) = (header("content-security-policy"), header("content-disposition"));
                let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let json = serde_json::from_str(&text).unwrap_or(Value::Null);
                Answer {
                    status: response.status().as_u16(),
                    location,
                    etag,
                    kind,
                    cookie,
                    csp,
                    disposition,
                    bytes: Bytes(bytes),
                    text,
                    json,
                }
            }
            Err(error) => Answer { status: 0, text: error.to_string(), ..Answer::default() },
        }
    }

    pub fn get(&self, path: &str, token: &str) -> Answer {
        self.call("GET", path, token, &[], None)
    }

    pub fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call("POST", path, token, &[], Some(&body.to_string()))
    }

    pub fn clock(&self, token: &str, now: &str) {
        let moved = self.call("PUT", "/api/v1/simulation/clock", token, &[], Some(&json!({"now": now}).to_string()));
        assert_eq!(moved.status, 200, "{moved:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a body holds; told by its length, not byte by byte.
#[derive(Default, PartialEq)]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// An answer over HTTP; status 0 when there was none.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub etag: String,
    pub kind: String,
    /// Name and value of the cookie set.
    pub cookie: String,
    pub csp: String,
    pub disposition: String,
    pub bytes: Bytes,
    pub text: String,
    pub json: Value,
}

impl Answer {
    pub fn is(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
    pub fn detail(&self) -> &str {
        self.json["detail"].as_str().unwrap_or_default()
    }
    pub fn numbers(&self, list: &str) -> Vec<String> {
        let items = self.json[list].as_array().cloned().unwrap_or_default();
        items.iter().map(|i| i["number"].as_str().unwrap_or_default().to_string()).collect()
    }
}
