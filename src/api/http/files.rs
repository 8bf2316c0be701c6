//! Files: sent as `multipart/form-data`, read always as a download.

use super::app::App;
use super::extract::{idempotency, read as read_body};
use super::problem::Problem;
use crate::desk::{Idempotency, Upload};
use crate::digest;
use crate::people::Actor;
use crate::reason::{DoorReason, FieldReason};
use crate::ticket::Filed;
use crate::words::file_name;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write;
use std::sync::Arc;

/// The content security policy of a download: no script in a file runs with the desk's origin.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// The files of one request. Comes last among a handler's arguments.
pub struct Files {
    /// The files in the order they were sent.
    pub uploads: Vec<Upload>,
    /// Present when the client sent an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
    /// The token of a page's form, where one was sent.
    pub form_token: Option<String>,
    /// Names and digests of what was sent, without the multipart boundary, which differs each time.
    pub proof: String,
}

impl FromRequest<Arc<App>> for Files {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &Arc<App>) -> Result<Files, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = Bytes::from(read_body(body, app.desk.settings().attachment_bytes_max).await?);
        let (method, path, headers) = (parts.method.clone(), parts.uri.path().to_string(), parts.headers.clone());
        let not_a_form = |e: &dyn std::fmt::Display| {
            Problem::new(StatusCode::BAD_REQUEST, "not-multipart", DoorReason::NotMultipart { why: e.to_string() })
        };
        let request = Request::from_parts(parts, Body::from(bytes));
        let mut form = Multipart::from_request(request, app).await.map_err(|e| not_a_form(&e.body_text()))?;
        let (mut uploads, mut internal, mut form_token) = (Vec::new(), false, None);
        while let Some(field) = form.next_field().await.map_err(|e| not_a_form(&e.body_text()))? {
            let (name, file) = (field.name().unwrap_or_default().to_string(), field.file_name().map(str::to_string));
            let bytes = field.bytes().await.map_err(|e| not_a_form(&e.body_text()))?;
            match (name.as_str(), file) {
                // A form that is sent without a file says so with an empty one.
                ("file", Some(file)) if file.is_empty() && bytes.is_empty() => {}
                ("file", Some(name)) => uploads.push(Upload { name, bytes: bytes.to_vec(), internal: false }),
                ("file", None) => return Err(Problem::field("file", FieldReason::NoFilename)),
                ("internal", _) => {
                    internal = match bytes.as_ref() {
                        b"true" => true,
                        b"false" | b"" => false,
                        _ => return Err(Problem::field("internal", FieldReason::NotAFlag)),
                    }
                }
                ("token", None) => form_token = String::from_utf8(bytes.to_vec()).ok(),
                _ => {}
            }
        }
        uploads.iter_mut().for_each(|upload| upload.internal = internal);
        let mut proof = format!("{method}\0{path}\0{internal}");
        for upload in &uploads {
            let _ = write!(proof, "\0{}\0{}", upload.name, digest::hex(&upload.bytes));
        }
        let idempotency = idempotency(&headers, proof.as_bytes())?;
        Ok(Files { uploads, idempotency, form_token, proof })
    }
}

impl Files {
    /// Reads the files only if the actor may see the ticket, so that nobody else makes the desk hold bytes.
    ///
    /// # Errors
    /// 404 if the actor may not see the ticket; else as [`read_body`], and 400 or 422 for a form that is wrong.
    pub async fn of(app: &Arc<App>, actor: &Actor, name: &str, request: Request) -> Result<Files, Problem> {
        let (asker, name) = (actor.clone(), name.to_string());
        app.run(move |app| app.desk.ticket(&asker, app.desk.resolve(&name)?, app.now()).map(drop)).await?;
        Files::from_request(request, app).await
    }
}

/// A file to keep. Pictures have their own type, so that a page can show them.
pub fn download(filed: &Filed, bytes: Vec<u8>) -> Response {
    let kind = filed.file.picture().unwrap_or("application/octet-stream");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let named = HeaderValue::from_str(&disposition(&filed.file.name));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// RFC 6266: a name for old programs, and the name as it is, as far as every system can write it.
fn disposition(name: &str) -> String {
    let name = file_name(name);
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ()".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, RESERVED))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_ends_no_header() {
        let said = super::disposition("截图 \"1\"\r\n.png");
        assert_eq!(said, "attachment; filename=\"__ _1___.png\"; filename*=UTF-8''%E6%88%AA%E5%9B%BE%20_1___.png");
        assert_eq!(super::disposition("con.txt"), "attachment; filename=\"_con.txt\"; filename*=UTF-8''_con.txt");
    }
}
