//! A minimal HTTP/1.1 client over one keep-alive connection, so that the measured time is the server's.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;

/// Longest time to connect.
const CONNECT_WAIT: Duration = Duration::from_secs(10);
/// Bytes read at once.
const READ_BYTES: usize = 64 * 1024;

/// An answer; status 0 if there was none.
#[derive(Debug, Default, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<f64>,
    /// Content type; without an answer, the error.
    pub kind: String,
    /// The cookie that was set.
    pub cookie: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Who calls: a bearer token for the API, a session for pages.
#[derive(Debug, Clone, Copy)]
pub enum As<'a> {
    Nobody,
    Token(&'a str),
    Session(&'a str),
}

/// A connection.
pub struct Connection {
    to: SocketAddr,
    from: Ipv4Addr,
    patience: Duration,
    stream: Option<TcpStream>,
    pending: Vec<u8>,
}

/// Connects from an address within 127/8, so that limits by address see many clients.
pub fn connect(from: Ipv4Addr, to: SocketAddr) -> io::Result<TcpStream> {
    // The standard library cannot bind before it connects.
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let builder = &mut tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).enable_all().build().expect("a runtime")
    });
    let connecting = async {
        let socket = TcpSocket::new_v4()?;
        socket.bind((from, 0).into())?;
        tokio::time::timeout(CONNECT_WAIT, socket.connect(to)).await?
    };
    let stream = runtime.block_on(connecting)?.into_std()?;
    stream.set_nonblocking(false)?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Connection {
    /// A connection that is opened at the first call.
    pub fn new(from: Ipv4Addr, to: SocketAddr, patience: Duration) -> Connection {
        Connection { to, from, patience, stream: None, pending: Vec::new() }
    }

    /// GET.
    pub fn get(&mut self, path: &str, who: As) -> Answer {
        let kept = self.stream.is_some();
        let answer = self.call("GET", path, who, "", &[]);
        // A kept connection may have ended while it was idle; reading again does no harm.
        if answer.status == 0 && kept { self.call("GET", path, who, "", &[]) } else { answer }
    }

    /// POST with a JSON body.
    pub fn post(&mut self, path: &str, who: As, body: &serde_json::Value) -> Answer {
        self.call("POST", path, who, "application/json", body.to_string().as_bytes())
    }

    /// POST of one file as a form.
    pub fn upload(&mut self, path: &str, who: As, name: &str, bytes: &[u8]) -> Answer {
        let head = format!(
            "--edge-of-load\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge-of-load--\r\n"].concat();
        self.call("POST", path, who, "multipart/form-data; boundary=edge-of-load", &body)
    }

    /// Any call. After an error the next call reconnects.
    pub fn call(&mut self, method: &str, path: &str, who: As, kind: &str, body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.to);
        match who {
            As::Nobody => {}
            As::Token(token) => head.push_str(&format!("Authorization: Bearer {token}\r\n")),
            As::Session(cookie) => head.push_str(&format!("Cookie: {cookie}\r\n")),
        }
        if !kind.is_empty() {
            head.push_str(&format!("Content-Type: {kind}\r\n"));
        }
        if method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        match self.exchange(&[head.as_bytes(), body].concat()) {
            Ok(answer) => answer,
            Err(error) => {
                self.stream = None;
                Answer { kind: error.to_string(), ..Answer::default() }
            }
        }
    }

    fn exchange(&mut self, request: &[u8]) -> io::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                self.pending.clear();
                let stream = connect(self.from, self.to)?;
                stream.set_read_timeout(Some(self.patience))?;
                stream.set_write_timeout(Some(self.patience))?;
                stream
            }
        };
        // A server that refuses early may have answered although it does not read on.
        let written = stream.write_all(request);
        let (answer, keep) = match self.read_answer(&mut stream) {
            Ok(read) => read,
            Err(error) => return Err(written.err().unwrap_or(error)),
        };
        if keep && written.is_ok() {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    fn read_answer(&mut self, stream: &mut TcpStream) -> io::Result<(Answer, bool)> {
        let head_ends = loop {
            if let Some(at) = self.pending.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            self.more(stream)?;
        };
        let head: Vec<u8> = self.pending.drain(..head_ends).collect();
        let head = String::from_utf8_lossy(&head).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_string())
        };
        let length = header("content-length").and_then(|n| n.parse::<usize>().ok());
        let chunked = header("transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
        let mut keep = header("connection").is_none_or(|v| !v.eq_ignore_ascii_case("close"));
        let body = match length {
            Some(length) => self.take(stream, length)?,
            None if chunked => self.chunks(stream)?,
            None => {
                keep = false;
                while self.more(stream).is_ok() {}
                std::mem::take(&mut self.pending)
            }
        };
        let cookie = header("set-cookie").unwrap_or_default().split(';').next().unwrap_or_default().to_string();
        let retry_after = header("retry-after").and_then(|s| s.parse().ok());
        Ok((Answer { status, retry_after, kind: header("content-type").unwrap_or_default(), cookie, body }, keep))
    }

    fn more(&mut self, stream: &mut TcpStream) -> io::Result<()> {
        let start = self.pending.len();
        self.pending.resize(start + READ_BYTES, 0);
        let read = stream.read(&mut self.pending[start..]);
        self.pending.truncate(start + *read.as_ref().unwrap_or(&0));
        match read? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    fn take(&mut self, stream: &mut TcpStream, length: usize) -> io::Result<Vec<u8>> {
        while self.pending.len() < length {
            self.more(stream)?;
        }
        Ok(self.pending.drain(..length).collect())
    }

    fn chunks(&mut self, stream: &mut TcpStream) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line_ends = loop {
                if let Some(at) = self.pending.windows(2).position(|w| w == b"\r\n") {
                    break at;
                }
                self.more(stream)?;
            };
            let line = self.take(stream, line_ends + 2)?;
            let size = String::from_utf8_lossy(&line).trim().split(';').next().map(|s| usize::from_str_radix(s, 16));
            let size = size.and_then(Result::ok).ok_or(io::ErrorKind::InvalidData)?;
            let chunk = self.take(stream, size + 2)?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
}
