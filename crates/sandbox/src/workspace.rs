//! Workspaces: apps on sites, on which people and groups have roles.

/// An app on a site.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Its id, an ARI: `ari:cloud:jira-software::site/…`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Which app: `jira-software`.
    pub owner: &'static str,
    /// Where it is: `https://example-industries.atlassian.net`.
    pub url: String,
    /// The directory of its people, an index into the organization's.
    pub directory: usize,
    /// The roles that it has. Others are refused.
    pub roles: &'static [&'static str],
    /// How many people may have roles on it; `None` where nothing limits them.
    pub capacity: Option<usize>,
}

impl Workspace {
    /// Its app in the enumeration of last-active dates, which is another than that of resource owners and has no word for a site
    /// (`UserProductLastActive`).
    pub(crate) fn product_key(&self) -> Option<&'static str> {
        match self.owner {
            "jira-servicedesk" => Some("jira-service-desk"),
            "platform" => None,
            owner => Some(owner),
        }
    }
}

/// Every role of the Organizations REST API. A word that is not one is refused before anything else.
pub(crate) const ROLES: [&str; 12] = [
    "atlassian/user",
    "atlassian/admin",
    "atlassian/guest",
    "atlassian/customer",
    "atlassian/contributor",
    "atlassian/basic",
    "atlassian/stakeholder",
    "atlassian/viewer",
    "atlassian/user-access-admin",
    "atlassian/site-admin",
    "atlassian/org-admin",
    "atlassian/ai-access",
];

/// The role with this name.
pub(crate) fn role(name: &str) -> Option<&'static str> {
    ROLES.into_iter().find(|role| *role == name)
}
