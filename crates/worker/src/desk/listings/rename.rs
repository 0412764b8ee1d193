//! What a rule makes of the accounts of a listing.

use rollcall_core::rename::Preview;
use rollcall_protocol::{Answer, Problem, Rename, RenameView};

use super::super::DeskRoom;
use super::Listings;
use super::words::nothing_read;
use crate::{Reply, clock, convert};

/// The preview that was asked for last. Kept between windows, so that scrolling costs nothing.
pub(super) struct Kept {
    of: Rename,
    /// Names the reading, and how many rows it had.
    number: u32,
    rows: usize,
    preview: Preview,
}

impl Listings {
    fn preview(&mut self, rename: &Rename) -> Result<&Preview, Problem> {
        let held = self
            .held
            .get_mut(rename.listing.as_str())
            .ok_or_else(nothing_read)?;
        let (number, rows) = (held.number, held.reading.rows().len());
        let is_fresh = |kept: &Kept| kept.of == *rename && (kept.number, kept.rows) == (number, rows);
        let kept = if let Some(kept) = self.renamed.take().filter(is_fresh) {
            kept
        } else {
            let rule = convert::rename_rule(rename.rule.clone());
            let rule = rule
                .read()
                .map_err(|error| convert::problem("rename-rule", error.to_string(), "Change the rule."))?;
            let order = convert::listing_order(&rename.order, clock::now());
            Kept {
                of: rename.clone(),
                number,
                rows,
                preview: Preview::of_listing(&rule, &mut held.reading, &order),
            }
        };
        Ok(&self.renamed.insert(kept).preview)
    }
}

impl DeskRoom {
    pub(super) fn rename(&self, view: &RenameView) -> Answer {
        match self.listings.borrow_mut().preview(&view.rename) {
            Ok(preview) => Answer::Renamed(convert::rename_preview(preview, view)),
            Err(problem) => Answer::Problem(problem),
        }
    }

    /// With a byte order mark, because Excel takes names for another encoding without it.
    pub(super) fn save_rename(&self, rename: &Rename) -> Reply {
        match self.listings.borrow_mut().preview(rename) {
            Ok(preview) => {
                let saved = convert::csv("new-addresses.csv".to_owned());
                (Answer::Saved(saved), Some(preview.change_file(true)))
            }
            Err(problem) => (Answer::Problem(problem), None),
        }
    }
}
