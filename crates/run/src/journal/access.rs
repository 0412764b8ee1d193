//! A person's access to the organization.

use serde::{Deserialize, Serialize};

/// A person's access to the organization, as far as a step concerns it: what a file needs to restore the access, or to remove no
/// more than was granted. Everything is named by id, as in Atlassian's calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Access {
    /// The account; `None` if no account of the organization has the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The account's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The directories that the account is in; `None` if they were not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directories: Option<Vec<String>>,
    /// The roles granted to the account directly, without those that it has through groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleOn>,
    /// The groups that the account is in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// A role on a workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RoleOn {
    /// The role: `atlassian/user`.
    pub role: String,
    /// The workspace.
    pub workspace: String,
}
