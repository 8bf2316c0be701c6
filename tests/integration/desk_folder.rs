//! The folder of a desk: who may hold it, who may read it, and what can be done where nothing may be written.

use crate::harness::{Story, fault};

#[test]
fn whoever_removes_the_lock_lets_no_second_server_in() {
    let story = Story::new();
    let _server = story.serve();
    std::fs::remove_file(story.desk.join("desk.lock")).unwrap();
    let second = story.run(&["serve", "--listen", "127.0.0.1:0", "--simulate"]);
    assert_eq!(second.code, Some(1), "{second:?}");
    assert!(second.err.contains("already held"), "{second:?}");
    // A command goes on beside the server.
    story.run(&["person", "add", "beside", "--role", "tester"]).ok();
}

#[test]
fn the_record_and_the_files_are_their_owners_to_read() {
    use std::os::unix::fs::PermissionsExt;
    let story = Story::staffed();
    let number = story.register(fault("打印失败", "d"));
    let reg = story.token("reg", "registrar");
    let server = story.serve();
    server.upload(&format!("/api/v1/tickets/{number}/attachments"), &reg, &[], &[("a.txt", b"secret")], false).is(201);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o077;
    for file in ["desk.db", "desk.db-wal", "desk.db-shm"] {
        assert_eq!(mode(&story.desk.join(file)), 0, "{file}");
    }
    let folders = std::fs::read_dir(story.desk.join("attachments")).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    let modes: Vec<u32> = files.map(|file| mode(&file.unwrap().path())).collect();
    assert_eq!(modes, [0]);
}

/// Runs the program as somebody who owns nothing here, which is what a folder mounted to be read comes to.
fn as_nobody(story: &Story, args: &[&str]) -> std::process::Output {
    use std::os::unix::process::CommandExt;
    let mut command = std::process::Command::new(crate::harness::PROGRAM);
    command.args(args).env("PRECEDENT_DESK", &story.desk).env("PRECEDENT_NOW", &story.now);
    let root = std::process::Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
    if root {
        command.uid(65_534).gid(65_534);
    }
    command.output().unwrap()
}

#[test]
fn a_desk_that_may_only_be_read_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let story = Story::staffed().with_archive();
    let number = story.register(fault("打印失败", "d"));
    fn open(path: &std::path::Path) {
        let is_dir = path.is_dir();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(if is_dir { 0o555 } else { 0o444 })).unwrap();
        if is_dir {
            std::fs::read_dir(path).unwrap().for_each(|entry| open(&entry.unwrap().path()));
        }
    }
    std::fs::set_permissions(story.desk.parent().unwrap(), std::fs::Permissions::from_mode(0o755)).unwrap();
    open(&story.desk);
    let shown = as_nobody(&story, &["ticket", "show", &number]);
    assert!(shown.status.success() && String::from_utf8_lossy(&shown.stdout).contains("打印失败"), "{shown:?}");
    let found = as_nobody(&story, &["search", "ORA-12514"]);
    assert!(found.status.success() && String::from_utf8_lossy(&found.stdout).contains("TS20240111001"), "{found:?}");
    let refused = as_nobody(&story, &["person", "add", "x", "--role", "tester"]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("only be read"), "{refused:?}");
    fn writable(path: &std::path::Path) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| writable(&entry.unwrap().path()));
        }
    }
    writable(&story.desk);
}
