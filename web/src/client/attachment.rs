//! The bytes of a question.

use web_sys::{Blob, MessagePort};

/// What travels beside a question because serde cannot carry it.
pub(crate) enum Attachment {
    None,
    Blob(Blob),
    /// Changes hands: the page cannot use it any more.
    Port(MessagePort),
}
