//! The four forms and the two documents: their fields, masked, in every shape, and nothing of another customer.

use crate::harness::{Server, Story, fault, fault_steps};
use crate::pages::{see, signed_in};
use serde_json::{Value, json};

const FORMS: [(&str, &[&str]); 4] = [
    ("urgency", &["紧急程度", "定义", "响应要求"]),
    (
        "registration",
        &["编号", "客户名称", "联系人", "联系方式", "问题描述", "提交时间", "紧急程度", "分类", "初步评估人", "登记人"],
    ),
    (
        "progress",
        &["问题编号", "当前状态", "处理责任人", "开始时间", "预计解决时间", "实际解决时间", "处理步骤记录", "客户反馈", "备注"],
    ),
    (
        "requirement",
        &["需求编号", "客户名称", "需求详情", "需求类型", "优先级", "评估", "结论", "客户确认", "实施计划", "UAT结果", "交付时间"],
    ),
];

fn value<'a>(form: &'a Value, zh: &str) -> &'a str {
    let field = form["fields"].as_array().unwrap().iter().find(|f| f["zh"] == zh);
    field.and_then(|f| f["value"].as_str()).unwrap_or_default()
}

/// The lines of a CSV whose cells all stand in quotes.
fn lines(csv: &str) -> Vec<Vec<String>> {
    let text = csv.strip_prefix('\u{feff}').expect("a BOM for Excel").strip_suffix("\"\r\n").expect("CRLF at the end");
    let cells = |line: &str| line.trim_start_matches('"').split("\",\"").map(|c| c.replace("\"\"", "\"")).collect();
    text.split("\"\r\n").map(cells).collect()
}

fn wish() -> Value {
    json!({
        "kind": "requirement", "channel": "account_manager", "customer": "海风科技有限公司", "contact": {"name": "王芳"},
        "title": "导出 Excel 时工号保留前导零", "scenario": "每月把人员名单导给社保系统，电话 13812345678",
        "effect": "工号列按文本导出", "priority": "high",
    })
}

#[test]
fn each_form_has_exactly_the_fields_of_the_process_in_their_order() {
    let story = Story::staffed();
    let number = story.register(fault("登录页白屏", "打不开"));
    story.act("triage", &number, "junior", json!({"severity": "major"})).ok();
    let requirement = story.register(wish());
    story.act("triage", &requirement, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    let (server, token) = (story.serve(), story.token("super", "support_supervisor"));
    for (form, fields) in FORMS {
        let csv = server.get(&format!("/api/v1/forms/{form}.csv"), &token).is(200);
        assert_eq!(csv.kind, "text/csv; charset=utf-8");
        assert_eq!(lines(&csv.text)[0], fields, "{form}");
        let english = server.get(&format!("/api/v1/forms/{form}.csv?lang=en"), &token).is(200);
        let beside = lines(&english.text)[0].iter().zip(fields).all(|(en, zh)| en.starts_with(zh) && en.len() > zh.len());
        assert!(beside, "{form}: {}", english.text);
        if form != "urgency" {
            let number = if form == "requirement" { &requirement } else { &number };
            let one = server.get(&format!("/api/v1/tickets/{number}/forms/{form}"), &token).is(200).json;
            let named: Vec<&str> = one["fields"].as_array().unwrap().iter().filter_map(|f| f["zh"].as_str()).collect();
            assert_eq!(named, fields, "{form}");
        }
    }
    let urgency = server.get("/api/v1/forms/urgency", &token).is(200).json;
    let first = &urgency["items"][0];
    assert_eq!(value(first, "定义"), "核心业务中断，用户无法正常使用");
    assert_eq!(value(first, "响应要求"), "15 分钟内响应（7×24 小时）");
    server.get(&format!("/api/v1/tickets/{number}/forms/requirement"), &token).is(409);
    server.get(&format!("/api/v1/tickets/{number}/forms/evaluation"), &token).is(404);
    server.get(&format!("/api/v1/tickets/{number}/documents/registration"), &token).is(404);
    server.get("/api/v1/forms/satisfaction", &token).is(404);
}

#[test]
fn a_fault_on_its_forms_is_masked_and_says_what_is_missing() {
    let mut story = Story::staffed();
    story.run(&["person", "add", "李明", "--role", "senior_engineer"]).ok();
    let number = story.register(fault("登录页白屏", "联系 王芳 13812345678"));
    let registration = |story: &Story| {
        let text = story.run(&["form", "registration", &number]).ok().out;
        assert!(text.starts_with("# 技术支持问题/需求登记表\n\n| 项目 | 内容 |\n"), "{text}");
        text
    };
    let text = registration(&story);
    assert!(text.contains("步骤：待补充") && text.contains("截图/报错：待补充") && text.contains("故障-待评估"), "{text}");
    for hidden in ["王芳", "13812345678", "wangfang |"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    assert!(text.contains("| 联系人 | 王* |"), "{text}");
    story.act("triage", &number, "李明", json!({"severity": "major"})).ok();
    assert!(registration(&story).contains("| 分类 | 故障-严重级 |\n| 初步评估人 | 李* |"));
    for (verb, who, body) in fault_steps("李明 换了模板").into_iter().take(3) {
        story.act(verb, &number, who, body).ok();
    }
    story.at("2024-05-06T18:00:00+08:00");
    story.run(&["tick"]).ok();
    story.act("note", &number, "senior", json!({"text": "内部", "overdue_reason": "等厂商的补丁"})).ok();
    for (verb, who, body) in fault_steps("李明 换了模板").into_iter().skip(3) {
        story.act(verb, &number, who, body).ok();
    }
    let form = story.run(&["form", "progress", &number]).ok().out;
    for told in [
        "| 预计解决时间 | 2024-05-06 17:00 |",
        "| 开始时间 | 2024-05-06 09:00 |",
        "| 实际解决时间 | 2024-05-06 18:00 |",
        "s* 分析：查看日志",
        "解决：李* 换了模板",
        "已解决，满意，好了，谢谢",
        "超时：解决，到期 2024-05-06 17:00（补记）；原因：等厂商的补丁",
        "升级上报：2024-05-06 18:00 技术经理",
    ] {
        assert!(form.contains(told), "{told}: {form}");
    }
    assert!(!form.contains("李明") && !form.contains("内部"), "{form}");
    let paper = story.run(&["form", "satisfaction", &number, "--lang", "en"]).ok().out;
    assert!(paper.contains("☑ satisfied　☐ fairly satisfied") && paper.contains("☑ yes　☐ no"), "{paper}");
}

#[test]
fn a_requirement_on_its_form_and_in_its_report() {
    let story = Story::staffed();
    let number = story.register(wish());
    story.act("triage", &number, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    story.act("start", &number, "product", json!({})).ok();
    let report =
        json!({"technical": "可行", "resources": "1 人日", "cost": "成本zz", "verdict": "feasible", "report": "按文本列导出"});
    story.act("evaluate", &number, "product", report).ok();
    story.act("agree", &number, "王芳", json!({"agreed": true, "words": "可以"})).ok();
    story.act("resolve", &number, "product", json!({"resolution": "改为文本列", "tested_with": "王芳"})).ok();
    story.act("accept", &number, "product", json!({"items": [{"item": "前导零", "passed": true}]})).ok();
    let (server, staff, customer) = (story.serve(), story.token("product", "product_manager"), story.token("王芳", "customer"));
    let get = |path: &str, token: &str| server.get(&format!("/api/v1/tickets/{number}/{path}"), token).is(200).json;
    let form = get("forms/requirement", &staff);
    for (field, told) in [
        ("需求编号", "RD20240506001"),
        ("优先级", "P1 重要"),
        ("结论", "可实施"),
        ("评估", "技术：可行\n资源：1 人日\n成本：成本zz"),
        ("客户确认", "2024-05-06 09:00 同意，可以"),
        ("实施计划", "按文本列导出"),
        ("UAT结果", "✓ 前导零 通过"),
        ("交付时间", "2024-05-06 09:00"),
    ] {
        assert_eq!(value(&form, field), told, "{form}");
    }
    assert!(value(&form, "需求详情").contains("电话 138****5678"), "{form}");
    // What it costs us is not the customer's, on no paper.
    assert!(!get("forms/requirement", &customer).to_string().contains("成本zz"));
    for token in [&staff, &customer] {
        let report = get("documents/evaluation", token);
        assert!(value(&report, "评估说明") == "按文本列导出" && !report.to_string().contains("成本zz"), "{report}");
    }
}

#[test]
fn a_spreadsheet_runs_nothing_that_a_customer_wrote() {
    let story = Story::staffed();
    story.register(fault("=HYPERLINK(\"http://evil\",\"x\")", "@SUM(1)"));
    let mut report = fault("a", "b");
    report["customer"] = json!("=cmd|' /C calc'!A0");
    story.register(report);
    let (server, token) = (story.serve(), story.token("super", "support_supervisor"));
    let csv = server.call("GET", "/api/v1/forms/registration", &token, &[("Accept", "text/csv")], None).is(200).text;
    for line in lines(&csv) {
        let armed = line.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t']));
        assert_eq!(armed, None, "{csv}");
    }
    assert!(csv.contains("\"'=cmd|") && csv.contains("\"'=HYPERLINK(\"\"http"), "{csv}");
    let text = server.get("/api/v1/forms/registration.md", &token).is(200);
    assert!(text.kind.starts_with("text/markdown") && text.text.contains("=cmd\\|"), "{}", text.text);
}

#[test]
fn nothing_of_another_customer_stands_on_any_form() {
    let story = Story::staffed();
    let mut theirs = fault("CANARY-TITLE", "CANARY-BODY");
    theirs["customer"] = json!("Rival Ltd");
    theirs["contact"] = json!({"name": "Canaria Contact"});
    let theirs = story.register(theirs);
    story.act("triage", &theirs, "senior", json!({"severity": "major"})).ok();
    let own = story.register(fault("登录页白屏", "同一个问题"));
    story.act("triage", &own, "senior", json!({"severity": "major"})).ok();
    story.act("attach", &own, "senior", json!({"ticket": theirs})).ok();
    for (verb, who, body) in fault_steps("回退版本").into_iter().take(8) {
        let body = if verb == "resolve" { json!({"resolution": "回退版本", "tested_with": "Canaria Contact"}) } else { body };
        story.act(verb, &theirs, who, body).ok();
    }
    assert_eq!(story.show(&own)["status"], "resolved", "solved with the one it joined");
    let (server, customer) = (story.serve(), story.token("王芳", "customer"));
    let cookie = signed_in(&story, &server, "王芳");
    let shown = |server: &Server, path: &str| {
        let mut all = server.get(&format!("/api/v1{path}"), &customer).is(200).text;
        for end in [".md", ".csv", ""] {
            all += &see(server, &format!("{path}{end}"), &cookie).is(200).text;
        }
        all
    };
    let mut all = String::new();
    for form in ["forms/registration", "forms/progress", "documents/satisfaction"] {
        all += &shown(&server, &format!("/tickets/{own}/{form}"));
        server.get(&format!("/api/v1/tickets/{theirs}/{form}"), &customer).is(404);
        see(&server, &format!("/tickets/{theirs}/{form}"), &cookie).is(404);
    }
    for form in ["registration", "progress", "requirement"] {
        all += &shown(&server, &format!("/forms/{form}"));
    }
    assert!(all.contains(&own) && all.contains("回退版本"), "{all}");
    for hidden in ["CANARY", "Canaria", "C*", "Rival", theirs.as_str(), "WX_wangfang"] {
        assert!(!all.contains(hidden), "{hidden} in {all}");
    }
    // A visitor sees none; and of the desk's own affairs a customer's form says nothing.
    see(&server, &format!("/tickets/{own}/forms/progress"), "").is(404);
    see(&server, "/forms/registration", "").is(403);
    assert!(!all.contains("升级上报") && !all.contains("查看日志"), "{all}");
}

#[test]
fn forms_are_pages_with_english_beside_the_chinese_names() {
    let story = Story::staffed();
    let number = story.register(fault("登录 <b>白屏", "x"));
    let server = story.serve();
    let cookie = signed_in(&story, &server, "super");
    let ticket = see(&server, &format!("/tickets/{number}"), &cookie).is(200).text;
    assert!(ticket.contains(&format!("/tickets/{number}/forms/progress")), "{ticket}");
    let page = see(&server, &format!("/tickets/{number}/forms/registration"), &cookie).is(200).text;
    assert!(page.contains("<th scope=\"row\">联系人 Contact</th><td class=\"told\">王*</td>"), "{page}");
    assert!(page.contains("登录 &lt;b&gt;白屏"), "{page}");
    let list = see(&server, "/forms/progress?from=2024-05-06&to=2024-05-07", &cookie).is(200).text;
    assert!(list.contains(&format!("/tickets/{number}/forms/progress\">{number}</a>")), "{list}");
    assert!(!see(&server, "/forms/progress?from=2024-05-07&to=2024-05-08", &cookie).is(200).text.contains(&number));
    see(&server, "/forms/progress?from=yesterday", &cookie).is(422);
    see(&server, "/forms/satisfaction", &cookie).is(404);
}
