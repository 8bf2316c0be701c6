//! Bursts of like reports, and incidents.

use crate::page::messages::message::Message;

/// Bursts of like reports, and incidents.
pub const BURST: &[Message] = &[
    ("bursts.nav", "集中报告", "Bursts"),
    ("bursts", "集中报告与重大故障", "Bursts and incidents"),
    ("bursts.incidents", "处理中的重大故障", "Open incidents"),
    ("bursts.no_incident", "现在没有重大故障。", "There is no incident just now."),
    ("bursts.joined", "已并入 {} 个工单，涉及客户 {} 家", "{} [ticket has|tickets have] joined, of {} [customer|customers]"),
    ("bursts.told", "最近同步 {}", "last told {}"),
    ("bursts.never_told", "还没有同步过进度", "not told anything yet"),
    ("bursts.tell_by", "下次同步不晚于 {}", "to be told by {}"),
    ("bursts.tell", "告知所有报告人", "Tell all who reported it"),
    (
        "bursts.tell_hint",
        "这段话会写进每一个已并入工单的进度，每位客户只看到自己的工单。",
        "This becomes progress on each ticket that has joined; each customer sees their own only.",
    ),
    ("bursts.proposed", "可能是重大故障", "Perhaps an incident"),
    (
        "bursts.how",
        "{}之内至少 {} 份相像的报告会列在这里；由人决定是否宣布。",
        "Within {}, at least {} like reports stand here as one burst; a person decides whether it is an incident.",
    ),
    ("bursts.none", "现在没有相像的报告集中出现。", "No like reports come in numbers just now."),
    ("bursts.count", "{} 份报告，客户 {} 家，{} 至 {}", "{} [report|reports], of {} [customer|customers], from {} to {}"),
    ("bursts.at", "提交时间", "Submitted"),
    ("bursts.main", "主工单", "Main ticket"),
    ("bursts.with", "一并处理", "Take with it"),
    ("bursts.declare", "宣布为重大故障", "Declare it an incident"),
    (
        "bursts.declare_hint",
        "选中的工单并入主工单；编号、表单和确认仍各自保留。",
        "The tickets chosen join the main one; each keeps its number, forms and confirmation.",
    ),
    ("bursts.others", "其他已并入的工单", "The tickets that have joined"),
    ("bursts.see", "查看并宣布", "See them all, and declare"),
];
