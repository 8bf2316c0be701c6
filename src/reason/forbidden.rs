//! Why somebody may not do or see something, whatever its state.

use super::particulars::{Doer, Phrase, Who};
use super::sentence::sentences;

sentences! {
    /// Why the actor may not do or see something (403).
    Forbidden {
        /// The actor's role does not allow this step on the ticket.
        Step { who: Allowed, by: Doer, step: Phrase } => "{by} may not {step}: {who} may" / "{by}不能执行“{step}”：{who}才可以",
        StepByOperator { who: Allowed, step: Phrase }
            => "operator (local operator) may not {step}: {who} may; name a person with --as"
             / "本机操作者不能执行“{step}”：{who}才可以；请用 --as 指定人员",
        PlansAreJudgedByOthers { name: Who }
            => "{name} may not judge a plan: the support supervisor or manager does" / "{name} 不能审批方案：由技术主管或技术经理审批",
        OwnPlan => "nobody judges their own plan; ask another supervisor or the manager" / "不能审批自己的方案；请另一位主管或经理来审批",
        BeyondOwnRoles
            => "a deputy acts within their own roles, and this class needs another" / "代理人只在自己的角色范围内代办，这一类需要别的角色",
        AskedOfAnother => "this was asked of somebody else" / "这一项是请别人协助的",
        ManagerReachesDirector => "the manager passes it on to the director" / "由技术经理上报研发总监",
        SupervisorFollowsUp
            => "the customer is dissatisfied; the supervisor follows up and closes" / "客户不满意；须由技术主管回访后关闭",
        OtherCompany => "a customer registers for their own company only" / "客户只能为自己的公司提交",
        PeopleAndTokens { name: Who }
            => "{name} may not see to people and tokens; an administrator does" / "{name} 不能管理人员与令牌；由系统管理员管理",
        ReachingCustomer { name: Who }
            => "{name} does not need to reach the customer; who handles the ticket does" / "{name} 不需要联系客户；由处理工单的人联系",
        Staff { matter: StaffMatter } => "{matter} is for staff" / "{matter}只对内部人员开放",
        Duties => "an administrator, supervisor or manager hands out duties" / "由系统管理员、技术主管或技术经理安排值班",
        Absences => "who is away says so themselves, or their supervisor does" / "外出由本人或主管登记",
        Policies => "an administrator, supervisor or manager tries a policy" / "由系统管理员、技术主管或技术经理试算规则",
        Measures
            => "measures are for those who supervise: supervisor, manager, director, product manager and administrators"
             / "指标供主管、经理、总监、产品经理和管理员查看",
        Archive
            => "engineers, supervisors, managers and administrators write in the archive" / "只有工程师、主管、经理和管理员可以编辑知识库",
        NoticesOfNobody => "notices are for people: sign in, or name a person with --as" / "通知是给个人的：请先登录",
        FormsOfNobody => "sign in to see forms" / "请先登录再查看表单",
        RatingOfNobody => "sign in to say whether it helped" / "登录后才能评价",
        ReportOfNobody => "sign in to send a report" / "登录后才能提交报告",
        Clock => "an administrator moves the clock" / "由系统管理员调整时钟",
        MetricsFromAfar => "an administrator's token reads the metrics from afar" / "从别处读取指标需要系统管理员的令牌",
    }
}

sentences! {
    /// Who may take a step: the people named in [`Forbidden::Step`].
    Allowed {
        Assessors => "a junior or senior engineer" / "初级或高级工程师",
        Assigners
            => "an engineer within the rule for this class, a supervisor or manager, or the product manager for a requirement"
             / "可处理该等级的工程师、主管、经理，或（需求的）产品经理",
        Workers
            => "the responsible person, a senior engineer of the group, or a developer or tester on the ticket"
             / "处理责任人、本组的高级工程师，或参与此工单的研发、测试",
        Handlers => "the responsible person or a senior engineer of the group" / "处理责任人或本组的高级工程师",
        Escalators
            => "the responsible person, the supervisor, or the manager to the director" / "处理责任人、主管，或（上报总监的）经理",
        ProductManager => "the product manager" / "产品经理",
        CustomerOrOnBehalf => "the customer, or staff on their behalf" / "客户本人，或代客户登记的内部人员",
        Closers
            => "the responsible person, the supervisor, or the product manager for a requirement"
             / "处理责任人、主管，或（需求的）产品经理",
        CustomerOrStaff => "the customer or any staff member" / "客户或任何内部人员",
        CustomerOrStaffWhoSee => "the customer, or staff who see the ticket" / "客户，或能看到此工单的内部人员",
        Withdrawers => "whoever added the file, the supervisor or the manager" / "添加附件的人、主管或经理",
        StaffWhoSee => "staff who see the ticket" / "能看到此工单的内部人员",
        Askers
            => "the responsible person, a senior engineer of the group, a supervisor or manager, or the product manager for a requirement"
             / "处理责任人、本组的高级工程师、主管、经理，或（需求的）产品经理",
        Deliverers => "whoever was asked, or the responsible person" / "被请求协助的人，或处理责任人",
    }
}

sentences! {
    /// What only staff may see.
    StaffMatter {
        Proposals => "what is proposed for a ticket" / "分类与分派建议",
        OthersReports => "what others reported" / "他人的报告",
        Workload => "who carries how much" / "在手工单数",
        Duty => "who is on duty" / "值班安排",
        Policy => "the policy" / "服务规则",
        Quality => "how good the suggestions are" / "推荐质量",
        Revisions => "who wrote what in a case" / "修订记录",
        Searches => "what others searched for" / "他人搜索的内容",
    }
}
