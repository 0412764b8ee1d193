//! The number of calls that a look-up takes, to choose the cheapest strategy.

use rollcall_atlassian::call::directory::{MOST_ACCOUNTS, MOST_EMAILS};

/// Number of accounts per page of the list of managed accounts, whatever the request says (jira.atlassian.com/browse/AX-243).
const LISTED: usize = 50;

/// Minimum number of calls by id at which one call is spent to learn the length of the list.
const WORTH_A_TRY: usize = 4;

/// Number of calls to look up ids directly.
pub(super) fn by_id(ids: usize) -> usize {
    ids.div_ceil(MOST_ACCOUNTS)
}

/// Number of calls to look up addresses.
pub(super) fn by_address(addresses: usize) -> usize {
    addresses.div_ceil(MOST_EMAILS)
}

/// Number of calls to look up ids through the list of managed accounts: the remaining pages of the list, and a search by the addresses in
/// it. `None` if the length of the list is unknown.
pub(super) fn by_listing(ids: usize, total: Option<u64>, pages_read: usize) -> Option<usize> {
    let total = usize::try_from(total?).unwrap_or(usize::MAX);
    Some(
        total
            .div_ceil(LISTED)
            .saturating_sub(pages_read)
            .max(1)
            .saturating_add(by_address(ids)),
    )
}

/// Whether reading the (next page of the) list is expected to save calls.
pub(super) fn listing_pays(ids: usize, total: Option<u64>, pages_read: usize) -> bool {
    match by_listing(ids, total, pages_read) {
        Some(calls) => calls < by_id(ids),
        None => pages_read == 0 && by_id(ids) >= WORTH_A_TRY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_with_fewer_calls_is_taken() {
        assert!(
            !listing_pays(10, Some(50), 0),
            "one search is no more than one page"
        );
        assert!(
            listing_pays(1_000, Some(1_000), 0),
            "20 pages and 10 searches, or 100 searches"
        );
        assert!(
            !listing_pays(1_000, Some(100_000), 0),
            "2,000 pages, or 100 searches"
        );
        assert!(
            listing_pays(1_000, Some(4_450), 0),
            "89 pages and 10 searches, or 100 searches"
        );
        assert!(
            !listing_pays(1_000, Some(4_500), 0),
            "90 pages and 10 searches, or 100 searches"
        );
        assert!(!listing_pays(0, Some(0), 0));
    }

    #[test]
    fn an_unknown_length_is_found_out_where_it_may_pay() {
        assert!(!listing_pays(30, None, 0));
        assert!(listing_pays(40, None, 0));
        assert!(!listing_pays(40, None, 1), "the first page did not say either");
    }
}
