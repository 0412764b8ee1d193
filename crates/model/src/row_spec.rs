//! What the rows of an action say: its fields, its columns in the grid, and what it wants an account to hold.

use crate::field::Field;

/// What the rows of an action say.
#[derive(Debug)]
pub struct RowSpec {
    /// Stable key of the action: `change-email`.
    pub key: &'static str,
    /// As shown: "Change e-mail addresses".
    pub title: &'static str,
    /// The fields that its rows can have.
    pub fields: &'static [Field],
    /// The grid's columns between "who" and "findings".
    pub columns: &'static [Column],
    /// What kind of thing an account holds. Two actions of one kind are about the same thing: of one account, the later one counts.
    pub kind: StateKind,
    /// What a row wants an account to hold.
    pub desired: DesiredState,
}

/// Two are the same when they are of one action.
impl PartialEq for RowSpec {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for RowSpec {}

impl RowSpec {
    /// Whether its rows can have a field.
    pub fn has(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    /// Whether an account holds an address, which belongs to one account only.
    pub fn is_address(&self) -> bool {
        self.kind == StateKind::Address
    }

    /// Whether its rows say where the change takes effect: in which directory or group, with which role.
    pub fn has_places(&self) -> bool {
        self.fields.iter().any(|field| field.place().is_some())
    }

    /// Whether its rows name people by their addresses alone, for they may have no account here yet.
    pub fn is_by_address(&self) -> bool {
        !self.has(Field::AccountId)
    }

    /// Whether its call names accounts by their addresses, so that each row carries the one of its account.
    pub fn sends_address(&self) -> bool {
        self.is_by_address() || self.has(Field::Policy)
    }

    /// Whether two rows for one account can be about different things: its rows name places, or API tokens.
    pub fn has_objects(&self) -> bool {
        self.has_places() || self.has(Field::Token)
    }
}

/// What a row wants an account to hold.
#[derive(Clone, Copy, Debug)]
pub enum DesiredState {
    /// The address in the cell for the new one.
    Address,
    /// This, in every row.
    Always(&'static str),
    /// What stands in the cell of this field, in words.
    Worded(Field, fn(&str) -> String),
    /// What stands in the cells of the profile's fields, those alone that are not empty.
    Profile,
}

impl DesiredState {
    /// The field without which a row says nothing, where there is one such field.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Address => Some(Field::NewAddress),
            Self::Worded(field, _) => Some(field),
            Self::Always(_) | Self::Profile => None,
        }
    }
}

/// What kind of thing an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateKind {
    /// Its address, which belongs to one account only.
    Address,
    /// Its status: active, deactivated, marked for deletion.
    Status,
    /// What its profile says.
    Profile,
    /// How it stands in a directory.
    Directory,
    /// Whether it is in a group.
    Group,
    /// Whether it has a role.
    Role,
    /// What an invitation gives.
    Invitation,
    /// Which authentication policy it is under.
    Policy,
    /// Whether an API token of its works.
    Token,
}

/// A column of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// What stands in its cells.
    pub shows: Shows,
}

impl Column {
    /// What the account holds now.
    pub const STATE_NOW: Self = Self::new("state-now", "State now", Shows::Current);
    /// The account's live address.
    pub const ADDRESS_NOW: Self = Self::new("address-now", "Address now", Shows::Address);
    /// The address by which the file names the account.
    pub const ADDRESS_IN_FILE: Self = Self::new(
        "current-address",
        "Address in the file",
        Shows::Cell(Field::CurrentAddress),
    );

    /// A column.
    pub const fn new(key: &'static str, title: &'static str, shows: Shows) -> Self {
        Self { key, title, shows }
    }

    /// The file's cells of a field, under its name.
    pub const fn of(field: Field) -> Self {
        Self::new(field.key(), field.title(), Shows::Cell(field))
    }
}

/// What stands in a column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// What the account holds now: its live address, its state.
    Current,
    /// The account's live address.
    Address,
    /// The file's cell of this field, which can be edited.
    Cell(Field),
}

impl Shows {
    /// Whether it comes from the roster, and so cannot be edited.
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Cell(_))
    }
}
