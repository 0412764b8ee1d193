use serde::{Deserialize, Serialize};

/// How to reach Atlassian.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via", rename_all = "kebab-case")]
pub enum Via {
    /// The browser calls `https://api.atlassian.com` itself.
    Direct,
    /// Through a Rollcall proxy at this address.
    Proxy {
        /// Origin of the proxy, such as `http://127.0.0.1:7655`.
        address: String,
    },
}

/// What connecting needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connect {
    /// Organization id.
    pub organization: String,
    /// The organization's API key. The page forgets it as soon as it is sent.
    pub key: String,
    /// How to reach Atlassian.
    pub via: Via,
}

impl std::fmt::Debug for Connect {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connect")
            .field("organization", &self.organization)
            .field("via", &self.via)
            .finish_non_exhaustive()
    }
}
