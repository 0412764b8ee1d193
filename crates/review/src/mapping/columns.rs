//! What stands in a column, whatever it is called.

use rollcall_atlassian::AccountId;
use rollcall_model::{address, shape};
use rollcall_roster::{Presence, Roster};
use rollcall_table::Table;

/// What stands in a column, in the rows that are looked at.
#[derive(Debug, Default)]
pub(super) struct Looks {
    pub(super) filled: usize,
    addresses: usize,
    pub(super) at_signs: usize,
    ids: usize,
    pub(super) uuids: usize,
    /// Whether all are the same.
    pub(super) same: bool,
}

impl Looks {
    pub(super) fn of(table: &Table, column: usize) -> Self {
        let mut looks = Self {
            same: true,
            ..Self::default()
        };
        let mut first = None;
        for cell in sample(table)
            .map(|row| table.cell(row, column).trim())
            .filter(|cell| !cell.is_empty())
        {
            looks.filled += 1;
            looks.addresses += usize::from(shape::is_address(cell));
            looks.at_signs += usize::from(cell.contains('@'));
            looks.ids += usize::from(shape::is_account_id(cell));
            looks.uuids += usize::from(shape::is_uuid(cell));
            looks.same &= *first.get_or_insert(cell) == cell;
        }
        looks
    }

    /// Nearly all are addresses.
    pub(super) fn addresses(&self) -> bool {
        self.filled > 0 && 5 * self.addresses >= 4 * self.filled
    }

    /// Half of them are addresses, or more.
    pub(super) fn mostly_addresses(&self) -> bool {
        self.addresses > 0 && 2 * self.addresses >= self.filled
    }

    /// Half of them have an @, or more: what else is wrong with them, the checks say.
    pub(super) fn mostly_at_signs(&self) -> bool {
        self.at_signs > 0 && 2 * self.at_signs >= self.filled
    }

    /// Half of them are account ids of a form that is known, or more.
    pub(super) fn mostly_ids(&self) -> bool {
        self.ids > 0 && 2 * self.ids >= self.filled
    }

    /// Nearly all are account ids of a form that is known.
    pub(super) fn account_ids(&self) -> bool {
        self.filled > 0 && 5 * self.ids >= 4 * self.filled
    }
}

/// The rows that a guess looks at: the first ones, and as many from all over the file.
pub(super) fn sample(table: &Table) -> impl Iterator<Item = usize> {
    const FIRST: usize = 200;
    let rows = table.rows();
    let rest = FIRST.min(rows)..rows;
    let step = (rest.len() / FIRST).max(1);
    (0..FIRST.min(rows)).chain(rest.step_by(step))
}

/// Whether two columns hold the same addresses in every row.
pub(super) fn are_same(table: &Table, one: usize, other: usize) -> bool {
    sample(table).all(|row| address::same(table.cell(row, one).trim(), table.cell(row, other).trim()))
}

/// Whether a column holds the addresses that the accounts have now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Nearly all do.
    Live,
    /// Hardly any does.
    Other,
    /// Too little is known, or there are as many that do as do not.
    Unknown,
}

/// Compares a column with the live addresses: of the accounts that the rows name by id, or else of anybody.
pub(super) fn agreement(table: &Table, column: usize, ids: Option<usize>, roster: &Roster) -> Agreement {
    let (mut agree, mut differ) = (0_usize, 0_usize);
    for row in sample(table) {
        let cell = table.cell(row, column).trim();
        if !shape::is_address(cell) {
            continue;
        }
        let by_id = ids
            .and_then(|ids| AccountId::parse(table.cell(row, ids).trim()))
            .map(|id| roster.by_id(&id));
        let same = match by_id {
            Some(Presence::Here(account)) => account.email.value().map(|live| address::same(live, cell)),
            Some(_) => None,
            None => match roster.by_address(cell) {
                Presence::Here(_) => Some(true),
                Presence::Absent => Some(false),
                Presence::Unknown => None,
            },
        };
        agree += usize::from(same == Some(true));
        differ += usize::from(same == Some(false));
    }
    match agree + differ {
        0 => Agreement::Unknown,
        known if 5 * agree >= 4 * known => Agreement::Live,
        known if 5 * differ >= 4 * known => Agreement::Other,
        _ => Agreement::Unknown,
    }
}
