//! Edits.

use rollcall_core::action::Field;
use rollcall_core::workbench::Refused;
use rollcall_protocol::Problem;

use super::WorkbenchWorker;
use crate::convert;

impl WorkbenchWorker {
    pub(super) async fn edit(&self, row: u32, part: &str, value: &str) -> Result<(), Problem> {
        let part = Field::from_key(part).ok_or_else(|| refused(&Refused::NotMapped))?;
        self.workbench
            .borrow_mut()
            .edit(row, part, value)
            .map_err(|error| refused(&error))?;
        self.keep_last().await;
        Ok(())
    }

    pub(super) async fn leave_out(&self, row: u32, out: bool) -> Result<(), Problem> {
        self.workbench
            .borrow_mut()
            .leave_out(row, out)
            .map_err(|error| refused(&error))?;
        self.keep_last().await;
        Ok(())
    }

    pub(super) async fn fix(&self, code: &str, row: Option<u32>) -> Result<(), Problem> {
        self.workbench
            .borrow_mut()
            .fix(code, row)
            .map_err(|error| refused(&error))?;
        self.keep_last().await;
        Ok(())
    }

    pub(super) async fn undo(&self) {
        let left = {
            let mut workbench = self.workbench.borrow_mut();
            workbench.undo();
            workbench.edit_log().len()
        };
        self.edit_store.drop_from(left).await;
    }

    async fn keep_last(&self) {
        let last = {
            let workbench = self.workbench.borrow();
            let log = workbench.edit_log();
            log.last().map(|entry| (log.len() - 1, entry.clone()))
        };
        if let Some((at, entry)) = last {
            self.edit_store.keep(at, &entry).await;
        }
    }
}

fn refused(refused: &Refused) -> Problem {
    convert::problem("edit-refused", refused.to_string(), "Nothing was changed.")
}
