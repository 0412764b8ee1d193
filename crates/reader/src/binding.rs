//! The same for JavaScript: what a worker calls that has loaded this program. Lists and objects come as `JSON.parse` makes them, texts that
//! may be large as the bytes of their UTF-8. What is wrong is thrown as an `Error` named `RollcallError` with `code` and `hint` beside
//! the message.

use js_sys::{Array, Error, Reflect, Uint8Array};
use rollcall_table::{Delimiter, Table};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::encoding::{self, ENCODINGS, Unencodable, UnknownEncoding};
use crate::save::{self, SaveError};
use crate::{Workbook, WorkbookError};

/// A workbook that is open. `free()` gives its memory back.
#[wasm_bindgen(js_name = Workbook)]
#[derive(Debug)]
pub struct OpenWorkbook(Workbook);

#[wasm_bindgen(js_class = Workbook)]
impl OpenWorkbook {
    /// Opens a workbook: [`Workbook::open`].
    ///
    /// # Errors
    ///
    /// A [`WorkbookError`].
    #[wasm_bindgen(constructor)]
    pub fn open(bytes: Vec<u8>) -> Result<Self, JsValue> {
        Ok(Self(Workbook::open(bytes).map_err(|error| thrown(&error))?))
    }

    /// `"xlsx"`, `"xls"` or `"ods"`.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> JsValue {
        give(&self.0.kind())
    }

    /// A list of [`SheetInfo`](crate::SheetInfo).
    pub fn sheets(&self) -> JsValue {
        give(self.0.sheets())
    }

    /// One sheet, counted from 0: `{ csv: Uint8Array, notes: SheetNotes, doubts: string[], remarks: string[] }`, the lists as in
    /// [`Told`](crate::Told).
    ///
    /// # Errors
    ///
    /// A [`WorkbookError`].
    pub fn read(&mut self, sheet: usize) -> Result<JsValue, JsValue> {
        let sheet = self.0.read(sheet).map_err(|error| thrown(&error))?;
        let told = sheet.told();
        Ok(object(&[
            ("csv", bytes(sheet.csv.as_bytes())),
            ("notes", give(&sheet.notes)),
            ("doubts", give(&told.doubts)),
            ("remarks", give(&told.remarks)),
        ]))
    }
}

/// Makes a workbook of one sheet: [`save::to_xlsx`]. `csv` is UTF-8 with commas, and has a header; a guard against formulas is undone, and
/// its column is left out, because no cell of a workbook is taken for a formula here.
///
/// # Errors
///
/// A [`SaveError`], or what keeps the table from being read.
#[wasm_bindgen(js_name = toXlsx)]
pub fn to_xlsx(sheet: &str, csv: Vec<u8>) -> Result<Uint8Array, JsValue> {
    let unreadable = |error: &dyn std::fmt::Display| thrown(&SaveError::Failed(error.to_string()));
    let text = String::from_utf8(csv).map_err(|error| unreadable(&error))?;
    let table = Table::parse(text, Delimiter::COMMA, true).map_err(|error| unreadable(&error))?;
    let saved = save::table_to_xlsx(sheet, &table).map_err(|error| thrown(&error))?;
    Ok(Uint8Array::from(saved.as_slice()))
}

/// The encodings that are offered: a list of [`encoding::Encoding`].
#[wasm_bindgen]
pub fn encodings() -> JsValue {
    give(&ENCODINGS[..])
}

/// Which encodings a text may be in: a list of [`encoding::Candidate`], in which each piece of evidence is `{ kind, text }`.
#[wasm_bindgen]
pub fn rank(bytes: &[u8]) -> JsValue {
    give(&encoding::rank(bytes))
}

/// The first words with a byte outside ASCII: a list of `{ line, bytes: Uint8Array }`.
#[wasm_bindgen]
pub fn words(text: &[u8], most: usize) -> Array {
    let words = encoding::words(text, most).into_iter();
    words
        .map(|word| object(&[("line", word.line.into()), ("bytes", bytes(&word.bytes))]))
        .collect()
}

/// Words as each of these encodings spells them: a list of [`encoding::Spelling`].
///
/// # Errors
///
/// An [`UnknownEncoding`].
#[wasm_bindgen]
#[allow(
    clippy::needless_pass_by_value,
    reason = "lists come from JavaScript by value"
)]
pub fn spell(words: Vec<Uint8Array>, labels: Vec<String>) -> Result<JsValue, JsValue> {
    let words: Vec<Vec<u8>> = words.iter().map(Uint8Array::to_vec).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let spelled = encoding::spell(&words, &labels).map_err(|error| thrown(&error))?;
    Ok(give(&spelled))
}

/// Reads a text: `{ encoding, text: Uint8Array, byteOrderMark, bad, badCount }`, as in [`encoding::Decoded`].
///
/// # Errors
///
/// An [`UnknownEncoding`].
#[wasm_bindgen]
pub fn decode(text: &[u8], label: &str) -> Result<JsValue, JsValue> {
    let decoded = encoding::decode(text, label).map_err(|error| thrown(&error))?;
    Ok(object(&[
        ("encoding", decoded.encoding.into()),
        ("text", bytes(decoded.text.as_bytes())),
        ("byteOrderMark", decoded.byte_order_mark.into()),
        ("bad", give(&decoded.bad)),
        ("badCount", decoded.bad_count.into()),
    ]))
}

/// Writes a text, which is UTF-8, in an encoding.
///
/// # Errors
///
/// An [`Unencodable`]; the characters that are missing stand beside its message as `lacking`.
#[wasm_bindgen]
pub fn encode(text: &[u8], label: &str) -> Result<Uint8Array, JsValue> {
    let encoded = encoding::encode(&String::from_utf8_lossy(text), label);
    match encoded {
        Ok(encoded) => Ok(Uint8Array::from(encoded.as_slice())),
        Err(error) => {
            let value = thrown(&error);
            if let Unencodable::Lacking { lacking, .. } = &error {
                set(&value, "lacking", &give(lacking));
            }
            Err(value)
        }
    }
}

/// An error as an administrator reads it.
trait Told: std::fmt::Display {
    fn code(&self) -> &'static str;
    fn hint(&self) -> String;
}

macro_rules! told {
    ($($error:ty),*) => {$(
        impl Told for $error {
            fn code(&self) -> &'static str {
                self.code()
            }
            fn hint(&self) -> String {
                self.hint().into()
            }
        }
    )*};
}

told!(WorkbookError, SaveError, UnknownEncoding, Unencodable);

fn thrown(error: &dyn Told) -> JsValue {
    let thrown = Error::new(&error.to_string());
    thrown.set_name("RollcallError");
    let value = JsValue::from(thrown);
    set(&value, "code", &error.code().into());
    set(&value, "hint", &error.hint().into());
    value
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    // Setting a property of an object that was made a moment ago cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = JsValue::from(js_sys::Object::new());
    for (key, value) in fields {
        set(&object, key, value);
    }
    object
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// What is not known is `null`.
fn give<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Only integers beyond 2^53 and keys that are no text are refused, and nothing here has them.
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_throw()
}
