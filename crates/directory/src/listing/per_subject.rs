//! What is read of each account or group that another listing found, one after the other.

/// Of whom or what a listing is read.
#[derive(Debug)]
pub enum Of {
    /// Of the organization, with its API key.
    Organization,
    /// Of the organization or one of its sites, as the admin portal shows it to an administrator: with the administrator's session,
    /// and not with the key.
    Portal,
    /// Of each account or group.
    PerSubject(PerSubject),
}

/// Whom a listing is read of: the cells of a row of another listing, in the order of [`PerSubject::keys`].
pub type Subject = Vec<String>;

/// How a listing is read of each account or group.
#[derive(Debug)]
pub struct PerSubject {
    /// One of them, and many: `account`, `accounts`.
    pub noun: [&'static str; 2],
    /// Keys of the columns that say who it is, in both listings. The first one names it.
    pub keys: &'static [&'static str],
    /// Puts the last hand to the rows of one of them, once all are read.
    pub(super) finish: fn(&mut Vec<Vec<String>>),
}

/// Key of the column for what was said of one of them instead of an answer.
pub(super) const SAID: &str = "said";
