//! Which file of a room imports which: every name is followed through re-exports to the file that defines it.

use crate::house::{File, House};
use crate::paths::{Path, paths};
use crate::source::{Token, modules};
use std::collections::{BTreeMap, BTreeSet};

const ITEMS: &[&str] = &["fn", "struct", "enum", "trait", "const", "static", "type", "union"];

type Names<'a> = Vec<&'a str>;

/// A file as the module it is.
pub struct Module<'a> {
    pub file: &'a File,
    /// Its names from the root of the crate; those of `lib.rs` and `main.rs` are none.
    pub path: Names<'a>,
    defines: BTreeSet<&'a str>,
    /// What `pub use` hands on, by the name it has here.
    handed_on: BTreeMap<&'a str, Names<'a>>,
    handed_on_whole: Vec<Names<'a>>,
}

/// One file imports another of its room, first at this line.
pub struct Import {
    pub from: usize,
    pub to: usize,
    pub line: usize,
}

pub struct Crate<'a> {
    pub modules: Vec<Module<'a>>,
    places: BTreeMap<Names<'a>, usize>,
}

impl<'a> Crate<'a> {
    /// The files of `src` without those that only tests reach, and every import inside a room.
    pub fn read(house: &'a House) -> (Crate<'a>, Vec<Import>) {
        let tests = house.test_files();
        let files: Vec<&File> = house.rust(&["src"]).filter(|file| !tests.contains(&file.path)).collect();
        let modules: Vec<_> = files.into_iter().map(Module::of).collect();
        let places = modules.iter().enumerate().map(|(at, module)| (module.path.clone(), at)).collect();
        let mut house = Crate { modules, places };
        let mut imports = Vec::new();
        let texts: Vec<_> = house.modules.iter().map(|module| Text::read(module.file)).collect();
        for (at, text) in texts.iter().enumerate() {
            house.hand_on(at, text);
        }
        for (from, text) in texts.iter().enumerate() {
            let first: BTreeMap<usize, usize> = house.targets(from, text).into_iter().rev().collect();
            imports.extend(first.into_iter().map(|(to, line)| Import { from, to, line }));
        }
        (house, imports)
    }

    /// Notes what a file re-exports.
    fn hand_on(&mut self, at: usize, text: &Text<'a>) {
        for path in text.paths.iter().filter(|path| path.is_public) {
            let Some(mut target) = self.absolute(&text.here(&self.modules[at], path), &path.names) else { continue };
            let module = &mut self.modules[at];
            if target.last() == Some(&"*") {
                target.pop();
                module.handed_on_whole.push(target);
            } else if let Some(name) = path.alias.or(target.last().copied()) {
                module.handed_on.insert(name, target);
            }
        }
    }

    /// The files of the same room that a file takes something from, with the lines where it does, in their order.
    fn targets(&self, from: usize, text: &Text<'a>) -> Vec<(usize, usize)> {
        let module = &self.modules[from];
        let (mut scope, mut whole) = (BTreeMap::new(), Vec::new());
        for path in text.paths.iter().filter(|path| path.is_import) {
            let Some(target) = self.absolute(&text.here(module, path), &path.names) else { continue };
            match path.alias.or(target.last().copied()) {
                Some("*") => whole.push(target[..target.len() - 1].to_vec()),
                Some(name) => _ = scope.insert(name, target),
                None => {}
            }
        }
        let mut targets = Vec::new();
        for path in text.paths.iter().filter(|path| !path.is_public) {
            let (head, rest) = (path.names[0], &path.names[1..]);
            let through_whole =
                || whole.iter().find(|target| self.find(target).is_some_and(|at| self.modules[at].handed_on.contains_key(head)));
            let spelled = self.absolute(&text.here(module, path), &path.names).filter(|_| path.is_import || !rest.is_empty());
            let imported = || scope.get(head).filter(|_| !path.is_import && !rest.is_empty()).map(|target| [target, rest].concat());
            let target = spelled.or_else(imported).or_else(|| Some([through_whole()?, &path.names[..]].concat()));
            let to = target.and_then(|target| self.resolve(&target, &mut BTreeSet::new()));
            targets.extend(to.filter(|to| *to != from && self.modules[*to].room() == module.room()).map(|to| (to, path.line)));
        }
        targets
    }

    /// A path from the root of the crate, if it leads there by `crate`, `self`, `super` or a module declared beside it.
    fn absolute(&self, here: &[&'a str], names: &[&'a str]) -> Option<Names<'a>> {
        let names = names.strip_suffix(&["self"]).filter(|names| !names.is_empty()).unwrap_or(names);
        let selfs = usize::from(names[0] == "self");
        let climbs = names[selfs..].iter().take_while(|name| **name == "super").count();
        match names[0] {
            "crate" => Some(names[1..].to_vec()),
            "self" | "super" => Some([here.get(..here.len().checked_sub(climbs)?)?, &names[selfs + climbs..]].concat()),
            child => self.places.contains_key(&[here, &[child]].concat()).then(|| [here, names].concat()),
        }
    }

    fn find(&self, path: &[&'a str]) -> Option<usize> {
        self.places.get(path).copied()
    }

    /// The file that defines what a path names; the nearest module on the way, if none is seen to.
    fn resolve(&self, path: &[&'a str], seen: &mut BTreeSet<(usize, &'a str)>) -> Option<usize> {
        let (at, rest) = (0..=path.len()).rev().find_map(|n| Some((self.find(&path[..n])?, &path[n..])))?;
        let (module, Some(name)) = (&self.modules[at], rest.first()) else { return Some(at) };
        if !seen.insert((at, name)) {
            return Some(at);
        }
        if let Some(target) = module.handed_on.get(name) {
            return self.resolve(&[target, &rest[1..]].concat(), seen);
        }
        let through_whole =
            |target: &Names<'a>| self.resolve(&[target, rest].concat(), seen).filter(|to| self.modules[*to].defines.contains(name));
        let whole = if module.defines.contains(name) { None } else { module.handed_on_whole.iter().find_map(through_whole) };
        Some(whole.unwrap_or(at))
    }
}

impl<'a> Module<'a> {
    fn of(file: &'a File) -> Module<'a> {
        let inside = file.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let path = if matches!(inside, "lib" | "main") { Vec::new() } else { inside.split('/').collect() };
        let code = file.code();
        let names = code.windows(2).filter(|pair| ITEMS.contains(&pair[0].text) && pair[1].is_name());
        let defines = names.map(|pair| pair[1].text).collect();
        Module { file, path, defines, handed_on: BTreeMap::new(), handed_on_whole: Vec::new() }
    }

    pub fn room(&self) -> Option<&'a str> {
        self.path.first().copied()
    }
}

/// The paths of a file, and the modules that stand in it.
struct Text<'a> {
    paths: Vec<Path<'a>>,
    inline: Vec<crate::source::Module<'a>>,
}

impl<'a> Text<'a> {
    fn read(file: &'a File) -> Text<'a> {
        let code = file.code();
        let paths = paths(&code).into_iter().filter(|path| !is_visibility(&code, path.at)).collect();
        Text { paths, inline: modules(&code) }
    }

    /// The module a path is spelled in.
    fn here(&self, module: &Module<'a>, path: &Path) -> Names<'a> {
        let inline = self.inline.iter().filter(|inner| inner.holds(path.at)).map(|inner| &inner.path[..]);
        [&module.path, inline.max_by_key(|path| path.len()).unwrap_or_default()].concat()
    }
}

/// `pub(in crate::room)` says who may look, and imports nothing.
fn is_visibility(code: &[Token], at: usize) -> bool {
    at >= 3 && crate::source::reads(code, at - 3, &["pub", "(", "in"])
}
