//! What is said about a listing that cannot be read.

use rollcall_core::listing::{FilterError, Trouble};
use rollcall_protocol::Problem;

use crate::convert;
use crate::transport::Lost;

/// What to do about a reading that stopped by itself.
const STAYS: &str = "What was read stays. “Go on” asks for the next page again; where that fails too, read it from the start.";

pub(super) fn not_read(trouble: Trouble) -> Problem {
    let what = trouble.to_string();
    match trouble {
        Trouble::Later(failure) | Trouble::Failed(failure) => Problem {
            code: "listing-failed".to_owned(),
            what,
            hint: STAYS.to_owned(),
            detail: Some(failure.raw).filter(|raw| !raw.is_empty()),
        },
        Trouble::Endless(_) | Trouble::Short { .. } => convert::problem(
            "listing-endless",
            what,
            "What was read stays, and may not be all of it. Read it from the start later.",
        ),
    }
}

pub(super) fn not_reached(lost: Lost) -> Problem {
    Problem {
        code: "listing-no-answer".to_owned(),
        what: "No answer came, though it was asked for several times.".to_owned(),
        hint: STAYS.to_owned(),
        detail: Some(lost.message),
    }
}

pub(super) fn unknown_listing() -> Problem {
    convert::problem(
        "listing-unknown",
        "Rollcall does not know this listing.",
        "Reload the page.",
    )
}

pub(super) fn nothing_read() -> Problem {
    convert::problem(
        "listing-not-read",
        "Nothing of this listing was read yet.",
        "Read it first.",
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it ends here")]
pub(super) fn filter_problem(error: FilterError) -> Problem {
    convert::problem(
        "listing-filter",
        error.to_string(),
        "Change the filter and read it again.",
    )
}
