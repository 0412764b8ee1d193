//! What is known from files and from typing.

use rollcall_core::file::Reading;
use rollcall_core::roster::{Knowledge, Provenance, Roster, export, typed_domains};
use rollcall_protocol::Problem;
use wasm_bindgen::JsValue;

use super::WorkbenchWorker;
use super::asked::Asked;
use super::blob::read_blob;
use crate::{clock, convert};

impl WorkbenchWorker {
    pub(super) async fn open_roster_file(&self, name: &str, attachment: &JsValue) -> Result<(), Problem> {
        let bytes = read_blob(attachment).await?;
        let file = rollcall_core::file::read(name, bytes, &Reading::default())
            .map_err(|error| convert::not_read(&error))?;
        let exported = export::read(file.table(), name, clock::now())
            .map_err(|error| convert::problem(error.code(), error.what(), error.hint()))?;
        *self.notes.borrow_mut() = exported.notes();
        self.workbench
            .borrow_mut()
            .learn(exported.origin, exported.knowledge);
        self.match_again();
        Ok(())
    }

    pub(super) fn type_domains(&self, text: &str) -> Result<(), Problem> {
        let (domains, rejected) = typed_domains(text);
        let notes: Vec<String> = rejected.iter().map(ToString::to_string).collect();
        if domains.is_empty() {
            let what = if notes.is_empty() {
                "No domain was typed.".to_owned()
            } else {
                notes.join(" ")
            };
            return Err(convert::problem(
                "no-domains",
                what,
                "A domain looks like example.com.",
            ));
        }
        *self.notes.borrow_mut() = notes;
        self.workbench.borrow_mut().learn(
            Provenance::typed(clock::now()),
            Knowledge::of_typed_domains(&domains),
        );
        Ok(())
    }

    pub(super) fn forget_roster(&self) {
        self.end_lookup();
        self.notes.borrow_mut().clear();
        *self.asked.borrow_mut() = Asked::default();
        self.workbench.borrow_mut().set_roster(Roster::default());
    }
}
