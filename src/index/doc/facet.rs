//! Facets: the fields by which results are filtered and counted.

/// Fault or requirement.
use crate::ticket::{Kind, Severity, Status};
use crate::words::Vocabulary;

/// A field by which results are filtered and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// The product.
    Product,
    /// The component.
    Component,
    /// The fault class.
    Severity,
    /// The ticket's status.
    Status,
    /// Fault or requirement.
    Kind,
}

impl Facet {
    /// All facets, in the order of the columns.
    pub const ALL: [Facet; 5] = [Facet::Product, Facet::Component, Facet::Severity, Facet::Status, Facet::Kind];

    /// Its name in API, queries and the index.
    pub fn word(self) -> &'static str {
        match self {
            Facet::Product => "product",
            Facet::Component => "component",
            Facet::Severity => "severity",
            Facet::Status => "status",
            Facet::Kind => "kind",
        }
    }

    /// Its Chinese name, which queries accept as well.
    pub fn zh(self) -> &'static str {
        match self {
            Facet::Product => "产品",
            Facet::Component => "组件",
            Facet::Severity => "等级",
            Facet::Status => "状态",
            Facet::Kind => "类别",
        }
    }

    /// The facet of a name in either language; English names in any case.
    pub fn parse(text: &str) -> Option<Facet> {
        Facet::ALL.into_iter().find(|f| f.word().eq_ignore_ascii_case(text) || f.zh() == text)
    }

    /// A value as it is stored: coded values may be given in Chinese or in any case.
    pub fn stored(self, value: &str) -> String {
        fn code<T: Vocabulary>(value: &str) -> Option<String> {
            let known = T::WORDS.iter().filter_map(|word| T::parse(word).ok());
            known.into_iter().find(|v| v.zh() == value || v.word().eq_ignore_ascii_case(value)).map(|v| v.word().to_string())
        }
        let coded = match self {
            Facet::Severity => code::<Severity>(value),
            Facet::Status => code::<Status>(value),
            Facet::Kind => code::<Kind>(value),
            Facet::Product | Facet::Component => None,
        };
        coded.unwrap_or_else(|| value.to_string())
    }
}
