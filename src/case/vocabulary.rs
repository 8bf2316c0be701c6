//! The words a case is described with.

use crate::words::vocabulary;

vocabulary! {
    /// How far a case can be relied on, in KCS terms.
    Confidence, "confidence" {
        Wip = "wip" / "编写中", NotValidated = "not_validated" / "未验证", Validated = "validated" / "已验证", Archived = "archived" / "已停用",
    }
}
vocabulary! {
    /// Who may read a case; each one includes those before it.
    Audience, "audience" { Internal = "internal" / "内部", Customer = "customer" / "客户", Public = "public" / "公开" }
}
vocabulary! {
    /// What ties a case to another.
    LinkKind, "link kind" { SolvedBy = "solved_by" / "由此解决", Duplicate = "duplicate" / "重复于", Related = "related" / "相关" }
}
