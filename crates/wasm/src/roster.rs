//! What is known about accounts and domains.

use rollcall_core::file::Reading;
use rollcall_core::roster::export::{self, Exported};
use rollcall_core::roster::{Rejected, Roster};
use rollcall_core::time::Time;
use serde::Serialize;

use crate::given::Given;
use crate::{Problem, value};

/// What the caller knows about a roster file.
#[derive(Default)]
pub(crate) struct AskedRosterFile {
    at: Option<Time>,
    whole: Option<bool>,
}

impl AskedRosterFile {
    pub(crate) fn of(given: Given) -> Result<Self, Problem> {
        let Some(given) = given.optional() else {
            return Ok(Self::default());
        };
        let fields = given.object()?;
        Ok(Self {
            at: fields.optional("at", Given::time)?,
            whole: fields.optional("whole", Given::flag)?,
        })
    }
}

/// Reads a roster file.
pub(crate) fn read(name: &str, bytes: Vec<u8>, asked: &AskedRosterFile) -> Result<Exported, Problem> {
    let file = rollcall_core::file::read(name, bytes, &Reading::default())?;
    let mut exported = export::read(file.table(), name, asked.at.unwrap_or_else(value::now))?;
    if asked.whole == Some(true) {
        exported.declare_whole();
    }
    Ok(exported)
}

/// What was read from a roster file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RosterFileState {
    kind: &'static str,
    accounts: u32,
    domains: u32,
    may_be_part: bool,
    notes: Vec<String>,
}

impl From<&Exported> for RosterFileState {
    fn from(exported: &Exported) -> Self {
        Self {
            kind: exported.kind.title(),
            accounts: exported.accounts as u32,
            domains: exported.knowledge.domains.len() as u32,
            may_be_part: exported.part.is_some(),
            notes: exported.notes(),
        }
    }
}

/// What was typed.
#[derive(Serialize)]
pub(crate) struct TypedDomains<'a> {
    pub(crate) domains: &'a [String],
    pub(crate) rejected: Vec<RejectedState<'a>>,
}

/// Something typed that is no domain.
#[derive(Serialize)]
pub(crate) struct RejectedState<'a> {
    text: &'a str,
    why: String,
}

impl<'a> From<&'a Rejected> for RejectedState<'a> {
    fn from(rejected: &'a Rejected) -> Self {
        Self {
            text: &rejected.text,
            why: rejected.why.to_string(),
        }
    }
}

/// What is known, in numbers, and where it comes from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RosterState<'a> {
    accounts: u32,
    domains: Vec<&'a str>,
    domains_are_complete: bool,
    sources: Vec<SourceState<'a>>,
}

#[derive(Serialize)]
struct SourceState<'a> {
    title: &'a str,
    accounts: u32,
    domains: u32,
    at: f64,
}

impl<'a> From<&'a Roster> for RosterState<'a> {
    fn from(roster: &'a Roster) -> Self {
        Self {
            accounts: roster.len() as u32,
            domains: roster.domains().collect(),
            domains_are_complete: roster.domains_are_complete(),
            sources: roster
                .sources()
                .iter()
                .map(|source| SourceState {
                    title: &source.title,
                    accounts: source.accounts as u32,
                    domains: source.domains as u32,
                    at: source.at.0 as f64,
                })
                .collect(),
        }
    }
}
