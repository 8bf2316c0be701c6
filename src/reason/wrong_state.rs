//! Why the state of a ticket, or of something else, does not allow a step.

use super::particulars::{Phrase, When};
use super::sentence::sentences;
use chrono::{DateTime, Utc};

sentences! {
    /// Why the state does not allow a step (409).
    WrongState {
        Closed => "the ticket is closed; reopen it first" / "工单已关闭；请先重新打开",
        AlreadyClosed => "the ticket is already closed" / "工单已经关闭",
        ClassStands => "the ticket is resolved; its class stands" / "工单已解决；分类不能再改",
        NoClassProposed => "like cases propose no class; name it" / "同类案例没有给出分类建议；请指明分类",
        NothingToHandOver { status: Phrase } => "a ticket that is {status} has nothing left to hand over" / "工单{status}，不能再分派",
        ClassDecidesWho
            => "the ticket has not been triaged yet; its class decides who handles it" / "工单还没有初步评估；由谁处理取决于分类",
        NotTriaged => "the ticket has not been triaged yet" / "工单还没有初步评估",
        AlreadyResponsible { name: String } => "{name} is already responsible" / "{name} 已经是处理责任人",
        AlreadyDelivered => "it has been delivered already" / "这一项已经交付",
        NotAgreed
            => "a delivery is planned once the customer has agreed to a feasible evaluation"
             / "客户同意可实施的评估之后才能排定实施计划",
        NothingToWaitFor { status: Phrase } => "a ticket that is {status} has nothing to wait for" / "工单{status}，不能挂起",
        NotOnHold => "the ticket is not on hold" / "工单没有挂起",
        OnHold { waiting_for: Phrase }
            => "the ticket is on hold, waiting for the {waiting_for}; resume it first" / "工单已挂起（{waiting_for}）；请先恢复",
        NobodyResponsible => "nobody is responsible yet; assign it first" / "还没有处理责任人；请先分派",
        WorkStarted { status: Phrase } => "work has already started: the ticket is {status}" / "已经开始处理；工单{status}",
        NeedsWork { what: Subject, status: Phrase } => "{what} needs work under way; the ticket is {status}" / "{what}要在处理期间；工单{status}",
        OfFaults { what: Subject } => "{what} belongs to a fault; a requirement is evaluated" / "{what}只用于故障；需求要先评估",
        OfRequirements { what: Subject } => "{what} belongs to a requirement; this is a fault" / "{what}只用于需求；这是故障",
        PlanWaits => "a plan is already waiting for the supervisor's word" / "已有一个方案在等待主管审批",
        NoPlanWaits => "no plan is waiting for approval" / "没有等待审批的方案",
        NoPlanApproved => "only an approved plan is carried out; none is approved" / "方案批准后才能执行；目前没有已批准的方案",
        StepsNeedWork { status: Phrase }
            => "steps are recorded while work is under way; the ticket is {status}" / "处理期间才能记录步骤；工单{status}",
        NoTest { status: Phrase } => "no test is under way; the ticket is {status}" / "现在没有进行测试；工单{status}",
        NotWorkedOn { status: Phrase }
            => "only what is being worked on can be resolved; the ticket is {status}" / "处理中的工单才能解决；工单{status}",
        NotClosed { status: Phrase } => "the ticket is not closed; it is {status}" / "工单没有关闭；工单{status}",
        TooLateToEvaluate { status: Phrase }
            => "evaluation comes before delivery; the ticket is {status}" / "评估应在交付之前；工单{status}",
        EvaluationAnswered => "the customer has already answered this evaluation" / "客户已经答复过这次评估",
        NoEvaluation => "there is no evaluation to agree to yet" / "还没有可以答复的评估",
        EvaluationUnanswered => "the customer has not agreed to the evaluation yet" / "客户还没有同意评估结论",
        EvaluateAgain { verdict: Phrase }
            => "the evaluation says {verdict}; evaluate again before delivering" / "评估结论为{verdict}；交付之前请重新评估",
        NotEvaluated => "the requirement has not been evaluated yet" / "需求还没有评估",
        AlreadyLinked { case: String } => "{case} is already linked, or the ticket itself" / "{case} 已经关联，或就是这个工单",
        AlreadyJoined { to: String } => "the ticket has already joined {to}" / "工单已经并入 {to}",
        Watches => "you watch this ticket already" / "你已经在关注这个工单",
        WatchesNot => "you do not watch this ticket" / "你没有关注这个工单",
        HandOverFirst
            => "its class has changed to one that you do not handle; it is to be handed over first"
             / "分类已变为你不处理的一类；请先移交",
        AlreadyConfirmed => "the customer has already confirmed" / "客户已经确认过",
        NothingToConfirm { status: Phrase }
            => "there is nothing to confirm yet; the ticket is {status}" / "还没有可以确认的结果；工单{status}",
        NotAccepted
            => "a requirement is closed once it has been accepted, or confirmed by the customer" / "需求须在验收或客户确认之后关闭",
        NotConfirmed { until: When }
            => "the customer has not confirmed; without their word it can be closed from {until}"
             / "客户还没有确认；未经确认，最早 {until} 起可以关闭",
        NotResolved { status: Phrase }
            => "only what is resolved and confirmed is closed; the ticket is {status}" / "已解决并确认的工单才能关闭；工单{status}",
        NothingToAccept { status: Phrase }
            => "there is nothing delivered to accept yet; the ticket is {status}" / "还没有可以验收的交付；工单{status}",
        WithHigher { role: Phrase }
            => "it is with the {role} already; an escalation does not go back down" / "已升级到{role}；升级不会往下走",
        NoSuchFile { nth: u32 }
            => "there is no file {nth} on this ticket, or it has been withdrawn" / "这个工单没有第 {nth} 个附件，或已撤回",
        TokenMade { id: String }
            => "this form was sent before; the token {id} was made then, and is shown once"
             / "这张表单已经提交过：令牌 {id} 已在当时生成，只显示一次",
        LastAdministrator { name: String }
            => "{name} is the last administrator; make somebody else one first" / "{name} 是最后一位系统管理员；请先让另一个人成为管理员",
        OtherForm { number: String, kind: Phrase, form: String }
            => "{number} is a {kind}; the form \"{form}\" is not for that" / "{number} 是{kind}；表单“{form}”不适用",
        NameTaken => "somebody of this name is here already: use a name that tells them apart, or find them below to change roles or hand out a new link" / "已有这个名字的人：请换一个能区分的名字；要改角色或再发登录链接，请在下面找到此人",
    }
}

sentences! {
    /// What a step needs or produces, as the subject of a sentence.
    Subject {
        Plan => "a plan" / "处理方案",
        HandlingPlan => "a handling plan" / "处理方案",
        Test => "the test" / "测试",
        Evaluation => "an evaluation" / "评估",
        Delivery => "a delivery" / "实施计划",
        Acceptance => "an acceptance test" / "验收",
    }
}

impl WrongState {
    /// The same with its moments in local time; `local` says a moment as the desk's zone has it.
    pub fn at_local_time(self, local: impl Fn(DateTime<Utc>) -> String) -> WrongState {
        match self {
            WrongState::NotConfirmed { until } => WrongState::NotConfirmed { until: until.at_local_time(local) },
            other => other,
        }
    }
}
