//! What is probably a slip in a field that is taken all the same.

use super::sentence::sentences;

sentences! {
    /// Why a value of a report is doubted. It is taken: who sends it is asked once, and a program is told beside its answer.
    Doubt {
        InFuture => "lies in the future" / "在将来",
        LongAgo { years: i64 } => "lies more than {years} years back" / "在 {years} 年以前",
        AlreadyPast => "is already past" / "已经过去",
        NoDigits => "has no digits of a telephone number" / "不像电话号码：没有数字",
        TooFewDigits { digits: usize } => "has only {digits} digits" / "不像电话号码：只有 {digits} 位数字",
        TooManyDigits { digits: usize } => "has {digits} digits, more than a telephone number" / "不像电话号码：有 {digits} 位数字",
        MobileDigits { digits: usize }
            => "begins as a mobile number and has {digits} digits instead of 11" / "像手机号，但有 {digits} 位数字（应为 11 位）",
        NoAt => "has no @ with a name before it and an address behind it" / "不像邮箱地址：@ 前后要有内容",
        NoDomain => "has no full address behind the @, such as example.com" / "不像邮箱地址：@ 后面不完整，例如 example.com",
    }
}

impl Doubt {
    /// Its name for programs, stable.
    pub fn code(&self) -> &'static str {
        match self {
            Doubt::InFuture => "in_future",
            Doubt::LongAgo { .. } => "long_ago",
            Doubt::AlreadyPast => "already_past",
            Doubt::NoDigits => "no_digits",
            Doubt::TooFewDigits { .. } => "too_few_digits",
            Doubt::TooManyDigits { .. } => "too_many_digits",
            Doubt::MobileDigits { .. } => "mobile_digits",
            Doubt::NoAt => "no_at",
            Doubt::NoDomain => "no_domain",
        }
    }
}
