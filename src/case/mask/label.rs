//! What a number is called by the words before it.

use super::normal::Line;

/// Characters looked back through for the word that says what follows.
const LOOK_BACK: usize = 24;
/// What may stand between a word and what it names.
const BETWEEN: &str = " :=-()[]\"'`|/.#\t“”「」【】";
const BETWEEN_WORDS: &[&str] = &["号码", "号", "码", "是", "为", "no", "number", "num", "is"];

pub const PHONE: &[&str] = &[
    "电话",
    "手机",
    "座机",
    "固话",
    "联系方式",
    "联系",
    "致电",
    "来电",
    "回拨",
    "回电",
    "拨打",
    "请拨",
    "拨",
    "打",
    "呼叫",
    "传真",
    "短号",
    "分机",
    "内线",
    "热线",
    "电联",
    "微信",
    "同号",
    "打给",
    "tel",
    "telephone",
    "phone",
    "mobile",
    "mob",
    "cell",
    "cellphone",
    "call",
    "called",
    "fax",
    "ph",
    "wx",
    "vx",
    "wechat",
    "weixin",
    "contact",
    "reach",
    "me at",
    "whatsapp",
    "sms",
    "dial",
];
pub const IDENTITY: &[&str] =
    &["身份证", "身份证件", "证件", "公民身份", "身份", "identity", "id card", "identity card", "idcard", "id_card"];
pub const CARD: &[&str] = &[
    "银行卡",
    "信用卡",
    "储蓄卡",
    "借记卡",
    "卡号",
    "卡",
    "银联",
    "账号",
    "帐号",
    "账户",
    "工行",
    "建行",
    "农行",
    "中行",
    "招行",
    "交行",
    "邮储",
    "card",
    "credit card",
    "debit card",
    "visa",
    "mastercard",
    "unionpay",
    "amex",
    "account",
];
/// Words that leave no doubt: what follows is hidden though its check digit is wrong.
pub const BANK_CARD: &[&str] = &["银行卡", "信用卡", "储蓄卡", "借记卡", "bank card", "credit card", "debit card"];
pub const PLATE: &[&str] = &["车牌", "车号", "车辆", "plate"];
/// Numbers of things, whatever they look like.
pub const THING: &[&str] = &[
    "订单",
    "单",
    "订单编",
    "流水",
    "序列",
    "运单",
    "快递",
    "物流",
    "批次",
    "批",
    "交易",
    "合同",
    "发票",
    "设备",
    "版本",
    "端口",
    "进程",
    "时间戳",
    "大小",
    "长度",
    "总数",
    "数量",
    "金额",
    "偏移",
    "行",
    "共",
    "错误码",
    "条码",
    "追踪",
    "order",
    "order id",
    "orderid",
    "order_id",
    "serial",
    "sn",
    "s/n",
    "tracking",
    "trace",
    "invoice",
    "build",
    "pid",
    "tid",
    "timestamp",
    "ts",
    "epoch",
    "size",
    "length",
    "offset",
    "count",
    "total",
    "bytes",
    "version",
    "port",
    "errno",
    "error",
    "code",
    "imei",
    "iccid",
    "mac",
    "isbn",
    "barcode",
    "part",
    "batch",
    "lot",
    "transaction",
    "txn",
    "request",
    "req",
    "session",
    "thread",
    "seq",
    "revision",
    "rev",
];
/// What is counted is no number of a person.
const UNITS: &[&str] = &[
    "byte", "bytes", "b", "kb", "mb", "gb", "kib", "mib", "ms", "us", "ns", "rows", "row", "records", "items", "times", "字节",
    "次", "条", "行", "元", "秒", "毫秒", "微秒", "纳秒", "个", "笔", "万", "人", "件", "美元",
];

/// Whether one of some words stands before `i` and names what begins there.
pub fn names(line: &Line, i: usize, words: &[&str]) -> bool {
    let least = i.saturating_sub(LOOK_BACK);
    let mut at = i;
    while at > least {
        if words.iter().any(|word| line.ends_with(at, word).is_some()) {
            return true;
        }
        if let Some(start) = BETWEEN_WORDS.iter().find_map(|word| line.ends_with(at, word)) {
            at = start;
        } else if line.before(at).is_some_and(|c| BETWEEN.contains(c)) {
            at -= 1;
        } else {
            return false;
        }
    }
    false
}

/// Whether what ends before `i` is counted in a unit.
pub fn counted(line: &Line, i: usize) -> bool {
    let at = if line.get(i) == Some(' ') { i + 1 } else { i };
    UNITS.iter().any(|unit| {
        let end = at + unit.chars().count();
        line.starts_with(at, unit) && !(unit.is_ascii() && super::normal::is_word(line.get(end)))
    })
}
