//! What a rule made of a listing.

use rollcall_core::rename::Preview;
use rollcall_protocol::Rename;

/// The preview that was asked for last. Kept between windows, so that scrolling costs nothing.
pub(super) struct KeptPreview {
    pub(super) of: Rename,
    /// Names the reading, and how many rows it had.
    pub(super) number: u32,
    pub(super) rows: usize,
    pub(super) preview: Preview,
}
