//! One account, as the organization keeps it.

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
    /// Whether the listing of managed accounts leaves the address out, as it does for restricted ones.
    pub address_hidden: bool,
    /// Where in its life the account is.
    pub life: Life,
    /// Its directory, an index into the organization's; `None` for an account in no directory.
    pub directory: Option<usize>,
    /// Whether it is suspended in its directory.
    pub suspended: bool,
    /// Whether the organization has claimed it. Unmanaged people are found by the search alone.
    pub managed: bool,
    /// How it came into the organization; `None` where Atlassian cannot say.
    pub source: Option<Source>,
    /// Why its address may not be set, if so.
    pub lock: Option<Lock>,
    /// Whether it is an organization administrator.
    pub administrator: bool,
    /// Whether two-step verification is on.
    pub two_step: bool,
    /// The job title, for those who filled it in.
    pub job_title: Option<&'static str>,
    /// The time zone.
    pub time_zone: &'static str,
    /// When it was added, in milliseconds since 1970.
    pub added: i64,
    /// When it was last active, in milliseconds since 1970.
    pub last_active: i64,
    /// How often its address was changed to another one.
    pub(crate) effective_changes: u32,
}

/// Where in its life an account is. Whatever it is, it holds its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// In use.
    Active,
    /// Deactivated: its address can still be set (unconfirmed; no document says otherwise).
    Deactivated,
    /// Deleted, and inside the 14 days in which that can be taken back.
    ForDeletion,
    /// Deleted for good.
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
}

impl Account {
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
        match (self.directory, self.suspended) {
            (None, _) => "no_membership",
            (Some(_), true) => "suspended",
            (Some(_), false) => "active",
        }
    }

    /// `status` of the search, made of the two others. The documents have no word for a closed account in it.
    pub(crate) fn status(&self) -> &'static str {
        match self.life {
            Life::Active if self.directory.is_none() => "not_invited",
            Life::Active if self.suspended => "suspended",
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

    /// The picture's address. Atlassian gives one for everybody.
    pub(crate) fn picture(&self) -> String {
        let letter = self.nickname.chars().next().unwrap_or('A').to_ascii_uppercase();
        format!("https://avatar.example.com/initials/{letter}-1.png")
    }
}
