//! How good the suggestions are.

use crate::page::messages::message::Message;

/// How good the suggestions are.
pub const QUALITY: &[Message] = &[
    ("quality.nav", "推荐质量", "Quality"),
    ("quality", "推荐得准不准", "How good the suggestions are"),
    (
        "quality.how",
        "把最近已知答案的提问按当时的情况重新检索一遍，看正确答案排在第几位。",
        "The latest questions whose answer is known by now, asked again as things were then: where does the right answer stand?",
    ),
    ("quality.within", "前几条之内", "Among the first"),
    ("quality.share", "找到的提问", "Questions answered"),
    ("quality.questions", "提问数", "Questions asked again"),
    ("quality.mrr", "平均倒数排名（前 10）", "Mean of one over the rank (first 10)"),
    (
        "quality.ended",
        "近 90 天以自助解决、关联工单或关联案例结束的检索",
        "Consultations of 90 days that ended with a case or in an open ticket",
    ),
    ("quality.weights", "排序权重", "Weights"),
    ("quality.at", "计算时间", "Reckoned at"),
    ("quality.missed", "没找到的（正确答案不在前 10 条）", "Missed: the right answer was not among the first ten"),
    ("quality.none_missed", "没有遗漏。", "None was missed."),
    ("quality.consultation", "一次自助检索", "a consultation"),
    (
        "quality.no_questions",
        "还没有已知答案的提问：关联案例或工单之后，这里就有数字。",
        "No question has a known answer yet: figures come with the first links.",
    ),
    ("quality.not_yet", "还没有计算；每天一次。", "Not reckoned yet; it is, once a day."),
    ("quality.in_vain", "没有结果的搜索", "Searches in vain"),
    ("quality.none_in_vain", "近 90 天没有。", "None in 90 days."),
    ("quality.words", "搜索内容", "Words"),
    ("quality.count", "次数", "Times"),
    ("quality.last", "最近一次", "Last"),
];
