//! What comes of a question.

use js_sys::ArrayBuffer;
use rollcall_protocol::Problem;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unanswered {
    /// The worker says why.
    Refused(Problem),
    /// The worker is no more. Whoever started it is told the reason.
    Gone,
}

/// An answer, and the bytes beside it.
pub(crate) type Reply<Answer> = Result<(Answer, Option<ArrayBuffer>), Unanswered>;
