//! The verbs: what an actor may want to do to a ticket, with the values that deciding needs.

use crate::people::{Person, Role};
use crate::reason::Said;
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, Resolution, TeamOrPerson, TriageProposed, UatItem};
use crate::ticket::words::report::Supplement;
use crate::ticket::words::vocabulary::*;
use crate::words::{Locale, Vocabulary, vocabulary};
use chrono::{DateTime, Utc};

/// A verb whose body has been parsed and checked. People in it are known to the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// First assessment of what the ticket is; later again with a reason.
    Triage {
        /// The class; `None`: as `proposed`.
        class: Option<Class>,
        /// The urgency, if it is to differ from the class.
        urgency: Option<Severity>,
        /// The component concerned.
        component: Option<String>,
        /// Why; required when the class changes.
        reason: Option<String>,
        /// What similar cases propose; filled in by the desk.
        proposed: Option<TriageProposed>,
    },
    /// Makes somebody responsible.
    Assign {
        /// The person; `None` is rejected with a proposal.
        to: Option<Person>,
        /// Why; required when it is handed over.
        reason: Option<String>,
    },
    /// Adds information to the report after registration.
    Supplement {
        /// What is added.
        supplement: Supplement,
    },
    /// Starts work.
    Start,
    /// Submits a plan for handling a fault, for approval.
    Plan {
        /// Fix or workaround.
        approach: Approach,
        /// The cause as far as it is known.
        cause: String,
        /// What is to be done.
        text: String,
        /// Why it takes longer than promised; explains the misses on record.
        overdue_reason: Option<String>,
    },
    /// Approves the plan that waits.
    Approve,
    /// Sends the plan back.
    SendBack {
        /// Why.
        reason: String,
    },
    /// Records a step taken.
    Step {
        /// Analysis, repair or test.
        kind: StepKind,
        /// What was done.
        text: String,
        /// Whether it did not help.
        failed: bool,
        /// Why it takes longer than promised; explains the misses on record.
        overdue_reason: Option<String>,
    },
    /// Gives the customer an update.
    Progress {
        /// The update, as the customer reads it.
        text: String,
        /// Why it takes longer than promised; explains the misses on record.
        overdue_reason: Option<String>,
    },
    /// Puts the ticket on hold.
    Hold {
        /// Who is waited for.
        waiting_for: WaitingFor,
        /// Why.
        reason: String,
    },
    /// Ends the hold.
    Resume,
    /// Starts the joint test with the customer.
    Test,
    /// The joint test failed.
    FailTest {
        /// What failed.
        reason: String,
    },
    /// Records the solution; the joint test has passed.
    Resolve {
        /// The solution.
        resolution: Resolution,
        /// Why it takes longer than promised; explains the misses on record.
        overdue_reason: Option<String>,
    },
    /// The customer's word whether it is solved.
    Confirm {
        /// Whether it is.
        solved: bool,
        /// How satisfied they are.
        satisfaction: Option<Satisfaction>,
        /// In their words.
        words: Option<String>,
        /// How the customer said it, if staff enters it.
        said_how: Option<String>,
    },
    /// Closes the ticket; its case is written.
    Close,
    /// Opens a closed ticket again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Escalates by hand.
    Escalate {
        /// To whom; `None`: the next in the line of command.
        to: Option<Role>,
        /// Why.
        reason: String,
    },
    /// Evaluates a requirement.
    Evaluate {
        /// Technical feasibility.
        technical: String,
        /// Resources it takes.
        resources: String,
        /// Cost.
        cost: String,
        /// Amount of work.
        effort: Option<String>,
        /// The conclusion.
        verdict: Verdict,
        /// The report that the customer reads.
        report: String,
        /// The final priority; `None`: as the assessor proposed.
        priority: Option<Priority>,
        /// Why it takes longer than promised; explains the misses on record.
        overdue_reason: Option<String>,
    },
    /// The customer's answer to the evaluation.
    Agree {
        /// Whether they agree.
        agreed: bool,
        /// In their words.
        words: Option<String>,
        /// How the customer said it, if staff enters it.
        said_how: Option<String>,
    },
    /// Records the acceptance test (UAT) of a requirement.
    Accept {
        /// Its items; at least one.
        items: Vec<UatItem>,
    },
    /// Links the case that solves the ticket.
    Link {
        /// Number of the case.
        case: Number,
    },
    /// Joins an open ticket about the same trouble.
    Attach {
        /// The ticket to join.
        ticket: Number,
    },
    /// Declares the ticket the incident of others, which join it.
    Declare {
        /// The others; empty: those of its burst, which the desk fills in.
        tickets: Vec<Number>,
    },
    /// Closes the ticket as a duplicate of another of the same customer.
    Merge {
        /// The other ticket.
        into: Number,
    },
    /// Splits off a part as a ticket of its own, for the same customer.
    Split {
        /// Title of the part.
        title: String,
        /// Description of the part.
        description: String,
        /// Its kind; `None`: as this ticket.
        kind: Option<Kind>,
        /// Its urgency; `None`: as this ticket.
        urgency: Option<Severity>,
    },
    /// Subscribes the actor to notifications.
    Watch,
    /// Ends the subscription.
    Unwatch,
    /// Requests something of a team or person.
    Ask {
        /// Of whom.
        of: TeamOrPerson,
        /// What.
        what: String,
        /// By when.
        due_at: Option<DateTime<Utc>>,
    },
    /// Marks a request as delivered.
    Deliver {
        /// Place of the request, from 1.
        ask: u32,
        /// What was delivered.
        text: Option<String>,
    },
    /// Plans the delivery of a requirement.
    Schedule {
        /// Who delivers.
        who: Person,
        /// By when.
        due_at: DateTime<Utc>,
        /// What.
        what: String,
        /// Why; required when the plan changes.
        reason: Option<String>,
    },
    /// Records an internal note.
    Note {
        /// The note.
        text: String,
        /// Why it takes longer than promised; explains the misses on record.
        overdue_reason: Option<String>,
    },
    /// Adds files that have been checked and stored.
    Upload {
        /// The files; at least one.
        files: Vec<Attachment>,
    },
    /// Withdraws a file.
    Withdraw {
        /// Place of the file on the ticket, from 1.
        attachment: u32,
        /// Why.
        reason: String,
    },
}

vocabulary! {
    /// The name of a verb: its word in the path of the API, and its label in Chinese.
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
    /// The label of its button.
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
    /// Its name as a [`Step`].
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

    /// Its word in the path of the API.
    pub fn name(&self) -> &'static str {
        self.step().word()
    }
}
