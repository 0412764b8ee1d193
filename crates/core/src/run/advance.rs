//! What goes out next.

use rollcall_atlassian::{AccountId, Call, call::account::SetEmail};

use super::{
    Effect, How, ReadId, Run, SEARCH_GROUP,
    fold::{Gate, ReadBack, Stage},
    later,
    look::Look,
    words,
};
use crate::{
    journal::{Attempt, Event, OutcomeKind, Purpose, Question, StopReason},
    plan::same_address,
    time::Time,
};

/// A call that could go out.
enum Next {
    Now(u32),
    At(Time),
    Nothing,
}

impl Run {
    /// Goes on as far as it goes without hearing anything: after every input.
    pub(super) fn advance(&mut self) {
        self.forget_old_rates();
        if self.broken.is_some() {
            if self.flying.is_empty() {
                self.done();
            }
            return;
        }
        if self.folded.handing_over && !self.folded.is_closed() && self.folded.sent.is_empty() {
            self.append(Event::HandedOver);
        }
        if self.folded.is_closed() {
            self.flush();
            if self.appending.is_none() {
                self.done();
            }
            return;
        }
        let mut wake = None;
        if self.folded.stopping.is_some() {
            wake = self.wind_up();
        } else if self.is_running() {
            self.skip_followers();
            self.close_batches();
            if self.is_running() {
                wake = self.go_on();
            }
        }
        self.flush();
        if wake != self.waits {
            self.waits = wake;
            self.effects.extend(wake.map(Effect::Wait));
        }
    }

    /// Whether calls may be planned at all.
    pub(super) fn is_running(&self) -> bool {
        let folded = &self.folded;
        folded.begun
            && folded.pause.is_none()
            && folded.gate == Gate::Open
            && folded.stopping.is_none()
            && !folded.handing_over
            && !folded.is_closed()
            && self.broken.is_none()
    }

    /// Whether a call whose intent is durable may go out.
    pub(super) fn may_send(&self) -> bool {
        self.is_running() && self.pace.held(self.now).is_none()
    }

    pub(super) fn send(&mut self, attempt: Attempt) {
        if let Some(&step) = self.folded.sent.get(&attempt) {
            self.flying.insert(attempt, self.now);
            self.effects
                .push(Effect::Send(attempt, Box::new(self.call(step).request())));
        }
    }

    /// The call that a step makes.
    pub(super) fn call(&self, step: u32) -> SetEmail {
        SetEmail {
            account: self.folded.plan.row_of(step).account.clone(),
            email: self.folded.plan.steps[step as usize].to.clone(),
        }
    }

    fn done(&mut self) {
        if !std::mem::replace(&mut self.is_done, true) {
            self.effects.push(Effect::Done);
        }
    }

    /// After a stop: calls under way end, doubts are settled as long as that is possible, and then the run is over.
    fn wind_up(&mut self) -> Option<Time> {
        let can_read = self.folded.stopping == Some(StopReason::User) && !self.folded.hurried;
        let wake = if can_read {
            self.look_at_doubts();
            self.send_reads()
        } else {
            None
        };
        if self.folded.sent.is_empty() && (self.folded.doubts.is_empty() || !can_read) {
            self.append(Event::Finished);
            self.looks.clear();
            self.reads.clear();
            return None;
        }
        wake
    }

    /// Closes steps that wait for one that ended without freeing its address. What a step waits for stands before it, so
    /// one pass is enough.
    fn skip_followers(&mut self) {
        if !std::mem::replace(&mut self.has_fallen, false) {
            return;
        }
        let open: Vec<u32> = self.open.iter().copied().collect();
        for step in open {
            let waits_for = &self.folded.plan.steps[step as usize].waits_for;
            let fallen = waits_for
                .iter()
                .find(|&&other| self.folded.steps[other as usize].has_stayed());
            let is_open = self.folded.steps[step as usize].stage == Stage::Open;
            if let (Some(&fallen), true) = (fallen, is_open) {
                let row = self.folded.plan.row_of(fallen);
                let says = words::skipped(row.who(), row.line);
                let outcome = self.outcome(step, OutcomeKind::Skipped, |_| says);
                self.looks.remove(&step);
                self.append(Event::Closed { step, outcome });
            }
        }
        self.has_fallen = false;
    }

    /// Goes from batch to batch for as long as they are done: the canary's is read back first, and asked about.
    fn close_batches(&mut self) {
        while self.is_running() && self.open.is_empty() {
            if self.look_at_canary() {
                return;
            }
            self.append(Event::BatchDone);
            if self.folded.batch().is_none() {
                self.append(Event::Finished);
                return;
            }
            self.open_batch();
            match self.folded.gate {
                Gate::CanaryDone => self.effects.push(Effect::Ask(Question::Canary)),
                Gate::BatchDone => self.effects.push(Effect::Ask(Question::Batch)),
                Gate::Open => self.skip_followers(),
            }
        }
    }

    /// Takes up the steps of the batch under way or next.
    pub(super) fn open_batch(&mut self) {
        let steps = self
            .folded
            .batch()
            .into_iter()
            .flat_map(crate::plan::Batch::range);
        self.open = steps
            .filter(|&step| self.folded.steps[step as usize].outcome().is_none())
            .collect();
        self.is_stale = true;
        self.has_fallen = true;
    }

    /// Reads, sends, reads: what is fresh goes before more is read, so that nothing waits long after its reading.
    /// Returns when to look again, where nothing else will say so.
    fn go_on(&mut self) -> Option<Time> {
        self.look_at_doubts();
        self.look_afresh();
        let mut wake = self.send_reads_of(&[Purpose::Settle, Purpose::Canary]);
        while self.has_room() {
            match self.next_step() {
                Next::Now(step) => {
                    let ready = self.pace.ready_at(self.now);
                    if ready > self.now {
                        return sooner(wake, Some(ready));
                    }
                    self.pace.take(self.now);
                    self.intend(step);
                }
                Next::At(time) => {
                    wake = sooner(wake, Some(time));
                    break;
                }
                Next::Nothing => break,
            }
        }
        sooner(wake, self.send_reads_of(&[Purpose::Fresh]))
    }

    fn intend(&mut self, step: u32) {
        let attempt = Attempt(self.folded.attempts + 1);
        self.not_before.remove(&step);
        self.append(Event::Intended { attempt, step });
        self.intents.push_back((self.folded.last, attempt));
    }

    fn has_room(&self) -> bool {
        self.folded.sent.len() + self.reads.len() < self.settings.concurrency.max(1)
    }

    /// The first step of the batch that may go.
    fn next_step(&self) -> Next {
        let mut soonest = None;
        for &step in &self.open {
            let record = &self.folded.steps[step as usize];
            let waits_for = &self.folded.plan.steps[step as usize].waits_for;
            let may_go = record.stage == Stage::Open
                && record.fresh
                && waits_for
                    .iter()
                    .all(|&other| self.folded.steps[other as usize].has_left())
                && !self.is_busy(step);
            match self.not_before.get(&step) {
                Some(&time) if may_go && time > self.now => soonest = sooner(soonest, Some(time)),
                _ if may_go => return Next::Now(step),
                _ => {}
            }
        }
        soonest.map_or(Next::Nothing, Next::At)
    }

    /// Whether another step that is under way or in doubt has to do with one of this step's addresses. (No two steps have
    /// one account.)
    fn is_busy(&self, step: u32) -> bool {
        let addresses = |step: u32| {
            let from = self.folded.steps[step as usize].from.as_deref();
            [from, Some(self.folded.plan.steps[step as usize].to.as_str())]
                .into_iter()
                .flatten()
        };
        self.folded
            .sent
            .values()
            .chain(&self.folded.doubts)
            .any(|&other| {
                addresses(other).any(|theirs| addresses(step).any(|ours| same_address(theirs, ours)))
            })
    }

    fn look_at_doubts(&mut self) {
        for &step in &self.folded.doubts {
            let Stage::Doubt { since, late } = self.folded.steps[step as usize].stage else {
                continue;
            };
            let life = if late {
                self.settings.request_life
            } else {
                self.settings.between_reads
            };
            let expected = self.folded.plan.steps[step as usize].to.clone();
            self.looks
                .entry(step)
                .or_insert_with(|| Look::new(Purpose::Settle, Some(expected), later(since, life)));
        }
    }

    fn look_afresh(&mut self) {
        if !std::mem::replace(&mut self.is_stale, false) {
            return;
        }
        for &step in &self.open {
            let record = &self.folded.steps[step as usize];
            if record.stage == Stage::Open && !record.fresh {
                self.looks
                    .entry(step)
                    .or_insert_with(|| Look::new(Purpose::Fresh, record.from.clone(), self.now));
            }
        }
    }

    /// Has the canary read back; false when that is done, or the batch is none.
    fn look_at_canary(&mut self) -> bool {
        let Some(batch) = self.folded.batch().filter(|batch| batch.canary) else {
            return false;
        };
        let mut is_reading = false;
        for step in batch.range() {
            let record = &self.folded.steps[step as usize];
            if record.read_back == ReadBack::NotYet {
                is_reading = true;
                let expected = if record.has_left() {
                    Some(self.folded.plan.steps[step as usize].to.clone())
                } else {
                    record.from.clone()
                };
                self.looks
                    .entry(step)
                    .or_insert_with(|| Look::new(Purpose::Canary, expected, self.now));
            }
        }
        is_reading
    }

    fn send_reads(&mut self) -> Option<Time> {
        self.send_reads_of(&[Purpose::Settle, Purpose::Canary, Purpose::Fresh])
    }

    /// Sends the readings that are due, and says when the next one is.
    fn send_reads_of(&mut self, purposes: &[Purpose]) -> Option<Time> {
        loop {
            let due = self.due(purposes)?;
            let ready = self.pace.ready_at(self.now).max(due);
            if !self.has_room() {
                return None;
            }
            if ready > self.now {
                return Some(ready);
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

    /// One call that reads: a profile, or a group of accounts.
    fn send_read(&mut self, purposes: &[Purpose]) {
        let due = |how: Option<How>, most: usize| -> Vec<u32> {
            self.waiting_looks(purposes)
                .filter(|(_, look)| look.not_before <= self.now && how.is_none_or(|how| look.how == how))
                .map(|(step, _)| step)
                .take(most)
                .collect()
        };
        let Some(&first) = due(None, 1).first() else {
            return;
        };
        let how = self.looks.get(&first).map_or(How::Profile, |look| look.how);
        let steps = if how == How::Search {
            due(Some(How::Search), SEARCH_GROUP)
        } else {
            vec![first]
        };
        for step in &steps {
            if let Some(look) = self.looks.get_mut(step) {
                look.is_out = true;
            }
        }
        let accounts: Vec<AccountId> = steps
            .iter()
            .map(|&step| self.folded.plan.row_of(step).account.clone())
            .collect();
        let read = ReadId(self.last_read.0 + 1);
        self.last_read = read;
        self.reads.insert(read, (self.now, steps));
        self.effects.push(Effect::Read { read, how, accounts });
    }
}

fn sooner(one: Option<Time>, other: Option<Time>) -> Option<Time> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
