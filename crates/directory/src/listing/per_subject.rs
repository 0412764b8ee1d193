//! Listings that are read per account or group: the subjects come from another listing and are read one after the other.

/// What a listing is read for.
#[derive(Debug)]
pub enum Of {
    /// For the organization, with its API key.
    Organization,
    /// For the organization or one of its sites, as the admin portal shows it to an administrator: with the administrator's session instead
    /// of the API key.
    Portal,
    /// For each account or group.
    PerSubject(PerSubject),
}

/// The account or group that a listing is read for: the cells of a row of another listing, in the order of [`PerSubject::keys`].
pub type Subject = Vec<String>;

/// How a listing is read for each account or group.
#[derive(Debug)]
pub struct PerSubject {
    /// Singular and plural: `account`, `accounts`.
    pub noun: [&'static str; 2],
    /// Keys of the columns that identify a subject, in both listings. The first one is its display name.
    pub keys: &'static [&'static str],
    /// Post-processes the rows of one subject after all of them were read.
    pub(super) finish: fn(&mut Vec<Vec<String>>),
}

/// Key of the column with the message for a subject that Atlassian refused to answer for.
pub(super) const SAID: &str = "said";
