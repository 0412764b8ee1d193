//! What a question is answered with.

use rollcall_protocol::Problem;

/// An answer, and the bytes that travel beside it; or why there is none.
pub(crate) type Reply<Answer> = Result<(Answer, Option<Vec<u8>>), Problem>;
