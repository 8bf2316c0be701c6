//! A desk for the bench: an archive, and members of many companies, each with a token, a session and an address.

use super::Trouble;
use super::archive::write_lines;
use super::arguments::Arguments;
use super::http::As;
use super::server::{Server, free_port};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// Pages of ticket numbers of the archive that clients know.
const PAGES_KNOWN: usize = 10;

/// What a client may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    Customer,
    Registrar,
    Junior,
    Senior,
}

impl Role {
    /// Roles by client: of ten, two customers, three registrars, two junior and three senior engineers.
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

/// A person of the desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their company.
    pub company: String,
    /// Their API token.
    pub token: String,
    /// Their session cookie.
    pub session: String,
    /// The address they connect from.
    pub address: Ipv4Addr,
}

/// What a kept desk stores beside its folder.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    members: Vec<Member>,
    numbers: Vec<String>,
}

/// A desk on disk.
pub struct Desk {
    _home: TempDir,
    program: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// The server's log.
    pub log: PathBuf,
    /// The server's port.
    pub port: u16,
    /// Whether tickets are also read as pages.
    pub pages: bool,
    /// Its people.
    pub members: Vec<Member>,
    /// Ticket numbers of the archive.
    pub numbers: Vec<String>,
}

impl Desk {
    /// A fresh desk, or a copy of the kept one.
    pub fn make(arguments: &Arguments) -> Result<Desk, Trouble> {
        let home = tempfile::tempdir()?;
        let (folder, log) = (home.path().join("desk"), home.path().join("server.log"));
        let mut desk = Desk {
            _home: home,
            program: std::fs::canonicalize(&arguments.program).map_err(|e| format!("{}: {e}", arguments.program.display()))?,
            folder,
            log,
            port: free_port()?,
            pages: arguments.pages,
            members: Vec::new(),
            numbers: Vec::new(),
        };
        let kept = arguments.keep.as_ref().filter(|keep| keep.join("kept.json").exists());
        if let Some(keep) = kept {
            let known: Kept = serde_json::from_slice(&std::fs::read(keep.join("kept.json"))?)?;
            (desk.members, desk.numbers) = (known.members, known.numbers);
            copy(&keep.join("desk"), &desk.folder)?;
            if desk.members.len() < arguments.clients {
                return Err(format!("the kept desk has {} people, {} are needed", desk.members.len(), arguments.clients).into());
            }
        } else {
            desk.fill(arguments)?;
            if let Some(keep) = &arguments.keep {
                std::fs::create_dir_all(keep)?;
                copy(&desk.folder, &keep.join("desk"))?;
                let known = Kept { members: desk.members.clone(), numbers: desk.numbers.clone() };
                std::fs::write(keep.join("kept.json"), serde_json::to_vec(&known)?)?;
            }
        }
        desk.members.truncate(arguments.clients);
        if !arguments.extra.is_empty() {
            let file = desk.folder.join("desk.toml");
            let text = std::fs::read_to_string(&file)?;
            std::fs::write(file, format!("{text}\n{}\n", arguments.extra))?;
        }
        Ok(desk)
    }

    fn fill(&mut self, arguments: &Arguments) -> Result<(), Trouble> {
        let begun = Instant::now();
        self.run_on(false, &["init", &self.folder.to_string_lossy()])?;
        let mut links = Vec::new();
        for i in 0..arguments.clients {
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
        let lines = match &arguments.archive {
            Some(file) => file.clone(),
            None => {
                write_lines(&made, arguments.tickets)?;
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
        println!("    a desk of {} people; {summary}; made in {:.0} s", arguments.clients, begun.elapsed().as_secs_f64());
        Ok(())
    }

    /// Terminates a server in good order, so that the desk can be copied.
    pub fn end(&self, mut server: Server) -> Result<(), Trouble> {
        server.terminate(super::client::PATIENCE)?.map(drop).ok_or_else(|| "the server did not end".into())
    }

    /// Starts a server for the desk.
    pub fn serve(&self, files_max: Option<u32>) -> Result<Server, Trouble> {
        Server::start(&self.program, &self.folder, self.port, files_max, &self.log)
    }

    /// The last line that a command prints.
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
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(format!("{args:?}: {} {}", text(&output.stdout), text(&output.stderr)).into()),
        }
    }

    /// What `check` reports, if anything. The server must have ended.
    pub fn differences(&self) -> Option<String> {
        let lines = |text: String| text.lines().take(5).collect::<Vec<_>>().join(" | ");
        self.run_on(true, &["check"]).map_or_else(|error| Some(lines(error.to_string())), |_| None)
    }
}

/// Copies a folder.
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

/// Size of all files in a folder, in bytes.
pub fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| if e.path().is_dir() { size(&e.path()) } else { e.metadata().map_or(0, |m| m.len()) }).sum()
}
