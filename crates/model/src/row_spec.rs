//! The spec of an action's rows: the fields, the columns in the grid, and the desired state of an account.

use crate::field::Field;

/// The spec of an action's rows.
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
    /// The kind of state that the action changes. Two actions of one kind affect the same state: for one account, the later one counts.
    pub kind: StateKind,
    /// The desired state of an account.
    pub desired: DesiredState,
}

/// Two specs are equal when they belong to the same action.
impl PartialEq for RowSpec {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for RowSpec {}

impl RowSpec {
    /// Whether its rows can have this field.
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

/// The desired state of an account.
#[derive(Clone, Copy, Debug)]
pub enum DesiredState {
    /// The address in the cell for the new one.
    Address,
    /// This value, in every row.
    Always(&'static str),
    /// The text in the cell of this field.
    Worded(Field, fn(&str) -> String),
    /// The non-empty cells of the profile's fields.
    Profile,
}

impl DesiredState {
    /// The field that every row needs, if there is exactly one.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Address => Some(Field::NewAddress),
            Self::Worded(field, _) => Some(field),
            Self::Always(_) | Self::Profile => None,
        }
    }
}

/// The kind of state that an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateKind {
    /// Its address, which belongs to one account only.
    Address,
    /// Its status: active, deactivated, marked for deletion.
    Status,
    /// Its profile.
    Profile,
    /// Its state in a directory.
    Directory,
    /// Whether it is in a group.
    Group,
    /// Whether it has a role.
    Role,
    /// What an invitation grants.
    Invitation,
    /// Which authentication policy it is under.
    Policy,
    /// Whether one of its API tokens works.
    Token,
}

/// A column of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// The content of its cells.
    pub shows: Shows,
}

impl Column {
    /// The current state of the account.
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

/// The content of a grid column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The current state of the account: its live address or its status.
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
