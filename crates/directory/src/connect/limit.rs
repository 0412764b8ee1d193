//! What a connection that was proved cannot do, or was not proved to be able to do.

use std::fmt;

/// Why less can be done than with other organizations, or may turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The organization manages no account.
    NoManagedAccounts,
    /// It has managed accounts, but of those that were read none is a person's account in use.
    NoAccountToTry,
    /// Atlassian refused each account that was tried, and says that the key belongs to the organization.
    AccountsRefused,
}

impl Limit {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoManagedAccounts => "connect-no-managed-accounts",
            Self::NoAccountToTry => "connect-no-account-to-try",
            Self::AccountsRefused => "connect-accounts-refused",
        }
    }

    /// What it means.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NoManagedAccounts => {
                "What belongs to the organization can be changed: who is suspended or invited, groups and roles. Accounts themselves can \
                 be changed once they are managed, that is, once their domain is verified and they are claimed: admin.atlassian.com, \
                 Directory, Domains."
            }
            Self::NoAccountToTry => {
                "There was no person's account to try the key with. If it was made with scopes, the first change of an account will be \
                 refused, and the run will stop and say so."
            }
            Self::AccountsRefused => {
                "The key belongs to this organization, but Atlassian refused to tell what it may do with the accounts that were tried. If \
                 accounts cannot be changed, the run will stop and say so."
            }
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoManagedAccounts => "This organization has no managed accounts.",
            Self::NoAccountToTry | Self::AccountsRefused => {
                "It is not proved that this key can change accounts."
            }
        })
    }
}
