//! What every page needs.

use super::message::Message;

/// What every page needs.
pub const PAGE: &[Message] = &[
    ("skip", "跳到正文", "Skip to content"),
    ("error", "报错信息", "Error text"),
    ("error.not_found", "没有这个内容，或不对你开放", "It is not there, or not open to you"),
    ("error.forbidden", "你不能这样做", "This is not open to you"),
    ("error.sign_in", "请先登录", "Sign in first"),
    ("error.title", "没有完成", "It was not done"),
    ("zone", "时间均为", "Times are those of"),
    ("back", "返回", "Back"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    (
        "doubt.not_sent",
        "还没有提交：下面的内容可能是笔误。改正，或原样再次提交。",
        "Not sent yet: this may be a slip. Correct it, or send it once more as it is.",
    ),
    ("actor.system", "系统", "the desk"),
    ("actor.operator", "本机操作者", "the operator"),
    ("actor.visitor", "访客", "a visitor"),
];
