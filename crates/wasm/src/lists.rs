//! The lists that core keeps.

use std::collections::BTreeSet;

use rollcall_core::action::{ACTIONS, Field};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::value;

/// An action, as listed.
#[derive(Serialize)]
struct ActionInfo {
    key: &'static str,
    title: &'static str,
    hint: &'static str,
    file: &'static str,
    parts: Vec<&'static str>,
}

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

/// What the rows of a change file can ask for.
#[wasm_bindgen(unchecked_return_type = "ActionInfo[]")]
pub fn actions() -> JsValue {
    let listed: Vec<ActionInfo> = ACTIONS
        .iter()
        .map(|action| ActionInfo {
            key: action.key(),
            title: action.title(),
            hint: action.labels.hint,
            file: action.labels.file,
            parts: action.row.fields.iter().map(|part| part.key()).collect(),
        })
        .collect();
    value::give(&listed)
}

/// The checks of all actions, each once.
#[wasm_bindgen(unchecked_return_type = "Check[]")]
pub fn checks() -> JsValue {
    let mut known = BTreeSet::new();
    let checks = ACTIONS.iter().flat_map(|action| action.review.checks);
    let listed: Vec<Check> = checks
        .filter(|check| known.insert(check.code))
        .map(|check| Check {
            code: check.code,
            severity: check.severity().name(),
            title: check.title,
            part: check.part.map(Field::key),
            question: check.question,
            fix: check.fix.map(|offer| offer.all),
        })
        .collect();
    value::give(&listed)
}

/// The parts that a column of a change file can play.
#[wasm_bindgen(unchecked_return_type = "PartInfo[]")]
pub fn parts() -> JsValue {
    value::give(&Field::ALL.map(|part| PartInfo {
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
