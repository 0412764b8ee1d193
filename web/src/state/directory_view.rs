//! Which listing is looked at, and how.

use std::collections::BTreeMap;

use rollcall_protocol::{ListingOrder, ListingRowFilter, ListingState};

/// What the user chose on the page of listings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DirectoryView {
    /// Key of the listing; empty for the first one.
    pub(crate) listing: String,
    /// What was written in the filters, by key. It counts from the next reading on.
    pub(crate) filters: BTreeMap<String, String>,
    pub(crate) order: ListingOrder,
    /// Key of a column of which a facet is wanted besides the usual ones; empty for none.
    pub(crate) facet: String,
    /// By key, columns that the user showed or hid.
    columns: BTreeMap<String, bool>,
}

impl DirectoryView {
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

    pub(crate) fn with_facet(&self, facet: String) -> Self {
        Self {
            facet,
            ..self.clone()
        }
    }

    /// Whether only rows with this value, among others, are shown.
    pub(crate) fn has_value(&self, column: &str, value: &str) -> bool {
        let is_it = |filter: &ListingRowFilter| matches!(filter, ListingRowFilter::OneOf { column: of, values } if of == column && values.iter().any(|one| one == value));
        self.order.row_filters.iter().any(is_it)
    }

    /// Rows with this value are shown, beside those with others of the column; a second time they no longer are.
    pub(crate) fn with_value(&self, column: &str, value: &str) -> Self {
        let mut new = self.clone();
        let filters = &mut new.order.row_filters;
        let values = filters.iter_mut().find_map(|filter| match filter {
            ListingRowFilter::OneOf { column: of, values } if of == column => Some(values),
            _ => None,
        });
        match values {
            Some(values) => match values.iter().position(|one| one == value) {
                Some(at) => drop(values.remove(at)),
                None => values.push(value.to_owned()),
            },
            None => filters.push(ListingRowFilter::OneOf {
                column: column.to_owned(),
                values: vec![value.to_owned()],
            }),
        }
        filters
            .retain(|filter| !matches!(filter, ListingRowFilter::OneOf { values, .. } if values.is_empty()));
        new
    }

    /// For how many days the accounts on show were not active, and whether those without a date are among them.
    pub(crate) fn not_for_days(&self) -> (Option<u32>, bool) {
        let found = self.order.row_filters.iter().find_map(|filter| match filter {
            ListingRowFilter::NotForDays { days, or_unknown, .. } => Some((Some(*days), *or_unknown)),
            ListingRowFilter::OneOf { .. } => None,
        });
        found.unwrap_or_default()
    }

    pub(crate) fn with_days(&self, column: &str, days: Option<u32>, or_unknown: bool) -> Self {
        let mut new = self.clone();
        let filters = &mut new.order.row_filters;
        filters.retain(|filter| !matches!(filter, ListingRowFilter::NotForDays { .. }));
        filters.extend(days.map(|days| ListingRowFilter::NotForDays {
            column: column.to_owned(),
            days,
            or_unknown,
        }));
        new
    }

    /// Without the condition at this place.
    pub(crate) fn without(&self, at: usize) -> Self {
        let mut new = self.clone();
        if at < new.order.row_filters.len() {
            new.order.row_filters.remove(at);
        }
        new
    }

    /// Whether fewer rows may be shown than were read.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.order.search.is_empty() || !self.order.row_filters.is_empty()
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
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn listing() -> ListingState {
        let column = |key: &str, shown| ListingColumn {
            key: key.to_owned(),
            title: key.to_owned(),
            shown,
            wide: false,
            facet: key.to_owned(),
            facet_is_shown: false,
        };
        ListingState {
            key: "domains".to_owned(),
            title: String::new(),
            hint: String::new(),
            columns: vec![column("domain", true), column("claim", true), column("id", false)],
            filters: vec![],
            change_file: vec![],
            last_active: String::new(),
            portal: None,
            per_subject: None,
            details: None,
            reading: None,
        }
    }

    #[test]
    fn columns_are_shown_as_the_user_says_and_else_as_the_listing_does() {
        let directory_view = DirectoryView::default();
        assert_eq!(directory_view.shown(&listing()), [0, 1]);
        let directory_view = directory_view
            .with_column("claim".into(), false)
            .with_column("id".into(), true);
        assert_eq!(directory_view.shown(&listing()), [0, 2]);
    }

    #[test]
    fn the_third_click_gives_the_first_order_back() {
        let once = DirectoryView::default().sorted_by("claim".into());
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
    fn a_value_is_added_to_those_of_its_column_and_taken_away_again() {
        let one = DirectoryView::default().with_value("state", "active");
        assert!(one.has_value("state", "active") && !one.has_value("domain", "active"));
        let two = one.with_value("state", "closed").with_value("domain", "");
        assert_eq!(two.order.row_filters.len(), 2);
        assert!(
            two.has_value("state", "active")
                && two.has_value("state", "closed")
                && two.has_value("domain", "")
        );
        let left = two.with_value("state", "active").with_value("state", "closed");
        assert_eq!(left, DirectoryView::default().with_value("domain", ""));
        assert_eq!(left.without(0), DirectoryView::default());
        assert_eq!(left.without(1), left);
    }

    #[test]
    fn days_replace_days() {
        let directory_view = DirectoryView::default().with_days("seen", Some(30), false);
        let directory_view = directory_view.with_days("seen", Some(90), true);
        assert_eq!(directory_view.not_for_days(), (Some(90), true));
        assert_eq!(directory_view.order.row_filters.len(), 1);
        assert_eq!(
            directory_view.with_days("seen", None, false),
            DirectoryView::default()
        );
    }

    #[test]
    fn an_unknown_listing_is_the_first_one() {
        let listings = [listing()];
        assert_eq!(DirectoryView::default().find(&listings), Some(&listings[0]));
        assert_eq!(DirectoryView::default().find(&[]), None);
    }
}
