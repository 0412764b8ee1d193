//! The identifiers of Atlassian's API.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of an account: 1 to 128 of `[a-zA-Z0-9_|:-]` (User management REST API, schema `AccountId`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AccountId(Box<str>);

impl AccountId {
    /// Takes an id that has the documented form; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(is_plain);
        fits.then(|| Self(text.into()))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a portal-only customer of Jira Service Management: `qm:<uuid>:<24 hex>` (Jira Service Management
    /// Cloud REST API, customer). Such an account is never a managed account.
    pub fn is_portal_customer(&self) -> bool {
        self.0.starts_with("qm:")
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of an API token: a text without a documented form (User management REST API, schema `ApiTokenModel`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ApiTokenId(Box<str>);

impl ApiTokenId {
    /// Takes an id of 1 to 255 bytes that can stand in a path in one way only; `None` where it holds a slash, a percent sign
    /// or a control character, or is a dot segment.
    pub fn parse(text: &str) -> Option<Self> {
        let plain =
            !matches!(text, "." | "..") && !text.contains(|c: char| "/\\%".contains(c) || c.is_control());
        ((1..=255).contains(&text.len()) && plain).then(|| Self(text.into()))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApiTokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What account ids are made of.
fn is_plain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'|' | b':' | b'-')
}

/// What cannot be read in two ways in a path: domains have ids in Base64, such as `MTI0NQ==`.
fn is_opaque(b: u8) -> bool {
    b.is_ascii_graphic() && !b"/\\%?#;".contains(&b)
}

/// Ids of which no document gives the form.
macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident $is_good:ident $letters:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $id(Box<str>);

        impl $id {
            #[doc = concat!("Takes an id of 1 to 128 ", $letters, "; `None` for anything else.")]
            pub fn parse(text: &str) -> Option<Self> {
                let fits = (1..=128).contains(&text.len()) && text.bytes().all($is_good);
                (fits && !matches!(text, "." | "..")).then(|| Self(text.into()))
            }

            /// As written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// The id of a domain of the organization (Organizations REST API, Domains).
    DomainId is_opaque "visible ASCII characters that mean nothing in a path";
    /// The id of an event of the audit log (Organizations REST API, Events).
    EventId is_opaque "visible ASCII characters that mean nothing in a path";
    /// The id of a group: the documents show UUIDs (Organizations REST API, v2, Groups).
    GroupId is_plain "of `[a-zA-Z0-9_|:-]`";
    /// The id of a policy: the documents show UUIDs (Organizations REST API, Policies; Admin control REST API).
    PolicyId is_plain "of `[a-zA-Z0-9_|:-]`";
    /// The id of a task that Atlassian works on after its answer (Admin control REST API, Authentication policies).
    TaskId is_plain "of `[a-zA-Z0-9_|:-]`";
}

/// The id of a workspace, which is an app on a site: an Atlassian Resource Identifier such as
/// `ari:cloud:jira::site/70ef3a32-d0da-4e09-b35e-0109f91969c3`. It stands in bodies and queries, never in a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WorkspaceId(Box<str>);

impl WorkspaceId {
    /// Takes an id of at most 255 visible ASCII characters that begins with `ari:`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= 255
            && text.strip_prefix("ari:").is_some_and(|rest| !rest.is_empty())
            && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self(text.into()))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkspaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of a directory: a UUID (Organizations REST API, v2), or [`DirectoryId::every`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DirectoryId(Box<str>);

impl DirectoryId {
    /// Takes an id of 1 to 128 of `[a-zA-Z0-9_|:-]`; `None` for anything else. The documents show UUIDs without promising
    /// them.
    pub fn parse(text: &str) -> Option<Self> {
        AccountId::parse(text).map(|id| Self(id.0))
    }

    /// `-`: all directories that the key may manage (Organizations REST API, parameter `directoryId`; documented for
    /// searches, counts and reads, not for writes).
    pub fn every() -> Self {
        Self("-".into())
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DirectoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Ids that are UUIDs, kept in lower case.
macro_rules! uuids {
    ($($(#[$doc:meta])* $id:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $id(Box<str>);

        impl $id {
            /// Takes a UUID in its 36-character form, in either case; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                is_uuid(text).then(|| Self(text.to_ascii_lowercase().into()))
            }

            /// As written, in lower case.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

uuids! {
    /// The id of an organization.
    OrganizationId;
    /// The id of a site, which Atlassian calls its cloud id. It stands in the ids of the workspaces on the site.
    SiteId;
}

macro_rules! ids_in_json {
    ($($id:ident)+) => {$(
        impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("not an id"))
            }
        }

        impl Serialize for $id {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )+};
}

ids_in_json!(AccountId ApiTokenId DirectoryId DomainId EventId GroupId OrganizationId PolicyId SiteId TaskId WorkspaceId);

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_ids_have_the_documented_form() {
        let longest = "a".repeat(128);
        for id in [
            "557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0",
            "637194fa77acd224b33bfae3",
            "a|b_c",
            &longest,
        ] {
            assert_eq!(AccountId::parse(id).map(|id| id.to_string()).as_deref(), Some(id));
        }
        for none in ["", " a", "a/b", "a.b", "ä", "a\r", &format!("{longest}a")] {
            assert_eq!(AccountId::parse(none), None, "{none:?}");
        }
    }

    #[test]
    fn an_api_token_id_can_stand_in_a_path() {
        for id in ["fake-tokenId", "712020:0b1c2d3e", "a b", "ä"] {
            assert_eq!(
                ApiTokenId::parse(id).map(|id| id.to_string()).as_deref(),
                Some(id)
            );
        }
        for none in ["", ".", "..", "a/b", "a\\b", "a%2F", "a\n", &"a".repeat(256)] {
            assert_eq!(ApiTokenId::parse(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_workspace_id_is_an_ari() {
        let id = "ari:cloud:jira::site/70ef3a32-d0da-4e09-b35e-0109f91969c3";
        assert_eq!(
            WorkspaceId::parse(id).map(|id| id.to_string()).as_deref(),
            Some(id)
        );
        for none in [
            "",
            "ari:",
            "jira",
            "ari:cloud:jira::site/ä",
            "ari:cloud a",
            &format!("ari:{}", "a".repeat(252)),
        ] {
            assert_eq!(WorkspaceId::parse(none), None, "{none:?}");
        }
    }

    #[test]
    fn an_organization_id_is_a_uuid_in_lower_case() {
        let id = OrganizationId::parse("6B4D2E1A-0C3F-4A5B-9D8E-7F6A5B4C3D2E").unwrap();
        assert_eq!(id.as_str(), "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e");
        for none in [
            "",
            "6b4d2e1a0c3f4a5b9d8e7f6a5b4c3d2e",
            "{6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d}",
            "-",
        ] {
            assert_eq!(OrganizationId::parse(none), None, "{none:?}");
        }
    }
}
