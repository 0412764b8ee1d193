use serde::{Deserialize, Serialize};

use crate::{ListingOrder, ListingRows};

/// How addresses are made anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum RenameRule {
    /// The domain becomes another one.
    Domain {
        /// The domain now; empty for any.
        from: String,
        /// The domain that they get.
        to: String,
    },
    /// What a pattern finds is replaced.
    Pattern {
        /// A regular expression.
        find: String,
        /// What takes its place.
        put: String,
    },
    /// The address is made from the name.
    Names {
        /// Such as `{first}.{last}@example.com`.
        template: String,
        /// Whether ä is spelled ae.
        german: bool,
    },
}

/// Of which accounts of a listing, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// [`crate::ListingState::key`].
    pub listing: String,
    /// Which rows.
    pub order: ListingOrder,
    /// By which rule.
    pub rule: RenameRule,
}

/// Which accounts of a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RenameKind {
    /// Those that get another address.
    Change,
    /// Those that want what another one wants or has.
    Conflict,
    /// Those that stay as they are.
    Stay,
    /// Those of which no address can be made.
    Cannot,
}

/// A window of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameView {
    /// Of what.
    pub rename: Rename,
    /// `None` for all accounts.
    pub kind: Option<RenameKind>,
    /// First row of the window.
    pub from: u32,
    /// How many.
    pub count: u32,
}

/// What a rule makes of accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenamePreview {
    /// Accounts of each [`RenameKind`], in its order.
    pub counts: [u32; 4],
    /// The window: the name, the address now, the new one, and what becomes of the account.
    pub window: ListingRows,
}
