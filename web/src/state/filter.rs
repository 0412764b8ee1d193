//! Which rows are shown, and in which order.

use rollcall_protocol::{RowState, Severity, Sort, SortKey, View};

/// What the user chose in the review: all of a [`View`] but its window.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    pub(crate) show: Show,
    /// Code of a finding.
    pub(crate) code: Option<String>,
    pub(crate) search: String,
    pub(crate) sort: Option<Sort>,
}

/// The rows behind one of the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Show {
    #[default]
    All,
    State(RowState),
    Severity(Severity),
}

impl Filter {
    /// The window of this many rows from this one on.
    pub(crate) fn view(&self, from: u32, count: u32) -> View {
        let (severity, state) = match self.show {
            Show::All => (None, None),
            Show::State(state) => (None, Some(state)),
            Show::Severity(severity) => (Some(severity), None),
        };
        View {
            from,
            count,
            severity,
            state,
            code: self.code.clone(),
            search: self.search.clone(),
            sort: self.sort.clone(),
        }
    }

    /// True where rows are hidden.
    pub(crate) fn hides(&self) -> bool {
        self.show != Show::All || self.code.is_some() || !self.search.is_empty()
    }

    /// True where the n-th row shown is the n-th row of the file.
    pub(crate) fn is_plain(&self) -> bool {
        !self.hides() && self.sort.is_none()
    }

    /// Another click on the same column turns the order round, a third gives the file's order back.
    pub(crate) fn sorted_by(&self, by: SortKey) -> Self {
        let sort = match &self.sort {
            Some(sort) if sort.by == by && !sort.descending => Some(Sort { by, descending: true }),
            Some(sort) if sort.by == by => None,
            _ => Some(Sort {
                by,
                descending: false,
            }),
        };
        Self { sort, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_third_click_gives_the_order_of_the_file_back() {
        let once = Filter::default().sorted_by(SortKey::Who);
        assert_eq!(once.sort.as_ref().map(|sort| sort.descending), Some(false));
        let twice = once.sorted_by(SortKey::Who);
        assert_eq!(twice.sort.as_ref().map(|sort| sort.descending), Some(true));
        assert!(twice.sorted_by(SortKey::Who).is_plain());
    }

    #[test]
    fn another_column_begins_ascending() {
        let filter = Filter::default().sorted_by(SortKey::Who).sorted_by(SortKey::Who);
        let other = filter.sorted_by(SortKey::State);
        assert_eq!(
            other.sort,
            Some(Sort {
                by: SortKey::State,
                descending: false
            })
        );
    }

    #[test]
    fn an_order_hides_nothing_but_is_not_the_order_of_the_file() {
        let filter = Filter::default().sorted_by(SortKey::Findings);
        assert!(!filter.hides());
        assert!(!filter.is_plain());
    }
}
