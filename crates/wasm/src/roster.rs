//! Files that say what is known about accounts and domains.

use rollcall_core::file::Reading;
use rollcall_core::roster::export::{self, Exported};
use rollcall_core::time::Time;

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
