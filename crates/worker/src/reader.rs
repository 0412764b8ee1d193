//! The reader of workbooks: a program of its own, in the same worker. What loads it stands in the script that the page starts the worker
//! with, because only the page knows its address.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use rollcall_protocol::{Problem, SheetState};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{convert, wire};

#[wasm_bindgen]
extern "C" {
    /// What the program gives to call.
    type Program;
    #[wasm_bindgen(method, catch, js_name = toXlsx)]
    fn to_xlsx(this: &Program, sheet: &str, csv: &Uint8Array) -> Result<Uint8Array, JsValue>;

    /// A workbook in the program's memory.
    type Handle;
    #[wasm_bindgen(method, catch)]
    fn sheets(this: &Handle) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Handle, sheet: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn free(this: &Handle) -> Result<(), JsValue>;
}

/// The reader, loaded.
pub(crate) struct Reader(Program);

/// A workbook that is open. Its memory is given back when it is dropped.
pub(crate) struct Workbook(Handle);

impl Drop for Workbook {
    fn drop(&mut self) {
        // A program that has stopped holds nothing that could be given back.
        let _ = self.0.free();
    }
}

/// A sheet as text, and what the text does not say.
pub(crate) struct SheetText {
    /// UTF-8, with commas.
    pub csv: Uint8Array,
    /// What has to be looked at, each as a sentence.
    pub doubts: Vec<String>,
    /// What is good to know.
    pub remarks: Vec<String>,
}

impl Reader {
    /// Loads the program, or takes the one that was loaded before.
    pub(crate) async fn load() -> Result<Self, Problem> {
        let load = wire::field(&wire::scope(), "loadReader");
        let loading = load
            .dyn_ref::<Function>()
            .ok_or_else(|| JsValue::from_str("the page gave no address for it"))
            .and_then(|load| load.call0(&JsValue::UNDEFINED));
        let loaded = match loading {
            Ok(loading) => JsFuture::from(Promise::resolve(&loading)).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(program) => Ok(Self(program.unchecked_into())),
            Err(error) => Err(Problem {
                detail: said(&error),
                ..convert::problem(
                    "reader-not-loaded",
                    "The part of Rollcall that reads workbooks could not be loaded.",
                    "Check the connection to the server that this page comes from, and load the file again. Or save the sheet as \
                     \"CSV UTF-8 (Comma delimited)\", and load that.",
                )
            }),
        }
    }

    /// Opens a workbook.
    pub(crate) fn open(&self, bytes: &Uint8Array) -> Result<Workbook, Problem> {
        let class = wire::field(&self.0, "Workbook");
        let opened = class
            .dyn_ref::<Function>()
            .ok_or_else(|| JsValue::from_str("it has no workbooks"))
            .and_then(|class| Reflect::construct(class, &js_sys::Array::of1(bytes)));
        let handle = opened.map_err(|error| refused(&error))?;
        Ok(Workbook(handle.unchecked_into()))
    }

    /// Makes a workbook of one sheet from CSV in UTF-8 with commas, without a byte order mark.
    pub(crate) fn save(&self, sheet: &str, csv: &[u8]) -> Result<Vec<u8>, Problem> {
        let saved = self.0.to_xlsx(sheet, &Uint8Array::from(csv));
        Ok(saved.map_err(|error| refused(&error))?.to_vec())
    }
}

impl Workbook {
    /// Its sheets, in order.
    pub(crate) fn sheets(&self) -> Result<Vec<SheetState>, Problem> {
        #[derive(Deserialize)]
        struct Info {
            name: String,
            visibility: String,
            size: Option<Size>,
        }
        #[derive(Deserialize)]
        struct Size {
            rows: u32,
        }
        let sheets: Vec<Info> = taken(self.0.sheets().map_err(|error| refused(&error))?)?;
        let state = |info: Info| SheetState {
            name: info.name,
            hidden: info.visibility != "visible",
            rows: info.size.map(|size| size.rows),
        };
        Ok(sheets.into_iter().map(state).collect())
    }

    /// One of them, counted from 0.
    pub(crate) fn read(&self, sheet: u32) -> Result<SheetText, Problem> {
        let read = self.0.read(sheet).map_err(|error| refused(&error))?;
        Ok(SheetText {
            csv: wire::field(&read, "csv").unchecked_into(),
            doubts: taken(wire::field(&read, "doubts"))?,
            remarks: taken(wire::field(&read, "remarks"))?,
        })
    }
}

fn taken<T: DeserializeOwned>(value: JsValue) -> Result<T, Problem> {
    serde_wasm_bindgen::from_value(value).map_err(|error| stopped(Some(error.to_string())))
}

/// What the reader threw: a refusal in words, or its end.
fn refused(error: &JsValue) -> Problem {
    let text = |name: &str| wire::field(error, name).as_string();
    match (text("code"), text("message"), text("hint")) {
        (Some(code), Some(what), Some(hint)) => convert::problem(&code, what, hint),
        _ => stopped(said(error)),
    }
}

fn stopped(detail: Option<String>) -> Problem {
    Problem {
        detail,
        ..convert::problem(
            "reader-stopped",
            "The part of Rollcall that reads workbooks stopped at this file.",
            "Reload the page. If it happens again, save the sheet as \"CSV UTF-8 (Comma delimited)\", and load that.",
        )
    }
}

fn said(error: &JsValue) -> Option<String> {
    let message = error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()));
    message
        .or_else(|| wire::field(error, "message").as_string())
        .or_else(|| error.as_string())
}
