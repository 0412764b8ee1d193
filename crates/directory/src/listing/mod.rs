//! Listings: what an organization has, read page by page, shown in windows and written as CSV. Nothing here sends anything.
//!
//! A listing is one file and a line in [`LISTINGS`]: its columns, the call that gives a page, and how an item becomes a row.
//!
//! Most are read of the whole organization; some of each account or group that another one found ([`Each`]). One is read of the
//! admin portal, with a session in place of the key ([`Of::Portal`]).
//!
//! ```text
//! while let Some(request) = reading.request() {
//!     match reading.answered(&send(request)) {
//!         Ok(()) => show(reading.rows()),
//!         Err(trouble) => wait as it says, or stop; the same request goes on from there later
//!     }
//! }
//! ```

mod audit_log;
mod count;
mod directories;
mod domains;
mod each;
mod event_kinds;
mod event_stream;
mod filter;
mod group_roles;
mod groups;
mod last_active;
mod managed_accounts;
mod older;
mod only;
mod picture;
mod policies;
mod policy_files;
mod portal_users;
mod reading;
mod rows;
mod user_roles;
mod users;
mod view;
mod whole;
mod words;
mod workspaces;

pub use count::{Count, Counted};
pub use each::{Each, Of, Subject};
pub use filter::{Filter, FilterError, Question, SITE, WAY};
pub use only::{Only, Parts};
pub use picture::Picture;
pub use policy_files::{MOST_ADDRESSES, PolicyFiles};
pub use reading::{Reading, Trouble};
pub use rows::Rows;
pub use view::{MOST, Order, Sort, Window};
pub use whole::{Asking, Whole};

use http::{Request, Response};
use rollcall_atlassian::{Body, Cursor, Failure, Page};

/// Everything that can be listed.
pub static LISTINGS: &[&Listing] = &[
    &managed_accounts::LISTING,
    &users::LISTING,
    &domains::LISTING,
    &directories::LISTING,
    &groups::LISTING,
    &workspaces::LISTING,
    &policies::LISTING,
    &audit_log::LISTING,
    &event_stream::LISTING,
    &event_kinds::LISTING,
    &last_active::LISTING,
    &user_roles::LISTING,
    &group_roles::LISTING,
    &portal_users::LISTING,
];

/// Key of the column that holds account ids. A listing that has it can become a change file.
pub const ACCOUNT_ID: &str = "account_id";
/// Key of the column that holds the accounts' addresses.
pub const EMAIL: &str = "email";
/// Key of the column that says whether the organization manages the accounts.
pub const CLAIM: &str = "claim";
/// Key of the column that holds names.
pub const NAME: &str = "name";
/// Key of the column that holds the ids of groups.
pub const GROUP_ID: &str = "group_id";
/// Key of the column that holds the ids of directories.
pub const DIRECTORY_ID: &str = "directory_id";
/// Key of the column that says when an account was last active.
pub const LAST_ACTIVE: &str = "last_active_utc";

/// One thing that can be listed.
#[derive(Debug)]
pub struct Listing {
    /// Stable key.
    pub key: &'static str,
    /// As shown: "Managed accounts".
    pub title: &'static str,
    /// What is in it, in one sentence.
    pub hint: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Keys of the columns that name an item: one that was read before is not added again.
    pub named_by: &'static [&'static str],
    /// Of whom or what it is read.
    pub of: Of,
    /// By what Atlassian can be asked for less than all of it.
    pub filters: &'static [Filter],
    /// What is asked first, in this order: what Atlassian counts of it.
    pub counts: &'static [Count],
    /// How many of its calls Atlassian takes in a minute, where it says.
    pub a_minute: Option<u32>,
    /// Whether more may come after its last page, so that it is asked for again and again until somebody stops it.
    pub goes_on: bool,
    /// How one row is asked about by itself.
    pub whole: Option<&'static Whole>,
    /// Asks for a page; `None` for the first one. It gives nothing where whom it is about cannot be asked about.
    request: fn(&Question, Option<&Cursor>) -> Option<Request<Body>>,
    /// Reads the answer to what was asked for with the same, as rows of cells.
    answer: Answer,
}

/// A page, each item as its cells.
type RowPage = Page<Vec<String>>;

type Answer = fn(&Question, Option<&Cursor>, &Response<Body>) -> Result<RowPage, Failure>;

impl Listing {
    /// The listing with this key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        LISTINGS.iter().copied().find(|listing| listing.key == key)
    }

    /// Place of the column with this key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

/// A column of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable key; the column's name in a file.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// How its cells are put in order.
    pub kind: Kind,
    /// Whether it is shown without being asked for.
    pub shown: bool,
    /// Whether its cells are long: addresses, ids.
    pub wide: bool,
    /// What of its cells is counted in a picture.
    pub parts: Parts,
    /// Whether its picture is shown without being asked for.
    pub pictured: bool,
}

/// How the cells of a column are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As texts, whatever the case. Times are written so that they are in order as texts.
    Text,
    /// As whole numbers.
    Number,
}

impl Column {
    const fn text(key: &'static str, title: &'static str) -> Self {
        Self {
            key,
            title,
            kind: Kind::Text,
            shown: true,
            wide: false,
            parts: Parts::Whole,
            pictured: false,
        }
    }

    const fn number(key: &'static str, title: &'static str) -> Self {
        Self {
            kind: Kind::Number,
            ..Self::text(key, title)
        }
    }

    /// With long cells.
    const fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Not shown until somebody asks for it.
    const fn hidden(self) -> Self {
        Self { shown: false, ..self }
    }

    /// With a picture.
    const fn pictured(self) -> Self {
        Self {
            pictured: true,
            ..self
        }
    }

    /// A list in each cell.
    const fn by_each(self) -> Self {
        Self {
            parts: Parts::Each,
            ..self
        }
    }

    /// An address in each cell: told apart by their domains.
    const fn by_domain(self) -> Self {
        Self {
            parts: Parts::Domain,
            ..self
        }
    }

    /// A time in each cell: told apart by their months.
    const fn by_month(self) -> Self {
        Self {
            parts: Parts::Month,
            ..self
        }
    }

    /// Title of its picture.
    pub fn picture_title(&self) -> String {
        match self.parts {
            Parts::Whole | Parts::Each => self.title.to_owned(),
            Parts::Domain => "Domain".to_owned(),
            Parts::Month => format!("{}, by month", self.title),
        }
    }
}

/// A page with each item as a row.
fn in_rows<T>(page: Page<T>, row: impl FnMut(T) -> Vec<String>) -> RowPage {
    Page {
        items: page.items.into_iter().map(row).collect(),
        next: page.next,
        total: page.total,
    }
}

/// The page of somebody who cannot be asked about. It is not read, because nobody is asked.
fn nobody() -> RowPage {
    Page {
        items: Vec::new(),
        next: None,
        total: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_of_one_thing_each() {
        let keys: BTreeSet<_> = LISTINGS.iter().map(|listing| listing.key).collect();
        assert_eq!(keys.len(), LISTINGS.len());
        for listing in LISTINGS {
            let columns: BTreeSet<_> = listing.columns.iter().map(|column| column.key).collect();
            assert_eq!(columns.len(), listing.columns.len(), "{}", listing.key);
            let is_there = |key: &&str| listing.column(key).is_some();
            assert!(!listing.named_by.is_empty(), "{}", listing.key);
            assert!(listing.named_by.iter().all(is_there), "{}", listing.key);
            if let Of::Each(each) = &listing.of {
                assert!(
                    each.keys.iter().chain([&each::SAID]).all(is_there),
                    "{}",
                    listing.key
                );
                let is_source = |source: &&&Listing| each.can_be_read_from(source);
                assert!(
                    LISTINGS.iter().any(|source| is_source(&source)),
                    "{}",
                    listing.key
                );
            }
            if let Some(whole) = listing.whole {
                assert!(is_there(&whole.by), "{}", listing.key);
            }
            let filters: BTreeSet<_> = listing.filters.iter().map(|filter| filter.key).collect();
            assert_eq!(filters.len(), listing.filters.len(), "{}", listing.key);
            assert_eq!(
                Listing::of_key(listing.key).map(|found| found.title),
                Some(listing.title)
            );
        }
    }
}
