//! What a form has sent: texts and files.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::form;
use super::frame;

/// The fields of a form.
#[derive(Debug, Default)]
pub(super) struct Sent {
    texts: BTreeMap<String, String>,
    /// The files that were chosen.
    pub(super) files: Vec<File>,
}

/// A file that was chosen or dropped.
#[derive(Debug)]
pub(super) struct File {
    /// What its owner calls it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Sent {
    /// What stands in a field, without space around it; nothing where there is no such field.
    pub(super) fn text(&self, field: &str) -> &str {
        self.texts.get(field).map_or("", |text| text.trim())
    }
}

/// Reads the body of a request.
pub(super) async fn read(body: Result<Multipart, MultipartRejection>) -> Result<Sent, Response> {
    let mut body = body.map_err(|error| refusal(error.status(), &error.body_text()))?;
    let mut sent = Sent::default();
    let mut count = 0;
    while let Some(field) = body.next_field().await.map_err(|error| unread(&error))? {
        count += 1;
        if count > form::MOST_FIELDS {
            return Err(refusal(StatusCode::PAYLOAD_TOO_LARGE, "The form has too many fields."));
        }
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            let bytes = field.bytes().await.map_err(|error| unread(&error))?.to_vec();
            if !file.is_empty() {
                sent.files.push(File { name: file, bytes });
            }
        } else {
            let text = field.text().await.map_err(|error| unread(&error))?;
            sent.texts.insert(name, text);
        }
    }
    Ok(sent)
}

/// What stops in its middle or cannot be taken apart was sent so.
fn unread(error: &MultipartError) -> Response {
    let status = match error.status() {
        status if status.is_server_error() => StatusCode::BAD_REQUEST,
        status => status,
    };
    match error.body_text() {
        text if text.ends_with("headers") => {
            let says = "The head of a part cannot be read. If the name of a file holds an invisible sign, rename it.";
            refusal(status, says)
        }
        text => refusal(status, &text),
    }
}

fn refusal(status: StatusCode, says: &str) -> Response {
    let advice = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Larger files are for the terminal: `gradwalk check FILE`.",
        _ => "Send the form of a problem's page.",
    };
    frame::refusal(status, "This cannot be read", &html! { p { (says) } p { (advice) } })
}
