//! What a rule makes of the accounts of a listing.

use rollcall_core::rename::Preview;
use rollcall_protocol::{Problem, Rename, RenameView, Saved, WorkbenchAnswer};

use super::Listings;
use super::preview::KeptPreview;
use super::problem::nothing_read;
use crate::workbench::WorkbenchWorker;
use crate::{clock, convert};

impl Listings {
    fn preview(&mut self, rename: &Rename) -> Result<&Preview, Problem> {
        let held = self
            .held
            .get_mut(rename.listing.as_str())
            .ok_or_else(nothing_read)?;
        let (number, rows) = (held.number, held.reading.rows().len());
        let is_fresh = |kept: &KeptPreview| kept.of == *rename && (kept.number, kept.rows) == (number, rows);
        let kept = if let Some(kept) = self.renamed.take().filter(is_fresh) {
            kept
        } else {
            let rule = convert::rename_rule(rename.rule.clone());
            let rule = rule
                .read()
                .map_err(|error| convert::problem("rename-rule", error.to_string(), "Change the rule."))?;
            let order = convert::listing_order(&rename.order, clock::now());
            KeptPreview {
                of: rename.clone(),
                number,
                rows,
                preview: Preview::of_listing(&rule, &mut held.reading, &order),
            }
        };
        Ok(&self.renamed.insert(kept).preview)
    }
}

impl WorkbenchWorker {
    pub(in crate::workbench) fn rename(&self, view: &RenameView) -> Result<WorkbenchAnswer, Problem> {
        let mut listings = self.listings.borrow_mut();
        let preview = listings.preview(&view.rename)?;
        Ok(WorkbenchAnswer::Renamed(convert::rename_preview(preview, view)))
    }

    /// With a byte order mark, because Excel takes names for another encoding without it.
    pub(in crate::workbench) fn rename_file(&self, rename: &Rename) -> Result<(Saved, Vec<u8>), Problem> {
        let mut listings = self.listings.borrow_mut();
        let name = listings.held(&rename.listing)?.file_name("new-addresses.csv");
        let preview = listings.preview(rename)?;
        Ok((convert::csv(name), preview.change_file(true)))
    }
}
