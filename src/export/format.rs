//! What an export is written as.

use crate::words::vocabulary;

vocabulary! {
    /// What an export is written as.
    Format, "format" { Html = "html" / "网站", Markdown = "markdown" / "案例文件", Jsonl = "jsonl" / "数据行" }
}
