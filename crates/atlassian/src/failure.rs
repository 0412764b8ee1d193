//! What can be wrong with an answer, classified once.

use std::time::Duration;

use crate::open::open_enum;

/// An answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What it means for whoever called.
    pub kind: Kind,
    /// The HTTP status.
    pub status: u16,
    /// What it means, in the administrator's words: one sentence, with what to do where something can be done.
    pub message: String,
    /// Atlassian's own key or code, where the body names one: `forbidden.action`, `ADMIN-403-3`.
    pub code: Option<String>,
    /// The body as it came, cut after 4,096 characters.
    pub raw: String,
}

/// The kinds of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Try again: 429, 5xx, 408. `None`: the answer does not say when.
    Retry(Option<Wait>),
    /// The call is refused and a retry would not help: this is the outcome for its subject.
    Refused(Refusal),
    /// The key is wrong, expired or revoked, or the portal's session is over (401).
    WrongKey,
    /// The key has scopes, and this call takes only keys without.
    ScopedKey,
    /// The organization is not the key's or the administrator's, or does not exist.
    WrongOrganization,
    /// A success that is not in the documented shape, or half a JSON.
    NotUnderstood,
    /// A web page instead of an answer of the APIs, with any status that says nothing by itself: from a filter or a login of the
    /// network, most likely. That Atlassian's servers got the request is not said.
    WebPage,
}

/// When to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// After this long (`Retry-After` in seconds).
    For(Duration),
    /// At this time, in milliseconds since 1970 (`X-RateLimit-Reset`, or `Retry-After` as a date).
    Until(i64),
}

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The value breaks a rule; which ones, by field.
    Constraint {
        /// `(field, violation key)`, such as `("email", "partMaxLength")`.
        violations: Vec<(String, String)>,
    },
    /// The request could not be parsed by the server.
    BadRequest,
    /// No authority over this account: it is another organization's or nobody's.
    NotManaged,
    /// The account may not be changed in this way.
    Restricted(Reason),
    /// Fields of the profile that may not be changed.
    LockedFields {
        /// `(JSON path, reason)`, such as `("extended_profile.job_title", Scim)`; of the fields asked for, only these.
        fields: Vec<(String, Reason)>,
    },
    /// The account's present state does not allow it (`conflict.lifecycleErrors`).
    Lifecycle {
        /// What stands in the way, each for itself.
        errors: Vec<LifecycleError>,
    },
    /// A domain is not claimed by this organization.
    UnclaimedDomain {
        /// Which one, where the answer says.
        domain: Option<String>,
    },
    /// The account never verified its current address.
    UnverifiedAccount,
    /// No such account.
    UnknownAccount,
    /// The account has no such API token.
    UnknownToken,
    /// The address belongs to another account. Atlassian documents no body for this: it is recognized by its words.
    AddressTaken,
    /// Anything else: the code and the raw body say what.
    Other,
}

/// One of the things that stand in the way of a change of an account's life (`LifecycleError`). No document lists the codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleError {
    /// Atlassian's code.
    pub code: String,
    /// What it means, in Atlassian's words.
    pub message: Option<String>,
    /// Where Atlassian says more.
    pub link: Option<String>,
}

open_enum! {
    /// `Manageability.RestrictionReason` of the User management REST API. `Other` is empty where the answer gives no reason.
    pub enum Reason {
        /// Meant for administrative use only.
        Administrative = "administrative",
        /// Meant for administrative use, and not on oneself.
        NotMyself = "administrative.notMyself",
        /// Set at the login by SAML.
        Saml = "authPolicy.saml",
        /// Blocked by the export control of the United States.
        ExportControl = "blocked.exportControl",
        /// Managed by a directory that is synchronized with SCIM.
        Scim = "externalDirectory.scim",
        /// Managed by a Google directory.
        Google = "externalDirectory.google",
        /// Only for the person whose account it is.
        MyselfOnly = "myselfOnly",
        /// Only for the administrators of the organization that manages the account.
        ManagedAccount = "managedAccount",
    }
}
