//! What is wrong in the text of the settings, and what in a policy is allowed but probably a mistake.

use super::particulars::{OneOf, Phrase};
use super::sentence::{Said, sentences};
use super::value_kind::ValueKind;
use crate::words::{Locale, OutOfRange, UnknownWord, YEAR_MAX, YEAR_MIN};
use std::fmt;

/// A mistake in `desk.toml`, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Line in the file, from 1.
    pub line: usize,
    /// The key with the tables it is in; empty if it is unknown.
    pub place: String,
    /// What is wrong.
    pub why: SettingsMistake,
}

impl Said for Mistake {
    fn said(&self, locale: Locale) -> String {
        let why = self.why.said(locale);
        match locale {
            _ if self.place.is_empty() => why,
            Locale::En => format!("{}: {why}", self.place),
            Locale::Zh => format!("{}：{why}", self.place),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.said(Locale::En))
    }
}

sentences! {
    /// What is wrong in the text of the settings. Shown after the place.
    SettingsMistake {
        NotKnown { known: String } => "is not known here; one of: {known}" / "这里没有这一项；可用：{known}",
        OtherKind { wanted: ValueKind, found: ValueKind } => "must be {wanted}, not {found}" / "应为 {wanted}，而不是 {found}",
        NotTexts => "must be a list of texts" / "应为文本列表",
        NotTables => "must be a list of tables" / "应为表的列表",
        BelowOne => "must be at least 1" / "至少为 1",
        Missing => "is missing" / "缺少",
        MissingRole => "is missing: the role it goes to" / "缺少：升级给哪个角色",
        MissingPeople => "is missing: name a group, or people" / "缺少：请写组（group）或人（people）",
        UnknownWord { word: String, what: String, allowed: String }
            => "\"{word}\" is not a {what}; one of: {allowed}" / "“{word}”不在可选项之内：{allowed}",
        NoneOf { text: String, allowed: String } => "\"{text}\" is none of: {allowed}" / "“{text}”不在可选项之内：{allowed}",
        Neither { text: String, one: String, other: String }
            => "\"{text}\" is neither \"{one}\" nor \"{other}\"" / "“{text}”既不是 \"{one}\" 也不是 \"{other}\"",
        NoShare { text: String }
            => "\"{text}\" is neither a share from 1 % to 99 % nor \"never\"" / "“{text}”既不是 1 % 到 99 % 的比例，也不是 \"never\"",
        // Times.
        Negative { text: String } => "\"{text}\" is negative" / "“{text}”是负数",
        SaysNoTime { text: String } => "\"{text}\" says no time" / "“{text}”没有说明时长",
        NotASpan { text: String } => "\"{text}\" is not a time such as \"30 min\" or \"2 h\"" / "“{text}”不是时长，例如 \"30 min\" 或 \"2 h\"",
        UnclearDays { text: String }
            => "\"{text}\" is not clear: say hours, or \"3 working days\"" / "“{text}”不明确：请写小时，或 \"3 working days\"",
        NoTimeAtAll { text: String } => "\"{text}\" is no time at all" / "“{text}”等于没有时间",
        MoreThanAYear { text: String } => "\"{text}\" is more than a year" / "“{text}”超过一年",
        NotWorkingDays { text: String } => "\"{text}\" is not a number of working days" / "“{text}”不是工作日数",
        NotProgress { why: Box<SettingsMistake> }
            => "{why}; say \"2 h\", \"daily by 17:00\" or \"none\"" / "{why}；请写 \"2 h\"、\"daily by 17:00\" 或 \"none\"",
        NotATimeOfDay { text: String } => "\"{text}\" is not a time of day such as 17:00" / "“{text}”不是一天中的时刻，例如 17:00",
        NotAZone { text: String } => "\"{text}\" is not a time zone such as Asia/Shanghai" / "“{text}”不是时区，例如 Asia/Shanghai",
        // The calendar.
        NotAWeekday { text: String } => "\"{text}\" is not a day such as Mon" / "“{text}”不是星期，例如 Mon",
        NotADay { text: String } => "\"{text}\" is not a day such as 2027-02-05" / "“{text}”不是日期，例如 2027-02-05",
        DayOutOfRange { text: String, first: i32, last: i32 }
            => "\"{text}\" lies outside the years {first} to {last}" / "“{text}”不在 {first} 至 {last} 年之间",
        NotAYear { text: String } => "\"{text}\" is not a year" / "“{text}”不是年份",
        EndsBefore { text: String } => "\"{text}\" ends before it begins" / "“{text}”结束早于开始",
        TooManyDays { text: String, max: usize } => "\"{text}\" is more than {max} days" / "“{text}”超过 {max} 天",
        NotHours { text: String }
            => "\"{text}\" is not a stretch of a day such as 09:00-18:00" / "“{text}”不是一天中的时段，例如 09:00-18:00",
        NightIsTwo { text: String }
            => "\"{text}\" ends before it begins; a night is two stretches, 22:00-24:00 and 00:00-06:00"
             / "“{text}”结束早于开始；跨夜请写成两段，22:00-24:00 和 00:00-06:00",
        Overlap { after: String, before: String } => "{after} begins before {before} ends" / "{after} 在 {before} 结束之前就开始",
        NoHours => "names no hours" / "没有写工作时间",
        NoWorkingHours => "no day of the week has working hours" / "一周里没有一天有工作时间",
        OffAndWorked { day: String } => "{day} is both off and worked" / "{day} 既放假又上班",
        NoHolidayLine => "a line is DAY off NAME, DAY work NAME or YEAR notice" / "每行应为“日期 off 名称”“日期 work 名称”或“年份 notice”",
        HolidayLine { file: String, line: usize, why: Box<SettingsMistake> } => "{file}: line {line}: {why}" / "{file} 第 {line} 行：{why}",
        NoHolidays { file: String, why: Box<SettingsMistake> }
            => "\"{file}\" is neither cn nor none nor a file beside desk.toml: {why}"
             / "“{file}”既不是 cn、none，也不是 desk.toml 旁的文件：{why}",
        NoTableOfHolidays => "there is no table of holidays of this name" / "没有这个名称的节假日表",
        NoCalendar { name: String } => "there is no [calendars.{name}]" / "没有 [calendars.{name}]",
        // Files.
        Unreadable { why: String } => "{why}" / "无法读取",
        NotAPlainFile => "is not a plain file" / "不是普通文件",
        LargeFile { kilobytes: u64 } => "is larger than {kilobytes} KB" / "超过 {kilobytes} KB",
        // The policy.
        NotStaff => "names somebody of the staff" / "须是内部人员",
        Administrator => "an administrator takes no step of the process" / "系统管理员不参与流程",
        Definition { max: usize } => "a definition has 1 to {max} characters" / "说明为 1 到 {max} 个字符",
        RemindsTwice => "reminds twice at one time" / "同一时间提醒两次",
        RemindsLate => "a reminder comes before the silence is over" / "提醒须在静默期结束之前",
        NoBurst => "one report is no burst; at least 2" / "一份报告不成集中报告；至少 2",
        NoCondition
            => "a level needs a condition: after, reopens or dissatisfied" / "每一级都要有条件：after、reopens 或 dissatisfied",
        NotEscalatedTo { role: Phrase } => "nothing is escalated to a {role}" / "不能升级给{role}",
        Cycle { role: Phrase, level: usize }
            => "{role} is level {level} already; a chain that comes back is a cycle" / "{role}已是第 {level} 级；回到同一角色就成了循环",
        GoesDown { role: Phrase } => "{role} stands below who was told before; a chain goes up" / "{role}低于前一级；升级只能向上",
        NotLater { after: String } => "after {after} is not later than the level before it" / "{after} 之后并不晚于前一级",
        // Other tables.
        NoMeaning { word: String } => "\"{word}\" is neither finished nor open" / "“{word}”既不是 finished 也不是 open",
        NoType { word: String, what: String, allowed: String }
            => "\"{word}\" is not a {what}; one of: {allowed}, fault" / "“{word}”不在可选项之内：{allowed}, fault",
        NotAnAddress { text: String }
            => "\"{text}\" is not an address such as https://desk.example.com" / "“{text}”不是地址，例如 https://desk.example.com",
        NotANetwork { text: String }
            => "\"{text}\" is not an address such as 10.0.0.1 or 10.0.0.0/8" / "“{text}”不是地址，例如 10.0.0.1 或 10.0.0.0/8",
        BaselineEnds => "the baseline ends before it begins" / "基线的结束早于开始",
        BaselineBoth => "a baseline needs both its ends: baseline_from and baseline_to" / "基线需要起止两端：baseline_from 和 baseline_to",
        Toml { message: String } => "{message}" / "不是有效的 TOML；请检查这一行的写法",
    }
}

impl Said for Box<SettingsMistake> {
    fn said(&self, locale: Locale) -> String {
        self.as_ref().said(locale)
    }
}

impl super::Sample for Box<SettingsMistake> {
    fn samples() -> Vec<Box<SettingsMistake>> {
        vec![Box::new(SettingsMistake::NoHours)]
    }
}

impl std::error::Error for SettingsMistake {}

impl From<UnknownWord> for SettingsMistake {
    fn from(unknown: UnknownWord) -> SettingsMistake {
        SettingsMistake::UnknownWord { word: unknown.word, what: unknown.what.into(), allowed: unknown.allowed }
    }
}

impl SettingsMistake {
    /// The mistake of a day outside the accepted years.
    pub fn day_out_of_range(text: &str, _: OutOfRange) -> SettingsMistake {
        SettingsMistake::DayOutOfRange { text: text.into(), first: YEAR_MIN, last: YEAR_MAX }
    }
}

sentences! {
    /// Something in a policy that is allowed and probably a mistake.
    PolicyLint {
        PlanTooLate { severity: Phrase, plan: String, resolution: String }
            => "{severity}: the plan has {plan}, the resolution {resolution}: a plan in time is a resolution too late"
             / "{severity}：处理方案时限 {plan}，解决时限 {resolution}：按时提交方案时已来不及解决",
        NobodyFits { severity: Phrase, roles: OneOf }
            => "{severity}: nobody here is a {roles}, who handles it" / "{severity}：没有人担任可处理它的角色：{roles}",
        NobodyOnDuty { name: String } => "duty: nobody of the staff is called {name}" / "duty：内部人员中没有叫 {name} 的人",
        NobodyAssigned { name: String } => "assign: nobody of the staff is called {name}" / "assign：内部人员中没有叫 {name} 的人",
        EmptyGroup { group: String } => "assign: nobody is in the group {group}" / "assign：{group} 组里没有人",
    }
}
