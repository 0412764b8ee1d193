//! What a run is about: enough to take it up on another machine, and to say in its report what it rests on.

use std::fmt;

use rollcall_atlassian::OrganizationId;
use serde::{Deserialize, Serialize};

use crate::diff::LeftOut;

/// Names a run: sixteen hexadecimal digits, drawn at random.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId(u64);

impl RunId {
    /// The run that this draw names.
    pub fn of_draw(draw: u64) -> Self {
        Self(draw)
    }

    /// Takes sixteen lower-case hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| u64::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<RunId> for String {
    fn from(run: RunId) -> Self {
        run.to_string()
    }
}

impl TryFrom<String> for RunId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("“{text}” does not name a run"))
    }
}

/// What a run is about. Stands in the journal's first entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Its name.
    pub run: RunId,
    /// The organization whose accounts it changes. User management's calls carry no organization: the key alone decides, so
    /// whoever takes the run up proves first that the key belongs to this one.
    #[serde(with = "organization_as_text")]
    pub organization: OrganizationId,
    /// The organization's name.
    pub organization_name: String,
    /// Name of the change file.
    pub file: String,
    /// SHA-256 of the change file's bytes, in hex.
    pub sha256: String,
    /// The rows of the file that do not run.
    pub left_out: Vec<LeftOut>,
    /// The run that this one undoes.
    pub undoes: Option<RunId>,
}

mod organization_as_text {
    use rollcall_atlassian::OrganizationId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(organization: &OrganizationId, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(organization.as_str())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<OrganizationId, D::Error> {
        let text = String::deserialize(from)?;
        OrganizationId::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("“{text}” is not an organization id")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_named_by_sixteen_digits() {
        for draw in [0, 1, u64::MAX] {
            let run = RunId::of_draw(draw);
            assert_eq!(RunId::parse(&run.to_string()), Some(run));
        }
        for text in [
            "",
            "123",
            "00000000000000zz",
            "00000000000000AB",
            "+000000000000001",
        ] {
            assert_eq!(RunId::parse(text), None, "{text}");
        }
    }
}
