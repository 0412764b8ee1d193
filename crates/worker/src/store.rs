//! What rests in the browser's storage: edits, so that a fresh worker gets them back, and mappings, so that a file with a
//! known header need not be mapped again. Never a key.
//!
//! Everything is JSON text, so that a database that an older page wrote can be told from a broken one when it is read.

use idb::{
    Database, DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, Transaction, TransactionMode,
};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

const NAME: &str = "rollcall";
const VERSION: u32 = 1;
const EDITS: &str = "edits";
const MAPPINGS: &str = "mappings";

/// The browser does not keep anything: private browsing, a full disk, storage switched off.
#[derive(Debug, thiserror::Error)]
#[error("the browser's storage does not work: {0}")]
pub(crate) struct StoreError(String);

impl From<idb::Error> for StoreError {
    fn from(error: idb::Error) -> Self {
        Self(error.to_string())
    }
}

/// The database.
pub(crate) struct Store {
    database: Database,
}

impl Store {
    /// Opens the database, and makes it where there is none.
    ///
    /// # Errors
    /// Where the browser has no storage for this page.
    pub(crate) async fn open() -> Result<Self, StoreError> {
        let mut opening = Factory::new()?.open(NAME, Some(VERSION))?;
        opening.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            for store in [EDITS, MAPPINGS] {
                // Fails where the store is there already, which is as good.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        });
        Ok(Self {
            database: opening.await?,
        })
    }

    /// Logs the edit with this place in the log of a file.
    pub(crate) async fn put_edit(
        &self,
        file: &str,
        at: usize,
        edit: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.put(EDITS, &edit_key(file, at), edit).await
    }

    /// Drops the edits of a file from this place on.
    pub(crate) async fn drop_edits(&self, file: &str, from: usize) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&[EDITS], TransactionMode::ReadWrite)?;
        let range = edits_from(file, from)?;
        transaction
            .object_store(EDITS)?
            .delete(Query::KeyRange(range))?
            .await?;
        end(transaction).await
    }

    /// The edits of a file, in order. The log ends where an entry cannot be read.
    pub(crate) async fn edits<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<T>, StoreError> {
        let transaction = self.database.transaction(&[EDITS], TransactionMode::ReadOnly)?;
        let range = edits_from(file, 0)?;
        let found = transaction
            .object_store(EDITS)?
            .get_all(Some(Query::KeyRange(range)), None)?
            .await?;
        Ok(found
            .into_iter()
            .map_while(|value| {
                value
                    .as_string()
                    .and_then(|text| serde_json::from_str(&text).ok())
            })
            .collect())
    }

    /// Remembers the mapping of files with this header.
    pub(crate) async fn put_mapping(&self, header: &str, mapping: &impl Serialize) -> Result<(), StoreError> {
        self.put(MAPPINGS, header, mapping).await
    }

    /// The mapping that was chosen last for files with this header.
    pub(crate) async fn mapping<T: DeserializeOwned>(&self, header: &str) -> Result<Option<T>, StoreError> {
        let transaction = self
            .database
            .transaction(&[MAPPINGS], TransactionMode::ReadOnly)?;
        let found = transaction
            .object_store(MAPPINGS)?
            .get(JsValue::from_str(header))?
            .await?;
        Ok(found
            .and_then(|value| value.as_string())
            .and_then(|text| serde_json::from_str(&text).ok()))
    }

    async fn put(&self, store: &str, key: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let text = serde_json::to_string(value).map_err(|error| StoreError(error.to_string()))?;
        let transaction = self.database.transaction(&[store], TransactionMode::ReadWrite)?;
        transaction
            .object_store(store)?
            .put(&JsValue::from_str(&text), Some(&JsValue::from_str(key)))?
            .await?;
        end(transaction).await
    }
}

/// A write counts once its transaction is complete: a request may succeed and the transaction still be aborted.
async fn end(transaction: Transaction) -> Result<(), StoreError> {
    if transaction.commit()?.await?.is_committed() {
        Ok(())
    } else {
        Err(StoreError("the browser took the write back".to_owned()))
    }
}

/// Keys sort as their numbers do.
fn edit_key(file: &str, at: usize) -> String {
    format!("{file}/{at:010}")
}

fn edits_from(file: &str, from: usize) -> Result<KeyRange, StoreError> {
    let lower = JsValue::from_str(&edit_key(file, from));
    let upper = JsValue::from_str(&format!("{file}/~"));
    Ok(KeyRange::bound(&lower, &upper, None, None)?)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    async fn edits_come_back_in_order_and_belong_to_their_file() {
        let store = Store::open().await.unwrap();
        for (at, edit) in ["first", "second", "third"].iter().enumerate() {
            store.put_edit("aaa", at, edit).await.unwrap();
        }
        store.put_edit("aab", 0, &"another file's").await.unwrap();
        store.drop_edits("aaa", 2).await.unwrap();

        let store = Store::open().await.unwrap();
        assert_eq!(store.edits::<String>("aaa").await.unwrap(), ["first", "second"]);
        assert_eq!(store.edits::<String>("aab").await.unwrap(), ["another file's"]);
        assert_eq!(store.edits::<String>("a").await.unwrap(), [""; 0]);
    }

    #[wasm_bindgen_test]
    async fn an_entry_that_cannot_be_read_ends_the_log() {
        let store = Store::open().await.unwrap();
        store.put_edit("mixed", 0, &1).await.unwrap();
        store.put_edit("mixed", 1, &"text").await.unwrap();
        store.put_edit("mixed", 2, &3).await.unwrap();
        assert_eq!(store.edits::<u32>("mixed").await.unwrap(), [1]);
    }

    #[wasm_bindgen_test]
    async fn a_mapping_is_remembered_by_header() {
        let store = Store::open().await.unwrap();
        assert_eq!(store.mapping::<Vec<String>>("id\0email").await.unwrap(), None);
        store
            .put_mapping("id\0email", &["account-id", "new-address"])
            .await
            .unwrap();
        let mapping: Option<Vec<String>> = store.mapping("id\0email").await.unwrap();
        assert_eq!(mapping.unwrap(), ["account-id", "new-address"]);
    }
}
