use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Problem;

/// All that the page shows of the listings, but for the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingsState {
    /// What there is to choose from.
    pub listings: Vec<ListingState>,
}

/// One thing that can be listed, and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingState {
    /// Stable key: `managed-accounts`.
    pub key: String,
    /// As shown: "Managed accounts".
    pub title: String,
    /// What is in it, in one sentence.
    pub hint: String,
    /// Its columns.
    pub columns: Vec<ListingColumn>,
    /// By what Atlassian can be asked for less than all of it.
    pub filters: Vec<ListingFilter>,
    /// Columns of a change file that its rows can become; empty where they are no accounts.
    pub change_file: Vec<String>,
    /// Key of the column that says when an account was last active; empty where there is none.
    pub last_active: String,
    /// What the admin portal wants before it is asked; `None` where it is read with the API key.
    pub portal: Option<PortalState>,
    /// How it is read of each account or group that another listing found; `None` where it is read of the organization.
    pub per_subject: Option<ListingPerSubject>,
    /// How one row is asked about by itself; `None` where nothing more can be asked.
    pub details: Option<ListingDetails>,
    /// What was read; `None` before it was asked for.
    pub reading: Option<ListingReading>,
}

/// Whether the admin portal can be asked, and what is there for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalState {
    /// What it takes.
    pub offer: PortalOffer,
    /// Whether that is in the worker's memory.
    pub given: bool,
    /// The site that the pasted request was about.
    pub site: Option<String>,
    /// The organization that it was about, where it is another one than is connected.
    pub other_organization: Option<String>,
}

/// What it takes to ask the admin portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortalOffer {
    /// The proxy was not asked yet.
    #[default]
    Unknown,
    /// There is no proxy, and no other way.
    NoProxy,
    /// The proxy passes nothing on to it.
    Off,
    /// A session.
    Session,
    /// The secret for which the proxy lends a session.
    Secret,
    /// Nothing: it is the sandbox organization in this page.
    Open,
}

/// What lets the admin portal be asked: a text with a session in it, or a secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalKey {
    /// As pasted. The page forgets it as soon as it is sent.
    pub text: String,
}

impl std::fmt::Debug for PortalKey {
    /// Without the text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PortalKey").finish_non_exhaustive()
    }
}

/// How a listing is read of each account or group that another one found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingPerSubject {
    /// One of them: "account".
    pub one: String,
    /// Many of them.
    pub many: String,
    /// Keys of the listings that find them.
    pub of: Vec<String>,
    /// How many calls Atlassian takes in a minute, where it says.
    pub a_minute: Option<u32>,
}

/// How one row of a listing is asked about by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingDetails {
    /// What it is: "user".
    pub noun: String,
    /// Key of the column that says which one.
    pub by: String,
}

/// Rows of another listing: those that its search and conditions let through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingSource {
    /// [`ListingState::key`].
    pub listing: String,
    /// Which rows.
    pub order: ListingOrder,
}

/// A column of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingColumn {
    /// Stable key; the column's name in a file.
    pub key: String,
    /// As shown.
    pub title: String,
    /// Whether it is shown without being asked for.
    pub shown: bool,
    /// Whether its cells are long.
    pub wide: bool,
    /// Title of its facet: "Domain" for addresses.
    pub facet: String,
    /// Whether its facet is shown without being asked for.
    pub facet_is_shown: bool,
}

/// One way to ask Atlassian for less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingFilter {
    /// Stable key.
    pub key: String,
    /// As shown.
    pub title: String,
    /// What to write in it; empty where there is a choice.
    pub hint: String,
    /// Value and title of what can be chosen; empty where it is written.
    pub choices: Vec<(String, String)>,
    /// Title of choosing none of them.
    pub none: String,
    /// Whether it says by which call is asked, rather than for what.
    pub chooses_call: bool,
}

/// How far a listing was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingReading {
    /// Counts the readings: the rows of an older one are stale.
    pub number: u32,
    /// Where it stands.
    pub phase: ListingPhase,
    /// Rows read.
    pub rows: u32,
    /// How far it is: rows, or the accounts or groups of which it was read.
    pub done: u32,
    /// How far it goes, where that is known.
    pub of: Option<u32>,
    /// How long it will take at the speed so far.
    pub seconds_left: Option<u32>,
    /// What Atlassian counts itself.
    pub counts: ListingCounts,
    /// What was asked for, by the keys of the filters.
    pub filters: BTreeMap<String, String>,
    /// Why it stopped, where it was not the user.
    pub problem: Option<Problem>,
    /// What it waits for just now, in a sentence: Atlassian asked for a pause, or a call is made again.
    pub waits: Option<String>,
    /// What the name of a file of these rows says, as long as they may not be all: `-part-50-of-1240`.
    pub part: Option<String>,
}

/// What Atlassian counts of what is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingCounts {
    /// How many there are where it was read with these filters.
    pub listed: Option<u32>,
    /// How many of each the whole organization has: by what, and the numbers.
    pub by: Vec<(String, Vec<(String, u32)>)>,
    /// Why something could not be had.
    pub not: Vec<String>,
}

/// Where the reading of a listing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingPhase {
    /// Under way.
    Reading,
    /// All there is by now was read, and what comes next is waited for.
    Watching,
    /// Stopped; it can go on where it was.
    Stopped,
    /// Stopped, and it cannot go on.
    Ended,
    /// All of it was read.
    Complete,
}

/// Which rows of a listing, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingOrder {
    /// Only rows where a cell holds this, whatever the case.
    pub search: String,
    /// Only rows that meet all of these.
    pub row_filters: Vec<ListingRowFilter>,
    /// Key of the column by which they are sorted, and whether the largest come first; as they were read where there is none.
    pub sort: Option<(String, bool)>,
}

/// A condition on rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "filter", rename_all = "kebab-case")]
pub enum ListingRowFilter {
    /// The column has one of these values.
    OneOf {
        /// Key of the column.
        column: String,
        /// As its facet has them.
        values: Vec<String>,
    },
    /// The time in the column is not within so many days before now.
    NotForDays {
        /// Key of the column.
        column: String,
        /// Days.
        days: u32,
        /// Rows without a time as well.
        or_unknown: bool,
    },
}

/// Which facets of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingFacetsView {
    /// [`ListingState::key`].
    pub listing: String,
    /// Which rows.
    pub order: ListingOrder,
    /// Keys of the columns.
    pub columns: Vec<String>,
    /// How many values each.
    pub values: u32,
}

/// How many rows have which value in a column. It is counted over the rows that meet all conditions but those on the column itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingFacet {
    /// Key of the column.
    pub column: String,
    /// Values, and how many rows have each. An empty one stands for cells without content.
    pub values: Vec<(String, u32)>,
    /// Values that are left out.
    pub others: u32,
    /// Rows with values that are left out.
    pub rows_of_others: u32,
}

/// A window of the rows of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingView {
    /// [`ListingState::key`].
    pub listing: String,
    /// First row of the window.
    pub from: u32,
    /// How many.
    pub count: u32,
    /// Which rows, and in what order.
    pub order: ListingOrder,
}

/// The rows of such a window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingRows {
    /// First row of the window.
    pub from: u32,
    /// Rows that the view has in all.
    pub total: u32,
    /// A cell for each column of the listing, shown or not.
    pub rows: Vec<Vec<String>>,
}

/// Files of addresses that an authentication policy takes members from, in the portal. Accounts whose address is in none are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFilesState {
    /// Addresses in all of them.
    pub addresses: u32,
    /// The name of each.
    pub files: Vec<String>,
    /// The most addresses that the portal takes in one.
    pub most: u32,
    /// Accounts without an address.
    pub without_address: u32,
    /// Accounts that the organization does not manage.
    pub unmanaged: u32,
    /// Accounts whose address cannot be written there.
    pub unwritable: u32,
    /// Addresses that a spreadsheet would take for a formula; they are written as they are.
    pub like_formulas: u32,
    /// Whether it is known who is managed.
    pub managed_is_known: bool,
}

/// What is written into a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingFile {
    /// [`ListingState::key`].
    pub listing: String,
    /// Which rows, and in what order.
    pub order: ListingOrder,
    /// Keys of the columns, in order.
    pub columns: Vec<String>,
    /// Whether each record is there once, however many rows have it.
    pub once: bool,
}
