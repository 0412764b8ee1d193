//! What somebody has in the organization.

use serde::{Deserialize, Serialize};

/// What somebody has in the organization, as far as a step is about it: what a file needs to give it back, or to take back no more
/// than was given. All by ids, as Atlassian's calls take them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Access {
    /// The account; `None` where the address has none here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The directories that it is in; `None` where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directories: Option<Vec<String>>,
    /// The roles that were granted to it, those that it has by groups not among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleOn>,
    /// The groups that it is in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// A role on a workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RoleOn {
    /// Which role: `atlassian/user`.
    pub role: String,
    /// On which workspace.
    pub workspace: String,
}
