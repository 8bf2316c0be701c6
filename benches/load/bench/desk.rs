//! A desk for the bench: an archive, and people of many companies, each with a token, a session and an address.

use super::Trouble;
use super::archive::write_lines;
use super::http::As;
use super::server::{Server, free_port};
use super::told::Told;
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// Of the archive so many pages of numbers are known to the clients.
const PAGES_KNOWN: usize = 10;

/// What a client may do is decided by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    Customer,
    Registrar,
    Junior,
    Senior,
}

impl Role {
    /// Of ten people two are customers, three registrars, two junior and three senior engineers.
    fn of(i: usize) -> Role {
        match i % 10 {
            0 | 1 => Role::Customer,
            2..=4 => Role::Registrar,
            5 | 6 => Role::Junior,
            _ => Role::Senior,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Role::Customer => "customer",
            Role::Registrar => "registrar",
            Role::Junior => "junior_engineer",
            Role::Senior => "senior_engineer",
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub role: Role,
    pub company: String,
    pub token: String,
    pub session: String,
    pub address: Ipv4Addr,
}

/// What a kept desk remembers beside its folder.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    members: Vec<Member>,
    numbers: Vec<String>,
}

pub struct Desk {
    _home: TempDir,
    program: PathBuf,
    pub folder: PathBuf,
    pub log: PathBuf,
    pub port: u16,
    /// Whether tickets are read as pages too.
    pub pages: bool,
    pub members: Vec<Member>,
    /// Tickets of the archive.
    pub numbers: Vec<String>,
}

impl Desk {
    /// Made anew, or a copy of the one that was kept.
    pub fn make(told: &Told) -> Result<Desk, Trouble> {
        let home = tempfile::tempdir()?;
        let (folder, log) = (home.path().join("desk"), home.path().join("server.log"));
        let mut desk = Desk {
            _home: home,
            program: std::fs::canonicalize(&told.program).map_err(|e| format!("{}: {e}", told.program.display()))?,
            folder,
            log,
            port: free_port()?,
            pages: told.pages,
            members: Vec::new(),
            numbers: Vec::new(),
        };
        let kept = told.keep.as_ref().filter(|keep| keep.join("kept.json").exists());
        if let Some(keep) = kept {
            let known: Kept = serde_json::from_slice(&std::fs::read(keep.join("kept.json"))?)?;
            (desk.members, desk.numbers) = (known.members, known.numbers);
            copy(&keep.join("desk"), &desk.folder)?;
            if desk.members.len() < told.clients {
                return Err(format!("the kept desk has {} people, {} are needed", desk.members.len(), told.clients).into());
            }
        } else {
            desk.fill(told)?;
            if let Some(keep) = &told.keep {
                std::fs::create_dir_all(keep)?;
                copy(&desk.folder, &keep.join("desk"))?;
                let known = Kept { members: desk.members.clone(), numbers: desk.numbers.clone() };
                std::fs::write(keep.join("kept.json"), serde_json::to_vec(&known)?)?;
            }
        }
        desk.members.truncate(told.clients);
        if !told.extra.is_empty() {
            let file = desk.folder.join("desk.toml");
            let text = std::fs::read_to_string(&file)?;
            std::fs::write(file, format!("{text}\n{}\n", told.extra))?;
        }
        Ok(desk)
    }

    fn fill(&mut self, told: &Told) -> Result<(), Trouble> {
        let begun = Instant::now();
        self.run_on(false, &["init", &self.folder.to_string_lossy()])?;
        let mut links = Vec::new();
        for i in 0..told.clients {
            let role = Role::of(i);
            let (name, company) = (format!("person {i}"), format!("company {}", i / 10));
            let mut add = vec!["person", "add", &name, "--role", role.word()];
            if role == Role::Customer {
                add.extend(["--company", &company]);
            }
            self.command(&add)?;
            let token = self.command(&["token", "add", &name, "--role", role.word()])?;
            links.push(self.command(&["person", "link", &name])?);
            let address = Ipv4Addr::new(127, 1, (i / 200) as u8, (i % 200 + 1) as u8);
            self.members.push(Member { name, role, company, token, session: String::new(), address });
        }
        let made = self.log.with_file_name("archive.jsonl");
        let lines = match &told.archive {
            Some(file) => file.clone(),
            None => {
                write_lines(&made, told.tickets)?;
                made
            }
        };
        let summary = self.command(&["import", "jsonl", &lines.to_string_lossy()])?;
        let server = self.serve(None)?;
        for (member, link) in self.members.iter_mut().zip(links) {
            let mut door = super::http::Connection::new(member.address, server.address, super::client::PATIENCE);
            let entered = door.call("POST", &link, As::Nobody, "application/x-www-form-urlencoded", b"");
            if entered.cookie.is_empty() {
                return Err(format!("{} could not sign in: {}", member.name, entered.status).into());
            }
            member.session = entered.cookie;
        }
        let token = self.members.last().map(|m| m.token.clone()).unwrap_or_default();
        let (mut door, mut cursor) = (server.connection(), String::new());
        for _ in 0..PAGES_KNOWN {
            let page = door.get(&format!("/api/v1/tickets?limit=200{cursor}"), As::Token(&token)).json();
            let items = page["items"].as_array().cloned().unwrap_or_default();
            self.numbers.extend(items.iter().filter_map(|item| item["number"].as_str().map(str::to_string)));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        drop(door);
        self.end(server)?;
        println!("    a desk of {} people; {summary}; made in {:.0} s", told.clients, begun.elapsed().as_secs_f64());
        Ok(())
    }

    /// Ends a server in good order; the desk can then be copied.
    pub fn end(&self, mut server: Server) -> Result<(), Trouble> {
        server.terminate(super::client::PATIENCE)?.map(drop).ok_or_else(|| "the server did not end".into())
    }

    pub fn serve(&self, files_max: Option<u32>) -> Result<Server, Trouble> {
        Server::start(&self.program, &self.folder, self.port, files_max, &self.log)
    }

    /// The last line a command prints.
    fn command(&self, args: &[&str]) -> Result<String, Trouble> {
        let out = self.run_on(true, args)?;
        Ok(out.lines().last().unwrap_or_default().to_string())
    }

    fn run_on(&self, desk: bool, args: &[&str]) -> Result<String, Trouble> {
        let mut command = Command::new(&self.program);
        command.args(args).env_remove("PRECEDENT_NOW").env_remove("PRECEDENT_LOG");
        if desk {
            command.env("PRECEDENT_DESK", &self.folder);
        }
        let output = command.output()?;
        let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.success() {
            true => Ok(told(&output.stdout)),
            false => Err(format!("{args:?}: {} {}", told(&output.stdout), told(&output.stderr)).into()),
        }
    }

    /// What `check` finds wrong; nothing when all is well. The server must have ended.
    pub fn differences(&self) -> Option<String> {
        let lines = |text: String| text.lines().take(5).collect::<Vec<_>>().join(" | ");
        self.run_on(true, &["check"]).map_or_else(|error| Some(lines(error.to_string())), |_| None)
    }
}

pub fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let (entry, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        match entry.is_dir() {
            true => copy(&entry, &target)?,
            false => drop(std::fs::copy(entry, target)?),
        }
    }
    Ok(())
}

/// Bytes of all files below a folder.
pub fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| if e.path().is_dir() { size(&e.path()) } else { e.metadata().map_or(0, |m| m.len()) }).sum()
}
