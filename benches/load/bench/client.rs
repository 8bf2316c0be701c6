//! One person at work: which calls they make, how long each took, and what was acknowledged to them.

use super::archive::{report, search_words};
use super::desk::{Member, Role};
use super::http::{Answer, As, Connection};
use super::made::Chance;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A call without an answer for so long counts as not answered.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Somebody who was refused or cut off looks up for a moment before they try again.
const AFTER_TROUBLE: Duration = Duration::from_millis(20);
/// And one whom nobody answers tries again a little later.
const AFTER_SILENCE: Duration = Duration::from_millis(200);
/// Whatever `Retry-After` says, the bench waits no longer.
const RETRY_WAIT_MAX: Duration = Duration::from_secs(2);

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
    pub const ALL: [Call; 8] =
        [Call::Search, Call::Read, Call::Page, Call::Consult, Call::Register, Call::Step, Call::List, Call::Health];

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

    pub fn searches(self) -> bool {
        matches!(self, Call::Search | Call::Consult)
    }

    pub fn writes(self) -> bool {
        matches!(self, Call::Register | Call::Step)
    }
}

/// What the crowd does: the mix; the same without a write and without a page; or only what costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    Mixed,
    Reads,
    Floor,
}

#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub call: Call,
    pub ended: Instant,
    pub took: Duration,
    /// 0: no answer.
    pub status: u16,
}

/// A ticket that was acknowledged, and the words of the steps that were.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    pub number: String,
    pub title: String,
    pub steps: Vec<String>,
}

pub struct Client {
    pub member: Member,
    pub samples: Vec<Sample>,
    pub acknowledged: Vec<Acknowledged>,
    /// What a refused write was told, the first few of each status.
    pub told: Vec<(u16, String, String)>,
    numbers: Arc<Vec<String>>,
    pages: bool,
    connection: Connection,
    chance: Chance,
    said: u64,
}

impl Client {
    pub fn new(i: usize, member: Member, to: SocketAddr, numbers: Arc<Vec<String>>, pages: bool) -> Client {
        Client {
            connection: Connection::new(member.address, to, PATIENCE),
            member,
            samples: Vec::new(),
            acknowledged: Vec::new(),
            told: Vec::new(),
            numbers,
            pages,
            chance: Chance(1_000 + i as u64),
            said: 0,
        }
    }

    /// One call of the work, noted.
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
        let call = match self.chance.below(100) {
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

    /// Everything that costs the client time before the clock runs.
    fn prepared(&mut self, call: Call) -> Asked {
        self.said += 1;
        let mark = format!("mark{}x{}", self.member.name.replace(' ', ""), self.said);
        let own = (!self.acknowledged.is_empty()).then(|| self.chance.below(self.acknowledged.len()));
        let about = match own {
            Some(own) if self.member.role == Role::Customer || self.numbers.is_empty() || self.chance.below(2) == 0 => {
                self.acknowledged[own].number.clone()
            }
            _ => self.numbers.get(self.chance.below(self.numbers.len().max(1))).cloned().unwrap_or_default(),
        };
        let of = |path: String| Asked { path, ..Asked::default() };
        match call {
            Call::Health => of("/healthz".into()),
            Call::Search => of(format!("/api/v1/search?q={}%20", search_words(&mut self.chance))),
            Call::Read => of(format!("/api/v1/tickets/{about}{}", ["", "/events"][self.chance.below(2)])),
            Call::Page => of(format!("/tickets/{about}{}", ["", "/timeline"][self.chance.below(2)])),
            Call::List => of(format!("/api/v1/tickets?status={}", ["pending", "closed"][self.chance.below(2)])),
            Call::Consult => Asked { body: report(&mut self.chance, ""), ..of("/api/v1/consultations".into()) },
            Call::Register => {
                let mut body = report(&mut self.chance, &mark);
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

    fn made(&mut self, call: Call, asked: &Asked) -> Answer {
        let token = As::Token(&self.member.token);
        match call {
            Call::Health => self.connection.get(&asked.path, As::Nobody),
            Call::Page => self.connection.get(&asked.path, As::Session(&self.member.session)),
            Call::Search | Call::Read | Call::List => self.connection.get(&asked.path, token),
            Call::Consult | Call::Register | Call::Step => self.connection.post(&asked.path, token, &asked.body),
        }
    }

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
                if self.told.iter().filter(|(known, ..)| *known == status).count() < 3 {
                    let text: String = answer.text().chars().take(200).collect();
                    self.told.push((status, answer.kind.clone(), format!("{} {}: {text}", call.word(), asked.path)));
                }
            }
        }
    }

    /// What was acknowledged to this client and is not there.
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

    /// A read that is repeated while it is put off.
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
