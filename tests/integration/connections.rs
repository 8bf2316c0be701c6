//! Connections on which nothing happens, or which are to stop: the door stays open, and the desk ends when it is told to.

use crate::harness::{Server, Story, fault};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.address.strip_prefix("http://").unwrap()).unwrap()
}

/// How long until the other end closes, having said what it may.
fn closed_after(mut stream: TcpStream, patience: Duration) -> Option<Duration> {
    let (began, mut said) = (Instant::now(), [0u8; 4096]);
    stream.set_read_timeout(Some(patience)).unwrap();
    loop {
        match stream.read(&mut said) {
            Ok(0) => return Some(began.elapsed()),
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::ConnectionReset => return Some(began.elapsed()),
            Err(_) => return None,
        }
    }
}

fn terminate(server: &mut Server) -> Duration {
    let began = Instant::now();
    assert!(std::process::Command::new("kill").args(["-TERM", &server.pid().to_string()]).status().unwrap().success());
    assert!(server.ends_within(Duration::from_secs(10)), "still there after {:?}", began.elapsed());
    began.elapsed()
}

#[test]
fn what_says_nothing_half_a_head_or_half_a_body_is_closed_in_time() {
    let story = Story::staffed();
    let reg = story.token("reg", "registrar");
    let server = story.serve();
    let head = "POST /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";
    let begun: Vec<String> = vec![
        String::new(),
        "GET / HT".into(),
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ".into(),
        format!("{head}Authorization: Bearer {reg}\r\nContent-Length: 100\r\n\r\n{{\"kind\""),
        format!("{head}Authorization: Bearer {reg}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{{\"kin"),
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".into(),
    ];
    let waited = std::thread::scope(|scope| {
        let wait = |text: &String| {
            let mut stream = connect(&server);
            stream.write_all(text.as_bytes()).unwrap();
            scope.spawn(move || closed_after(stream, Duration::from_secs(60)))
        };
        begun.iter().map(wait).collect::<Vec<_>>().into_iter().map(|waited| waited.join().unwrap()).collect::<Vec<_>>()
    });
    for (text, waited) in begun.iter().zip(&waited) {
        let waited = waited.unwrap_or_else(|| panic!("still open after a minute: {text:?}"));
        assert!(waited < Duration::from_secs(40), "{waited:?}: {text:?}");
    }
}

#[test]
fn a_thousand_silent_connections_do_not_shut_the_door() {
    let story = Story::staffed();
    let reg = story.token("reg", "registrar");
    let server = story.serve();
    let silent: Vec<TcpStream> = (0..900).map(|_| connect(&server)).collect();
    for _ in 0..20 {
        server.post("/api/v1/tickets", &reg, fault("打印失败", "d")).is(201);
        server.get("/api/v1/search?q=x", &reg).is(200);
    }
    drop(silent);
}

#[test]
fn the_order_to_stop_ends_the_desk_in_time_whatever_hangs_on_it() {
    let story = Story::staffed().with_archive();
    let reg = story.token("reg", "registrar");
    // With requests of which half has come, and one whose answer nobody takes.
    let mut server = story.serve();
    let number = server.post("/api/v1/tickets", &reg, fault("打印失败", "d")).is(201).json["number"].as_str().unwrap().to_string();
    let head = format!("POST /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {reg}\r\n");
    let mut hanging = Vec::new();
    for text in [String::new(), "GET / HT".into(), format!("{head}Content-Length: 1000\r\n\r\n{{")] {
        let mut stream = connect(&server);
        stream.write_all(text.as_bytes()).unwrap();
        hanging.push(stream);
    }
    std::thread::sleep(Duration::from_millis(200));
    terminate(&mut server);
    drop(hanging);
    // What was acknowledged is there.
    assert_eq!(story.show(&number)["number"], number.as_str());
    story.check_is_clean();
    // And at the very beginning.
    let mut server = story.serve();
    terminate(&mut server);
}

/// Sends a request as it stands; the first line of the answer.
fn raw(server: &Server, text: &str) -> String {
    let mut stream = connect(server);
    stream.write_all(text.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut said = [0u8; 512];
    let read = stream.read(&mut said).unwrap_or(0);
    String::from_utf8_lossy(&said[..read]).lines().next().unwrap_or_default().to_string()
}

#[test]
fn a_request_with_two_lengths_or_two_names_is_the_last_on_its_connection_or_refused() {
    let story = Story::new();
    let server = story.serve();
    let both = "POST /api/v1/consultations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    let names = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: localhost\r\n\r\n";
    let none = "GET /healthz HTTP/1.1\r\n\r\n";
    let lengths = "POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello";
    for text in [names, none, lengths] {
        assert!(raw(&server, text).contains(" 400 "), "{text}: {}", raw(&server, text));
    }
    // Read by its chunks, and nothing that follows it on this connection is read at all.
    let smuggled = format!("{both}GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    let mut stream = connect(&server);
    stream.write_all(smuggled.as_bytes()).unwrap();
    let mut said = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let _ = stream.read_to_string(&mut said);
    assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{said}");
    assert!(raw(&server, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").contains(" 200 "));
}
