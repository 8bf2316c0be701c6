//! The kind of a value in a request body or in the settings.

use super::sentence::sentences;

sentences! {
    /// The kind of a value that was expected or found.
    ValueKind {
        Text => "a text" / "文本",
        Flag => "true or false" / "true 或 false",
        Count => "a whole number from 1 on" / "1 以上的整数",
        Time => "a time as text, RFC 3339" / "文本形式的时间（RFC 3339）",
        Object => "an object" / "对象",
        Objects => "a list of objects" / "对象列表",
        Texts => "a list of texts" / "文本列表",
        List => "a list" / "列表",
        Table => "a table" / "表",
        Tables => "a list of tables" / "表的列表",
        Integer => "integer" / "整数",
        Float => "float" / "小数",
        Boolean => "boolean" / "true 或 false",
        String => "string" / "文本",
        Datetime => "datetime" / "日期时间",
        Array => "array" / "列表",
        OneTable => "table" / "表",
    }
}
