//! People, tokens, signing in.

use super::Message;

pub const PEOPLE: &[Message] = &[
    ("sign_in", "登录", "Sign in"),
    ("sign_in.ask", "请向管理员索取一次性登录链接。", "Ask an administrator for a one-time sign-in link."),
    ("sign_in.first", "第一位管理员", "The first administrator"),
    (
        "sign_in.first_lead",
        "这里还没有任何人。你将成为管理员，并拥有全部内部角色。",
        "Nobody is here yet. You become the administrator and hold every staff role.",
    ),
    ("sign_in.used", "这个链接已经用过或已过期。", "This link has been used, or its time is over."),
    ("sign_out", "退出", "Sign out"),
    ("name", "姓名", "Name"),
    ("people", "人员与令牌", "People and tokens"),
    ("people.list", "人员", "People"),
    ("people.add", "添加人员", "Add somebody"),
    (
        "people.add_hint",
        "添加后会得到一个一次性登录链接，请转交本人。已有此人时，会增加这些角色。",
        "You get a one-time sign-in link to hand over. Somebody who is here already gets these roles as well.",
    ),
    ("people.roles", "角色", "Roles"),
    ("people.company", "公司（客户）", "Company (of a customer)"),
    ("people.last", "最近登录", "Last sign-in"),
    ("people.never", "从未", "never"),
    ("people.link", "新的登录链接", "New sign-in link"),
    ("people.change", "更改", "Change"),
    ("people.save", "保存", "Save"),
    ("people.deactivate", "停用", "Deactivate"),
    (
        "people.deactivate_hint",
        "停用后立即退出登录，令牌全部失效；历史记录保留姓名。",
        "Signs them out at once and ends their tokens; the record keeps the name.",
    ),
    ("people.reactivate", "恢复", "Reactivate"),
    ("people.inactive", "已停用", "deactivated"),
    ("people.you", "你", "you"),
    ("made.link", "的一次性登录链接，24 小时内有效，只能用一次：", ": a sign-in link. It works once, within 24 hours:"),
    ("made.token", "的令牌，只显示这一次：", ": a token. It is shown this once:"),
    ("tokens", "接口令牌", "API tokens"),
    (
        "tokens.hint",
        "令牌以某人的身份调用接口，只限所选角色。",
        "A token speaks for somebody in the API, in the roles chosen and no others.",
    ),
    ("tokens.none", "还没有令牌。", "No tokens."),
    ("tokens.made", "创建于", "Made"),
    ("tokens.used", "最近使用", "Last used"),
    ("tokens.add", "创建令牌", "Make a token"),
    ("tokens.revoke", "吊销", "Revoke"),
];
