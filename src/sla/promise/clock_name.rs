//! The kinds of clocks.

use crate::words::vocabulary;

vocabulary! {
    /// What a clock promises.
    ClockName, "clock" {
        FirstResponse = "first_response" / "首次响应", Triage = "triage" / "初步评估", Plan = "plan" / "处理方案",
        Resolution = "resolution" / "解决", Progress = "progress" / "进度同步", Evaluation = "evaluation" / "需求评估",
    }
}
