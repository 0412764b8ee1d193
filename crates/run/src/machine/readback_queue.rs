//! Reading accounts: which, when, and by which call. `readback_results` handles the results.
//!
//! Before a step its account is read, and the holder of the address that the step assigns: one search finds both for fifty steps. The
//! search index may lag, so a search is trusted only if it shows what the plan expects; otherwise the account itself is read.

use rollcall_atlassian::{
    AccountId, Body, Call,
    call::{
        account::{GetPermissions, GetProfile, Privilege},
        directory::SearchUsers,
    },
    id::DirectoryId,
};

use super::{
    Effect, Run,
    instants::{later, sooner},
    readback::{How, NotRead, Readback},
    reading::{Reading, Which},
    record::{ReadBack, Record, Stage},
};
use crate::{
    journal::Purpose,
    operation::{self, Holds, Operation, Query},
};
use rollcall_model::{address, time::Time};

/// More accounts are read when fewer fresh steps than this are ready, in addition to those that can be under way.
const STOCK: usize = 16;

impl Run {
    /// How many steps are taken up ahead.
    pub(super) fn read_ahead(&self) -> usize {
        self.most_under_way() + STOCK + self.group()
    }

    /// Maximum number of steps whose accounts are read together; they belong to one operation.
    pub(super) fn group(&self) -> usize {
        let specs = self.folded.plan.specs();
        let most = specs.map(|spec| spec.operation.most_in_a_reading()).max();
        most.unwrap_or(1)
    }

    fn operation_of(&self, step: u32) -> &'static Operation {
        self.folded.plan.spec_of_step(step).operation
    }

    /// Maximum number of steps that can be under way at once.
    fn most_under_way(&self) -> usize {
        let specs = self.folded.plan.specs();
        let most = specs.map(|spec| spec.operation.most_in_a_call()).max();
        self.settings.concurrency * most.unwrap_or(1)
    }

    pub(super) fn look_at_doubts(&mut self) {
        for step in self.folded.doubts.clone() {
            let Stage::Doubt { since, late } = self.folded.steps[step as usize].stage else {
                continue;
            };
            let life = if late {
                self.settings.request_life
            } else {
                self.settings.between_reads
            };
            self.look_for(Purpose::Settle, step, later(since, life));
        }
    }

    /// Creates a reading that expects the step's new address, or before the step the old one.
    fn new_look(&self, purpose: Purpose, step: u32, not_before: Time) -> Readback {
        let record = &self.folded.steps[step as usize];
        let to = &self.folded.plan.steps[step as usize].to;
        let expected = match purpose {
            Purpose::Fresh => self.folded.expected_before(step).map(str::to_owned),
            // Canary rows that were not changed are read back too.
            Purpose::Canary if !record.has_left() => record.from.clone(),
            Purpose::Canary | Purpose::Settle | Purpose::Proof => Some(to.clone()),
        };
        let can_search = match self.operation_of(step).holds {
            // Without an expected address, a search by address finds nothing.
            Holds::Address => expected.is_some(),
            Holds::Shared(_) => self.together(&[step]).is_some(),
        };
        let mut look = Readback::new(purpose, expected, can_search, not_before);
        let only_case = record.from.as_deref().is_some_and(|from| address::same(from, to));
        let minds_case = self.operation_of(step).minds_case();
        look.is_exact = minds_case || (purpose != Purpose::Fresh && only_case);
        let shown_by_index = match record.stage {
            // Shared things are read from lists, which may lag; an address is read from the account itself.
            Stage::Doubt { since, .. } if !self.operation_of(step).is_address() => Some(since),
            _ => None,
        };
        if let Some(at) = self.changed_at(step).or(shown_by_index) {
            look.patient_until = look.patient_until.max(later(at, self.settings.patience));
        }
        look
    }

    /// When the run last changed the step's account: for some time after that, a reading may show the old state.
    fn changed_at(&self, step: u32) -> Option<Time> {
        let row = self.folded.plan.steps[step as usize].row;
        let of_cycle = self
            .folded
            .plan
            .cycle_of(step)
            .map(|at| self.folded.plan.cycles[at].range());
        of_cycle
            .unwrap_or(step..step + 1)
            .filter(|&other| self.folded.plan.steps[other as usize].row == row)
            .filter_map(|other| match self.folded.steps[other as usize] {
                Record {
                    stage: Stage::Closed { at, .. },
                    ..
                } if self.folded.steps[other as usize].has_left() => Some(at),
                _ => None,
            })
            .max()
    }

    /// Reads enough accounts to keep steps ready, but few more: a reading made long before its step expires.
    pub(super) fn look_afresh(&mut self) {
        let stock = self.most_under_way() + STOCK;
        let mut ready = 0;
        let mut stale = Vec::new();
        let (mut aging, mut has_expired) = (Vec::new(), false);
        for &step in self.reach.open() {
            if self.folded.steps[step as usize].stage != Stage::Open || !self.is_next(step) {
                continue;
            }
            // A cycle is read as a whole, however long it is: it starts when all its members are fresh.
            let is_of_cycle = self.folded.plan.cycle_of(step).is_some();
            if ready >= stock && !is_of_cycle {
                break;
            }
            if self.is_fresh(step) || self.readings.readbacks.contains_key(&step) {
                ready += 1;
                if is_of_cycle && self.is_aging(step) {
                    aging.push(step);
                }
            } else if stale.len() < self.group() || is_of_cycle {
                has_expired |= is_of_cycle && self.folded.steps[step as usize].fresh.is_some();
                stale.push(step);
            }
        }
        // Members that were read one by one, because each needed a permission query, are read again together. Otherwise they would keep
        // expiring one by one, and a long cycle would never be fresh as a whole.
        if has_expired {
            stale.extend(aging);
        }
        for step in stale {
            self.look_for(Purpose::Fresh, step, self.now);
        }
    }

    /// Whether a step's reading has passed half of its validity.
    pub(super) fn is_aging(&self, step: u32) -> bool {
        let read_at = self.folded.steps[step as usize].fresh;
        read_at.is_some_and(|at| self.now > later(at, self.settings.fresh_for / 2))
    }

    /// Has the canary read back. Returns false when that is done or the current batch is not a canary.
    pub(super) fn look_at_canary(&mut self) -> bool {
        let Some(batch) = self.folded.batch().filter(|batch| batch.canary) else {
            return false;
        };
        let mut is_reading = false;
        for step in batch.range() {
            if self.folded.steps[step as usize].read_back == ReadBack::NotYet {
                is_reading = true;
                self.look_for(Purpose::Canary, step, self.now);
            }
        }
        is_reading
    }

    /// Has a step's account read, unless such a reading already exists.
    pub(super) fn look_for(&mut self, purpose: Purpose, step: u32, not_before: Time) {
        if !self.readings.readbacks.contains_key(&step) {
            let look = self.new_look(purpose, step, not_before);
            self.readings.readbacks.insert(step, look);
        }
    }

    /// Sends the readings that are due. Returns when the next one is due.
    pub(super) fn send_reads_of(&mut self, purposes: &[Purpose], which: Which) -> Option<Time> {
        let mut wake = None;
        loop {
            let due = self.due(purposes, which)?;
            if !self.has_room() {
                return wake;
            }
            let ready = self.rate.ready_at(self.now).max(due);
            if ready > self.now {
                wake = sooner(wake, Some(ready));
                return wake;
            }
            self.rate.take(self.now);
            self.send_read(purposes, which);
        }
    }

    fn due(&self, purposes: &[Purpose], which: Which) -> Option<Time> {
        self.waiting_looks(purposes, which)
            .map(|(_, look)| look.not_before)
            .min()
    }

    fn waiting_looks<'a>(
        &'a self,
        purposes: &'a [Purpose],
        which: Which,
    ) -> impl Iterator<Item = (u32, &'a Readback)> {
        let is_meant = move |look: &Readback| {
            which == Which::All || look.purpose != Purpose::Fresh || look.how != How::Alone
        };
        self.readings
            .readbacks
            .iter()
            .filter(move |(_, look)| look.out.is_none() && purposes.contains(&look.purpose) && is_meant(look))
            .map(|(&step, look)| (step, look))
    }

    /// Sends one reading call.
    fn send_read(&mut self, purposes: &[Purpose], which: Which) {
        let due = |how: &dyn Fn(&How) -> bool, most: usize| -> Vec<u32> {
            self.waiting_looks(purposes, which)
                .filter(|(_, look)| look.not_before <= self.now && how(&look.how))
                .map(|(step, _)| step)
                .take(most)
                .collect()
        };
        let Some(&first) = due(&|_| true, 1).first() else {
            return;
        };
        let how = self
            .readings
            .readbacks
            .get(&first)
            .map_or(How::Alone, |look| look.how.clone());
        let reading = match how {
            How::Search => {
                let operation = self.operation_of(first);
                let index = self.folded.plan.row_of(first).operation;
                let is_alike = |step: &u32| self.folded.plan.row_of(*step).operation == index;
                let mut steps = due(&|how| *how == How::Search, usize::MAX);
                steps.retain(is_alike);
                steps.truncate(operation.most_in_a_reading());
                Reading::Search(steps)
            }
            How::Alone => {
                let further = self
                    .readings
                    .readbacks
                    .get_mut(&first)
                    .and_then(|look| look.further.take());
                match further {
                    Some(asking) => Reading::Further(first, asking),
                    None => Reading::Account(first),
                }
            }
            How::Holder(holder) => Reading::Holder(first, holder),
            How::Permission => Reading::Permission(first),
        };
        let Some(request) = self.reading_request(&reading) else {
            self.no_call_reads(&reading);
            return;
        };
        let read = self.readings.begin(self.now, reading);
        self.effects.push(Effect::Read(read, Box::new(request)));
    }

    fn reading_request(&self, reading: &Reading) -> Option<http::Request<Body>> {
        Some(match reading {
            Reading::Search(steps) => match self.operation_of(*steps.first()?).holds {
                Holds::Address => self.search(steps)?.request(),
                Holds::Shared(_) => self.together(steps)?.request(),
            },
            Reading::Account(step) => self.alone(*step)?.request(),
            Reading::Further(_, asking) => asking.request(),
            Reading::Holder(_, holder) => GetProfile {
                account: holder.account.clone(),
            }
            .request(),
            Reading::Permission(step) => {
                permission(self.folded.plan.row_of(*step).account.clone()?).request()
            }
            // It has its own way out.
            Reading::Key => return None,
        })
    }

    /// Handles a reading for which no call exists: a group is read one by one instead, and a single account counts as absent.
    fn no_call_reads(&mut self, reading: &Reading) {
        for &step in reading.steps() {
            match (reading, self.readings.readbacks.get_mut(&step)) {
                (Reading::Search(_), Some(look)) => look.how = How::Alone,
                _ => self.looked(step, Err(NotRead::Absent)),
            }
        }
    }

    /// The query for the current state of these steps' accounts, in one call.
    pub(super) fn together(&self, steps: &[u32]) -> Option<Box<dyn Query>> {
        let Holds::Shared(shared) = self.operation_of(*steps.first()?).holds else {
            return None;
        };
        let rows: Vec<_> = steps.iter().map(|&step| self.folded.plan.row_of(step)).collect();
        (shared.together)(&self.folded.origin.organization, &rows)
    }

    /// The query for the current state of one step's account.
    pub(super) fn alone(&self, step: u32) -> Option<Box<dyn Query>> {
        let row = self.folded.plan.row_of(step);
        match self.operation_of(step).holds {
            Holds::Address => operation::profile(row, |profile| profile.email.clone()),
            Holds::Shared(shared) => (shared.alone)(&self.folded.origin.organization, row),
        }
    }

    /// A search for the accounts of these steps by their expected addresses and, before a step, also by the address that it assigns.
    /// `None` if there is nothing to search for, which [`Readback::new`] rules out.
    pub(super) fn search(&self, steps: &[u32]) -> Option<SearchUsers> {
        let looks = steps
            .iter()
            .filter_map(|step| Some((*step, self.readings.readbacks.get(step)?)));
        let addresses = looks.flat_map(|(step, look)| {
            let taken =
                (look.purpose == Purpose::Fresh).then(|| self.folded.plan.steps[step as usize].to.clone());
            look.expected.clone().into_iter().chain(taken)
        });
        let organization = self.folded.origin.organization.clone();
        SearchUsers::by_emails(organization, DirectoryId::every(), addresses).ok()
    }
}

/// The query whether an account's address may be changed.
pub(super) fn permission(account: AccountId) -> GetPermissions {
    GetPermissions {
        account,
        privileges: vec![Privilege::EmailSet],
    }
}
