//! Synonyms, across languages too: a query in Chinese finds the English case.

use super::analyzer;
use crate::index::error::IndexError;
use std::collections::HashMap;
use std::path::Path;

/// File name, in the repository's `index/` and in a desk's.
pub const FILE: &str = "glossary.txt";
/// Forms by which a query is widened at most.
const WIDENED_MAX: usize = 12;

/// Groups of synonymous forms, each form as analysed terms.
#[derive(Debug, Default)]
pub struct Glossary {
    groups: Vec<Vec<GlossaryForm>>,
    /// Forms by their first unit: (group, form).
    begins: HashMap<String, Vec<(usize, usize)>>,
}

/// One way to say it.
#[derive(Debug, PartialEq, Eq)]
pub struct GlossaryForm {
    /// Its terms.
    pub terms: Vec<String>,
    /// The terms without bigrams, which would overlap with the neighbouring text.
    units: Vec<String>,
}

impl GlossaryForm {
    fn new(text: &str) -> GlossaryForm {
        let terms = analyzer::terms(text);
        GlossaryForm { units: units(&terms), terms }
    }
}

/// Terms without bigrams.
fn units(terms: &[String]) -> Vec<String> {
    let pair = |term: &str| term.chars().count() == 2 && !term.is_ascii();
    terms.iter().filter(|term| !pair(term)).cloned().collect()
}

/// A form that occurs in the query, and its synonyms.
#[derive(Debug, PartialEq, Eq)]
pub struct GlossaryMatch<'g> {
    /// The form.
    pub form: &'g GlossaryForm,
    /// Its synonyms.
    pub others: Vec<&'g GlossaryForm>,
}

impl Glossary {
    /// The synonyms built in, and the desk's own.
    pub fn load(index: &Path) -> Result<Glossary, IndexError> {
        let path = index.join(FILE);
        let own = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(IndexError::Io { path, source }),
        };
        Ok(Glossary::read(&format!("{}\n{own}", include_str!("../../../index/glossary.txt"))))
    }

    /// One group per line, forms separated by `|`; `#` begins a comment.
    fn read(text: &str) -> Glossary {
        let mut glossary = Glossary::default();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let mut forms: Vec<GlossaryForm> = Vec::new();
            for form in line.split('|').map(GlossaryForm::new).filter(|form| !form.units.is_empty()) {
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
            if forms.len() < 2 {
                continue;
            }
            for (i, form) in forms.iter().enumerate() {
                glossary.begins.entry(form.units[0].clone()).or_default().push((glossary.groups.len(), i));
            }
            glossary.groups.push(forms);
        }
        glossary
    }

    /// The forms in a query's terms: the longest from each place, not overlapping.
    pub fn matches(&self, terms: &[String]) -> Vec<GlossaryMatch<'_>> {
        let said = units(terms);
        let (mut found, mut at) = (Vec::new(), 0);
        while at < said.len() && found.len() < WIDENED_MAX {
            let begins = self.begins.get(&said[at]).into_iter().flatten();
            let fits = begins.filter(|(group, form)| said[at..].starts_with(&self.groups[*group][*form].units));
            // A form may be in several groups; the longest forms from here count.
            let longest = fits.clone().map(|(g, f)| self.groups[*g][*f].units.len()).max().unwrap_or(0);
            for (group, form) in fits.filter(|(g, f)| self.groups[*g][*f].units.len() == longest) {
                let all = &self.groups[*group];
                let others = all.iter().enumerate().filter(|(i, _)| i != form).map(|(_, other)| other).collect();
                found.push(GlossaryMatch { form: &all[*form], others });
            }
            at += longest.max(1);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(glossary: &Glossary, question: &str) -> Vec<String> {
        let terms = analyzer::terms(question);
        glossary.matches(&terms).iter().flat_map(|m| m.others.iter().map(|form| form.terms.join("+"))).collect()
    }

    #[test]
    fn forms_are_found_inside_a_question_the_longest_first() {
        let glossary = Glossary::read("连接池 | connection pool\n连接 | connection\n# 池 | pool\n");
        let of = |text: &str| analyzer::terms(text).join("+");
        assert_eq!(others(&glossary, "数据库连接池耗尽"), [of("connection pool")]);
        assert_eq!(others(&glossary, "my connection pools are gone"), [of("连接池")]);
        assert_eq!(others(&glossary, "connections"), [of("连接")]);
        assert!(others(&glossary, "pool").is_empty());
    }

    #[test]
    fn every_line_built_in_is_a_group() {
        let text = include_str!("../../../index/glossary.txt");
        let lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).count();
        assert_eq!(Glossary::read(text).groups.len(), lines);
    }
}
