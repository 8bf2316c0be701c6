//! The archive outlives everything derived from it, and hand edits are taken in, not overwritten.

use crate::harness::{Story, copy, fault};
use std::fs;

/// What golden questions answer, with scores: equal archives give equal answers.
fn answers(story: &Story) -> Vec<String> {
    let questions =
        ["连接池耗尽", "ORA-12514", "PKIX path building failed", "导出 Excel 乱码", "pods cannot resolve dns", "启动失败"];
    let ask = |q: &&str| {
        let found = story.run(&["similar", "--title", q, "--limit", "8", "--json"]).ok().json();
        let mut rows = found["matches"].clone();
        // Numbers of use are counts of tickets; everything else must be the same.
        rows.as_array_mut().unwrap().iter_mut().for_each(|m| drop(m.as_object_mut().unwrap().remove("took_ms")));
        rows.to_string()
    };
    questions.iter().map(ask).collect()
}

#[test]
fn only_content_is_kept_and_the_archive_is_the_same() {
    let story = Story::staffed().with_archive();
    let number =
        story.close_fault(fault("启动失败 zebrafish", "zebrafish 起不来，见 /var/log/zebra/boot.log"), "moderate", "清理缓存");
    let open = story.register(fault("another thing", "open"));
    story.check_is_clean();
    let other = Story::new();
    let ran = other.run(&["import", "markdown", story.desk.join("content").to_str().unwrap()]).ok();
    assert!(ran.out.contains("refused 0"), "{ran:?}");
    // The open ticket is not part of the archive, so both are compared without it.
    let without_open = |rows: Vec<String>| {
        rows.into_iter().map(|r| (r.contains(&open), r)).filter(|(has, _)| !has).map(|(_, r)| r).collect::<Vec<_>>()
    };
    let (before, after) = (without_open(answers(&story)), answers(&other));
    let tops = |rows: &[String]| -> Vec<Vec<String>> {
        let numbers = |row: &String| -> Vec<String> {
            let rows: serde_json::Value = serde_json::from_str(row).unwrap();
            rows.as_array().unwrap().iter().map(|m| format!("{} {} {}", m["number"], m["family_size"], m["reused"])).collect()
        };
        rows.iter().map(numbers).collect()
    };
    assert_eq!(tops(&before), tops(&after));
    assert!(after.last().unwrap().contains(&number));
    other.check_is_clean();
    // Again: everything is there already.
    let again = other.run(&["import", "markdown", story.desk.join("content").to_str().unwrap()]).ok();
    assert!(again.out.starts_with("imported 0 / changed 0 / unchanged 76"), "{again:?}");
    // No number of the old desk is given again, not even that of the ticket that was still open.
    other.run(&["person", "add", "reg", "--role", "registrar"]).ok();
    assert_eq!(other.register(fault("new", "new")), "TS20240506003");
}

#[test]
fn a_deleted_or_damaged_index_comes_back_with_the_same_answers() {
    let story = Story::staffed().with_archive();
    story.close_fault(fault("启动失败 zebrafish", "zebrafish 起不来"), "moderate", "清理缓存");
    let before = answers(&story);
    let built = story.desk.join("index/built");
    fs::remove_dir_all(&built).unwrap();
    assert_eq!(answers(&story), before);
    for ending in ["idx", "store", "fast", "term"] {
        let damaged =
            fs::read_dir(&built).unwrap().flatten().find(|e| e.path().extension().is_some_and(|x| x == ending)).unwrap().path();
        let mut bytes = fs::read(&damaged).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x20;
        fs::write(&damaged, bytes).unwrap();
        let ran = story.run(&["search", "连接池"]);
        assert!(ran.err.contains("set aside"), "{ending}: {ran:?}");
        assert_eq!(answers(&story), before, "{ending}");
    }
    fs::write(built.join("meta.json"), "{").unwrap();
    assert_eq!(answers(&story), before);
    fs::remove_file(
        fs::read_dir(&built).unwrap().flatten().find(|e| e.path().extension().is_some_and(|x| x == "term")).unwrap().path(),
    )
    .unwrap();
    assert_eq!(answers(&story), before);
    assert!(story.run(&["reindex"]).ok().out.contains("76 documents"));
    assert_eq!(answers(&story), before);
    story.check_is_clean();
}

#[test]
fn a_missing_file_is_found_and_written_again_when_asked() {
    let story = Story::staffed();
    let number = story.close_fault(fault("a b", "c"), "minor", "d");
    let path = story.desk.join(format!("content/2024/{number}.md"));
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let ran = story.run(&["check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains(&format!("content/2024/{number}.md: is missing")), "{ran:?}");
    story.run(&["check", "--repair"]).ok();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    story.check_is_clean();
}

#[test]
fn a_file_edited_by_hand_becomes_a_revision() {
    let story = Story::staffed();
    let number = story.close_fault(fault("打印慢", "打印很慢"), "minor", "换驱动");
    let path = story.desk.join(format!("content/2024/{number}.md"));
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("换驱动", "换成 zebrafish 驱动")).unwrap();
    let ran = story.run(&["check"]);
    assert!(ran.out.contains("changed by hand"), "{ran:?}");
    story.run(&["check", "--repair"]).ok();
    assert_eq!(story.run(&["search", "zebrafish", "--json"]).ok().json()["items"][0]["number"], number);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("revision: 2") && text.contains("zebrafish"), "{text}");
    // What cannot be read is refused with its reason and left as it is.
    fs::write(&path, text.replace("## 解决方案", "## 乱写")).unwrap();
    let ran = story.run(&["check", "--repair"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(fs::read_to_string(&path).unwrap().contains("## 乱写"));
}

#[test]
fn a_flipped_byte_in_the_ledger_is_named() {
    let story = Story::staffed();
    story.close_fault(fault("zebrafish 一", "c"), "minor", "d");
    story.check_is_clean();
    // The last connection to close has brought the write-ahead log into the file.
    let database = story.desk.join("desk.db");
    let mut bytes = fs::read(&database).unwrap();
    let needle = "zebrafish".as_bytes();
    let places: Vec<usize> = (0..bytes.len() - needle.len()).filter(|i| bytes[*i..].starts_with(needle)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] ^= 0x01;
    }
    fs::write(&database, bytes).unwrap();
    let ran = story.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("ledger: event") && ran.out.contains("not as it was written"), "{ran:?}");
}

#[test]
fn a_desk_copied_is_a_desk() {
    let story = Story::staffed();
    story.close_fault(fault("复制桌面", "c"), "minor", "重做");
    let home = tempfile::tempdir().unwrap();
    let twin = Story { desk: home.path().join("twin"), ..Story::new() };
    copy(&story.desk, &twin.desk);
    assert_eq!(answers(&story), answers(&twin));
    twin.check_is_clean();
}
