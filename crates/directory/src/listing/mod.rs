//! Listings: what an organization has, read page by page, shown in windows and written as CSV. This module sends no requests.
//!
//! A listing is one file and a line in [`LISTINGS`]: its columns, the call that returns a page, and how an item becomes a row.
//!
//! Most listings are read for the whole organization, some for each account or group that another listing found ([`PerSubject`]). One is
//! read from the admin portal, with a session instead of the API key ([`Of::Portal`]).
//!
//! ```text
//! while let Some(request) = reading.request() {
//!     match reading.answered(&send(request)) {
//!         Ok(()) => show(reading.rows()),
//!         Err(trouble) => wait as it says, or stop; the same request goes on from there later
//!     }
//! }
//! ```

mod asking;
mod audit_log;
mod column;
mod count;
mod definition;
mod details;
mod directories;
mod domains;
mod event_kinds;
mod event_stream;
mod facet;
mod filter;
mod group_roles;
mod groups;
mod last_active;
mod legacy;
mod managed_accounts;
mod per_subject;
mod per_subject_rows;
mod policies;
mod policy_files;
mod portal_users;
mod reading;
mod row_filter;
mod rows;
mod subjects;
mod texts;
mod user_roles;
mod user_row;
mod users;
mod view;
mod workspaces;

pub use asking::Asking;
pub use column::{ACCOUNT_ID, CLAIM, Column, DIRECTORY_ID, EMAIL, GROUP_ID, Kind, LAST_ACTIVE, NAME, Parts};
pub use count::{Count, Counted};
pub use definition::Listing;
pub use details::Details;
pub use facet::Facet;
pub use filter::{Filter, FilterError, Question, SITE, WAY};
pub use per_subject::{Of, PerSubject, Subject};
pub use policy_files::{MOST_ADDRESSES, PolicyFiles};
pub use reading::{Reading, Trouble};
pub use row_filter::RowFilter;
pub use rows::Rows;
pub use view::{MOST, Order, Sort, Window};

/// All listings.
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

impl Listing {
    /// The listing with this key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        LISTINGS.iter().copied().find(|listing| listing.key == key)
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
            if let Of::PerSubject(each) = &listing.of {
                assert!(
                    each.keys.iter().chain([&per_subject::SAID]).all(is_there),
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
            if let Some(whole) = listing.details {
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
