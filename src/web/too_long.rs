//! What is too long for the reader of heads is refused in words: the library that reads them answers 414 and 431 without a body.

use crate::page::message;
use crate::reason::{DoorReason, Said};
use crate::words::Locale;
use serde_json::json;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Beginnings of answers that are replaced, with the status and its phrase.
const REFUSALS: [(&[u8], u16, &str); 2] =
    [(b"HTTP/1.1 414 ", 414, "URI Too Long"), (b"HTTP/1.1 431 ", 431, "Request Header Fields Too Large")];
/// The beginning of the API's addresses, behind the method.
const API: &[u8] = b" /api/";
/// Bytes of a request that are looked at for it.
const METHOD_BYTES_MAX: usize = 16;

/// A connection on which a refused head is answered with words.
pub struct SaidInWords<S> {
    stream: S,
    /// Whether what comes in next begins a request, and whether the last one was the API's.
    begins: bool,
    is_api: bool,
    /// The answer in words, what of it has been sent, and the bytes of the answer that it replaces.
    answer: Vec<u8>,
    sent: usize,
    replaced: usize,
}

impl<S> SaidInWords<S> {
    /// Over a stream.
    pub fn over(stream: S) -> SaidInWords<S> {
        SaidInWords { stream, begins: true, is_api: false, answer: Vec::new(), sent: 0, replaced: 0 }
    }
}

/// The answer in words in place of one without a body.
fn in_words(answer: &[u8], is_api: bool) -> Option<Vec<u8>> {
    let (_, status, phrase) = REFUSALS.into_iter().find(|(begins, ..)| answer.starts_with(begins))?;
    let head = std::str::from_utf8(answer).ok()?.to_ascii_lowercase();
    // An answer of our own has a body.
    if !head.contains("content-length: 0\r\n") {
        return None;
    }
    let why = DoorReason::AddressTooLong;
    let (kind, body) = match is_api {
        true => {
            let kind = "urn:precedent:problem:too-long";
            let body = json!({"type": kind, "title": phrase, "status": status, "detail": why.said(Locale::En)});
            ("application/problem+json", body.to_string())
        }
        false => {
            let said = [(Locale::Zh, "zh"), (Locale::En, "en")]
                .map(|(locale, lang)| format!("<p lang=\"{lang}\">{}</p>", message(locale, "search.too_long")))
                .concat();
            let title = format!("{} · {}", why.said(Locale::Zh), why.said(Locale::En));
            let head = format!("<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>{title}</title>");
            ("text/html; charset=utf-8", format!("{head}{said}<p><a href=\"/\">⌂</a></p></html>"))
        }
    };
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} {phrase}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    Some([head.into_bytes(), body.into_bytes()].concat())
}

impl<S: AsyncRead + Unpin> AsyncRead for SaidInWords<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, into))?;
        let read = &into.filled()[before..];
        if self.begins && !read.is_empty() {
            self.begins = false;
            self.is_api = read[..read.len().min(METHOD_BYTES_MAX)].windows(API.len()).any(|part| part == API);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> SaidInWords<S> {
    /// Sends what is left of the answer in words; gives how many bytes it stands for.
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while self.sent < self.answer.len() {
            self.sent += match ready!(Pin::new(&mut self.stream).poll_write(cx, &self.answer[self.sent..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                bytes => bytes,
            };
        }
        self.answer.clear();
        self.sent = 0;
        Poll::Ready(Ok(std::mem::take(&mut self.replaced)))
    }

    /// Puts words in place of an answer without a body.
    fn replace(&mut self, answer: &[u8]) {
        self.begins = true;
        if self.answer.is_empty()
            && let Some(words) = in_words(answer, self.is_api)
        {
            (self.answer, self.replaced) = (words, answer.len());
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for SaidInWords<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.replace(bytes);
        match self.answer.is_empty() {
            true => Pin::new(&mut self.stream).poll_write(cx, bytes),
            false => self.poll_answer(cx),
        }
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        if let [first, ..] = parts {
            self.replace(first);
        }
        match self.answer.is_empty() {
            true => Pin::new(&mut self.stream).poll_write_vectored(cx, parts),
            false => self.poll_answer(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_is_too_long_is_refused_in_words_and_nothing_else_is_touched() {
        let bare = b"HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\ndate: x\r\n\r\n";
        let page = String::from_utf8(in_words(bare, false).unwrap()).unwrap();
        assert!(page.contains("text/html") && page.contains("问题太长") && page.contains("too long"), "{page}");
        let problem = String::from_utf8(in_words(bare, true).unwrap()).unwrap();
        assert!(problem.contains("application/problem+json") && problem.contains("urn:precedent:problem:too-long"), "{problem}");
        for other in
            [&b"HTTP/1.1 414 URI Too Long\r\ncontent-length: 12\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"]
        {
            assert_eq!(in_words(other, false), None);
        }
    }
}
