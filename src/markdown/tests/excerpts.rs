//! What results and suggestions show of a text.

use crate::markdown::{Excerpt, first_step, plain_text};

fn step(text: &str) -> String {
    first_step(text, 220).to_string()
}

#[test]
fn the_fix_is_the_first_thing_of_substance_with_its_code() {
    for (text, fix) in [
        ("## Fix\n\nRaise client_max_body_size to 500m and reload.", "Raise client_max_body_size to 500m and reload."),
        ("## 解决\n### 步骤\n\n重启 `nginx`：\n\n```sh\nsystemctl restart nginx\n```", "重启 nginx： systemctl restart nginx"),
        ("您好：\n重装驱动后正常。", "重装驱动后正常。"),
        ("Hi John,\n\nplease restart it.", "please restart it."),
        ("```\nsystemctl restart x\n```", "systemctl restart x"),
        ("1. stop\n2. clear `/tmp`\n3. start", "1. stop 2. clear /tmp 3. start"),
        ("# Fix\nRestart svc", "Restart svc"),
        ("# 解决\n1. 重启", "1. 重启"),
        ("Fix\n===\nRestart", "Restart"),
        ("==========\n【解决方案】\n重启服务", "重启服务"),
        ("解决方案：\n重启", "重启"),
        ("Solution:", "Solution:"),
        ("# systemctl restart nginx", "systemctl restart nginx"),
        ("## Only a heading", "Only a heading"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
        ("见截图 ![把“启用缓存”关掉](https://x.example/fix.png)", "见截图 把“启用缓存”关掉"),
        ("\\\\fs02\\share <your-host> __init__", "\\\\fs02\\share <your-host> __init__"),
        ("Hi there is no printer", "Hi there is no printer"),
        ("", ""),
    ] {
        assert_eq!(step(text), fix, "{text}");
    }
}

#[test]
fn code_is_told_apart_and_a_long_fix_ends_with_its_sentence() {
    let Excerpt { runs } = first_step("重启 `nginx` 服务", 220);
    assert_eq!(
        runs.iter().map(|run| (run.text.as_str(), run.code)).collect::<Vec<_>>(),
        [("重启 ", false), ("nginx", true), (" 服务", false)]
    );
    let long = format!("{} And {}", "One sentence that is there.".repeat(5).replace('.', ". ").trim(), "more ".repeat(100));
    assert!(first_step(&long, 220).to_string().ends_with("there."), "{}", first_step(&long, 220));
    assert!(first_step(&"字".repeat(500), 220).to_string().ends_with('…'));
}

#[test]
fn the_words_in_one_line() {
    assert_eq!(plain_text("1. **stop** `x`\n\n```sh\nls\n```\n\n2. go"), "1. stop x ls 2. go");
    assert_eq!(plain_text("电话 139****5678，邮箱 l**@haifeng.com，**要紧**"), "电话 139****5678，邮箱 l**@haifeng.com，要紧");
    assert_eq!(plain_text("/api/**/export\n  and  more"), "/api/**/export and more");
}
