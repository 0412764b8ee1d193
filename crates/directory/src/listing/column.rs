//! The columns of a listing: what a column contains, how its cells are sorted, and which parts of them facets count.

use std::borrow::Cow;

use super::texts;
use rollcall_model::address;

/// Key of the column with account ids. A listing that has this column can become a change file.
pub const ACCOUNT_ID: &str = "account_id";
/// Key of the column with the accounts' addresses.
pub const EMAIL: &str = "email";
/// Key of the column that says whether the organization manages the accounts.
pub const CLAIM: &str = "claim";
/// Key of the column with names.
pub const NAME: &str = "name";
/// Key of the column with the ids of groups.
pub const GROUP_ID: &str = "group_id";
/// Key of the column with the ids of directories.
pub const DIRECTORY_ID: &str = "directory_id";
/// Key of the column that says when an account was last active.
pub const LAST_ACTIVE: &str = "last_active_utc";

/// A column of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable key; the column's name in a file.
    pub key: &'static str,
    /// Title, as shown.
    pub title: &'static str,
    /// How its cells are sorted.
    pub kind: Kind,
    /// Whether the column is shown by default.
    pub shown: bool,
    /// Whether its cells are long, such as addresses and ids.
    pub wide: bool,
    /// Which parts of its cells a facet counts.
    pub parts: Parts,
    /// Whether its facet is shown by default.
    pub pictured: bool,
}

/// How the cells of a column are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As text, ignoring case. Times are written so that they sort correctly as text.
    Text,
    /// As whole numbers.
    Number,
}

impl Column {
    pub(super) const fn text(key: &'static str, title: &'static str) -> Self {
        Self {
            key,
            title,
            kind: Kind::Text,
            shown: true,
            wide: false,
            parts: Parts::Whole,
            pictured: false,
        }
    }

    pub(super) const fn number(key: &'static str, title: &'static str) -> Self {
        Self {
            kind: Kind::Number,
            ..Self::text(key, title)
        }
    }

    /// Marks the column as having long cells.
    pub(super) const fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Hides the column by default.
    pub(super) const fn hidden(self) -> Self {
        Self { shown: false, ..self }
    }

    /// Shows the column's facet by default.
    pub(super) const fn pictured(self) -> Self {
        Self {
            pictured: true,
            ..self
        }
    }

    /// Each cell is a list, and the facet counts its entries.
    pub(super) const fn by_each(self) -> Self {
        Self {
            parts: Parts::Each,
            ..self
        }
    }

    /// Each cell is an address, and the facet counts its domain.
    pub(super) const fn by_domain(self) -> Self {
        Self {
            parts: Parts::Domain,
            ..self
        }
    }

    /// Each cell is a time, and the facet counts its month.
    pub(super) const fn by_month(self) -> Self {
        Self {
            parts: Parts::Month,
            ..self
        }
    }

    /// Title of the column's facet.
    pub fn facet_title(&self) -> String {
        match self.parts {
            Parts::Whole | Parts::Each => self.title.to_owned(),
            Parts::Domain => "Domain".to_owned(),
            Parts::Month => format!("{}, by month", self.title),
        }
    }
}

/// Which part of a cell facets count and row filters compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// The whole cell.
    Whole,
    /// The domain of an address.
    Domain,
    /// The month of a time.
    Month,
    /// Each entry of a list.
    Each,
}

impl Parts {
    /// The parts of a cell. An empty cell has one empty part.
    pub(super) fn of(self, cell: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let one = match self {
            Self::Whole => Some(Cow::Borrowed(cell)),
            Self::Domain => Some(address::fold(
                cell.rsplit_once('@').map_or("", |(_, domain)| domain),
            )),
            Self::Month => Some(Cow::Borrowed(cell.get(.."2026-11".len()).unwrap_or(cell))),
            Self::Each => None,
        };
        let many = matches!(self, Self::Each).then(|| cell.split(texts::BETWEEN));
        let many = many.into_iter().flatten().map(Cow::Borrowed);
        one.into_iter().chain(many)
    }
}
