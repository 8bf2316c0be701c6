//! Names of the measures and groupings, their units and goals.

use crate::words::vocabulary;

vocabulary! {
    /// A measure; docs/measures.md defines each.
    Measure, "measure" {
        Registered = "registered" / "登记数",
        TimeToFirstResponse = "time_to_first_response" / "首次响应用时",
        TimeToTriage = "time_to_triage" / "初步评估用时",
        TimeToPlan = "time_to_plan" / "处理方案用时",
        TimeToRelief = "time_to_relief" / "恢复用时",
        TimeToResolve = "time_to_resolve" / "解决用时",
        TimeToEvaluate = "time_to_evaluate" / "需求评估用时",
        KeptFirstResponse = "kept_first_response" / "首次响应按时率",
        KeptTriage = "kept_triage" / "初步评估按时率",
        KeptPlan = "kept_plan" / "处理方案按时率",
        KeptResolution = "kept_resolution" / "解决按时率",
        KeptProgress = "kept_progress" / "进度同步按时率",
        KeptEvaluation = "kept_evaluation" / "需求评估按时率",
        Repeats = "repeats" / "重复报告率",
        Reuse = "reuse" / "方案复用率",
        LinkRate = "link_rate" / "案例关联率",
        Deflections = "deflections" / "自助解决率",
        TakenBack = "taken_back" / "自助解决撤回率",
        Satisfaction = "satisfaction" / "满意率（含基本满意）",
        FullySatisfied = "fully_satisfied" / "完全满意率",
        Escalated = "escalated" / "升级率",
        Reopened = "reopened" / "重新打开率",
    }
}

vocabulary! {
    /// How figures are grouped. Days, weeks (ISO 8601) and months are local to the desk.
    By, "grouping" {
        Day = "day" / "日", Week = "week" / "周", Month = "month" / "月", Severity = "severity" / "等级",
        Component = "component" / "组件", Customer = "customer" / "客户", Kind = "kind" / "类别",
    }
}

impl By {
    /// Whether its groups are periods, which a baseline has no counterparts of.
    pub fn is_time(self) -> bool {
        matches!(self, By::Day | By::Week | By::Month)
    }
}

/// Unit of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A number.
    Count,
    /// Elapsed minutes, holds and nights included.
    Minutes,
    /// A share.
    Percent,
}

impl Unit {
    /// Its word in the API.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Minutes => "minutes",
            Unit::Percent => "percent",
        }
    }
}

/// The change against the baseline that the process aims at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// In percent; negative: that much less.
    pub change_percent: f64,
}

impl Goal {
    /// Whether a change reaches it.
    pub fn is_met(self, change_percent: f64) -> bool {
        if self.change_percent < 0.0 { change_percent <= self.change_percent } else { change_percent >= self.change_percent }
    }
}

impl Measure {
    /// Its unit.
    pub fn unit(self) -> Unit {
        use Measure::*;
        match self {
            Registered => Unit::Count,
            TimeToFirstResponse | TimeToTriage | TimeToPlan | TimeToRelief | TimeToResolve | TimeToEvaluate => Unit::Minutes,
            _ => Unit::Percent,
        }
    }

    /// The goal of the three measures that have one (docs/measures.md).
    pub fn goal(self) -> Option<Goal> {
        let change_percent = match self {
            Measure::TimeToResolve => -30.0,
            Measure::Repeats => -50.0,
            Measure::Reuse => 40.0,
            _ => return None,
        };
        Some(Goal { change_percent })
    }
}
