//! What is said about a listing that cannot be read.

use rollcall_atlassian::Failure;
use rollcall_core::listing::{FilterError, Trouble};
use rollcall_core::phrasing::counted;
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

/// Why a call is made again after a pause of so many milliseconds.
pub(super) fn waits(failure: Option<&Failure>, pause: u32) -> String {
    let after = counted(pause.div_ceil(1_000).max(1), "second");
    match failure {
        Some(failure) if failure.status == 429 => {
            format!(
                "Atlassian asked for a pause, because there were too many calls. It goes on by itself in {after}."
            )
        }
        Some(_) => format!("Atlassian could not answer just now. It is asked again in {after}."),
        None => format!("No answer came. It is asked again in {after}."),
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
