//! Files for an authentication policy, of the accounts of a listing.

use rollcall_core::listing::PolicyFiles;
use rollcall_protocol::{ListingSource, Problem, Saved, WorkbenchAnswer};

use super::Listings;
use super::problem::nothing_read;
use crate::workbench::WorkbenchWorker;
use crate::{clock, convert};

impl Listings {
    fn policy_files(&mut self, of: &ListingSource) -> Result<PolicyFiles, Problem> {
        let order = convert::listing_order(&of.order, clock::now());
        let held = self.held.get_mut(of.listing.as_str());
        held.and_then(|held| held.reading.policy_files(&order))
            .ok_or_else(nothing_read)
    }
}

impl WorkbenchWorker {
    pub(in crate::workbench) fn policy_files(&self, of: &ListingSource) -> Result<WorkbenchAnswer, Problem> {
        let mut listings = self.listings.borrow_mut();
        let files = listings.policy_files(of)?;
        let held = listings.held(&of.listing)?;
        let mut state = convert::policy_files(&files);
        for name in &mut state.files {
            *name = held.file_name(name);
        }
        Ok(WorkbenchAnswer::PolicyFiles(state))
    }

    pub(in crate::workbench) fn policy_file(
        &self,
        of: &ListingSource,
        at: u32,
    ) -> Result<(Saved, Vec<u8>), Problem> {
        let mut listings = self.listings.borrow_mut();
        let files = listings.policy_files(of)?;
        let bytes = files.file(at as usize).ok_or_else(nothing_read)?;
        let name = listings.held(&of.listing)?.file_name(&files.name(at as usize));
        Ok((convert::csv(name), bytes))
    }
}
