//! One account, as the organization keeps it.

use serde::Serialize;

/// One account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The nickname, by which the search sorts when asked to.
    pub nickname: String,
    /// The e-mail address, as it was last set.
    pub address: String,
    /// Whether the owner ever verified an address. Without that nobody may manage the account (`forbidden.targetUnverified`).
    pub address_verified: bool,
    /// Whether the owner restricts who sees the address. The listing of managed accounts then leaves it out, where it is
    /// [told](crate::Organization::restrict_addresses) to.
    pub address_hidden: bool,
    /// Where in its life the account is.
    pub life: Life,
    /// The directories that it is in.
    pub memberships: Vec<Membership>,
    /// The roles that were granted to it directly; groups give more.
    pub grants: Vec<Grant>,
    /// Whether the organization has claimed it. Unmanaged people are found by the search alone.
    pub managed: bool,
    /// How it came into the organization; `None` where Atlassian cannot say.
    pub source: Option<Source>,
    /// Why its address may not be set, if so.
    pub lock: Option<Lock>,
    /// Its authentication policy, an index into the organization's; only managed accounts have one.
    pub policy: usize,
    /// Whether it is an organization administrator.
    pub administrator: bool,
    /// Whether two-step verification is on.
    pub two_step: bool,
    /// Whether it pays for the organization, and so can be neither deactivated nor deleted.
    pub billing_contact: bool,
    /// The department, for those who filled it in.
    pub department: Option<String>,
    /// The job title, likewise.
    pub job_title: Option<String>,
    /// The location, likewise.
    pub location: Option<String>,
    /// The organization as the person writes it, likewise.
    pub organization: Option<String>,
    /// The time zone.
    pub time_zone: String,
    /// Language and country.
    pub locale: String,
    /// The API tokens that its owner has made.
    pub tokens: Vec<ApiToken>,
    /// When it was added, in milliseconds since 1970.
    pub added: i64,
    /// When it was last active, in milliseconds since 1970.
    pub last_active: i64,
    /// When its deletion becomes final, in milliseconds since 1970.
    pub(crate) closes_at: Option<i64>,
    /// How often its address was changed to another one.
    pub(crate) effective_changes: u32,
}

/// An account's place in a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Membership {
    /// Which directory, an index into the organization's.
    pub directory: usize,
    /// Whether the account is suspended there. Roles and groups stay as they are.
    pub suspended: bool,
}

/// A role on a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Grant {
    /// Which workspace, an index into the organization's.
    pub workspace: usize,
    /// Which role: `atlassian/user`.
    pub role: &'static str,
}

/// An API token of an account's owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: String,
    /// What its owner called it.
    pub label: &'static str,
    /// When it was made, in milliseconds since 1970.
    pub created: i64,
    /// When it ends.
    pub expiry: Option<i64>,
    /// When it was last used.
    pub last_access: Option<i64>,
}

/// Where in its life an account is. Until it is closed it holds its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// In use.
    Active,
    /// Deactivated: its address can still be set (unconfirmed; no document says otherwise).
    Deactivated,
    /// Deleted, and inside the 14 days in which that can be taken back.
    ForDeletion,
    /// Deleted for good: its address is free, and no answer shows it any more.
    Closed,
}

/// How an account came into the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An administrator invited it.
    Invited,
    /// An identity provider keeps it.
    Synced,
}

/// Why an address may not be set: `Manageability.RestrictionReason` of the User management REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// For administrative use only.
    Administrative,
    /// For administrative use, and not by oneself.
    NotMyself,
    /// Set by SAML at each login.
    Saml,
    /// Blocked by US export control.
    ExportControl,
    /// Kept by a SCIM directory.
    Scim,
    /// Kept by Google Workspace.
    Google,
    /// Only for the account's owner.
    MyselfOnly,
    /// Only for the organization's administrator.
    ManagedAccount,
    /// A reason that no document lists, as Atlassian may add one any day.
    Unlisted,
}

impl Lock {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Administrative,
        Self::NotMyself,
        Self::Saml,
        Self::ExportControl,
        Self::Scim,
        Self::Google,
        Self::MyselfOnly,
        Self::ManagedAccount,
        Self::Unlisted,
    ];

    /// The key in Atlassian's answers.
    pub fn key(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::NotMyself => "administrative.notMyself",
            Self::Saml => "authPolicy.saml",
            Self::ExportControl => "blocked.exportControl",
            Self::Scim => "externalDirectory.scim",
            Self::Google => "externalDirectory.google",
            Self::MyselfOnly => "myselfOnly",
            Self::ManagedAccount => "managedAccount",
            Self::Unlisted => "retention.hold",
        }
    }

    /// Whether it forbids every change, and not only what a directory or a login sets.
    fn is_general(self) -> bool {
        matches!(self, Self::Administrative | Self::NotMyself | Self::Unlisted)
    }
}

impl Account {
    /// Its place in a directory.
    pub fn membership(&self, directory: usize) -> Option<Membership> {
        self.memberships
            .iter()
            .find(|membership| membership.directory == directory)
            .copied()
    }

    /// Whether it is suspended in all directories that it is in, and in one at least.
    pub fn is_suspended(&self) -> bool {
        !self.memberships.is_empty() && self.memberships.iter().all(|membership| membership.suspended)
    }

    /// Adds it to a directory, unless it is there already.
    pub(crate) fn join(&mut self, directory: usize) {
        if self.membership(directory).is_none() {
            self.memberships.push(Membership {
                directory,
                suspended: false,
            });
        }
    }

    /// `account_status` of both APIs. A deleted account shows as deactivated during its 14 days.
    pub(crate) fn account_status(&self) -> &'static str {
        match self.life {
            Life::Active => "active",
            Life::Deactivated | Life::ForDeletion => "inactive",
            Life::Closed => "closed",
        }
    }

    /// `membershipStatus` of the search.
    pub(crate) fn membership_status(&self) -> &'static str {
        match (self.memberships.is_empty(), self.is_suspended()) {
            (true, _) => "no_membership",
            (false, true) => "suspended",
            (false, false) => "active",
        }
    }

    /// `status` of the search, made of the two others. The documents have no word for a closed account in it.
    pub(crate) fn status(&self) -> &'static str {
        match self.life {
            Life::Active if self.memberships.is_empty() => "not_invited",
            Life::Active if self.is_suspended() => "suspended",
            Life::Active => "active",
            Life::Deactivated | Life::Closed => "deactivated",
            Life::ForDeletion => "for_deletion",
        }
    }

    /// Why its address may not be set now. That a deletion locks the address is inferred: Atlassian's article on addresses
    /// in use says to cancel the deletion before renaming. Under which reason is unconfirmed.
    pub(crate) fn email_lock(&self) -> Option<Lock> {
        self.lock
            .or((self.life == Life::ForDeletion).then_some(Lock::Administrative))
    }

    /// Why its profile may not be changed now; see [`Self::email_lock`].
    pub(crate) fn profile_lock(&self) -> Option<Lock> {
        self.email_lock()
    }

    /// Why it may be neither activated nor deactivated. Google Workspace keeps its accounts' activation (AX-186), and what the
    /// export control has blocked stays blocked (User management REST API, enable); a SCIM directory keeps an address alone.
    pub(crate) fn enablement_lock(&self) -> Option<Lock> {
        self.lock
            .filter(|lock| lock.is_general() || matches!(lock, Lock::Google | Lock::ExportControl))
    }

    /// Why it may not be deleted, nor its deletion be cancelled.
    pub(crate) fn deletion_lock(&self) -> Option<Lock> {
        self.lock.filter(|lock| lock.is_general())
    }

    /// Why its API tokens may be neither read nor revoked.
    pub(crate) fn token_lock(&self) -> Option<Lock> {
        self.lock.filter(|lock| lock.is_general())
    }

    /// Its address, unless the account is closed.
    pub(crate) fn shown_address(&self) -> Option<&str> {
        (self.life != Life::Closed).then_some(self.address.as_str())
    }

    /// The picture's address. Atlassian gives one for everybody.
    pub(crate) fn picture(&self) -> String {
        let letter = self.nickname.chars().next().unwrap_or('A').to_ascii_uppercase();
        format!("https://avatar.example.com/initials/{letter}-1.png")
    }
}
