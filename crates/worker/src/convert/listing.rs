//! Listings.

use rollcall_core::listing::{
    self, ACCOUNT_ID, Column, Counted, EMAIL, Filter, LAST_ACTIVE, LISTINGS, Listing, MOST_ADDRESSES, Of,
    PolicyFiles, RowFilter, WAY,
};
use rollcall_core::time::Time;
use rollcall_protocol::{
    ListingColumn, ListingCounts, ListingDetails, ListingFacet, ListingFilter, ListingOrder,
    ListingPerSubject, ListingReading, ListingRowFilter, ListingRows, ListingState, ListingsState,
    PolicyFilesState, PortalState,
};

/// All listings, with how far each was read, by key.
pub(crate) fn listings_state(
    reading: impl Fn(&str) -> Option<ListingReading>,
    portal: &PortalState,
) -> ListingsState {
    let state = |listing: &&Listing| ListingState {
        key: listing.key.to_owned(),
        title: listing.title.to_owned(),
        hint: listing.hint.to_owned(),
        columns: listing.columns.iter().map(column).collect(),
        filters: listing.filters.iter().map(filter).collect(),
        change_file: change_file(listing),
        last_active: listing.column(LAST_ACTIVE).map_or("", |_| LAST_ACTIVE).to_owned(),
        portal: matches!(listing.of, Of::Portal).then(|| portal.clone()),
        per_subject: per_subject(listing),
        details: listing.details.map(|whole| ListingDetails {
            noun: whole.noun.to_owned(),
            by: whole.by.to_owned(),
        }),
        reading: reading(listing.key),
    };
    ListingsState {
        listings: LISTINGS.iter().map(state).collect(),
    }
}

/// Accounts are named by their ids; the address beside it is for people.
fn change_file(listing: &Listing) -> Vec<String> {
    let columns = [ACCOUNT_ID, EMAIL];
    if columns.iter().all(|key| listing.column(key).is_some()) {
        columns.map(str::to_owned).to_vec()
    } else {
        Vec::new()
    }
}

fn per_subject(listing: &Listing) -> Option<ListingPerSubject> {
    let Of::PerSubject(each) = &listing.of else {
        return None;
    };
    let of = LISTINGS.iter().filter(|source| each.can_be_read_from(source));
    Some(ListingPerSubject {
        one: each.noun[0].to_owned(),
        many: each.noun[1].to_owned(),
        of: of.map(|source| source.key.to_owned()).collect(),
        a_minute: listing.a_minute,
    })
}

fn column(column: &Column) -> ListingColumn {
    ListingColumn {
        key: column.key.to_owned(),
        title: column.title.to_owned(),
        shown: column.shown,
        wide: column.wide,
        facet: column.facet_title(),
        facet_is_shown: column.pictured,
    }
}

fn filter(filter: &Filter) -> ListingFilter {
    let choice = |(value, title): &(&str, &str)| ((*value).to_owned(), (*title).to_owned());
    ListingFilter {
        key: filter.key.to_owned(),
        title: filter.title.to_owned(),
        hint: filter.hint.to_owned(),
        choices: filter.choices.iter().map(choice).collect(),
        none: filter.none.to_owned(),
        chooses_call: filter.key == WAY,
    }
}

/// Which rows, as of now, and in what order.
pub(crate) fn listing_order(order: &ListingOrder, now: Time) -> listing::Order {
    let sort = order.sort.clone();
    listing::Order {
        search: order.search.clone(),
        row_filter: order
            .row_filters
            .iter()
            .map(|filter| listing_row_filter(filter, now))
            .collect(),
        sort: sort.map(|(column, descending)| listing::Sort { column, descending }),
    }
}

fn listing_row_filter(filter: &ListingRowFilter, now: Time) -> RowFilter {
    match filter.clone() {
        ListingRowFilter::OneOf { column, values } => RowFilter::OneOf { column, values },
        ListingRowFilter::NotForDays {
            column,
            days,
            or_unknown,
        } => RowFilter::not_for_days(column, days, now, or_unknown),
    }
}

/// What Atlassian counts.
pub(crate) fn listing_counts(all: &[Counted]) -> ListingCounts {
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let mut counts = ListingCounts::default();
    for counted in all {
        match counted {
            Counted::Listed(count) => counts.listed = Some(number(*count)),
            Counted::By { title, counts: all } => {
                let all = all.iter().map(|(of, count)| (of.clone(), number(*count)));
                counts.by.push(((*title).to_owned(), all.collect()));
            }
            Counted::Names(_) => {}
            Counted::Not(message) => counts.not.push(message.clone()),
        }
    }
    counts
}

/// How many rows have which value.
pub(crate) fn listing_facet(facet: listing::Facet) -> ListingFacet {
    ListingFacet {
        column: facet.column.to_owned(),
        values: facet.values,
        others: facet.others,
        rows_of_others: facet.rows_of_others,
    }
}

/// Files for an authentication policy.
pub(crate) fn policy_files(files: &PolicyFiles) -> PolicyFilesState {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    PolicyFilesState {
        addresses: number(files.addresses()),
        files: (0..files.files()).map(|at| files.name(at)).collect(),
        most: number(MOST_ADDRESSES),
        without_address: number(files.without_address),
        unmanaged: number(files.unmanaged),
        unwritable: number(files.unwritable),
        like_formulas: number(files.like_formulas),
        managed_is_known: files.managed_is_known,
    }
}

/// A window of rows.
pub(crate) fn listing_rows(window: listing::Window) -> ListingRows {
    ListingRows {
        from: window.from,
        total: window.total,
        rows: window.rows,
    }
}
