//! What rests in the browser's storage: edits and mappings, and the runs with their journals. Never a key.
//!
//! Everything is JSON text, so that a database that an older page wrote can be told from a broken one when it is read. Every
//! write is made with strict durability, and is refused where the browser does not grant it: it is done when it is on the disk,
//! not when the system has taken note of it.

mod edits;
mod runs;

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use idb::{DatabaseEvent, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query, TransactionMode};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{IdbDatabase, IdbTransaction, IdbVersionChangeEvent};

use crate::{clock, wire};

pub(crate) use runs::{KeptRun, Place};

const NAME: &str = "rollcall";

/// How long the database may take to open, in milliseconds. Some browsers never open one whose files are damaged or held.
const OPEN_WITHIN: u32 = 5_000;

/// 1 had edits and mappings; 2 has the runs as well.
const VERSION: u32 = 2;

const EDITS: &str = "edits";
const MAPPINGS: &str = "mappings";
const RUNS: &str = "runs";
const JOURNAL: &str = "journal";
const SETTINGS: &str = "settings";
const STORES: [&str; 5] = [EDITS, MAPPINGS, RUNS, JOURNAL, SETTINGS];

/// The browser does not keep anything: private browsing, a full disk, storage switched off.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct StoreError(String);

impl StoreError {
    /// Nobody has opened it.
    pub(crate) fn not_open() -> Self {
        Self("it is not open yet".to_owned())
    }
}

impl From<idb::Error> for StoreError {
    fn from(error: idb::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// Whether a tab with a newer Rollcall may take the database away, to bring it into its own form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Newer {
    /// It may: everything here can be had again.
    MayCome,
    /// It waits: a run is being journaled.
    Waits,
}

/// The database.
pub(crate) struct Store {
    database: IdbDatabase,
    /// Called when a newer tab wants the database.
    #[expect(dead_code, reason = "held as long as the database may call it")]
    on_newer: Option<OnNewer>,
}

type OnNewer = Closure<dyn FnMut(IdbVersionChangeEvent)>;

impl Store {
    /// Opens the database, and makes it where there is none.
    ///
    /// # Errors
    /// Where the browser has no storage for this page, or another tab keeps an older form of it open.
    pub(crate) async fn open(newer: Newer) -> Result<Self, StoreError> {
        let mut opening = Factory::new()?.open(NAME, Some(VERSION))?;
        opening.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            for store in STORES {
                // Fails where the store is there already, which is as good.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        });
        let (blocked, is_blocked) = oneshot::channel();
        opening.on_blocked(move |_| {
            // Nobody listens any more once the database is open.
            let _ = blocked.send(());
        });
        let (say, opened) = oneshot::channel();
        spawn_local(async move {
            let opened = opening.into_future().await.map(IdbDatabase::from);
            if let Err(Ok(late)) = say.send(opened) {
                // It was given up: an open database would keep others waiting.
                late.close();
            }
        });
        // A blocked database may yet be given free by a tab that is about to close; so it is with one of a browser that is busy.
        let blocked = async {
            match is_blocked.await {
                Ok(()) => "another tab has it open for an older Rollcall: close that tab, or load it again",
                Err(_) => std::future::pending().await,
            }
        };
        let too_late = async {
            clock::sleep(OPEN_WITHIN).await;
            "it does not open: close the other tabs with this page, and if that does not help, end the browser and start it again"
        };
        let (blocked, too_late) = (std::pin::pin!(blocked), std::pin::pin!(too_late));
        let given_up = select(blocked, too_late);
        let database = match select(opened, given_up).await {
            Either::Left((Ok(opened), _)) => opened?,
            Either::Left((Err(_), _)) => return Err(StoreError::not_open()),
            Either::Right((why, _)) => return Err(StoreError(why.factor_first().0.to_owned())),
        };
        let on_newer = (newer == Newer::MayCome).then(|| close_on_newer(&database));
        Ok(Self { database, on_newer })
    }

    /// Removes everything that was ever kept.
    pub(crate) async fn forget_everything(&self) -> Result<(), StoreError> {
        let write = self.write(&STORES)?;
        for store in STORES {
            write.store(store)?.clear()?;
        }
        write.end().await
    }

    /// Begins a write, strictly durable.
    fn write(&self, stores: &[&str]) -> Result<Write, StoreError> {
        let options = js_sys::Object::new();
        wire::set(&options, "durability", &JsValue::from_str("strict"));
        let names: js_sys::Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        // `web-sys` knows no third argument: https://w3c.github.io/IndexedDB/#dom-idbdatabase-transaction
        let begin: js_sys::Function = wire::field(&self.database, "transaction")
            .dyn_into()
            .map_err(|_| StoreError("the browser's storage has no transactions".to_owned()))?;
        let transaction: IdbTransaction = begin
            .call3(&self.database, &names, &JsValue::from_str("readwrite"), &options)
            .map_err(|error| StoreError(message(&error)))?
            .unchecked_into();
        let durability = wire::field(&transaction, "durability").as_string();
        if durability.as_deref() != Some("strict") {
            // Nothing was asked of it yet; it ends by itself.
            return Err(StoreError(
                "this browser does not promise that what it keeps is on the disk; use a current one"
                    .to_owned(),
            ));
        }
        Ok(Write { transaction })
    }

    fn read(&self, store: &str) -> Result<ObjectStore, StoreError> {
        let database = idb::Database::from(self.database.clone());
        Ok(database
            .transaction(&[store], TransactionMode::ReadOnly)?
            .object_store(store)?)
    }

    /// What has this key; an error where something has it that cannot be read.
    async fn get<T: DeserializeOwned>(&self, store: &str, key: &str) -> Result<Option<T>, StoreError> {
        let found = self.read(store)?.get(JsValue::from_str(key))?.await?;
        found
            .map(|value| parse(&value).ok_or_else(unreadable))
            .transpose()
    }

    async fn all(&self, store: &str, range: Option<KeyRange>) -> Result<Vec<JsValue>, StoreError> {
        let found = self.read(store)?.get_all(range.map(Query::KeyRange), None)?;
        Ok(found.await?)
    }

    /// Everything in a store, with its keys.
    async fn all_by_key(&self, store: &str) -> Result<Vec<(String, JsValue)>, StoreError> {
        // Both are asked of one transaction, so that they belong together.
        let store = self.read(store)?;
        let (keys, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
        let keys = keys.await?.into_iter();
        Ok(keys
            .map(|key| key.as_string().unwrap_or_default())
            .zip(values.await?)
            .collect())
    }

    async fn put(&self, store: &str, key: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let write = self.write(&[store])?;
        write.put(store, key, value)?;
        write.end().await
    }
}

fn close_on_newer(database: &IdbDatabase) -> OnNewer {
    let closing = database.clone();
    let on_newer = OnNewer::new(move |_| closing.close());
    database.set_onversionchange(Some(on_newer.as_ref().unchecked_ref()));
    on_newer
}

impl Drop for Store {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

/// A write under way: all of it or nothing.
struct Write {
    transaction: IdbTransaction,
}

impl Write {
    fn store(&self, store: &str) -> Result<ObjectStore, StoreError> {
        let store = self.transaction.object_store(store);
        store
            .map(ObjectStore::from)
            .map_err(|error| StoreError(message(&error)))
    }

    /// In place of whatever has this key.
    fn put(&self, store: &str, key: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let text = JsValue::from_str(&serde_json::to_string(value)?);
        self.store(store)?.put(&text, Some(&JsValue::from_str(key)))?;
        Ok(())
    }

    /// The whole write fails where something has this key already.
    fn add(&self, store: &str, key: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let text = JsValue::from_str(&serde_json::to_string(value)?);
        self.store(store)?.add(&text, Some(&JsValue::from_str(key)))?;
        Ok(())
    }

    /// Whether something has this key.
    async fn has(&self, store: &str, key: &str) -> Result<bool, StoreError> {
        Ok(self.store(store)?.get(JsValue::from_str(key))?.await?.is_some())
    }

    fn delete(&self, store: &str, what: impl Into<Query>) -> Result<(), StoreError> {
        self.store(store)?.delete(what)?;
        Ok(())
    }

    /// A write counts once its transaction is complete: a request may succeed and the transaction still be aborted.
    async fn end(self) -> Result<(), StoreError> {
        let (say, ended) = oneshot::channel::<bool>();
        let say = Rc::new(Cell::new(Some(say)));
        let on_end = |is_complete: bool| {
            let say = Rc::clone(&say);
            Closure::<dyn FnMut()>::new(move || {
                if let Some(say) = say.take() {
                    // Nobody listens any more where the worker is about to end.
                    let _ = say.send(is_complete);
                }
            })
        };
        let (on_complete, on_abort) = (on_end(true), on_end(false));
        self.transaction
            .set_oncomplete(Some(on_complete.as_ref().unchecked_ref()));
        self.transaction
            .set_onabort(Some(on_abort.as_ref().unchecked_ref()));
        // It commits by itself, now that nothing more is asked of it.
        let is_complete = ended.await.unwrap_or(false);
        self.transaction.set_oncomplete(None);
        self.transaction.set_onabort(None);
        if is_complete {
            return Ok(());
        }
        let why = self.transaction.error().map(|error| message(&error));
        Err(StoreError(
            why.unwrap_or_else(|| "the browser took the write back".to_owned()),
        ))
    }
}

/// What the browser says, in words that help where they are known.
fn message(error: &JsValue) -> String {
    let name = wire::field(error, "name").as_string().unwrap_or_default();
    let message = wire::field(error, "message").as_string().unwrap_or_default();
    match name.as_str() {
        "QuotaExceededError" => "the disk is full, or the browser gives this page no more room".to_owned(),
        "InvalidStateError" => "the database was closed: the browser's data for this page were removed, \
                                or another tab has a newer Rollcall"
            .to_owned(),
        "ConstraintError" => "another tab has written in the same place".to_owned(),
        _ => format!("{name}: {message}"),
    }
}

/// What a run wrote is no longer there.
fn erased() -> StoreError {
    StoreError(
        "the journal of this run was erased from the browser's data, and what is written now would have no beginning"
            .to_owned(),
    )
}

fn unreadable() -> StoreError {
    StoreError("what is kept there cannot be read; a newer Rollcall may have written it".to_owned())
}

fn parse<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_json::from_str(&value.as_string()?).ok()
}

/// The keys that begin with this and a slash, from this end of them on. Keys sort as their numbers do.
fn below(name: &str, from: &str) -> Result<KeyRange, StoreError> {
    let lower = JsValue::from_str(&format!("{name}/{from}"));
    let upper = JsValue::from_str(&format!("{name}/~"));
    Ok(KeyRange::bound(&lower, &upper, None, None)?)
}
