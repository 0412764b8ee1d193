//! Problems of more than one subject.

use rollcall_protocol::Problem;

use crate::convert;
use crate::lock::{Lock, LockError};
use crate::store::StoreError;

pub(super) fn no_connection() -> Problem {
    convert::problem("no-connection", "There is no connection.", "Connect first.")
}

pub(super) fn not_here() -> Problem {
    convert::problem("not-here", "This worker carries out no runs.", "Reload the page.")
}

/// The right to change a run; nothing where the browser has no locks, and so nobody can be carrying one out.
pub(super) fn locked(taken: Result<Lock, LockError>) -> Result<Option<Lock>, Problem> {
    match taken {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::None(_)) => Ok(None),
        Err(LockError::Taken) => Err(being_carried_out()),
    }
}

pub(super) fn not_kept(error: &StoreError) -> Problem {
    convert::problem(
        "runs-not-kept",
        format!("The browser's storage does not do it: {error}."),
        "Leave private browsing, make room on the disk, or allow this page to keep data.",
    )
}

fn being_carried_out() -> Problem {
    convert::problem(
        "run-elsewhere",
        "A run is being carried out right now, in this tab or another one of this browser.",
        "Let it come to its end, or stop it or hand it over; then try again.",
    )
}
