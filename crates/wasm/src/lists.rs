//! The lists that core keeps.

use rollcall_core::action::{ACTIONS, Part};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::value;

/// A check, as listed.
#[derive(Serialize)]
struct Check {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    part: Option<&'static str>,
    question: Option<&'static str>,
    fix: Option<&'static str>,
}

/// A part, as listed.
#[derive(Serialize)]
struct PartInfo {
    key: &'static str,
    title: &'static str,
    hint: &'static str,
}

/// All checks, in the order in which they run.
#[wasm_bindgen(unchecked_return_type = "Check[]")]
pub fn checks() -> JsValue {
    let checks = ACTIONS.iter().flat_map(|action| action.checks);
    let listed: Vec<Check> = checks
        .map(|check| Check {
            code: check.code,
            severity: check.severity().name(),
            title: check.title,
            part: check.part.map(Part::key),
            question: check.question,
            fix: check.fix.map(|offer| offer.all),
        })
        .collect();
    value::give(&listed)
}

/// The parts that a column of a change file can play.
#[wasm_bindgen(unchecked_return_type = "PartInfo[]")]
pub fn parts() -> JsValue {
    value::give(&Part::ALL.map(|part| PartInfo {
        key: part.key(),
        title: part.title(),
        hint: part.hint(),
    }))
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
