//! The exported site.

use crate::page::messages::message::Message;

/// The exported site.
pub const SITE: &[Message] = &[
    ("site.lead", "先看看上次是怎么解决的。", "Look up how it was solved last time."),
    ("site.filter", "按标题筛选", "Filter by title"),
    ("site.products", "产品", "Products"),
    ("site.components", "组件", "Components"),
    ("site.years", "年份", "Years"),
    ("site.latest", "最近的案例", "Latest cases"),
    ("site.all", "全部", "All"),
    ("site.cases", "个案例", "cases"),
    ("site.case_one", "个案例", "case"),
    ("site.none", "没有标题与之相符的案例。", "No title matches."),
    ("site.empty", "还没有可以公开的案例。", "There is no case for this audience yet."),
    ("site.like", "同类案例", "Like it"),
    ("site.newer", "较新", "Newer"),
    ("site.older", "较早", "Older"),
    ("site.reopened", "该工单已重新打开，案例有待修订", "Reopened since: this is being looked at again"),
    ("site.opened_on", "提出于", "reported"),
];
