//! Reading accounts: which, by which call, and what follows from it.
//!
//! Before a step its account is read, and who holds the address that it takes: a search finds both for fifty steps in one call.
//! The search's index may lag, so it is believed only where it shows what the plan expects; else the account itself is read.

use http::Response;
use rollcall_atlassian::{
    Body, Call, Failure,
    call::{
        account::{GetPermissions, GetProfile, Privilege},
        directory::{SearchUsers, User},
    },
    id::DirectoryId,
};

use super::{
    Effect, ReadId, Run, Transport,
    advance::sooner,
    later,
    look::{Holder, How, Look, NotRead, Verdict, is_final},
    record::{ReadBack, Record, Stage},
    words,
};
use crate::{
    journal::{Event, Outcome, OutcomeKind, Purpose},
    plan::same_address,
    time::Time,
};

/// Addresses that one search takes (Organizations REST API, users/search, `emails`).
const MOST_ADDRESSES: usize = 100;
/// Steps whose accounts are read together: two addresses each.
const GROUP: usize = MOST_ADDRESSES / 2;
/// Fresh steps in stock, beside one for each call that can be under way, below which more are read.
const STOCK: usize = 16;

/// A reading under way.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// A search for the addresses of these steps.
    Search(Vec<u32>),
    /// One account's profile, for this step.
    Profile(u32),
    /// The profile of who is said to hold the address that this step takes.
    Holder(u32, Holder),
    /// Whether the address of this step's account may be changed.
    Permission(u32),
}

impl Run {
    /// So many steps are taken up ahead.
    pub(super) fn read_ahead(&self) -> usize {
        self.settings.concurrency + STOCK + GROUP
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

    /// A look for the address that the step gives, or before the step for the one that it leaves.
    fn new_look(&self, purpose: Purpose, step: u32, not_before: Time) -> Look {
        let record = &self.folded.steps[step as usize];
        let to = &self.folded.plan.steps[step as usize].to;
        let expected = match purpose {
            Purpose::Fresh => record.from.clone(),
            // What was not changed is read back too.
            Purpose::Canary if !record.has_left() => record.from.clone(),
            Purpose::Canary | Purpose::Settle | Purpose::Proof => Some(to.clone()),
        };
        let mut look = Look::new(purpose, expected, not_before);
        let only_case = record.from.as_deref().is_some_and(|from| same_address(from, to));
        look.is_exact = purpose != Purpose::Fresh && only_case;
        if let Some(at) = self.changed_at(step) {
            look.patient_until = later(at, self.settings.patience);
        }
        look
    }

    /// When the run itself last changed the account of a step: for some time after that a reading may show what was before.
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

    /// Sees to it that enough steps are fresh, and not many more: what is read long before its step counts no more.
    pub(super) fn look_afresh(&mut self) {
        let stock = self.settings.concurrency + STOCK;
        let mut ready = 0;
        let mut stale = Vec::new();
        for &step in &self.open {
            if self.folded.steps[step as usize].stage != Stage::Open || !self.is_next(step) {
                continue;
            }
            if self.is_fresh(step) || self.looks.contains_key(&step) {
                ready += 1;
            } else if stale.len() < GROUP {
                stale.push(step);
            }
            if ready >= stock || stale.len() + ready >= stock + GROUP {
                break;
            }
        }
        // A cycle is read as a whole, however long it is: it goes when all its members are fresh.
        let is_of_cycle = |&&step: &&u32| self.folded.plan.cycle_of(step).is_some();
        if ready >= stock && stale.iter().find(is_of_cycle).is_none() {
            return;
        }
        for step in stale {
            self.look_for(Purpose::Fresh, step, self.now);
        }
    }

    /// Has the canary read back; false when that is done, or the batch is none.
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

    /// Has a step's account read, unless that is under way.
    pub(super) fn look_for(&mut self, purpose: Purpose, step: u32, not_before: Time) {
        if !self.looks.contains_key(&step) {
            let look = self.new_look(purpose, step, not_before);
            self.looks.insert(step, look);
        }
    }

    /// Sends the readings that are due, and says when the next one is.
    pub(super) fn send_reads_of(&mut self, purposes: &[Purpose]) -> Option<Time> {
        let mut wake = None;
        loop {
            let due = self.due(purposes)?;
            if !self.has_room() {
                return wake;
            }
            let ready = self.pace.ready_at(self.now).max(due);
            if ready > self.now {
                wake = sooner(wake, Some(ready));
                return wake;
            }
            self.pace.take(self.now);
            self.send_read(purposes);
        }
    }

    fn due(&self, purposes: &[Purpose]) -> Option<Time> {
        self.waiting_looks(purposes)
            .map(|(_, look)| look.not_before)
            .min()
    }

    fn waiting_looks<'a>(&'a self, purposes: &'a [Purpose]) -> impl Iterator<Item = (u32, &'a Look)> {
        self.looks
            .iter()
            .filter(|(_, look)| !look.is_out && purposes.contains(&look.purpose))
            .map(|(&step, look)| (step, look))
    }

    /// One call that reads.
    fn send_read(&mut self, purposes: &[Purpose]) {
        let due = |how: &dyn Fn(&How) -> bool, most: usize| -> Vec<u32> {
            self.waiting_looks(purposes)
                .filter(|(_, look)| look.not_before <= self.now && how(&look.how))
                .map(|(step, _)| step)
                .take(most)
                .collect()
        };
        let Some(&first) = due(&|_| true, 1).first() else {
            return;
        };
        let how = self
            .looks
            .get(&first)
            .map_or(How::Profile, |look| look.how.clone());
        let (steps, reading) = match how {
            How::Search => {
                let steps = due(&|how| *how == How::Search, GROUP);
                (steps.clone(), Reading::Search(steps))
            }
            How::Profile => (vec![first], Reading::Profile(first)),
            How::Holder(holder) => (vec![first], Reading::Holder(first, holder)),
            How::Permission => (vec![first], Reading::Permission(first)),
        };
        for step in &steps {
            if let Some(look) = self.looks.get_mut(step) {
                look.is_out = true;
            }
        }
        let read = ReadId(self.last_read.0 + 1);
        self.last_read = read;
        let request = self.reading_request(&reading);
        self.reads.insert(read, (self.now, reading));
        self.effects.push(Effect::Read(read, Box::new(request)));
    }

    fn reading_request(&self, reading: &Reading) -> http::Request<Body> {
        let account = |step: u32| self.folded.plan.row_of(step).account.clone();
        match reading {
            Reading::Search(steps) => match self.search(steps) {
                Some(search) => search.request(),
                None => GetProfile {
                    account: account(steps.first().copied().unwrap_or_default()),
                }
                .request(),
            },
            Reading::Profile(step) => GetProfile {
                account: account(*step),
            }
            .request(),
            Reading::Holder(_, holder) => GetProfile {
                account: holder.account.clone(),
            }
            .request(),
            Reading::Permission(step) => permission(account(*step)).request(),
        }
    }

    /// A search for what these steps expect, and before a step for the address that it takes as well. `None` where there is
    /// nothing to search for, which [`Look::new`] rules out.
    fn search(&self, steps: &[u32]) -> Option<SearchUsers> {
        let looks = steps
            .iter()
            .filter_map(|step| Some((*step, self.looks.get(step)?)));
        let addresses = looks.flat_map(|(step, look)| {
            let taken =
                (look.purpose == Purpose::Fresh).then(|| self.folded.plan.steps[step as usize].to.clone());
            look.expected.clone().into_iter().chain(taken)
        });
        let organization = self.folded.origin.organization.clone();
        SearchUsers::by_emails(organization, DirectoryId::every(), addresses).ok()
    }

    /// A reading ended.
    pub(super) fn read(&mut self, read: ReadId, result: Result<Response<Body>, Transport>) {
        let Some((sent_at, reading)) = self.reads.remove(&read) else {
            return;
        };
        self.hear(&result);
        match reading {
            Reading::Search(steps) => {
                let Some(search) = self.search(&steps) else { return };
                let found = understood(&search, result);
                self.heed_reading(found.as_ref().err(), sent_at);
                let found = found.map(|page| page.items);
                for step in steps {
                    self.searched(step, &found);
                }
            }
            Reading::Profile(step) => {
                let found = self.profile(self.folded.plan.row_of(step).account.clone(), result, sent_at);
                self.looked(step, found);
            }
            Reading::Holder(step, holder) => {
                let found = self.profile(holder.account.clone(), result, sent_at);
                self.asked_holder(step, &holder, &found);
            }
            Reading::Permission(step) => {
                let call = permission(self.folded.plan.row_of(step).account.clone());
                let found = understood(&call, result);
                self.heed_reading(found.as_ref().err(), sent_at);
                let refusal = found.map(|may| may.email_set.and_then(|may| may.refusal()));
                self.asked_permission(step, refusal);
            }
        }
    }

    fn profile(
        &mut self,
        account: rollcall_atlassian::AccountId,
        result: Result<Response<Body>, Transport>,
        sent_at: Time,
    ) -> Result<String, NotRead> {
        let found = understood(&GetProfile { account }, result);
        self.heed_reading(found.as_ref().err(), sent_at);
        found.and_then(|profile| profile.email.ok_or(NotRead::Absent))
    }

    /// What a search says about one step.
    fn searched(&mut self, step: u32, found: &Result<Vec<User>, NotRead>) {
        let Some(mut look) = self.looks.remove(&step) else {
            return;
        };
        look.is_out = false;
        let account = &self.folded.plan.row_of(step).account;
        let users = match found {
            Ok(users) => users,
            Err(reason) => {
                look.tries += 1;
                look.not_before = if is_final(reason) {
                    // The search may be closed to a key that can change accounts.
                    look.how = How::Profile;
                    self.now
                } else {
                    self.backed_off(look.tries)
                };
                self.looks.insert(step, look);
                return;
            }
        };
        let held = users
            .iter()
            .filter(|user| user.id == *account)
            .filter_map(|user| user.email.clone())
            .find(|email| look.is_expected(email));
        if look.purpose == Purpose::Fresh {
            let to = &self.folded.plan.steps[step as usize].to;
            let holds = |user: &&User| {
                let email = user.email.as_deref();
                user.id != *account && email.is_some_and(|email| same_address(email, to))
            };
            look.how = match users.iter().find(holds) {
                Some(user) if !self.leaves_in_time(step, &user.id) => How::Holder(Holder {
                    account: user.id.clone(),
                    name: user.name.clone(),
                }),
                _ => How::Search,
            };
            if let Some(held) = held {
                self.fresh_so_far(step, look, held);
            } else {
                // A holder that was found is asked first, then the account itself.
                if !matches!(look.how, How::Holder(_)) {
                    look.how = How::Profile;
                }
                self.looks.insert(step, look);
            }
            return;
        }
        if let Some(held) = held {
            self.found(step, look.purpose, Ok(held));
            return;
        }
        // The index is given some time; then the account itself is read.
        let is_early = self.now < look.patient_until && look.tries == 0;
        look.tries += 1;
        (look.how, look.not_before) = if is_early {
            (How::Search, later(self.now, self.settings.between_reads))
        } else {
            (How::Profile, self.now)
        };
        self.looks.insert(step, look);
    }

    /// Whether an account leaves an address by a step that the given one waits for.
    fn leaves_in_time(&self, step: u32, account: &rollcall_atlassian::AccountId) -> bool {
        self.folded.plan.steps[step as usize]
            .waits_for
            .iter()
            .any(|&other| self.folded.plan.row_of(other).account == *account)
            || self.leaves_earlier_in_cycle(step, account)
    }

    /// On the way back, whoever took an address is still on it for the index.
    fn leaves_earlier_in_cycle(&self, step: u32, account: &rollcall_atlassian::AccountId) -> bool {
        self.folded.plan.cycle_of(step).is_some_and(|at| {
            let mut steps = self.folded.plan.cycles[at].range();
            steps.any(|other| self.folded.plan.row_of(other).account == *account)
        })
    }

    /// The account is as expected: what is still to be asked before its step?
    fn fresh_so_far(&mut self, step: u32, mut look: Look, held: String) {
        look.held = Some(held.clone());
        look.tries = 0;
        look.not_before = self.now;
        if matches!(look.how, How::Holder(_)) {
            self.looks.insert(step, look);
        } else if self.wants_permission(step) && look.how != How::Permission {
            look.how = How::Permission;
            self.looks.insert(step, look);
        } else {
            self.found(step, Purpose::Fresh, Ok(held));
        }
    }

    /// Before an account of a cycle is touched, Atlassian is asked whether each may be changed.
    fn wants_permission(&self, step: u32) -> bool {
        let cycle = self.folded.plan.cycle_of(step);
        cycle.is_some_and(|at| self.folded.cycles[at] == super::cycle::CycleStage::Waiting)
    }

    fn asked_holder(&mut self, step: u32, holder: &Holder, found: &Result<String, NotRead>) {
        let Some(mut look) = self.looks.remove(&step) else {
            return;
        };
        look.is_out = false;
        let to = self.folded.plan.steps[step as usize].to.clone();
        let holds = match found {
            Ok(held) => same_address(held, &to),
            // Whose profile the key may not read is nobody whom this run could have moved: the search is right.
            Err(reason) if is_final(reason) => true,
            Err(_) if look.tries < self.settings.reads => {
                look.tries += 1;
                look.not_before = self.backed_off(look.tries);
                self.looks.insert(step, look);
                return;
            }
            Err(_) => false,
        };
        if holds {
            let who = holder.name.as_deref().unwrap_or(holder.account.as_str());
            let says = words::held_by(&to, who, holder.account.as_str());
            let was_tried = self.folded.steps[step as usize].tries > 0;
            let kind = if was_tried {
                OutcomeKind::Failed
            } else {
                OutcomeKind::Skipped
            };
            let outcome = self.outcome(step, kind, |_| says);
            self.conclude(step, Purpose::Fresh, look.held.clone(), Some(outcome));
            return;
        }
        look.how = How::Profile;
        match look.held.clone() {
            Some(held) => self.fresh_so_far(step, look, held),
            None => {
                self.looks.insert(step, look);
            }
        }
    }

    fn asked_permission(&mut self, step: u32, refusal: Result<Option<String>, NotRead>) {
        let Some(mut look) = self.looks.remove(&step) else {
            return;
        };
        look.is_out = false;
        let why = match refusal {
            Ok(None) => {
                let held = look.held.clone().unwrap_or_default();
                self.found(step, Purpose::Fresh, Ok(held));
                return;
            }
            Ok(Some(why)) => why,
            Err(reason) if is_final(&reason) || look.tries >= self.settings.reads => reason.words(),
            Err(_) => {
                look.tries += 1;
                look.not_before = self.backed_off(look.tries);
                self.looks.insert(step, look);
                return;
            }
        };
        let outcome = self.outcome(step, OutcomeKind::Skipped, |_| words::not_permitted(&why));
        self.conclude(step, Purpose::Fresh, look.held.clone(), Some(outcome));
    }

    /// What a profile says about one step.
    fn looked(&mut self, step: u32, reading: Result<String, NotRead>) {
        let Some(mut look) = self.looks.remove(&step) else {
            return;
        };
        look.is_out = false;
        match look.judge(self.now, reading, self.settings.reads) {
            Verdict::Holds(held) if look.purpose == Purpose::Fresh && look.is_expected(&held) => {
                self.fresh_so_far(step, look, held);
            }
            Verdict::Holds(held) => self.found(step, look.purpose, Ok(held)),
            Verdict::Unreadable(reason) => self.found(step, look.purpose, Err(reason)),
            Verdict::Confirm => {
                look.not_before = later(self.now, self.settings.between_reads);
                self.looks.insert(step, look);
            }
            Verdict::Retry => {
                look.not_before = self.backed_off(look.tries);
                self.looks.insert(step, look);
            }
        }
    }

    /// Draws the conclusion from what an account holds, or from why nobody knows.
    fn found(&mut self, step: u32, purpose: Purpose, held: Result<String, Option<NotRead>>) {
        let outcome = match (purpose, &held) {
            (Purpose::Canary, _) => None,
            (Purpose::Proof, _) => return self.proved(step, held),
            (Purpose::Fresh, Ok(held)) => self.fresh(step, held),
            (Purpose::Settle, Ok(held)) => self.settled(step, held),
            (Purpose::Fresh | Purpose::Settle, Err(reason)) => Some(self.unread(step, reason.as_ref())),
        };
        self.conclude(step, purpose, held.ok(), outcome);
    }

    fn conclude(&mut self, step: u32, purpose: Purpose, held: Option<String>, outcome: Option<Outcome>) {
        let goes_on = outcome.is_none();
        self.append(Event::Looked {
            step,
            purpose,
            held,
            outcome,
        });
        if goes_on && purpose == Purpose::Settle {
            let at = self.backed_off(self.folded.steps[step as usize].tries);
            self.not_before.insert(step, at);
        }
    }
}

fn permission(account: rollcall_atlassian::AccountId) -> GetPermissions {
    GetPermissions {
        account,
        privileges: vec![Privilege::EmailSet],
    }
}

fn understood<C: Call>(call: &C, result: Result<Response<Body>, Transport>) -> Result<C::Answer, NotRead> {
    let response = result.map_err(NotRead::Transport)?;
    call.answer(&response)
        .map_err(|failure: Failure| NotRead::Failure(failure))
}
