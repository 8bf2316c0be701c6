//! Search, suggestions and the home page.

use crate::page::messages::message::Message;

/// Search, suggestions and the home page.
pub const SEARCH: &[Message] = &[
    ("search", "检索", "Search"),
    ("search.hint", "错误码、现象、几个词都行", "An error code, a symptom, a few words"),
    ("search.none", "没有找到", "Nothing found for"),
    (
        "search.try",
        "换几个词，或只用错误码试试；也可以直接提交报告。",
        "Try fewer or other words, or only the error code; or send a report.",
    ),
    (
        "search.try_signed_in",
        "换几个词，或只用错误码试试；登录后可以看到更多案例，也可以提交报告。",
        "Try fewer or other words, or only the error code. Who signs in sees more cases, and can send a report.",
    ),
    ("search.count", "条结果", "results"),
    ("search.count_one", "条结果", "result"),
    (
        "search.cut",
        "问题太长，只用了前 7000 个字。整份报告请用「提交报告」页检索。",
        "The question is too long: only its first 7,000 characters were used. For a whole report, use the page for a new report.",
    ),
    (
        "search.too_long",
        "问题太长，没有检索。请缩短到 7000 个字以内，或在「提交报告」页粘贴整份报告。",
        "The question is too long and was not searched for. Shorten it to 7,000 characters, or paste the whole report on the page for a new report.",
    ),
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
    ("home.open", "您的未关闭工单", "Your open tickets"),
    (
        "home.alone",
        "这里还只有你一个人：请添加同事，工单才能有人评估、分派和批准。",
        "You are alone here: add your colleagues, so that tickets can be assessed, assigned and approved.",
    ),
    ("home.public", "未登录，只能看到公开案例。", "Not signed in: only public cases are shown."),
    ("copy", "复制", "Copy"),
    ("copied", "已复制", "Copied"),
    ("like_it", "条同类", "more like it"),
    ("reused", "次复用", "× reused"),
    ("solved_on", "解决于", "solved"),
    ("no_solution", "还没有解决方案", "No solution yet"),
    ("matched", "为何匹配", "Why it matched"),
    ("differs", "不同之处", "What differs"),
    ("known_already", "可能已有答案", "What is already known"),
    ("known_none", "知识库里还没有类似的。", "Nothing like it in the archive yet."),
    ("known_poor", "没有特别相近的案例；下面这些只有一点相似。", "Nothing fits well; these are only a little like it."),
    ("solved_mine", "这个解决了我的问题", "This solved it"),
    ("same_as_mine", "和我的一样，有进展通知我", "Same as mine: keep me informed"),
    ("look_first", "先看看有没有现成答案", "See what is known first"),
    ("known_hint", "填写时会自动检索；不影响提交。", "Looked up as you type. It never stands in the way of sending."),
    ("search.keys", "j/k 移动 · Enter 打开 · c 复制解决方案", "j/k move · Enter opens · c copies the fix"),
    ("deflected.no_ticket", "没有登记工单。你用的是：", "No ticket was made. You used"),
    ("deflected.not_helped", "按错了，或其实没有解决？", "Pressed by mistake, or it did not help after all?"),
    ("deflected.take_back", "撤回，继续填写报告", "Take it back and go on with the report"),
    ("deflected", "已记录：案例解决了你的问题。", "Noted: the case solved it."),
];
