//! Relations between the rows of one file: the same account twice, one address for two accounts, addresses passed on
//! in chains and cycles. Also measures how far the live addresses have drifted from the file's.
//!
//! While the rows are checked one by one, `ConflictBuilder` records each as a few numbers; `ConflictBuilder::tie` then relates them.
//! Both take time linear in the number of rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rollcall_model::address::{fold, same};
use rollcall_model::hash;
use rollcall_roster::Presence;

use crate::context::{CheckContext, RowContext};
use crate::verdict::MissingFact;

const NONE: u32 = u32::MAX;

/// How one row relates to others. Rows are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RowRelations {
    /// The row that asks the same for the same account, and stays.
    pub twin: Option<u32>,
    /// A row that asks something else for the same account.
    pub clash: Option<u32>,
    /// A row that wants the same address for another account.
    pub rival: Option<u32>,
    /// The state of the desired address.
    pub target: Conflict,
}

/// The state of the address that a row wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Conflict {
    /// Nobody in the organization holds it, or the account itself does.
    #[default]
    Free,
    /// Whether somebody holds it is not known.
    Unknown(MissingFact),
    /// The account of another row holds it, and that row moves the account away from it.
    After(u32),
    /// Another account holds it and does not leave it: the account of this row, or one that is not in the file.
    Held(Option<u32>),
    /// It is part of a cycle: the index in [`CheckContext::cycles`].
    Cycle(u32),
}

/// How the live addresses compare with the current addresses in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Rows where both are known.
    pub compared: u32,
    /// Rows among them where the two differ (and the live one is not already the wanted one).
    pub differing: u32,
    /// Rows among these whose live address is the current address of another row.
    pub of_others: u32,
    /// How many rows below its account each old address stands, where this is the same for nearly all of [`Self::of_others`].
    pub shift: Option<i64>,
    /// Rows for which it is so.
    pub shifted: u32,
}

/// What is recorded for one row.
#[derive(Clone, Copy)]
struct Node {
    account: u32,
    wanted: u32,
    now: u32,
    claimed: u32,
    holder: Holder,
    standing: Standing,
    differs: bool,
}

#[derive(Clone, Copy)]
enum Holder {
    Nobody,
    Account(u32),
    Unknown(MissingFact),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Requests nothing that could affect another row: excluded, already done, or not understood.
    Aside,
    /// Requests a change, but cannot run.
    Blocked,
    /// Requests a change, and nothing blocks it so far.
    Willing,
}

/// Maps equal texts to equal numbers, from 0.
struct Numbers<'a>(hash::Map<Cow<'a, str>, u32>);

impl<'a> Numbers<'a> {
    fn with_capacity(texts: usize) -> Self {
        Self(hash::Map::with_capacity_and_hasher(texts, hash::Keyed::default()))
    }

    fn of(&mut self, text: Cow<'a, str>) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(text).or_insert(next)
    }
}

/// What a row wants, in the form in which two rows that want the same are equal.
fn wish<'a>(row_context: &RowContext<'a>) -> Cow<'a, str> {
    match &row_context.worded {
        Some(worded) => worded.clone(),
        None => fold(row_context.change.wanted),
    }
}

/// The rows, recorded one after the other.
pub(crate) struct ConflictBuilder<'a> {
    nodes: Vec<Node>,
    accounts: Numbers<'a>,
    addresses: Numbers<'a>,
    compared: u32,
}

impl<'a> ConflictBuilder<'a> {
    pub(crate) fn with_capacity(rows: u32) -> Self {
        let rows = rows as usize;
        Self {
            nodes: Vec::with_capacity(rows),
            accounts: Numbers::with_capacity(rows),
            addresses: Numbers::with_capacity(rows * 2),
            compared: 0,
        }
    }

    /// Records the next row: whether it is excluded, and whether a check of the row itself found an error.
    pub(crate) fn add(
        &mut self,
        context: &CheckContext<'a>,
        row_context: &RowContext<'a>,
        out: bool,
        blocked: bool,
    ) {
        let account = self.account(row_context);
        let asks = !out && account != NONE && row_context.is_meant() && !row_context.is_done();
        let claimed = row_context.parsed_address_in_file.map_or(NONE, |_| {
            self.addresses.of(fold(row_context.change.address_in_file))
        });
        let now = match row_context.current_address() {
            Some(live) if !same(live, row_context.change.address_in_file) => self.addresses.of(fold(live)),
            _ => claimed,
        };
        let (wanted, holder) = if asks {
            (
                self.addresses.of(wish(row_context)),
                self.holder(context, row_context),
            )
        } else {
            (NONE, Holder::Nobody)
        };
        self.compared += u32::from(!out && row_context.is_comparable());
        self.nodes.push(Node {
            account,
            wanted,
            now,
            claimed,
            holder,
            standing: match (asks, blocked) {
                (false, _) => Standing::Aside,
                (true, true) => Standing::Blocked,
                (true, false) => Standing::Willing,
            },
            differs: !out && row_context.differs(),
        });
    }

    /// The account's number. A row without an id whose address the roster does not know goes by that address: no id holds an @.
    fn account(&mut self, row_context: &RowContext<'a>) -> u32 {
        match row_context.account {
            // The same account in another group, or with another token, is another matter.
            Some(Presence::Here(account)) if row_context.spec.has_objects() => self.accounts.of(format!(
                "{}{}\n{}",
                account.id,
                row_context.target.key(),
                row_context.token
            )
            .into()),
            Some(Presence::Here(account)) => self.accounts.of(account.id.as_str().into()),
            Some(_) if row_context.spec.has_objects() && !row_context.change.account_id.is_empty() => {
                self.accounts.of(format!(
                    "{}{}\n{}",
                    row_context.change.account_id,
                    row_context.target.key(),
                    row_context.token
                )
                .into())
            }
            Some(_) if row_context.change.account_id.is_empty() && row_context.spec.has_objects() => {
                let target = format!(
                    "{}{}",
                    fold(row_context.change.address_in_file),
                    row_context.target.key()
                );
                self.accounts.of(target.into())
            }
            Some(_) if row_context.change.account_id.is_empty() => {
                self.accounts.of(fold(row_context.change.address_in_file))
            }
            Some(_) => self.accounts.of(row_context.change.account_id.into()),
            None => NONE,
        }
    }

    fn holder(&mut self, context: &CheckContext<'a>, row_context: &RowContext<'a>) -> Holder {
        match context.roster.by_address(row_context.change.wanted) {
            Presence::Here(account) => Holder::Account(self.accounts.of(account.id.as_str().into())),
            Presence::Absent => Holder::Nobody,
            Presence::Unknown => Holder::Unknown(context.missing()),
        }
    }

    /// Computes the relations between the rows.
    pub(crate) fn tie(self) -> Conflicts {
        let drift = self.drift();
        let mut links = vec![RowRelations::default(); self.nodes.len()];
        self.pair(&mut links);
        let cycles = AddressGraph::new(&self, &links).follow(&mut links);
        Conflicts { links, cycles, drift }
    }

    /// The rows that request a change, with their numbers.
    fn query(&self) -> impl Iterator<Item = (u32, &Node)> {
        let rows = (0..).zip(&self.nodes);
        rows.filter(|(_, node)| node.standing != Standing::Aside)
    }

    /// Finds twins, clashes and rivals.
    fn pair(&self, links: &mut [RowRelations]) {
        let mut by_account = vec![Group::default(); self.accounts.0.len()];
        let mut by_wanted = vec![Group::default(); self.addresses.0.len()];
        for (row, node) in self.query() {
            let willing = node.standing == Standing::Willing;
            by_account[node.account as usize].add(row, node.wanted, willing);
            by_wanted[node.wanted as usize].add(row, node.account, willing);
        }
        for (row, node) in self.query() {
            let link = &mut links[row as usize];
            let group = &by_account[node.account as usize];
            link.clash = group.other_than(node.wanted);
            link.twin = (link.clash.is_none() && group.keeper() != row).then(|| group.keeper());
            link.rival = by_wanted[node.wanted as usize].other_than(node.account);
        }
    }

    fn drift(&self) -> Drift {
        let mut claimed_by = vec![NONE; self.addresses.0.len()];
        for (row, node) in (0..).zip(&self.nodes) {
            if node.claimed != NONE && claimed_by[node.claimed as usize] == NONE {
                claimed_by[node.claimed as usize] = row;
            }
        }
        let mut drift = Drift {
            compared: self.compared,
            ..Drift::default()
        };
        let mut shifts: BTreeMap<i64, u32> = BTreeMap::new();
        for (row, node) in (0_u32..).zip(&self.nodes).filter(|(_, node)| node.differs) {
            drift.differing += 1;
            let other = claimed_by[node.now as usize];
            if other != NONE {
                drift.of_others += 1;
                *shifts.entry(i64::from(other) - i64::from(row)).or_default() += 1;
            }
        }
        if let Some((by, rows)) = shifts.into_iter().max_by_key(|&(_, rows)| rows)
            && rows >= 2
            && rows * 5 >= drift.of_others * 4
        {
            (drift.shift, drift.shifted) = (Some(by), rows);
        }
        drift
    }
}

/// The rows that share an account, or an address that is wanted.
#[derive(Clone, Copy)]
struct Group {
    first: u32,
    first_value: u32,
    /// The first row that has another value than the first.
    other: u32,
    /// The first row that may run.
    willing: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            first: NONE,
            first_value: NONE,
            other: NONE,
            willing: NONE,
        }
    }
}

impl Group {
    fn add(&mut self, row: u32, value: u32, willing: bool) {
        if self.first == NONE {
            (self.first, self.first_value) = (row, value);
        } else if value != self.first_value && self.other == NONE {
            self.other = row;
        }
        if willing && self.willing == NONE {
            self.willing = row;
        }
    }

    /// A row of the group with another value than this.
    fn other_than(&self, value: u32) -> Option<u32> {
        match self.other {
            NONE => None,
            other if value == self.first_value => Some(other),
            _ => Some(self.first),
        }
    }

    /// The row that stays where all ask the same.
    fn keeper(&self) -> u32 {
        if self.willing == NONE {
            self.first
        } else {
            self.willing
        }
    }
}

/// Addresses passed on from row to row.
struct AddressGraph<'g, 'a> {
    rows: &'g ConflictBuilder<'a>,
    /// For each account: the row that moves it away from its address.
    mover: Vec<u32>,
    /// For each account: a row that speaks of it.
    row_of: Vec<u32>,
    /// For each address: the first row whose account has it now.
    now_at: Vec<u32>,
}

impl<'g, 'a> AddressGraph<'g, 'a> {
    fn new(rows: &'g ConflictBuilder<'a>, links: &[RowRelations]) -> Self {
        let mut handing = Self {
            rows,
            mover: vec![NONE; rows.accounts.0.len()],
            row_of: vec![NONE; rows.accounts.0.len()],
            now_at: vec![NONE; rows.addresses.0.len()],
        };
        for ((row, node), link) in (0..).zip(&rows.nodes).zip(links) {
            if node.account == NONE {
                continue;
            }
            let account = node.account as usize;
            let alone = link.twin.is_none() && link.clash.is_none() && link.rival.is_none();
            if node.standing == Standing::Willing && alone {
                handing.mover[account] = row;
            }
            if handing.row_of[account] == NONE {
                handing.row_of[account] = row;
            }
            if node.now != NONE && handing.now_at[node.now as usize] == NONE {
                handing.now_at[node.now as usize] = row;
            }
        }
        handing
    }

    /// Sets the target of every row that requests a change; returns the cycles.
    fn follow(&self, links: &mut [RowRelations]) -> Vec<Box<[u32]>> {
        for (row, node) in self.rows.query() {
            links[row as usize].target = self.target(node);
        }
        let cycles = settle(links);
        for (row, _) in self.rows.query() {
            let link = &mut links[row as usize];
            // A row that cannot run waits for nobody, and its twin stands for it.
            if matches!(link.target, Conflict::After(_)) && !self.moves(row) || link.twin.is_some() {
                link.target = Conflict::Free;
            }
        }
        cycles
    }

    fn moves(&self, row: u32) -> bool {
        self.mover[self.rows.nodes[row as usize].account as usize] == row
    }

    /// Who holds the address, as the roster says, or where that says nothing, as the other rows of the file do.
    fn target(&self, node: &Node) -> Conflict {
        let holder = match node.holder {
            Holder::Nobody => return Conflict::Free,
            Holder::Account(account) => account,
            Holder::Unknown(missing) => match self.now_at[node.wanted as usize] {
                NONE => return Conflict::Unknown(missing),
                row => self.rows.nodes[row as usize].account,
            },
        };
        if holder == node.account {
            return Conflict::Free;
        }
        match self.mover[holder as usize] {
            NONE => Conflict::Held(Some(self.row_of[holder as usize]).filter(|&row| row != NONE)),
            row => Conflict::After(row),
        }
    }
}

/// Follows every chain to its end: a chain that ends in a circle or at an address that is held cannot run, and no row of it
/// frees its address.
fn settle(links: &mut [RowRelations]) -> Vec<Box<[u32]>> {
    let mut settled = vec![false; links.len()];
    let mut place = vec![NONE; links.len()];
    let mut cycles: Vec<Box<[u32]>> = Vec::new();
    let mut path: Vec<u32> = Vec::new();
    for start in 0..links.len() as u32 {
        let mut row = start;
        while !settled[row as usize] && place[row as usize] == NONE {
            place[row as usize] = path.len() as u32;
            path.push(row);
            match links[row as usize].target {
                Conflict::After(next) => row = next,
                _ => break,
            }
        }
        let came_round = path
            .last()
            .is_some_and(|&last| links[last as usize].target == Conflict::After(row));
        if came_round && !settled[row as usize] {
            let mut cycle = path.split_off(place[row as usize] as usize);
            for &member in &cycle {
                links[member as usize].target = Conflict::Cycle(cycles.len() as u32);
                settled[member as usize] = true;
                place[member as usize] = NONE;
            }
            cycle.sort_unstable();
            cycles.push(cycle.into());
        }
        while let Some(row) = path.pop() {
            if let Conflict::After(next) = links[row as usize].target
                && matches!(
                    links[next as usize].target,
                    Conflict::Held(_) | Conflict::Cycle(_)
                )
            {
                links[row as usize].target = Conflict::Held(Some(next));
            }
            settled[row as usize] = true;
            place[row as usize] = NONE;
        }
    }
    cycles
}

/// The rows with their relations.
pub(crate) struct Conflicts {
    /// One for each row.
    pub(crate) links: Vec<RowRelations>,
    /// Rows that pass their addresses on in a cycle, each cycle in file order.
    pub(crate) cycles: Vec<Box<[u32]>>,
    /// How far the file has drifted.
    pub(crate) drift: Drift,
}
