//! What a run is about: enough to resume it on another machine, and to document in its report what it was based on.

use rollcall_atlassian::OrganizationId;
use rollcall_model::{LeftOut, RunId};
use serde::{Deserialize, Serialize};

/// What a run is about. Stored in the journal's first entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The run's id.
    pub run: RunId,
    /// The organization whose accounts the run changes. User management's calls carry no organization: the key alone decides. So
    /// before a run is resumed, the key must be proved to belong to this organization.
    #[serde(with = "organization_as_text")]
    pub organization: OrganizationId,
    /// The organization's name.
    pub organization_name: String,
    /// Name of the change file.
    pub file: String,
    /// SHA-256 of the change file's bytes, in hex.
    pub sha256: String,
    /// How the file was read, in one line. Journals that an earlier build wrote do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
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
