//! Edits, so that a fresh worker gets them back, and mappings, so that a file with a known header need not be mapped again.

use serde::{Serialize, de::DeserializeOwned};

use super::{EDITS, MAPPINGS, Store, StoreError, below, parse};

impl Store {
    /// Logs the edit with this place in the log of a file.
    pub(crate) async fn put_edit(
        &self,
        file: &str,
        at: usize,
        edit: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.put(EDITS, &format!("{file}/{at:010}"), edit).await
    }

    /// Drops the edits of a file from this place on.
    pub(crate) async fn drop_edits(&self, file: &str, from: usize) -> Result<(), StoreError> {
        let write = self.write(&[EDITS])?;
        write.delete(EDITS, below(file, &format!("{from:010}"))?)?;
        write.end().await
    }

    /// The edits of a file, in order. The log ends where an entry cannot be read.
    pub(crate) async fn edits<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<T>, StoreError> {
        let found = self.all(EDITS, Some(below(file, "")?)).await?;
        Ok(found.iter().map_while(parse).collect())
    }

    /// Remembers the mapping of files with this header.
    pub(crate) async fn put_mapping(&self, header: &str, mapping: &impl Serialize) -> Result<(), StoreError> {
        self.put(MAPPINGS, header, mapping).await
    }

    /// The mapping that was chosen last for files with this header.
    pub(crate) async fn mapping<T: DeserializeOwned>(&self, header: &str) -> Result<Option<T>, StoreError> {
        self.get(MAPPINGS, header).await
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use crate::store::{Newer, Store};

    #[wasm_bindgen_test]
    async fn edits_come_back_in_order_and_belong_to_their_file() {
        let store = Store::open(Newer::MayCome).await.unwrap();
        for (at, edit) in ["first", "second", "third"].iter().enumerate() {
            store.put_edit("aaa", at, edit).await.unwrap();
        }
        store.put_edit("aab", 0, &"another file's").await.unwrap();
        store.drop_edits("aaa", 2).await.unwrap();

        let store = Store::open(Newer::MayCome).await.unwrap();
        assert_eq!(store.edits::<String>("aaa").await.unwrap(), ["first", "second"]);
        assert_eq!(store.edits::<String>("aab").await.unwrap(), ["another file's"]);
        assert_eq!(store.edits::<String>("a").await.unwrap(), [""; 0]);
    }

    #[wasm_bindgen_test]
    async fn an_entry_that_cannot_be_read_ends_the_log() {
        let store = Store::open(Newer::MayCome).await.unwrap();
        store.put_edit("mixed", 0, &1).await.unwrap();
        store.put_edit("mixed", 1, &"text").await.unwrap();
        store.put_edit("mixed", 2, &3).await.unwrap();
        assert_eq!(store.edits::<u32>("mixed").await.unwrap(), [1]);
    }

    #[wasm_bindgen_test]
    async fn a_mapping_is_remembered_by_header() {
        let store = Store::open(Newer::MayCome).await.unwrap();
        assert_eq!(store.mapping::<Vec<String>>("id\0email").await.unwrap(), None);
        store
            .put_mapping("id\0email", &["account-id", "new-address"])
            .await
            .unwrap();
        let mapping: Option<Vec<String>> = store.mapping("id\0email").await.unwrap();
        assert_eq!(mapping.unwrap(), ["account-id", "new-address"]);
    }
}
