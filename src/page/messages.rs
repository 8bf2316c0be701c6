//! Every message of the pages, in both languages.

/// The language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Zh,
    En,
}

impl Tongue {
    /// The `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::Zh => "zh-CN",
            Tongue::En => "en",
        }
    }

    /// As file names and choices have it.
    pub fn short(self) -> &'static str {
        match self {
            Tongue::Zh => "zh",
            Tongue::En => "en",
        }
    }

    pub fn other(self) -> Tongue {
        match self {
            Tongue::Zh => Tongue::En,
            Tongue::En => Tongue::Zh,
        }
    }

    pub fn parse(text: &str) -> Option<Tongue> {
        match text {
            "zh" | "zh-CN" => Some(Tongue::Zh),
            "en" => Some(Tongue::En),
            _ => None,
        }
    }

    /// The first language of an Accept-Language header that is one of ours; Chinese where none is.
    pub fn accepted(header: &str) -> Tongue {
        let first = header.split(',').map(|part| part.trim().to_ascii_lowercase());
        let known = first.filter_map(|tag| match () {
            () if tag.starts_with("zh") => Some(Tongue::Zh),
            () if tag.starts_with("en") => Some(Tongue::En),
            () => None,
        });
        known.into_iter().next().unwrap_or(Tongue::Zh)
    }
}

/// A message by its key; the key itself where there is none, which a test forbids.
pub fn message(tongue: Tongue, key: &str) -> &str {
    match MESSAGES.iter().find(|(known, ..)| *known == key) {
        Some((_, zh, en)) => match tongue {
            Tongue::Zh => zh,
            Tongue::En => en,
        },
        None => key,
    }
}

/// Key, Chinese, English.
pub const MESSAGES: &[(&str, &str, &str)] = &[
    ("skip", "跳到正文", "Skip to content"),
    ("search", "检索", "Search"),
    ("search.hint", "错误码、现象、几个词都行", "An error code, a symptom, a few words"),
    ("search.none", "没有找到", "Nothing found for"),
    (
        "search.try",
        "换几个词，或只用错误码试试；也可以直接提交报告。",
        "Try fewer or other words, or only the error code; or send a report.",
    ),
    ("search.count", "条结果", "results"),
    ("search.more", "更多", "More"),
    ("search.narrow", "缩小范围", "Narrow down"),
    ("search.widen", "去掉条件", "Without"),
    ("search.meant", "您是不是想找", "Did you mean"),
    (
        "search.phrase_missing",
        "没有与引号内完全一致的内容，以下结果含有其中的词。",
        "Nothing has the words in quotes as they stand; these have them apart.",
    ),
    ("home.lead", "先看看上次是怎么解决的。", "Look up how it was solved last time."),
    ("home.public", "未登录，只能看到公开案例。", "Not signed in: only public cases are shown."),
    ("site.lead", "先看看上次是怎么解决的。", "Look up how it was solved last time."),
    ("site.filter", "按标题筛选", "Filter by title"),
    ("site.products", "产品", "Products"),
    ("site.components", "组件", "Components"),
    ("site.years", "年份", "Years"),
    ("site.latest", "最近的案例", "Latest cases"),
    ("site.all", "全部", "All"),
    ("site.cases", "个案例", "cases"),
    ("site.none", "没有标题与之相符的案例。", "No title matches."),
    ("site.empty", "还没有可以公开的案例。", "There is no case for this audience yet."),
    ("site.like", "同类案例", "Like it"),
    ("site.newer", "较新", "Newer"),
    ("site.older", "较早", "Older"),
    ("site.reopened", "该工单已重新打开，案例有待修订", "Reopened since: this is being looked at again"),
    ("site.opened_on", "提出于", "reported"),
    ("queue", "工单", "Tickets"),
    ("report.new", "提交报告", "New report"),
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
    ("case", "案例", "Case"),
    ("resolution", "解决方案", "Resolution"),
    ("workaround", "临时规避", "Workaround"),
    ("issue", "问题描述", "Issue"),
    ("environment", "环境", "Environment"),
    ("analysis", "分析过程", "Analysis"),
    ("cause", "根因", "Cause"),
    ("attempts", "尝试过的办法", "Attempts"),
    ("feedback", "客户反馈", "Feedback"),
    ("copy", "复制", "Copy"),
    ("copied", "已复制", "Copied"),
    ("like_it", "条同类", "like it"),
    ("reused", "次复用", "× reused"),
    ("solved_on", "解决于", "solved"),
    ("no_solution", "还没有解决方案", "No solution yet"),
    ("matched", "为何匹配", "Why it matched"),
    ("differs", "不同之处", "What differs"),
    ("known_already", "可能已有答案", "What is already known"),
    ("known_none", "知识库里还没有类似的。", "Nothing like it in the archive yet."),
    ("solved_mine", "这个解决了我的问题", "This solved it"),
    ("title", "标题", "Title"),
    ("description", "现象", "What is seen"),
    ("steps", "步骤", "Steps"),
    ("error", "报错信息", "Error text"),
    ("customer", "客户名称", "Customer"),
    ("contact", "联系人", "Contact"),
    ("phone", "电话", "Telephone"),
    ("urgency", "紧急程度", "Urgency"),
    ("kind", "类别", "Kind"),
    ("product", "产品", "Product"),
    ("send", "提交", "Send"),
    ("status", "状态", "Status"),
    ("severity", "故障等级", "Severity"),
    ("assignee", "处理责任人", "Responsible"),
    ("due", "到期", "Due"),
    ("queue.escalated", "已升级", "escalated"),
    ("overdue", "已超时", "overdue"),
    ("left", "还剩", "left"),
    ("clocks", "时限", "Clocks"),
    ("timeline", "时间线", "Timeline"),
    ("next_steps", "下一步", "Next steps"),
    ("none_open", "没有工单。", "No tickets."),
    ("missing", "待补充", "Still to be told"),
    ("archived", "已归档", "archived"),
    ("error.not_found", "没有这个内容，或者它不对你开放。", "It is not there, or not open to you."),
    ("error.forbidden", "你的角色不能这样做。", "Your role does not allow this."),
    ("error.title", "出错了", "Something is wrong"),
    ("back", "返回", "Back"),
    ("field.severity", "故障等级（故障）", "severity (a fault)"),
    ("field.requirement_type", "需求类型（需求）", "type (a requirement)"),
    ("field.priority", "优先级（需求）", "priority (a requirement)"),
    ("field.urgency", "紧急程度", "urgency, if it differs"),
    ("field.component", "组件", "component"),
    ("field.overdue_reason", "超时原因（如已超时）", "why it is late, if it is"),
    ("field.reason", "原因", "reason"),
    ("field.to", "处理责任人", "to"),
    ("field.approach", "方案类型", "approach"),
    ("field.cause", "根因", "cause"),
    ("field.text", "内容", "text"),
    ("field.kind", "类型", "kind"),
    ("field.failed", "没有效果", "it did not help"),
    ("field.waiting_for", "等待谁", "waiting for"),
    ("field.resolution", "解决方案", "resolution"),
    ("field.workaround", "临时规避", "workaround"),
    ("field.tested_with", "与谁一起测试", "tested with"),
    ("field.solved", "已彻底解决", "solved for good"),
    ("field.satisfaction", "满意度", "satisfaction"),
    ("field.words", "客户原话", "in the customer's words"),
    ("field.said_how", "如何得知（代填时）", "how it was said (on their behalf)"),
    ("field.technical", "技术可行性", "technical"),
    ("field.resources", "资源", "resources"),
    ("field.cost", "成本", "cost"),
    ("field.verdict", "结论", "verdict"),
    ("field.report", "评估报告", "report"),
    ("field.agreed", "同意方向", "agreed"),
    ("field.items", "验收项（每行一项，未通过以 ✗ 开头）", "items, one a line; ✗ before what failed"),
    ("field.case", "案例编号", "case number"),
    ("field.ticket", "工单编号", "ticket number"),
    ("field.occurred_at", "发生时间", "when it was seen"),
    ("field.steps", "步骤", "steps"),
    ("field.error", "报错信息", "error text"),
    ("field.description", "现象", "what is seen"),
    ("field.scenario", "场景", "scenario"),
    ("field.effect", "期望效果", "effect wanted"),
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
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    ("system", "系统", "system"),
    ("same_as_mine", "和我的一样，有进展通知我", "Same as mine: keep me informed"),
    ("look_first", "先看看有没有现成答案", "See what is known first"),
    ("known_hint", "填写时会自动检索；不影响提交。", "Looked up as you type. It never stands in the way of sending."),
    (
        "ticket.changed",
        "你打开页面后，工单已有变化。你填写的内容还在；请看一下时间线，确认后再次提交。",
        "The ticket has changed since you opened the page. What you typed is still there: look at the timeline, then send it again.",
    ),
    ("ticket.live", "工单刚刚有更新。", "The ticket has just changed."),
    (
        "ticket.gone",
        "这一步现在不能做了；你填写的内容仍保留在这里。",
        "This step is no longer possible; what you typed is kept here.",
    ),
    ("ticket.no_steps", "目前没有轮到你的步骤。", "Nothing here is yours to do just now."),
    ("ticket.registered_by", "登记人", "registered by"),
    ("ticket.case", "查看案例", "See the case"),
    ("field.title", "标题", "title"),
    ("field.customer", "客户名称", "customer"),
    ("field.contact.name", "联系人", "contact"),
    ("field.contact", "联系人", "contact"),
    ("search.keys", "j/k 移动 · Enter 打开 · c 复制解决方案", "j/k move · Enter opens · c copies the fix"),
    ("audience", "可见范围", "Audience"),
    ("confidence", "可信度", "Confidence"),
    ("versions", "版本（每行一个）", "Versions (one a line)"),
    ("case.holds", "现在还管用吗？", "Does it still hold?"),
    ("case.words", "补充说明（可不填）", "In a few words, if you like"),
    ("case.yes", "管用", "Yes, it helped"),
    ("case.no", "不管用", "No, it did not"),
    ("case.helped", "人说管用", "found it helped"),
    ("case.not_helped", "人说不管用", "found it did not help"),
    ("case.thanks", "已记录，谢谢。", "Noted. Thank you."),
    ("case.file", "Markdown 文件", "Markdown file"),
    ("case.ticket", "工单", "The ticket"),
    ("case.revisions", "修订记录", "Revisions"),
    ("case.edit", "编辑案例", "Edit the case"),
    ("why.closed", "工单关闭", "ticket closed"),
    ("why.edited", "编辑", "edited"),
    ("why.adopted", "从文件收录", "taken in from its file"),
    ("why.imported", "导入", "imported"),
    ("why.reopened", "工单重新打开", "ticket reopened"),
    ("case.same", "没有可见的变化。", "Nothing visible changed."),
    (
        "case.reopened",
        "这个问题后来又被重新打开，此方案未必仍然有效。",
        "This was reopened later; the solution may no longer hold.",
    ),
    (
        "case.changed",
        "你打开页面后，案例已被他人修改。你填写的内容还在；请对照修订记录，确认后再次保存。",
        "Somebody has revised the case since you opened it. What you wrote is still there: compare the revisions, then save again.",
    ),
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
    ("queue.open", "未关闭", "Open"),
    ("queue.all", "全部", "All"),
    ("queue.mine", "我负责的", "Mine"),
    ("queue.find", "标题里的词，或编号", "Words of the title, or a number"),
    ("queue.filters", "筛选", "Filters"),
    ("deflected", "已记录：案例解决了你的问题。", "Noted: the case solved it."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice_and_none_is_empty() {
        for (i, (key, zh, en)) in MESSAGES.iter().enumerate() {
            assert!(!zh.is_empty() && !en.is_empty(), "{key}");
            assert!(MESSAGES[..i].iter().all(|(other, ..)| other != key), "{key} twice");
        }
    }

    #[test]
    fn the_browsers_first_known_language_counts() {
        assert_eq!(Tongue::accepted("fr, en-GB;q=0.8, zh;q=0.5"), Tongue::En);
        assert_eq!(Tongue::accepted("zh-CN,zh;q=0.9,en"), Tongue::Zh);
        assert_eq!(Tongue::accepted(""), Tongue::Zh);
    }
}
