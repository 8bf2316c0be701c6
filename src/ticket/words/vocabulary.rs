//! The closed vocabularies of a ticket.

use crate::words::vocabulary;

vocabulary! {
    /// What a report is about: a fault (ITIL: incident) or a requirement (ITIL: change request).
    Kind, "kind" { Fault = "fault" / "故障", Requirement = "requirement" / "需求" }
}
vocabulary! {
    /// How a report came in.
    Channel, "channel" {
        ServiceDesk = "service_desk" / "客户服务", Mail = "mail" / "官方邮箱", Portal = "portal" / "工单系统",
        Api = "api" / "接口", AccountManager = "account_manager" / "客户经理同步",
    }
}
vocabulary! {
    /// Urgency as reported, and severity of an assessed fault; the most severe first.
    Severity, "severity" {
        Critical = "critical" / "致命", Major = "major" / "严重", Moderate = "moderate" / "一般", Minor = "minor" / "轻微",
    }
}
vocabulary! {
    /// What kind of requirement it is.
    RequirementType, "requirement type" {
        Enhancement = "enhancement" / "功能优化", NewFeature = "new_feature" / "新功能", Experience = "experience" / "体验改进",
    }
}
vocabulary! {
    /// A requirement's priority as the desk settles it.
    Priority, "priority" {
        P0 = "P0" / "紧急，影响核心业务", P1 = "P1" / "重要", P2 = "P2" / "一般", P3 = "P3" / "可延后",
    }
}
vocabulary! {
    /// A requirement's priority as the customer sees it.
    CustomerPriority, "priority" { High = "high" / "高", Medium = "medium" / "中", Low = "low" / "低" }
}
vocabulary! {
    /// Where a ticket is in its life cycle.
    Status, "status" {
        Pending = "pending" / "待处理", InProgress = "in_progress" / "处理中", Testing = "testing" / "测试中",
        Resolved = "resolved" / "已解决", Closed = "closed" / "已关闭",
    }
}
vocabulary! {
    /// What a handling plan aims at.
    Approach, "approach" { Fix = "fix" / "修复", Workaround = "workaround" / "临时规避" }
}
vocabulary! {
    /// Kind of an escalation (ITIL): functional, to specialists; hierarchical, up the line of command.
    EscalationKind, "kind of escalation" { Functional = "functional" / "职能升级", Hierarchical = "hierarchical" / "管理升级" }
}
vocabulary! {
    /// What a step was for.
    StepKind, "step kind" { Analysis = "analysis" / "分析", Repair = "repair" / "修复", Test = "test" / "测试" }
}
vocabulary! {
    /// Who a ticket on hold waits for.
    WaitingFor, "waiting_for" { Customer = "customer" / "等待客户", Vendor = "vendor" / "等待厂商", Internal = "internal" / "内部等待" }
}
vocabulary! {
    /// How satisfied the customer is.
    Satisfaction, "satisfaction" {
        Satisfied = "satisfied" / "满意", FairlySatisfied = "fairly_satisfied" / "基本满意", Dissatisfied = "dissatisfied" / "不满意",
    }
}
vocabulary! {
    /// What an evaluation concludes.
    Verdict, "verdict" { Feasible = "feasible" / "可实施", NotNow = "not_now" / "暂不可实施", Adjust = "adjust" / "需调整方案" }
}
vocabulary! {
    /// What became of a ticket; only `solved` is offered to others as a solution.
    Outcome, "outcome" {
        Solved = "solved" / "已解决", Declined = "declined" / "不予处理", NotReproduced = "not_reproduced" / "无法重现",
        Duplicate = "duplicate" / "重复", Unknown = "unknown" / "未知",
    }
}
vocabulary! {
    /// Why a ticket could be closed.
    ClosedHow, "way of closing" {
        Confirmed = "confirmed" / "客户确认", NoAnswer = "no_answer" / "客户未回复", Deflected = "deflected" / "知识库自助解决",
        Accepted = "accepted" / "验收通过", Declined = "declined" / "暂不可实施",
        Merged = "merged" / "已合并",
    }
}
vocabulary! {
    /// How a deflection (a case answers the report) was chosen.
    DeflectedHow, "way of deflecting" { Button = "button" / "按钮", Key = "key" / "键盘", Api = "api" / "接口" }
}
vocabulary! {
    /// A team of which something can be requested.
    Team, "team" { Development = "development" / "研发", Test = "test" / "测试", Product = "product" / "产品" }
}
