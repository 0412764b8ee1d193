//! Files for an authentication policy, of the accounts of a listing.

use rollcall_core::listing::PolicyFiles;
use rollcall_protocol::{Answer, ListingSource, Problem};

use super::super::DeskRoom;
use super::Listings;
use super::words::nothing_read;
use crate::{Reply, clock, convert};

impl Listings {
    fn policy_files(&mut self, of: &ListingSource) -> Result<PolicyFiles, Problem> {
        let order = convert::listing_order(&of.order, clock::now());
        let held = self.held.get_mut(of.listing.as_str());
        held.and_then(|held| held.reading.policy_files(&order))
            .ok_or_else(nothing_read)
    }
}

impl DeskRoom {
    pub(super) fn policy_files(&self, of: &ListingSource) -> Answer {
        match self.listings.borrow_mut().policy_files(of) {
            Ok(files) => Answer::PolicyFiles(convert::policy_files(&files)),
            Err(problem) => Answer::Problem(problem),
        }
    }

    pub(super) fn save_policy_file(&self, of: &ListingSource, at: u32) -> Reply {
        let files = match self.listings.borrow_mut().policy_files(of) {
            Ok(files) => files,
            Err(problem) => return (Answer::Problem(problem), None),
        };
        match files.file(at as usize) {
            Some(bytes) => (Answer::Saved(convert::csv(files.name(at as usize))), Some(bytes)),
            None => (Answer::Problem(nothing_read()), None),
        }
    }
}
