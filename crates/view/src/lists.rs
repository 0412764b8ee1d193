use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Severity;

/// An action, as listed: what the rows of a change file can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ActionInfo {
    /// Stable.
    #[cfg_attr(test, ts(type = "ActionKey"))]
    pub key: Cow<'static, str>,
    /// `Change e-mail addresses`
    pub title: Cow<'static, str>,
    /// What it does, in a sentence or two.
    pub hint: Cow<'static, str>,
    /// What its file looks like.
    pub file: Cow<'static, str>,
    /// The parts that the columns of its file can play.
    #[cfg_attr(test, ts(type = "Part[]"))]
    pub parts: Vec<Cow<'static, str>>,
}

/// A part that a column of the change file can play, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PartInfo {
    /// Stable.
    #[cfg_attr(test, ts(type = "Part"))]
    pub key: Cow<'static, str>,
    /// As shown.
    pub title: Cow<'static, str>,
    /// What it is for, in one sentence.
    pub hint: Cow<'static, str>,
}

/// A check, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Check {
    /// Stable: `E012-address-taken`.
    #[cfg_attr(test, ts(type = "CheckCode"))]
    pub code: Cow<'static, str>,
    /// Of its findings.
    pub severity: Severity,
    /// A few words.
    pub title: Cow<'static, str>,
    /// The part whose cell it is about.
    #[cfg_attr(test, ts(type = "Part | null"))]
    pub part: Option<Cow<'static, str>>,
    /// What stays open when a fact is missing: `whether …`.
    pub question: Option<Cow<'static, str>>,
    /// What its fix is called for all rows at once.
    pub fix: Option<Cow<'static, str>>,
}
