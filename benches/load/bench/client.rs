//! One person at work: the calls they make, how long each took, and what was acknowledged.

use super::archive::{report, search_words};
use super::desk::{Member, Role};
use super::http::{Answer, As, Connection};
use super::made::SplitMix64;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Without an answer for this long, a call counts as unanswered.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Pause after a rejection or a broken connection.
const AFTER_TROUBLE: Duration = Duration::from_millis(20);
/// Pause after an unanswered call.
const AFTER_SILENCE: Duration = Duration::from_millis(200);
/// Longest pause, whatever `Retry-After` says.
const RETRY_WAIT_MAX: Duration = Duration::from_secs(2);

/// Kinds of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Search,
    Read,
    Page,
    Consult,
    Register,
    Step,
    List,
    Health,
}

impl Call {
    /// All kinds.
    pub const ALL: [Call; 8] =
        [Call::Search, Call::Read, Call::Page, Call::Consult, Call::Register, Call::Step, Call::List, Call::Health];

    /// Its name in tables.
    pub fn word(self) -> &'static str {
        match self {
            Call::Search => "GET /search",
            Call::Read => "GET ticket, events",
            Call::Page => "GET its pages",
            Call::Consult => "POST /consultations",
            Call::Register => "POST /tickets",
            Call::Step => "POST a step",
            Call::List => "GET /tickets",
            Call::Health => "GET /healthz",
        }
    }

    /// Whether it searches the archive.
    pub fn searches(self) -> bool {
        matches!(self, Call::Search | Call::Consult)
    }

    /// Whether it writes.
    pub fn writes(self) -> bool {
        matches!(self, Call::Register | Call::Step)
    }
}

/// What the clients do: the mix; the mix without writes and pages; or cheap calls only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    Mixed,
    Reads,
    Floor,
}

/// A call that was made.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Its kind.
    pub call: Call,
    /// When it ended.
    pub ended: Instant,
    /// How long it took.
    pub took: Duration,
    /// HTTP status; 0: no answer.
    pub status: u16,
}

/// A ticket that was acknowledged, with its acknowledged steps.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The texts of the steps.
    pub steps: Vec<String>,
}

/// A client.
pub struct Client {
    /// Who it is.
    pub member: Member,
    /// Calls so far.
    pub samples: Vec<Sample>,
    /// Tickets acknowledged to it.
    pub acknowledged: Vec<Acknowledged>,
    /// Rejected writes, the first few of each status: (status, kind, call and text).
    pub rejected: Vec<(u16, String, String)>,
    numbers: Arc<Vec<String>>,
    pages: bool,
    connection: Connection,
    rng: SplitMix64,
    said: u64,
}

impl Client {
    /// The client number `i`.
    pub fn new(i: usize, member: Member, to: SocketAddr, numbers: Arc<Vec<String>>, pages: bool) -> Client {
        Client {
            connection: Connection::new(member.address, to, PATIENCE),
            member,
            samples: Vec::new(),
            acknowledged: Vec::new(),
            rejected: Vec::new(),
            numbers,
            pages,
            rng: SplitMix64(1_000 + i as u64),
            said: 0,
        }
    }

    /// Makes one call and records it.
    pub fn work(&mut self, work: Work) -> Sample {
        let call = match work {
            Work::Floor => Call::Health,
            Work::Mixed => self.next_call(),
            Work::Reads => match self.next_call() {
                Call::Register | Call::Step => Call::Search,
                Call::Page => Call::Read,
                read => read,
            },
        };
        let asked = self.prepared(call);
        let started = Instant::now();
        let answer = self.made(call, &asked);
        let sample = Sample { call, ended: Instant::now(), took: started.elapsed(), status: answer.status };
        self.samples.push(sample);
        self.note(call, asked, &answer);
        match answer.status {
            200..300 => {}
            429 => std::thread::sleep(Duration::from_secs_f64(answer.retry_after.unwrap_or(0.1).max(0.02)).min(RETRY_WAIT_MAX)),
            0 => std::thread::sleep(AFTER_SILENCE),
            _ => std::thread::sleep(AFTER_TROUBLE),
        }
        sample
    }

    /// 50 % searches, 15 % tickets read (a third of them as pages), 15 % consultations, 10 % registrations, 5 % steps, 5 % lists.
    fn next_call(&mut self) -> Call {
        let call = match self.rng.below(100) {
            0..50 => Call::Search,
            50..60 => Call::Read,
            60..65 if self.pages => Call::Page,
            60..65 => Call::Read,
            65..80 => Call::Consult,
            80..90 => Call::Register,
            90..95 => Call::Step,
            _ => Call::List,
        };
        let needs_own = call == Call::Step || (self.member.role == Role::Customer && matches!(call, Call::Read | Call::Page));
        if needs_own && self.acknowledged.is_empty() { Call::Register } else { call }
    }

    /// Prepares a call, before time is measured.
    fn prepared(&mut self, call: Call) -> Asked {
        self.said += 1;
        let mark = format!("mark{}x{}", self.member.name.replace(' ', ""), self.said);
        let own = (!self.acknowledged.is_empty()).then(|| self.rng.below(self.acknowledged.len()));
        let about = match own {
            Some(own) if self.member.role == Role::Customer || self.numbers.is_empty() || self.rng.below(2) == 0 => {
                self.acknowledged[own].number.clone()
            }
            _ => self.numbers.get(self.rng.below(self.numbers.len().max(1))).cloned().unwrap_or_default(),
        };
        let of = |path: String| Asked { path, ..Asked::default() };
        match call {
            Call::Health => of("/healthz".into()),
            Call::Search => of(format!("/api/v1/search?q={}%20", search_words(&mut self.rng))),
            Call::Read => of(format!("/api/v1/tickets/{about}{}", ["", "/events"][self.rng.below(2)])),
            Call::Page => of(format!("/tickets/{about}{}", ["", "/timeline"][self.rng.below(2)])),
            Call::List => of(format!("/api/v1/tickets?status={}", ["pending", "closed"][self.rng.below(2)])),
            Call::Consult => Asked { body: report(&mut self.rng, ""), ..of("/api/v1/consultations".into()) },
            Call::Register => {
                let mut body = report(&mut self.rng, &mark);
                body["customer"] = json!(self.member.company);
                body["contact"] = json!({"name": "Wang Fang", "phone": "13812345678"});
                Asked { body, ..of("/api/v1/tickets".into()) }
            }
            Call::Step => {
                let own = own.unwrap_or(0);
                let verb = if self.member.role == Role::Senior { "note" } else { "supplement" };
                let path = format!("/api/v1/tickets/{}/{verb}", self.acknowledged[own].number);
                Asked { path, body: json!({"text": format!("looked at again {mark}")}), own, mark }
            }
        }
    }

    /// Makes the call.
    fn made(&mut self, call: Call, asked: &Asked) -> Answer {
        let token = As::Token(&self.member.token);
        match call {
            Call::Health => self.connection.get(&asked.path, As::Nobody),
            Call::Page => self.connection.get(&asked.path, As::Session(&self.member.session)),
            Call::Search | Call::Read | Call::List => self.connection.get(&asked.path, token),
            Call::Consult | Call::Register | Call::Step => self.connection.post(&asked.path, token, &asked.body),
        }
    }

    /// Records it.
    fn note(&mut self, call: Call, asked: Asked, answer: &Answer) {
        match (call, answer.status) {
            (Call::Register, 201) => {
                let number = answer.json()["number"].as_str().unwrap_or_default().to_string();
                let title = asked.body["title"].as_str().unwrap_or_default().to_string();
                self.acknowledged.push(Acknowledged { number, title, steps: Vec::new() });
            }
            (Call::Step, 200 | 201) => self.acknowledged[asked.own].steps.push(asked.mark),
            (_, 200..300) => {}
            (_, status) => {
                if self.rejected.iter().filter(|(known, ..)| *known == status).count() < 3 {
                    let text: String = answer.text().chars().take(200).collect();
                    self.rejected.push((status, answer.kind.clone(), format!("{} {}: {text}", call.word(), asked.path)));
                }
            }
        }
    }

    /// Acknowledged tickets and steps that are not there.
    pub fn lost(&mut self) -> Vec<String> {
        let mut lost = Vec::new();
        for known in std::mem::take(&mut self.acknowledged) {
            let path = format!("/api/v1/tickets/{}", known.number);
            let there = self.sure(&path).json();
            // A customer and the masks of a list may shorten a title, but its mark stays.
            let mark = known.title.rsplit(' ').next().unwrap_or_default();
            if there["number"] != json!(known.number) || !there["title"].as_str().is_some_and(|title| title.contains(mark)) {
                lost.push(format!("ticket {}", known.number));
            }
            if !known.steps.is_empty() {
                let events = self.sure(&format!("{path}/events")).text();
                lost.extend(known.steps.iter().filter(|step| !events.contains(*step)).map(|s| format!("step {s}")));
            }
        }
        lost
    }

    /// A GET that is repeated while the server asks to retry.
    fn sure(&mut self, path: &str) -> Answer {
        let mut answer = Answer::default();
        for _ in 0..20 {
            answer = self.connection.get(path, As::Token(&self.member.token));
            match (answer.status, answer.retry_after) {
                (429 | 503, after) => std::thread::sleep(Duration::from_secs_f64(after.unwrap_or(0.5)).min(RETRY_WAIT_MAX)),
                (0, _) => std::thread::sleep(AFTER_TROUBLE),
                _ => break,
            }
        }
        answer
    }
}

#[derive(Default)]
struct Asked {
    path: String,
    body: serde_json::Value,
    own: usize,
    mark: String,
}
