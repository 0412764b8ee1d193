//! What went wrong, as a JavaScript `Error`.

use js_sys::{Error, Reflect};
use rollcall_core::connect::Trouble;
use rollcall_core::file::ReadError;
use rollcall_core::mapping::{MappingProblem, Recognized};
use rollcall_core::plan::PlanError;
use rollcall_core::roster::export::ExportError;
use rollcall_core::workbench::Refused;
use wasm_bindgen::JsValue;

/// What went wrong, and what to do about it. Thrown, it is an `Error` named `RollcallError` with `code` and `hint` beside the
/// message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    code: &'static str,
    message: String,
    hint: String,
}

impl Problem {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// There is nothing to look at yet.
    pub(crate) fn no_file() -> Self {
        Self::new("no-file", "There is no change file yet.", "Open one first.")
    }
}

impl From<Problem> for JsValue {
    fn from(problem: Problem) -> Self {
        let error = Error::new(&problem.message);
        error.set_name("RollcallError");
        for (key, value) in [("code", problem.code), ("hint", &problem.hint)] {
            // Setting a property of an object that was made a moment ago cannot fail.
            let _ = Reflect::set(&error, &key.into(), &value.into());
        }
        error.into()
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self::new(error.code(), error.what(), error.hint())
    }
}

impl From<&MappingProblem> for Problem {
    fn from(problem: &MappingProblem) -> Self {
        Self::new(problem.code(), problem.what(), problem.hint())
    }
}

impl From<Recognized> for Problem {
    fn from(shape: Recognized) -> Self {
        Self::new(shape.code(), shape.what(), shape.hint())
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        Self::new(error.code(), error.what(), error.hint())
    }
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        Self::new(trouble.code(), trouble.to_string(), trouble.hint())
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let (code, hint) = match refused {
            Refused::NothingThere => ("edit-nothing-there", "Open a file, and map its columns."),
            Refused::NoSuchRow { .. } => (
                "edit-no-such-row",
                "Rows are counted from 0: take the number from a page of rows.",
            ),
            Refused::NotMapped => ("edit-not-mapped", "Map a column to that part."),
            Refused::Claimed => (
                "edit-claimed",
                "Leave the row out, or correct it in a change file.",
            ),
            Refused::NoFix { .. } => (
                "edit-no-fix",
                "Edit the cell instead, or leave the row out. Each finding says whether it has a fix.",
            ),
            Refused::OneByOne { .. } => ("edit-one-by-one", "Name the row that is to be fixed."),
        };
        Self::new(code, refused.to_string(), hint)
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        let code = match error {
            PlanError::NothingToDo => "plan-nothing-to-do",
            PlanError::SameAccount(..) => "plan-same-account",
            PlanError::SameAddress(..) => "plan-same-address",
            PlanError::NotByOlder(_) => "plan-not-by-older",
            PlanError::NoCall(_) => "plan-no-call",
            PlanError::NoOrder(..) => "plan-no-order",
            PlanError::WaitsForItself(_) => "plan-waits-for-itself",
            PlanError::WaitsForNothing(_) => "plan-waits-for-nothing",
            PlanError::TooManyOperations => "plan-too-many-operations",
        };
        Self::new(
            code,
            error.to_string(),
            "The findings of the rows say what to do about each of them.",
        )
    }
}
