//! Golden case files: what a closed ticket's file looks like, to the byte.

use crate::harness::{Story, fault};
use expect_test::expect;
use serde_json::json;

#[test]
fn a_fault_in_chinese() {
    let story = Story::staffed();
    let mut report = fault("导出报表 500，王芳反馈", "点“导出”后转圈，最后提示 500。电话 13812345678。");
    report["steps"] = json!("1. 打开报表\n2. 点导出");
    report["error"] = json!("java.lang.OutOfMemoryError: Java heap space\n## not a heading\n```");
    report["product"] = json!("ERP");
    report["version"] = json!("5.0.1");
    let number = story.register(report);
    story.act("triage", &number, "junior", json!({"severity": "moderate", "component": "报表"})).ok();
    story.act("assign", &number, "junior", json!({"to": "junior"})).ok();
    story.act("start", &number, "junior", json!({})).ok();
    story.act("step", &number, "junior", json!({"kind": "analysis", "text": "堆转储显示一次读入 80 万行"})).ok();
    story.act("step", &number, "junior", json!({"kind": "repair", "text": "加大堆到 8g，仍然溢出", "failed": true})).err.clear();
    story.act("plan", &number, "junior", json!({"approach": "fix", "cause": "导出一次读入全部行", "text": "改为流式导出"})).ok();
    story.act("approve", &number, "super", json!({})).ok();
    story.act("step", &number, "junior", json!({"kind": "repair", "text": "加大堆到 8g，仍然溢出", "failed": true})).ok();
    let resolution = json!({"resolution": "改为流式导出（SXSSF）", "workaround": "按月分批导出", "tested_with": "王芳"});
    story.act("resolve", &number, "junior", resolution).ok();
    story.act("confirm", &number, "王芳", json!({"solved": true, "satisfaction": "satisfied", "words": "王芳：可以了"})).ok();
    story.act("close", &number, "junior", json!({})).ok();
    let text = std::fs::read_to_string(story.desk.join(format!("content/2024/{number}.md"))).unwrap();
    let without_digest: Vec<&str> = text.lines().filter(|l| !l.starts_with("digest: ")).collect();
    expect![[r#"
        ---
        format: 2
        number: TS20240506001
        title: "导出报表 500，王*反馈"
        kind: fault
        urgency: moderate
        severity: moderate
        product: "ERP"
        component: "报表"
        versions: ["5.0.1"]
        language: zh
        outcome: solved
        confidence: validated
        audience: internal
        family: TS20240506001
        opened_at: 2024-05-06T01:00:00Z
        resolved_at: 2024-05-06T01:00:00Z
        closed_at: 2024-05-06T01:00:00Z
        reused: 0
        revision: 1
        masking: 2
        ---

        ## 问题描述

        点“导出”后转圈，最后提示 500。电话 138****5678。

        ### 步骤

        1. 打开报表
        2. 点导出

        ### 报错

        ````text
        java.lang.OutOfMemoryError: Java heap space
        ## not a heading
        ```
        ````

        ## 环境

        - 产品: ERP
        - 组件: 报表
        - 版本: 5.0.1

        ## 分析过程

        - 堆转储显示一次读入 80 万行

        ## 根因

        导出一次读入全部行

        ## 解决方案

        改为流式导出（SXSSF）

        ### 临时规避

        按月分批导出

        ## 尝试过的办法

        - 加大堆到 8g，仍然溢出

        ## 客户反馈

        - 王*：可以了"#]]
    .assert_eq(&without_digest.join("\n"));
}
