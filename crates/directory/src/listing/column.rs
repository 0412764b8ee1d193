//! The columns of a listing: what stands in one, how its cells are put in order, and what of them is counted.

use std::borrow::Cow;

use super::texts;
use rollcall_model::address;

/// Key of the column that holds account ids. A listing that has it can become a change file.
pub const ACCOUNT_ID: &str = "account_id";
/// Key of the column that holds the accounts' addresses.
pub const EMAIL: &str = "email";
/// Key of the column that says whether the organization manages the accounts.
pub const CLAIM: &str = "claim";
/// Key of the column that holds names.
pub const NAME: &str = "name";
/// Key of the column that holds the ids of groups.
pub const GROUP_ID: &str = "group_id";
/// Key of the column that holds the ids of directories.
pub const DIRECTORY_ID: &str = "directory_id";
/// Key of the column that says when an account was last active.
pub const LAST_ACTIVE: &str = "last_active_utc";

/// A column of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable key; the column's name in a file.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// How its cells are put in order.
    pub kind: Kind,
    /// Whether it is shown without being asked for.
    pub shown: bool,
    /// Whether its cells are long: addresses, ids.
    pub wide: bool,
    /// What of its cells is counted in a picture.
    pub parts: Parts,
    /// Whether its picture is shown without being asked for.
    pub pictured: bool,
}

/// How the cells of a column are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As texts, whatever the case. Times are written so that they are in order as texts.
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

    /// With long cells.
    pub(super) const fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Not shown until somebody asks for it.
    pub(super) const fn hidden(self) -> Self {
        Self { shown: false, ..self }
    }

    /// With a picture.
    pub(super) const fn pictured(self) -> Self {
        Self {
            pictured: true,
            ..self
        }
    }

    /// A list in each cell.
    pub(super) const fn by_each(self) -> Self {
        Self {
            parts: Parts::Each,
            ..self
        }
    }

    /// An address in each cell: told apart by their domains.
    pub(super) const fn by_domain(self) -> Self {
        Self {
            parts: Parts::Domain,
            ..self
        }
    }

    /// A time in each cell: told apart by their months.
    pub(super) const fn by_month(self) -> Self {
        Self {
            parts: Parts::Month,
            ..self
        }
    }

    /// Title of its picture.
    pub fn facet_title(&self) -> String {
        match self.parts {
            Parts::Whole | Parts::Each => self.title.to_owned(),
            Parts::Domain => "Domain".to_owned(),
            Parts::Month => format!("{}, by month", self.title),
        }
    }
}

/// What of a cell is counted in pictures, and compared by conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// All of it.
    Whole,
    /// The domain of an address.
    Domain,
    /// The month of a time.
    Month,
    /// Each entry of a list.
    Each,
}

impl Parts {
    /// The parts of a cell. One that is empty has an empty one.
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
