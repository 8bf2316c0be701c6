//! Why a request cannot be answered, apart from what it asks for: not found, too large, too often, no token and the like.

use super::sentence::sentences;

sentences! {
    /// What was not found. The same answer if it exists and the actor may not see it.
    Missing {
        Ticket { name: String } => "there is no ticket {name}" / "没有这个工单：{name}",
        Case { name: String } => "there is no case {name}" / "没有这个案例：{name}",
        Person { name: String } => "there is no person {name}" / "没有这个人员：{name}",
        Token { name: String } => "there is no token {name}" / "没有这个令牌：{name}",
        File { name: String } => "there is no file {name}" / "没有这个附件：{name}",
        Step { name: String } => "there is no step {name}" / "没有这个操作：{name}",
        Consultation { name: String } => "there is no consultation {name}; consult again" / "没有这次查找的记录：{name}；请重新查找",
        SignInLink => "there is no sign-in link like this; it works once, for a day" / "没有这样的登录链接；链接只能用一次，一天内有效",
        ListOf { form: String } => "there is no list of {form}: a document is of one ticket" / "{form} 没有列表：它是单个工单的文档",
    }
}

sentences! {
    /// Why a request cannot be answered.
    DoorReason {
        NotFound { what: Missing } => "{what}" / "{what}",
        NoVerb { name: String } => "there is no verb \"{name}\"" / "没有操作“{name}”",
        NoForm { known: String } => "there is no such form; there are: {known}" / "没有这样的表单；可用：{known}",
        NoFormPage => "there is no such form" / "没有这样的表单",
        NoReport
            => "there is no such report; there are: searches_in_vain, suggestions, measures and each measure by its name"
             / "没有这样的报表；可用：searches_in_vain、suggestions、measures 及各项指标",
        NoAddress => "there is nothing at this address; /api/v1/openapi.json lists what there is" / "这个地址没有内容；可用的见 /api/v1/openapi.json",
        NotThisMethod => "this address does not take this method; see /api/v1/openapi.json" / "这个地址不接受该方法；见 /api/v1/openapi.json",
        ClockStands => "the clock moves only under `serve --simulate`" / "只有在 serve --simulate 下才能调整时钟",
        LinkUsed => "This link has been used, or its time is over." / "这个链接已经用过或已过期。",
        AskForLink => "Sign in to see tickets." / "登录后才能看到工单。",
        NoPage => "There is no page here." / "这里没有页面。",
        Changed { version: u64 }
            => "it has changed since you read it: it is at version {version} now" / "你打开之后它已有变化（现为第 {version} 版）",
        TicketChanged => "The ticket has changed since you opened the page. What you typed is still there: look at the timeline, then send it again." / "你打开页面后，工单已有变化。你填写的内容还在；请看一下时间线，确认后再次提交。",
        KeyReused => "this idempotency key was used for another request" / "这个请求编号已用于另一个请求",
        TooOften => "that was asked too often; wait a moment and try again" / "请求太频繁；请稍等片刻再试",
        DiskFull
            => "the desk's disk is full; nothing of this was kept. It can be read, and works again once there is room"
             / "磁盘已满，这次的内容没有保存；仍可查看，有了空间就会恢复",
        Busy => "the desk is busy writing; nothing was recorded, try again in a moment" / "系统正忙，没有记录；请稍后再试",
        BusyReading
            => "too much is being sent to the desk at once; nothing was recorded, try again in a moment"
             / "同时发来的内容太多，没有记录；请稍后再试",
        ReadOnly => "this desk can only be read just now; nothing was recorded" / "系统目前只能查看，没有记录",
        Stopping => "the desk is being stopped; try again in a moment" / "系统正在停止；请稍后再试",
        NotSearchable
            => "the archive cannot be searched just now; reports are registered all the same" / "知识库暂时无法检索；报告仍可提交",
        Locked => "the desk is held by another process" / "系统正由另一个进程占用",
        Conflict => "somebody else wrote at the same moment; try again" / "同时有人写入；请再试一次",
        Internal => "something went wrong here; it has been noted" / "这里出了故障，已记录在案",
        NoToken => "send a token: Authorization: Bearer <token>" / "请提供令牌：Authorization: Bearer <令牌>",
        NotReady { parts: String } => "does not work just now: {parts}" / "目前不能工作：{parts}",
        NotByItself
            => "this address is not a page; go to the page that its form is on" / "这个地址不是页面；请打开它所在的页面再操作",
        NotSentFromHere
            => "this form was not sent from a page of this desk; open the page here and send it again"
             / "这个表单不是从本系统的页面提交的；请在本系统中打开页面后重新提交",
        NotAForm => "this is not what the form on the page sends; go back and send it again" / "收到的不是页面上的表单；请返回后重新提交",
        NotMultipart { why: String } => "the body is not multipart/form-data: {why}" / "内容不是 multipart/form-data",
        NotJson { why: String } => "the body is not JSON: {why}" / "内容不是有效的 JSON",
        BadQuery { why: String } => "the query cannot be read: {why}" / "地址中的查询参数有误",
        NoHost => "there is no Host header" / "缺少 Host 请求头",
        TwoHosts => "there is more than one Host header" / "有多个 Host 请求头",
        BadKey { max: usize } => "Idempotency-Key has 1 to {max} printable ASCII characters" / "Idempotency-Key 为 1 到 {max} 个可见的 ASCII 字符",
        BadTag => "If-Match is not an ETag of ours" / "If-Match 不是本系统给出的 ETag",
        CutOff => "the body ended before it was complete" / "内容没有传完",
        TooLarge { megabytes: usize } => "the body is larger than {megabytes} MB" / "内容超过 {megabytes} MB",
        TooSlow => "the request took too long to come in" / "请求传输太慢",
        NotOurs
            => "this desk does not go by that name; whoever runs it sets [web] address in desk.toml"
             / "本系统不用这个地址；请管理者在 desk.toml 的 [web] address 中设置",
        BadRequest => "the request cannot be read" / "无法读取请求",
        BodyTooLarge => "the body is too large" / "内容太大",
        BodyKind => "the body is of a kind that is not taken here" / "这里不接受这类内容",
        AddressTooLong => "the address is too long" / "地址太长",
        RequestRefused => "the request was refused" / "请求被拒绝",
    }
}
