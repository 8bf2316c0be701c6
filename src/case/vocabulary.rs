//! The vocabularies of a case.

use crate::words::vocabulary;

vocabulary! {
    /// How far a case can be relied on (KCS: article confidence).
    Confidence, "confidence" {
        Wip = "wip" / "编写中", NotValidated = "not_validated" / "未验证", Validated = "validated" / "已验证", Archived = "archived" / "已停用",
    }
}
vocabulary! {
    /// Who may read a case (KCS: article audience); each includes those before it.
    Audience, "audience" { Internal = "internal" / "内部", Customer = "customer" / "客户", Public = "public" / "公开" }
}
vocabulary! {
    /// Kind of a link between cases or tickets.
    LinkKind, "link kind" { SolvedBy = "solved_by" / "由此解决", Duplicate = "duplicate" / "重复于", Related = "related" / "相关" }
}
