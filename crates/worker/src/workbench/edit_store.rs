//! Keeping edits and mappings: each edit is logged in the browser's storage before it is answered, so that a fresh worker gets
//! them back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rollcall_core::workbench::EditEntry;

use crate::clock;
use crate::lock::{Lock, LockError};
use crate::store::{Newer, Store, StoreError};

/// Keeps edits and mappings, as long as the browser's storage works.
#[derive(Default)]
pub(super) struct EditStore {
    /// `None` before it was opened.
    store: RefCell<Option<Result<Rc<Store>, StoreError>>>,
    /// The file whose edits are kept.
    file: RefCell<Option<OpenFile>>,
    has_failed: Cell<bool>,
}

struct OpenFile {
    /// Under which name its edits are kept.
    sha256: String,
    /// Only one tab keeps edits of a file: those of two would mix.
    right: Result<Lock, LockError>,
}

impl OpenFile {
    /// Where the browser has no locks, two tabs are the user's to avoid.
    fn is_ours(&self) -> bool {
        !matches!(self.right, Err(LockError::Taken))
    }
}

impl EditStore {
    /// Opens the storage, and drops the runs whose time is over. Without one everything works but for keeping and running.
    pub(super) async fn open(&self) {
        let opened = Store::open(Newer::MayCome).await.map(Rc::new);
        if let Ok(store) = &opened {
            // What cannot be dropped now is dropped the next time.
            let _ = store.drop_old_runs(clock::now()).await;
        }
        *self.store.borrow_mut() = Some(opened);
    }

    /// The storage, for what cannot do without.
    pub(super) fn storage(&self) -> Result<Rc<Store>, StoreError> {
        self.store
            .borrow()
            .clone()
            .unwrap_or_else(|| Err(StoreError::not_open()))
    }

    /// Whether edits outlive this worker.
    pub(super) fn keeps(&self) -> bool {
        let is_ours = self.file.borrow().as_ref().is_none_or(OpenFile::is_ours);
        self.store().is_some() && !self.has_failed.get() && is_ours
    }

    /// From now on edits belong to this file. Gives those that were kept for it.
    pub(super) async fn take_up(&self, file: &str) -> Vec<EditEntry> {
        let is_open = self
            .file
            .borrow()
            .as_ref()
            .is_some_and(|open| open.sha256 == file);
        if !is_open {
            *self.file.borrow_mut() = None;
            let right = Lock::take_file(file).await;
            *self.file.borrow_mut() = Some(OpenFile {
                sha256: file.to_owned(),
                right,
            });
        }
        let Some(store) = self.store() else {
            return Vec::new();
        };
        store.edits(file).await.unwrap_or_default()
    }

    /// Keeps the last entry of the log.
    pub(super) async fn keep(&self, at: usize, entry: &EditEntry) {
        let (Some(store), Some(file)) = (self.store(), self.file()) else {
            return;
        };
        self.note(store.put_edit(&file, at, entry).await.is_ok());
    }

    /// Drops what is kept of the open file from this place of the log on.
    pub(super) async fn drop_from(&self, at: usize) {
        let (Some(store), Some(file)) = (self.store(), self.file()) else {
            return;
        };
        self.note(store.drop_edits(&file, at).await.is_ok());
    }

    /// The file is put away, and what is kept of it with it.
    pub(super) async fn close_file(&self) {
        self.drop_from(0).await;
        *self.file.borrow_mut() = None;
    }

    /// The parts, by column, that were chosen last for files with this header.
    pub(super) async fn mapping(&self, header: &str) -> Option<Vec<Option<String>>> {
        self.store()?.mapping(header).await.ok()?
    }

    /// Remembers the parts that were chosen.
    pub(super) async fn keep_mapping(&self, header: &str, columns: &[Option<String>]) {
        if let Some(store) = self.store() {
            // A mapping that is not remembered is asked for again: nothing is lost.
            let _ = store.put_mapping(header, &columns).await;
        }
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.storage().ok()
    }

    /// The name of the open file, where this tab keeps its edits.
    fn file(&self) -> Option<String> {
        let open = self.file.borrow();
        open.as_ref()
            .filter(|open| open.is_ours())
            .map(|open| open.sha256.clone())
    }

    fn note(&self, worked: bool) {
        if !worked {
            self.has_failed.set(true);
        }
    }
}
