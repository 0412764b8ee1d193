//! The lists that core keeps.

use rollcall_core::view;
use wasm_bindgen::prelude::*;

use crate::value;

/// What the rows of a change file can ask for.
#[wasm_bindgen(unchecked_return_type = "ActionInfo[]")]
pub fn actions() -> JsValue {
    value::give(&view::actions())
}

/// The checks of all actions, each once.
#[wasm_bindgen(unchecked_return_type = "Check[]")]
pub fn checks() -> JsValue {
    value::give(&view::checks())
}

/// The parts that a column of a change file can play.
#[wasm_bindgen(unchecked_return_type = "PartInfo[]")]
pub fn parts() -> JsValue {
    value::give(&view::parts())
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
