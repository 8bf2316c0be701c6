//! What somebody may want to do to a ticket, with everything it needs to be decided.

use crate::people::{Person, Role};
use crate::reason::Said;
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Asked, Class, Resolution, TriageProposed, UatItem};
use crate::ticket::words::report::Supplement;
use crate::ticket::words::vocabulary::*;
use crate::words::{Locale, Vocabulary, vocabulary};
use chrono::{DateTime, Utc};

/// A verb with its body already read and checked. People in it are known to the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// `urgency` given: kept apart from the class on purpose. No class: as `proposed`, which the desk fills in.
    Triage {
        class: Option<Class>,
        urgency: Option<Severity>,
        component: Option<String>,
        reason: Option<String>,
        proposed: Option<TriageProposed>,
    },
    /// Nobody named is refused, with whoever is proposed.
    Assign {
        to: Option<Person>,
        reason: Option<String>,
    },
    /// What was left out of the report, told later.
    Supplement {
        told: Supplement,
    },
    Start,
    Plan {
        approach: Approach,
        cause: String,
        text: String,
        overdue_reason: Option<String>,
    },
    Approve,
    SendBack {
        reason: String,
    },
    Step {
        kind: StepKind,
        text: String,
        failed: bool,
        overdue_reason: Option<String>,
    },
    /// `overdue_reason`, here and there: why it takes longer than promised.
    Progress {
        text: String,
        overdue_reason: Option<String>,
    },
    Hold {
        waiting_for: WaitingFor,
        reason: String,
    },
    Resume,
    Test,
    FailTest {
        reason: String,
    },
    Resolve {
        resolution: Resolution,
        overdue_reason: Option<String>,
    },
    /// `said_how`: how the customer said it, when staff enters it for them.
    Confirm {
        solved: bool,
        satisfaction: Option<Satisfaction>,
        words: Option<String>,
        said_how: Option<String>,
    },
    Close,
    Reopen {
        reason: String,
    },
    /// Nobody named: the next one up the line.
    Escalate {
        to: Option<Role>,
        reason: String,
    },
    Evaluate {
        technical: String,
        resources: String,
        cost: String,
        effort: Option<String>,
        verdict: Verdict,
        report: String,
        /// Settles what the assessor proposed.
        priority: Option<Priority>,
        overdue_reason: Option<String>,
    },
    Agree {
        agreed: bool,
        words: Option<String>,
        said_how: Option<String>,
    },
    Accept {
        items: Vec<UatItem>,
    },
    Link {
        case: Number,
    },
    Attach {
        ticket: Number,
    },
    /// The incident of these; none named: of the burst the ticket is in, which the desk fills in.
    Declare {
        tickets: Vec<Number>,
    },
    Merge {
        into: Number,
    },
    /// What becomes a ticket of its own, for the same customer.
    Split {
        title: String,
        description: String,
        kind: Option<Kind>,
        urgency: Option<Severity>,
    },
    Watch,
    Unwatch,
    Ask {
        of: Asked,
        what: String,
        due_at: Option<DateTime<Utc>>,
    },
    Deliver {
        ask: u32,
        text: Option<String>,
    },
    Schedule {
        who: Person,
        due_at: DateTime<Utc>,
        what: String,
        reason: Option<String>,
    },
    Note {
        text: String,
        overdue_reason: Option<String>,
    },
    /// Checked already, and their bytes where they can be read.
    Upload {
        files: Vec<Attachment>,
    },
    Withdraw {
        attachment: u32,
        reason: String,
    },
}

vocabulary! {
    /// A verb without what goes with it: its word in the API's path, and what people call it.
    Step, "step" {
        Triage = "triage" / "初步评估",
        Assign = "assign" / "分派",
        Supplement = "supplement" / "补充信息",
        Start = "start" / "开始处理",
        Plan = "plan" / "提交处理方案",
        Approve = "approve" / "批准方案",
        SendBack = "send-back" / "驳回方案",
        Step = "step" / "记录步骤",
        Progress = "progress" / "同步进度给客户",
        Hold = "hold" / "挂起",
        Resume = "resume" / "恢复",
        Test = "test" / "开始测试",
        FailTest = "fail-test" / "测试未通过",
        Resolve = "resolve" / "解决",
        Confirm = "confirm" / "确认是否解决",
        Close = "close" / "关闭并归档",
        Reopen = "reopen" / "重新打开",
        Escalate = "escalate" / "升级上报",
        Evaluate = "evaluate" / "需求评估",
        Agree = "agree" / "答复评估",
        Accept = "accept" / "验收",
        Link = "link" / "关联案例",
        Attach = "attach" / "关联已有工单",
        Declare = "declare" / "宣布重大故障",
        Merge = "merge" / "合并到另一工单",
        Split = "split" / "拆分出新工单",
        Watch = "watch" / "关注",
        Unwatch = "unwatch" / "取消关注",
        Ask = "ask" / "请求协助",
        Deliver = "deliver" / "协助事项已交付",
        Schedule = "schedule" / "排定实施计划",
        Note = "note" / "内部备注",
        Upload = "upload" / "添加附件",
        Withdraw = "withdraw" / "撤回附件",
    }
}

impl Said for Step {
    /// As a button of the page says it.
    fn said(&self, locale: Locale) -> String {
        let en = match self {
            Step::Triage => "Assess",
            Step::Assign => "Assign",
            Step::Supplement => "Add information",
            Step::Start => "Start work",
            Step::Plan => "Submit a plan",
            Step::Approve => "Approve the plan",
            Step::SendBack => "Send the plan back",
            Step::Step => "Record a step",
            Step::Progress => "Tell the customer",
            Step::Hold => "Put on hold",
            Step::Resume => "Resume",
            Step::Test => "Start testing",
            Step::FailTest => "The test failed",
            Step::Resolve => "Resolve",
            Step::Confirm => "Say whether it is solved",
            Step::Close => "Close and archive",
            Step::Reopen => "Reopen",
            Step::Escalate => "Escalate",
            Step::Evaluate => "Evaluate the requirement",
            Step::Agree => "Answer the evaluation",
            Step::Accept => "Acceptance test",
            Step::Link => "Link a case",
            Step::Attach => "Join an open ticket",
            Step::Declare => "Declare an incident",
            Step::Merge => "Merge into another ticket",
            Step::Split => "Split off a new ticket",
            Step::Watch => "Watch",
            Step::Unwatch => "Stop watching",
            Step::Ask => "Ask a team or person",
            Step::Deliver => "Mark what was asked as delivered",
            Step::Schedule => "Plan the delivery",
            Step::Note => "Internal note",
            Step::Upload => "Add files",
            Step::Withdraw => "Withdraw the file",
        };
        if locale == Locale::En { en } else { self.zh() }.into()
    }
}

impl Verb {
    pub fn step(&self) -> Step {
        match self {
            Verb::Triage { .. } => Step::Triage,
            Verb::Assign { .. } => Step::Assign,
            Verb::Supplement { .. } => Step::Supplement,
            Verb::Start => Step::Start,
            Verb::Plan { .. } => Step::Plan,
            Verb::Approve => Step::Approve,
            Verb::SendBack { .. } => Step::SendBack,
            Verb::Step { .. } => Step::Step,
            Verb::Progress { .. } => Step::Progress,
            Verb::Hold { .. } => Step::Hold,
            Verb::Resume => Step::Resume,
            Verb::Test => Step::Test,
            Verb::FailTest { .. } => Step::FailTest,
            Verb::Resolve { .. } => Step::Resolve,
            Verb::Confirm { .. } => Step::Confirm,
            Verb::Close => Step::Close,
            Verb::Reopen { .. } => Step::Reopen,
            Verb::Escalate { .. } => Step::Escalate,
            Verb::Evaluate { .. } => Step::Evaluate,
            Verb::Agree { .. } => Step::Agree,
            Verb::Accept { .. } => Step::Accept,
            Verb::Link { .. } => Step::Link,
            Verb::Attach { .. } => Step::Attach,
            Verb::Declare { .. } => Step::Declare,
            Verb::Merge { .. } => Step::Merge,
            Verb::Split { .. } => Step::Split,
            Verb::Watch => Step::Watch,
            Verb::Unwatch => Step::Unwatch,
            Verb::Ask { .. } => Step::Ask,
            Verb::Deliver { .. } => Step::Deliver,
            Verb::Schedule { .. } => Step::Schedule,
            Verb::Note { .. } => Step::Note,
            Verb::Upload { .. } => Step::Upload,
            Verb::Withdraw { .. } => Step::Withdraw,
        }
    }

    /// The name as it stands in the API's path.
    pub fn name(&self) -> &'static str {
        self.step().word()
    }
}
