//! What can be asked about listings. How far they are comes into `Known`.

use std::collections::BTreeMap;

use js_sys::ArrayBuffer;
use rollcall_protocol::{
    ListingFacet, ListingFacetsView, ListingFile, ListingRows, ListingSource, ListingView, PolicyFilesState,
    PortalKey, Problem, Rename, RenamePreview, RenameView, Saved, WorkbenchAnswer, WorkbenchQuestion,
};
use wasm_bindgen_futures::spawn_local;

use super::{Change, Link, Topic};
use crate::client::{Attachment, Unanswered};

impl Link {
    /// Asks how far they are.
    pub(crate) fn refresh_listings(&self) {
        self.about_listings(WorkbenchQuestion::Listings);
    }

    /// Reads a listing: on from where it was stopped, or anew with these filters.
    pub(crate) fn read_listing(&self, listing: String, anew: Option<BTreeMap<String, String>>) {
        let of = None;
        self.about_listings(WorkbenchQuestion::List { listing, anew, of });
    }

    /// Reads a listing of each account or group that another one shows.
    pub(crate) fn read_listing_of(&self, listing: String, of: ListingSource) {
        self.about_listings(WorkbenchQuestion::List {
            listing,
            anew: None,
            of: Some(of),
        });
    }

    /// Asks the proxy what it takes to ask the admin portal.
    pub(crate) fn look_for_portal(&self) {
        self.about_listings(WorkbenchQuestion::LookForPortal);
    }

    /// Gives it. It is kept by the worker alone.
    pub(crate) fn give_portal(&self, key: PortalKey) {
        self.about_listings(WorkbenchQuestion::GivePortal(key));
    }

    pub(crate) fn forget_portal(&self) {
        self.about_listings(WorkbenchQuestion::ForgetPortal);
    }

    pub(crate) fn stop_listing(&self, listing: String) {
        self.about_listings(WorkbenchQuestion::StopListing { listing });
    }

    /// A window of rows; `None` where it cannot be had just now.
    pub(crate) async fn listing_rows(&self, view: ListingView) -> Option<ListingRows> {
        match self
            .ask(WorkbenchQuestion::ListingRows(view), Attachment::None)
            .await
        {
            Ok((WorkbenchAnswer::ListingRows(rows), _)) => Some(rows),
            _ => None,
        }
    }

    /// Everything about one row, or why it cannot be had; `None` where there is no answer at all.
    pub(crate) async fn listing_details(
        &self,
        listing: String,
        id: String,
    ) -> Option<Result<Vec<(String, String)>, Problem>> {
        match self
            .ask(
                WorkbenchQuestion::ListingDetails { listing, id },
                Attachment::None,
            )
            .await
        {
            Ok((WorkbenchAnswer::Details(said), _)) => Some(Ok(said)),
            Err(Unanswered::Refused(problem)) => Some(Err(problem)),
            _ => None,
        }
    }

    /// Facets of a listing; `None` where they cannot be had just now.
    pub(crate) async fn listing_facets(&self, view: ListingFacetsView) -> Option<Vec<ListingFacet>> {
        match self
            .ask(WorkbenchQuestion::ListingFacets(view), Attachment::None)
            .await
        {
            Ok((WorkbenchAnswer::ListingFacets(facets), _)) => Some(facets),
            _ => None,
        }
    }

    /// Rows of a listing as a file. A problem comes into `Known`.
    pub(crate) async fn listing_file(&self, file: ListingFile) -> Option<(Saved, ArrayBuffer)> {
        self.saved(Topic::Listing, WorkbenchQuestion::SaveListing(file))
            .await
    }

    /// The files from which an authentication policy takes accounts; `None` where that cannot be had just now.
    pub(crate) async fn policy_files(&self, of: ListingSource) -> Option<PolicyFilesState> {
        match self
            .ask(WorkbenchQuestion::PolicyFiles(of), Attachment::None)
            .await
        {
            Ok((WorkbenchAnswer::PolicyFiles(files), _)) => Some(files),
            _ => None,
        }
    }

    /// One of them. A problem comes into `Known`.
    pub(crate) async fn policy_file(&self, of: ListingSource, at: u32) -> Option<(Saved, ArrayBuffer)> {
        self.saved(Topic::Listing, WorkbenchQuestion::SavePolicyFile { of, at })
            .await
    }

    /// What a rule makes of the accounts of a listing; `None` where it cannot be had just now.
    pub(crate) async fn rename(&self, view: RenameView) -> Option<Result<RenamePreview, Problem>> {
        match self.ask(WorkbenchQuestion::Rename(view), Attachment::None).await {
            Ok((WorkbenchAnswer::Renamed(preview), _)) => Some(Ok(preview)),
            Err(Unanswered::Refused(problem)) => Some(Err(problem)),
            _ => None,
        }
    }

    /// The change file that follows. A problem comes into `Known`.
    pub(crate) async fn rename_file(&self, rename: Rename) -> Option<(Saved, ArrayBuffer)> {
        self.saved(Topic::Listing, WorkbenchQuestion::SaveRename(rename))
            .await
    }

    fn about_listings(&self, question: WorkbenchQuestion) {
        self.forgive();
        let reply = self.ask(question, Attachment::None);
        let link = self.clone();
        spawn_local(async move {
            match reply.await {
                Ok((WorkbenchAnswer::Listings(listings), _)) => {
                    link.0.change.dispatch(Change::Listings(*listings));
                }
                Err(Unanswered::Refused(problem)) => link.found(Topic::Listing, problem),
                _ => {}
            }
        });
    }
}
