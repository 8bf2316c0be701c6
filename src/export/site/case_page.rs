//! A page per case: the answer first, in the case's own language, with labels that follow the reader's.

use super::context::Site;
use super::place::{ListKind, place};
use crate::desk::ReadCase;
use crate::digest;
use crate::export::folder::ExportError;
use crate::page::{OtherLanguage, Template, fingerprint, parts_for_reading, render};
use crate::words::{Locale, Vocabulary};
use serde_json::{Value, json};

/// Other members of the family listed on a page.
const LIKE_MAX: usize = 20;

/// A case's page and what it is made of.
pub struct CasePage<'a> {
    site: &'a Site<'a>,
    view: &'a ReadCase,
    like: String,
}

impl<'a> CasePage<'a> {
    pub fn new(site: &'a Site, view: &'a ReadCase) -> Result<CasePage<'a>, ExportError> {
        let own = view.case.number;
        let family = site.families.get(&view.case.family).map_or(&[][..], Vec::as_slice);
        let others = family.iter().filter(|number| **number != own).take(LIKE_MAX);
        let rows = others.filter_map(|number| site.listed.get(number).map(|entry| site.row(*number, entry, "../../")));
        Ok(CasePage { site, view, like: rows.collect::<Result<_, _>>()? })
    }

    pub fn path(&self) -> String {
        format!("{}.html", Site::case_path(self.view.case.number))
    }

    /// Changes whenever the page would.
    pub fn key(&self) -> String {
        let case = serde_json::to_string(&self.view.case).unwrap_or_default();
        let links: Vec<String> = [ListKind::Product, ListKind::Component].map(|kind| self.link(kind).to_string()).into();
        let (links, days) = (links.concat(), self.days().concat());
        let said = [
            fingerprint(),
            &self.site.name,
            self.site.standard.tag(),
            &case,
            &self.view.reused.to_string(),
            &self.like,
            &links,
            &days,
        ];
        digest::hex(said.join("\u{0}").as_bytes())[..16].to_string()
    }

    /// The days it was opened and solved, in the desk's zone; empty where it was not.
    fn days(&self) -> [String; 2] {
        let case = &self.view.case;
        [self.site.day(case.opened_at), case.resolved_at.map(|at| self.site.day(at)).unwrap_or_default()]
    }

    /// The list that it stands in.
    fn link(&self, kind: ListKind) -> Value {
        let (number, site) = (self.view.case.number, self.site);
        let found = site.listed.get(&number).and_then(|entry| place(kind, number, entry));
        let ending = site.ending(self.view.case.language);
        found.map_or(Value::Null, |(label, name)| json!({"label": label, "href": format!("{}/{name}{ending}", kind.folder())}))
    }

    pub fn html(&self) -> Result<String, ExportError> {
        let (case, site) = (&self.view.case, self.site);
        let locale = case.language;
        let [opened, resolved] = self.days();
        let (zh, en) = (case.confidence.zh(), case.confidence.word().replace('_', " "));
        let values = json!({
            "lang": locale.tag(), "desk": site.name, "root": "../../", "standard": site.standard.word(),
            "home": format!("index{}", site.ending(locale)), "other_language": OtherLanguage::at(locale.other(), format!("index{}", site.ending(locale.other()))),
            "case": {
                "number": case.number, "title": case.title, "language": case.language, "versions": case.versions,
                "component": case.component, "reopened": case.reopened, "reused": self.view.reused,
                "resolved": resolved, "opened": opened,
            },
            "product": self.link(ListKind::Product), "component": self.link(ListKind::Component),
            "confidence": {"zh": zh, "en": en, "word": if locale == Locale::En { &en } else { zh }},
            "parts": parts_for_reading(&case.parts, &site.renderer),
            "like": self.like,
        });
        render(Template::SiteCase, values).map_err(ExportError::Page)
    }
}
