//! Where the desk stands on its promises.

use crate::page::messages::message::Message;

/// Where the desk stands on its promises.
pub const MEASURES: &[Message] = &[
    ("measures.nav", "指标", "Measures"),
    ("measures", "做得怎么样", "How the desk is doing"),
    (
        "measures.how",
        "全部由本系统的记录算出；导入的工单不计。每个数的算法见产品文档《measures》。",
        "All from the desk's own record; imported tickets do not count. The product's documentation (docs/measures.md) says how each is reckoned.",
    ),
    ("measures.promised", "三个目标", "The three promises"),
    ("measures.others", "其他", "The others"),
    ("measures.by", "分组", "By"),
    ("measures.together", "不分组", "together"),
    ("measures.baseline_from", "对比期从", "Baseline from"),
    ("measures.baseline_to", "至（不含）", "until (left out)"),
    ("measures.from", "从", "From"),
    ("measures.to", "至（不含）", "until (left out)"),
    ("measures.measure", "指标", "Measure"),
    ("measures.group", "分组", "Group"),
    ("measures.value", "数值", "Figure"),
    ("measures.median", "中位数", "Median"),
    ("measures.p90", "90 % 以内", "90 % within"),
    ("measures.count", "依据", "Counted"),
    ("measures.before", "对比期", "Baseline"),
    ("measures.change", "变化", "Change"),
    ("measures.goal", "目标", "Goal"),
    ("measures.met", "达到", "met"),
    ("measures.not_met", "未达到", "not met"),
    ("measures.mean", "平均", "mean"),
    ("measures.left_out", "这里只列出一部分，文件里有全部。", "Not all are listed here; the file has them."),
    ("measures.all", "合计", "All"),
];
