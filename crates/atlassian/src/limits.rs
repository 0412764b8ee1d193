//! The limits that Atlassian documents for the values in its requests, and the error for a count outside them.

/// The longest name of a profile, in characters (User management REST API, schema `Name`).
pub const LONGEST_NAME: usize = 100;
/// The longest nickname of a profile, in characters; the shortest has one (User management REST API, schema `Nickname`).
pub const LONGEST_NICKNAME: usize = 30;

/// The most addresses that one search takes (Organizations REST API, `emails`, `maxItems`).
pub const MOST_EMAILS: usize = 100;
/// The most account ids that one search takes (Organizations REST API, `accountIds`, `maxItems`).
pub const MOST_ACCOUNTS: usize = 10;
/// The most directories, groups, roles or domains by which users are filtered (Organizations REST API, `directoryIds`,
/// `groupIds`, `roleIds`, `emailDomains`, `maxItems`).
pub const MOST_OF_A_FILTER: usize = 10;
/// The most workspaces by which users are filtered (Organizations REST API, `resourceIds`, `maxItems`).
pub const MOST_WORKSPACES: usize = 20;
/// The most items on a page of a v2 list (Organizations REST API, `limit`, `maximum`).
pub const MOST_ON_A_PAGE: usize = 100;

/// A count outside the limits that Atlassian documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Atlassian takes 1 to {most} {what} in one call, not {count}.")]
pub struct OutOfLimits {
    /// What is counted, in the plural: `addresses`.
    pub what: &'static str,
    /// The most that Atlassian takes.
    pub most: usize,
    /// How many there are.
    pub count: usize,
}

/// Checks that a count is from 1 to `most`.
///
/// # Errors
/// [`OutOfLimits`] for 0 and for more than `most`.
pub(crate) fn within(what: &'static str, most: usize, count: usize) -> Result<(), OutOfLimits> {
    if (1..=most).contains(&count) {
        Ok(())
    } else {
        Err(OutOfLimits { what, most, count })
    }
}
