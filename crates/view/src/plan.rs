use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a person should confirm before a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Confirmation {
    /// Stable.
    pub key: Cow<'static, str>,
    /// What is confirmed.
    pub text: String,
    /// What should be typed; `null` where a tick is enough.
    pub typed: Option<String>,
}

/// Steps that go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Batch {
    /// Whether it is the first, small one.
    pub canary: bool,
    /// Number of its first step.
    pub first: u32,
    /// How many there are.
    pub steps: u32,
}

/// What one call does for one row: it gives an account another address, or what else the action is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Step {
    /// Counted from 0.
    pub number: u32,
    /// Number of the row that it serves.
    pub row: u32,
    /// Line of the file where that row begins.
    pub line: u32,
    /// The account's id; the address of whoever is invited and has no account here.
    pub account: String,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// What it held before, which undoes the step: an address, a state; `null` where it is not known.
    pub from: Option<String>,
    /// The address that the step gives, or the state that it leaves.
    pub to: String,
    /// What else the call needs: a message, the ids of places, by the part of the file that says it.
    #[cfg_attr(test, ts(type = "{ [key in Part]?: string }"))]
    pub details: BTreeMap<Cow<'static, str>, String>,
    /// Steps that must have freed the address first.
    pub waits_for: Vec<u32>,
    /// The step that this one undoes: it goes out only where a circle of addresses cannot be closed; else `null`.
    pub undoes: Option<u32>,
}
