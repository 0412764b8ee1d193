//! The bytes of a file that travels beside a question.

use js_sys::Uint8Array;
use rollcall_core::file::ReadError;
use rollcall_protocol::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::convert;

/// Reads the file that travels beside a message.
pub(super) async fn read_blob(attachment: &JsValue) -> Result<Vec<u8>, Problem> {
    let Some(blob) = attachment.dyn_ref::<Blob>() else {
        return Err(convert::problem(
            "file-missing",
            "No file came with the message.",
            "Choose the file again.",
        ));
    };
    ReadError::check_size(blob.size() as u64).map_err(|error| convert::not_read(&error))?;
    match JsFuture::from(blob.array_buffer()).await {
        Ok(buffer) => Ok(Uint8Array::new(&buffer).to_vec()),
        Err(error) => Err(Problem {
            code: "file-unreadable".to_owned(),
            what: "The browser could not read the file.".to_owned(),
            hint: "It may have been moved, changed or locked by another program since it was chosen. Choose it again."
                .to_owned(),
            detail: error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())),
        }),
    }
}
