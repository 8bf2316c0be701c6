//! What every page needs.

use super::Message;

pub const PAGE: &[Message] = &[
    ("skip", "跳到正文", "Skip to content"),
    ("error", "报错信息", "Error text"),
    ("error.not_found", "没有这个内容，或者它不对你开放。", "It is not there, or not open to you."),
    ("error.forbidden", "你的角色不能这样做。", "Your role does not allow this."),
    ("error.title", "出错了", "Something is wrong"),
    ("back", "返回", "Back"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    ("system", "系统", "system"),
];
