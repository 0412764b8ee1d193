//! The rows that the page has at hand.

use std::{collections::BTreeMap, ops::Range, rc::Rc};

use rollcall_protocol::{Row, Rows};

/// Rows kept around the newest window.
const KEPT: u32 = 1_000;

/// Rows by their place in the view. Every change of the file or of the filter begins a new generation; the rows of the old one
/// stay on show until the first of the new one are there, so that nothing flickers.
#[derive(Debug, Default)]
pub(crate) struct Window {
    wanted: u32,
    held: u32,
    total: Option<u32>,
    rows: BTreeMap<u32, Rc<Row>>,
}

impl Window {
    /// From now on the rows at hand are stale.
    pub(crate) fn expire(&mut self) {
        self.wanted += 1;
    }

    /// What to send along with a question, and back into [`Window::accept`].
    pub(crate) fn generation(&self) -> u32 {
        self.wanted
    }

    /// Takes rows in; those of an older generation than are at hand are not wanted any more.
    pub(crate) fn accept(&mut self, generation: u32, rows: Rows) {
        if generation < self.held {
            return;
        }
        if generation > self.held {
            self.rows.clear();
            self.held = generation;
        }
        self.total = Some(rows.total);
        let near = rows.from.saturating_sub(KEPT)..rows.from.saturating_add(KEPT);
        self.rows.retain(|at, _| near.contains(at));
        self.rows
            .extend((rows.from..).zip(rows.rows.into_iter().map(Rc::new)));
    }

    /// Rows of the view; `None` before the first are there.
    pub(crate) fn total(&self) -> Option<u32> {
        self.total
    }

    /// True where the rows at hand are of the newest generation.
    pub(crate) fn is_fresh(&self) -> bool {
        self.held == self.wanted && self.total.is_some()
    }

    pub(crate) fn row(&self, at: u32) -> Option<&Rc<Row>> {
        self.rows.get(&at)
    }

    /// Whether all of these can be drawn.
    pub(crate) fn covers(&self, range: Range<u32>) -> bool {
        range.into_iter().all(|at| self.rows.contains_key(&at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_protocol::RowState;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn rows(from: u32, count: u32, total: u32) -> Rows {
        let row = |number| Row {
            number,
            line: number + 2,
            state: RowState::Ready,
            name: None,
            account: None,
            cells: vec![],
            findings: vec![],
        };
        Rows {
            revision: 1,
            from,
            total,
            rows: (from..from + count).map(row).collect(),
        }
    }

    #[test]
    fn rows_are_found_by_their_place() {
        let mut window = Window::default();
        window.accept(0, rows(100, 50, 1_000));
        assert!(window.covers(100..150));
        assert!(!window.covers(99..101));
        assert_eq!(window.row(120).unwrap().number, 120);
        assert_eq!(window.total(), Some(1_000));
    }

    #[test]
    fn stale_rows_stay_until_fresh_ones_come() {
        let mut window = Window::default();
        window.accept(0, rows(0, 50, 1_000));
        window.expire();
        assert!(window.covers(0..50));
        assert!(!window.is_fresh());
        window.accept(1, rows(0, 10, 10));
        assert!(window.is_fresh());
        assert!(!window.covers(0..50));
        assert_eq!(window.total(), Some(10));
    }

    #[test]
    fn an_answer_that_comes_too_late_changes_nothing() {
        let mut window = Window::default();
        window.expire();
        window.accept(1, rows(0, 10, 10));
        window.accept(0, rows(0, 50, 1_000));
        assert_eq!(window.total(), Some(10));
        assert!(!window.covers(0..50));
    }

    #[test]
    fn rows_far_away_are_let_go() {
        let mut window = Window::default();
        window.accept(0, rows(0, 50, 100_000));
        window.accept(0, rows(50_000, 50, 100_000));
        assert!(window.row(0).is_none());
        assert!(window.covers(50_000..50_050));
    }
}
