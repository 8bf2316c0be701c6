//! Forms and documents.

use crate::page::messages::message::Message;

/// Forms and documents.
pub const FORMS: &[Message] = &[
    ("forms", "表单", "Forms"),
    ("forms.registration", "登记表", "Registration"),
    ("forms.progress", "进度跟踪表", "Progress"),
    ("forms.requirement", "评估与处理表", "Evaluation and handling"),
    ("forms.evaluation", "需求评估报告", "Evaluation report"),
    ("forms.satisfaction", "满意度确认单", "Satisfaction confirmation"),
    ("forms.back", "回到工单", "Back to the ticket"),
    ("forms.list", "本表清单", "All on this form"),
    ("forms.print", "打印：Ctrl+P（A4，不含导航）。", "To print: Ctrl+P (A4, without navigation)."),
    ("forms.printed", "制表时间", "As of"),
    ("forms.from", "提交时间从", "Submitted from"),
    ("forms.to", "至（不含）", "until (left out)"),
    ("forms.show", "查看", "Show"),
    ("forms.none", "这段时间里没有。", "None in this time."),
    ("forms.pages", "页", "Pages"),
    ("forms.before", "上一页", "Earlier"),
    ("forms.next", "下一页", "Later"),
    ("forms.count", "张", "in all"),
];
