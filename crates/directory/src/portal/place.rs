//! The organization or site that a request to the admin portal is about.

use rollcall_atlassian::{OrganizationId, SiteId};

/// The organization or site that a request to the admin portal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An organization.
    Organization(OrganizationId),
    /// A site.
    Site(SiteId),
}
