//! What the page shows of what was read: windows of rows, facets, and files to save.

use rollcall_protocol::{ListingFacetsView, ListingFile, ListingView, Problem, Saved, WorkbenchAnswer};

use crate::workbench::WorkbenchWorker;
use crate::{clock, convert};

impl WorkbenchWorker {
    pub(in crate::workbench) fn listing_rows(&self, view: &ListingView) -> Result<WorkbenchAnswer, Problem> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.held(&view.listing)?;
        let order = convert::listing_order(&view.order, clock::now());
        let window = held.reading.view(&order, view.from, view.count);
        Ok(WorkbenchAnswer::ListingRows(convert::listing_rows(window)))
    }

    pub(in crate::workbench) fn listing_facets(
        &self,
        view: &ListingFacetsView,
    ) -> Result<WorkbenchAnswer, Problem> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.held(&view.listing)?;
        let order = convert::listing_order(&view.order, clock::now());
        let facets = held.reading.facets(&order, &view.columns, view.values);
        let facets = facets.into_iter().map(convert::listing_facet);
        Ok(WorkbenchAnswer::ListingFacets(facets.collect()))
    }

    /// With a byte order mark, because Excel takes names for another encoding without it.
    pub(in crate::workbench) fn listing_file(&self, file: &ListingFile) -> Result<(Saved, Vec<u8>), Problem> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.held(&file.listing)?;
        let order = convert::listing_order(&file.order, clock::now());
        let bytes = if file.once {
            held.reading.csv_once(&order, &file.columns, true)
        } else {
            held.reading.csv(&order, &file.columns, true)
        };
        let name = held.file_name(held.reading.listing().key);
        Ok((convert::csv(name), bytes))
    }
}
