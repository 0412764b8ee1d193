//! Which listing is looked at, and how.

use std::collections::BTreeMap;

use rollcall_protocol::{ListingOrder, ListingState};

/// What the user chose on the page of listings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Looking {
    /// Key of the listing; empty for the first one.
    pub(crate) listing: String,
    /// What was written in the filters, by key. It counts from the next reading on.
    pub(crate) filters: BTreeMap<String, String>,
    pub(crate) order: ListingOrder,
    /// By key, columns that the user showed or hid.
    columns: BTreeMap<String, bool>,
}

impl Looking {
    /// At another listing, as nobody has touched it.
    pub(crate) fn at(listing: String) -> Self {
        Self {
            listing,
            ..Self::default()
        }
    }

    /// The listing, among those that there are.
    pub(crate) fn find<'a>(&self, listings: &'a [ListingState]) -> Option<&'a ListingState> {
        listings
            .iter()
            .find(|listing| listing.key == self.listing)
            .or(listings.first())
    }

    /// Places of the columns that are shown.
    pub(crate) fn shown(&self, listing: &ListingState) -> Vec<usize> {
        let all = listing.columns.iter().enumerate();
        all.filter(|(_, column)| *self.columns.get(&column.key).unwrap_or(&column.shown))
            .map(|(place, _)| place)
            .collect()
    }

    pub(crate) fn with_column(&self, key: String, is_shown: bool) -> Self {
        let mut new = self.clone();
        new.columns.insert(key, is_shown);
        new
    }

    pub(crate) fn with_search(&self, search: String) -> Self {
        let mut new = self.clone();
        new.order.search = search;
        new
    }

    pub(crate) fn with_filter(&self, key: String, text: String) -> Self {
        let mut new = self.clone();
        if text.is_empty() {
            new.filters.remove(&key);
        } else {
            new.filters.insert(key, text);
        }
        new
    }

    /// Another click on the same column turns the order round, a third gives back the order in which rows were read.
    pub(crate) fn sorted_by(&self, key: String) -> Self {
        let mut new = self.clone();
        new.order.sort = match &self.order.sort {
            Some((by, false)) if *by == key => Some((key, true)),
            Some((by, true)) if *by == key => None,
            _ => Some((key, false)),
        };
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_protocol::ListingColumn;

    fn listing() -> ListingState {
        let column = |key: &str, shown| ListingColumn {
            key: key.to_owned(),
            title: key.to_owned(),
            shown,
            wide: false,
        };
        ListingState {
            key: "domains".to_owned(),
            title: String::new(),
            hint: String::new(),
            columns: vec![column("domain", true), column("claim", true), column("id", false)],
            filters: vec![],
            change_file: vec![],
            reading: None,
        }
    }

    #[test]
    fn columns_are_shown_as_the_user_says_and_else_as_the_listing_does() {
        let looking = Looking::default();
        assert_eq!(looking.shown(&listing()), [0, 1]);
        let looking = looking
            .with_column("claim".into(), false)
            .with_column("id".into(), true);
        assert_eq!(looking.shown(&listing()), [0, 2]);
    }

    #[test]
    fn the_third_click_gives_the_first_order_back() {
        let once = Looking::default().sorted_by("claim".into());
        assert_eq!(once.order.sort, Some(("claim".into(), false)));
        let twice = once.sorted_by("claim".into());
        assert_eq!(twice.order.sort, Some(("claim".into(), true)));
        assert_eq!(twice.sorted_by("claim".into()).order.sort, None);
        assert_eq!(
            twice.sorted_by("domain".into()).order.sort,
            Some(("domain".into(), false))
        );
    }

    #[test]
    fn an_unknown_listing_is_the_first_one() {
        let listings = [listing()];
        assert_eq!(Looking::default().find(&listings), Some(&listings[0]));
        assert_eq!(Looking::default().find(&[]), None);
    }
}
