//! What is wrong with one field of a request.

use super::doubt::Doubt;
use super::particulars::{Offered, OneOf, Phrase};
use super::sentence::sentences;
use super::value_kind::ValueKind;
use crate::words::{OutOfRange, UnknownWord, YEAR_MAX, YEAR_MIN};

sentences! {
    /// What is wrong with a field (422). Shown after the field's name.
    FieldReason {
        Required => "is required" / "必填",
        RequiredProposed { name: String, load: usize }
            => "is required; proposed: {name} ({load} open)" / "必填；建议：{name}（在手工单 {load} 个）",
        NotOfKind { kind: ValueKind } => "must be {kind}" / "格式不对：应为 {kind}",
        NotAnObject => "must be a JSON object" / "须为 JSON 对象",
        TooLong { max: usize } => "is longer than {max} characters" / "超过 {max} 个字符",
        TooMany { max: usize } => "holds more than {max} items" / "超过 {max} 项",
        NotShortTexts { max: usize } => "must be a list of texts of at most {max} characters" / "须为文本列表，每项不超过 {max} 个字符",
        NotOneOf { word: String, allowed: Offered } => "\"{word}\" is not one of: {allowed}" / "“{word}”不在可选项之内：{allowed}",
        UnknownWord { word: String, what: String, allowed: String, allowed_zh: String }
            => "\"{word}\" is not a {what}; one of: {allowed}" / "“{word}”不在可选项之内：{allowed_zh}",
        NoTicketNumber { word: String }
            => "\"{word}\" is not a ticket number such as TS20240501001 or RD20240501001"
             / "“{word}”不是工单编号，例如 TS20240501001 或 RD20240501001",
        YearOutOfRange { first: i32, last: i32 } => "lies outside the years {first} to {last}" / "不在 {first} 至 {last} 年之间",
        NotATime => "is not a time as RFC 3339 has it, such as 2024-05-01T09:30:00+08:00" / "不是有效的日期和时间",
        NotAMoment
            => "is neither a day such as 2026-01-31 nor a time as RFC 3339 has it, of the years 1900 to 2200"
             / "不是 1900 至 2200 年之间的日期（如 2026-01-31），也不是有效的时间",
        NotAFlag => "is true or false" / "只能是 true 或 false",
        NotANumber => "is not a whole number" / "不是整数",
        UnclearMark { line: String }
            => "\"{line}\" does not say whether it passed: begin the line with ✓ or ✗"
             / "“{line}”没有写明结果：通过的以 ✓ 开头，未通过的以 ✗ 开头",
        Doubtful { why: Doubt } => "{why}; if that is right, send it again" / "{why}，确认无误请再次提交",
        NoItems => "must hold at least one item" / "至少要有一项",
        // People.
        BadName { max: usize }
            => "a name has 1 to {max} characters, none of them one that nobody sees" / "名称为 1 到 {max} 个字符，不能含看不见的字符",
        DesksOwnName => "operator, system and visitor are the desk's own names" / "operator、system 和 visitor 是系统自用的名称",
        NoRole => "somebody without a role can do nothing; name at least one" / "没有角色就什么也做不了；请至少选一个",
        CustomerIsNoStaff => "a customer holds no staff role" / "客户不能同时担任内部角色",
        OtherSide { name: String } => "{name} is there already; a customer holds no staff role" / "{name} 已经存在；客户不能同时担任内部角色",
        Deactivated { name: String } => "{name} is deactivated" / "{name} 已停用",
        LacksRole { name: String, role: Phrase, word: String }
            => "{name} is not {role}; add the role first: person add {name} --role {word}" / "{name} 没有“{role}”角色；请先添加该角色",
        Nobody { name: String } => "nobody here is called {name}" / "这里没有叫 {name} 的人",
        NobodyElse { name: String } => "nobody else of the staff is called {name}" / "没有名叫 {name} 的其他内部人员",
        NotStaff => "names somebody of the staff" / "须是内部人员",
        GroupsMax { max: usize } => "somebody is in at most {max} groups" / "一个人最多属于 {max} 个处理组",
        NotAfter => "is not after the beginning" / "须晚于开始时间",
        BadDuty { days: i64 } => "a duty ends in the future, and lasts at most {days} days" / "值班须在将来结束，且不超过 {days} 天",
        DutiesMax { max: usize } => "somebody has at most {max} duties to come" / "一个人最多有 {max} 个将来的值班",
        // Triage and assignment.
        ClassNeeded
            => "name the severity of a fault, or requirement_type and priority of a requirement" / "故障请选等级；需求请选类型和优先级",
        BothClasses
            => "a ticket is a fault (severity) or a requirement (requirement_type), not both"
             / "工单要么是故障（填等级），要么是需求（填类型），不能两者都填",
        PriorityNeeded => "a requirement needs its priority, P0 to P3" / "需求要有优先级，P0 到 P3",
        ProposedOrNamed => "the class is as proposed or named, not both" / "要么按建议分类，要么指明分类，不能两者都填",
        ClassChangeNeedsReason => "a changed class needs its reason" / "更改分类需要理由",
        HandoverNeedsReason => "handing over needs its reason" / "转交需要理由",
        CannotTake { name: String, fits: OneOf } => "{name} cannot take this class; it needs a {fits}" / "{name} 不能处理这一类；需要{fits}",
        AwayAlone { name: String }
            => "{name} is away and nobody stands in; name somebody else, or give the reason"
             / "{name} 不在岗，也没有代理人；请指定其他人，或说明原因",
        NothingGiven => "nothing is told; name at least one field" / "什么都没填；请至少填一项",
        NoMissWaits
            => "no miss on the record waits for a reason; a tick records what has run out" / "没有等待说明原因的超时记录",
        NotEscalatedTo { role: Phrase } => "an escalation does not go to a {role}" / "不能升级给{role}",
        // Links between tickets.
        NoOpenTicket { number: String } => "there is no open ticket {number}" / "没有未关闭的工单 {number}",
        NoCase { number: String } => "there is no case {number}" / "没有案例 {number}",
        JoinsItself => "a ticket cannot join itself" / "工单不能并入自己",
        HasJoined { number: String } => "{number} has itself joined another ticket" / "{number} 自己已并入别的工单",
        HasJoinedJoinThat { number: String }
            => "{number} has itself joined another ticket; join that one" / "{number} 自己已并入别的工单；请关联那一个",
        IsClosed { number: String } => "{number} is closed" / "{number} 已关闭",
        IsJoined { number: String } => "others have joined {number}; declare it instead" / "已有工单并入 {number}；请以它宣布重大故障",
        IsJoinedMergeOther { number: String }
            => "others have joined {number}; merge the other way round" / "已有工单并入 {number}；请反过来合并",
        AnotherCustomers { number: String }
            => "{number} is another customer's; attach joins it and keeps them apart" / "{number} 属于另一客户；请用“关联已有工单”",
        NoOtherTicket => "names at least one other ticket" / "至少要写一个别的工单",
        PartNotConsulted => "the part has not been consulted yet" / "分出的部分还没有查找过先例",
        // Requests to others, and planned deliveries.
        NothingAsked { ask: u32 } => "nothing was asked under {ask}" / "没有序号为 {ask} 的协助事项",
        TeamOrPerson => "name a team or a person (to), one of them" / "请填团队或某个人，二者选一",
        PlanChangeNeedsReason => "a changed plan needs its reason" / "更改计划需要理由",
        // Files.
        FilesMax { max: usize }
            => "a ticket holds at most {max} files; put further ones into a zip" / "一个工单最多 {max} 个附件；其余请打包成 zip",
        StaffKeepFiles => "only staff keep a file from the customer" / "只有内部人员能设为仅内部可见",
        EmptyFile { name: String } => "\"{name}\" is empty" / "“{name}”是空文件",
        FileKind { name: String, taken: String }
            => "\"{name}\" is of a kind that is not taken; put it into a zip, or send one of: {taken}"
             / "“{name}”这类文件不接收；请打包成 zip，或发送：{taken}",
        FileContent { name: String } => "\"{name}\" is not what its ending says" / "“{name}”的内容与扩展名不符",
        NoFilename => "needs a filename" / "缺少文件名",
        // Reports and forms.
        BothEnds => "a baseline needs both its ends" / "基线需要起止两端",
    }
}

impl From<UnknownWord> for FieldReason {
    fn from(unknown: UnknownWord) -> FieldReason {
        FieldReason::UnknownWord {
            word: unknown.word,
            what: unknown.what.into(),
            allowed: unknown.allowed,
            allowed_zh: unknown.allowed_zh,
        }
    }
}

impl From<OutOfRange> for FieldReason {
    fn from(_: OutOfRange) -> FieldReason {
        FieldReason::YearOutOfRange { first: YEAR_MIN, last: YEAR_MAX }
    }
}
