//! From the place of a scrollbar to a row, and back.

/// No element is made taller than this. Firefox draws nothing below 17.8 million pixels, other browsers below 33 million; a
/// million rows are 40 million pixels.
const TALLEST: f64 = 8_000_000.0;

/// The way that the scrollbar runs along. While all rows fit below [`TALLEST`] a pixel is a pixel; beyond, the place of the
/// scrollbar stands for a share of the rows, and single steps are made without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Track {
    pub(crate) rows: u32,
    /// Height of a row, in pixels.
    pub(crate) row: f64,
    /// Height of the part that shows rows, in pixels.
    pub(crate) viewport: f64,
}

impl Track {
    /// Height of what is scrolled, in pixels.
    pub(crate) fn height(&self) -> f64 {
        (f64::from(self.rows) * self.row).min(TALLEST)
    }

    /// Whether a pixel of the scrollbar is a pixel of the rows.
    pub(crate) fn is_exact(&self) -> bool {
        f64::from(self.rows) * self.row <= TALLEST
    }

    /// Rows that fit on screen, broken.
    pub(crate) fn visible(&self) -> f64 {
        self.viewport / self.row
    }

    /// The lowest position: there the last row stands at the bottom.
    pub(crate) fn end(&self) -> f64 {
        (f64::from(self.rows) - self.visible()).max(0.0)
    }

    /// A position (the first row on screen, broken) within the rows.
    pub(crate) fn clamp(&self, position: f64) -> f64 {
        position.clamp(0.0, self.end())
    }

    /// The position at this place of the scrollbar.
    pub(crate) fn position(&self, scroll_top: f64) -> f64 {
        if self.is_exact() {
            return self.clamp(scroll_top / self.row);
        }
        self.clamp(scroll_top / self.scroll_end() * self.end())
    }

    /// The place of the scrollbar at this position.
    pub(crate) fn scroll_top(&self, position: f64) -> f64 {
        let position = self.clamp(position);
        if self.is_exact() {
            return position * self.row;
        }
        position / self.end() * self.scroll_end()
    }

    /// The position nearest to the present one that has this row whole on screen.
    pub(crate) fn revealing(&self, row: u32, position: f64) -> f64 {
        let row = f64::from(row);
        let lowest = row + 1.0 - self.visible();
        self.clamp(if row < position {
            row
        } else if lowest > position {
            lowest
        } else {
            position
        })
    }

    fn scroll_end(&self) -> f64 {
        (self.height() - self.viewport).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn track(rows: u32) -> Track {
        Track {
            rows,
            row: 40.0,
            viewport: 600.0,
        }
    }

    #[test]
    fn few_rows_scroll_pixel_by_pixel() {
        let track = track(1_000);
        assert!(track.is_exact());
        assert!((track.position(410.0) - 10.25).abs() < 1e-9);
        assert!((track.scroll_top(10.25) - 410.0).abs() < 1e-9);
    }

    #[test]
    fn a_million_rows_are_no_taller_than_a_browser_can_draw() {
        let track = track(1_000_000);
        assert!(!track.is_exact());
        assert!(track.height() <= 8_000_000.0);
        // Both ends are reached.
        assert!(track.position(0.0).abs() < 1e-9);
        let end = track.position(track.height() - track.viewport);
        assert!((end + track.visible() - 1_000_000.0).abs() < 1e-6);
    }

    #[test]
    fn every_row_has_its_place_and_comes_back_from_it() {
        let track = track(1_000_000);
        for row in (0..1_000_000).step_by(77_777) {
            let position = f64::from(row);
            let there_and_back = track.position(track.scroll_top(position));
            assert!((there_and_back - track.clamp(position)).abs() < 1e-6, "row {row}");
        }
    }

    #[test]
    fn a_row_is_revealed_with_the_smallest_step() {
        let track = track(1_000);
        assert!((track.revealing(5, 10.0) - 5.0).abs() < 1e-9);
        assert!((track.revealing(12, 10.0) - 10.0).abs() < 1e-9);
        assert!((track.revealing(30, 10.0) - 16.0).abs() < 1e-9);
    }

    #[test]
    fn no_rows_have_one_position() {
        let track = track(0);
        assert!(track.position(100.0).abs() < 1e-9);
        assert!(track.scroll_top(3.0).abs() < 1e-9);
    }
}
