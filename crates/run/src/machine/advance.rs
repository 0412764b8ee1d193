//! What is sent next.

use std::time::Duration;

use super::{
    Effect, Run,
    flow::Flow,
    fold::Gate,
    instants::{later, sooner},
    reading::Which,
    record::Stage,
    texts,
};
use crate::{
    journal::{Attempt, Event, OutcomeKind, Purpose, Question, StopReason},
    operation::Command,
};
use rollcall_model::time::Time;

/// After a stop, the longest requested pause that reading back still waits for.
const LONGEST_AFTER_STOP: Duration = Duration::from_secs(10);

/// The next step that could be sent.
enum Next {
    /// This step can be sent now, together with these others.
    Now(u32, Vec<u32>),
    At(Time),
    Nothing,
}

impl Run {
    /// Does everything that is possible without further input. Called after every input.
    pub(super) fn advance(&mut self) {
        self.meter.forget_old(self.now);
        if self.outbox.broken().is_some() {
            self.acquit_nobody();
            if self.in_flight.is_empty() {
                self.done();
            }
            return;
        }
        let wake = self.go_on();
        self.flush();
        if self.folded.is_closed() && !self.outbox.is_appending() {
            self.done();
            return;
        }
        if wake != self.waits {
            self.waits = wake;
            self.effects.extend(wake.map(Effect::Wait));
        }
    }

    /// Returns when to check again, if no other input will trigger that.
    fn go_on(&mut self) -> Option<Time> {
        if self.folded.is_closed() {
            return None;
        }
        let wake = self.try_key();
        if self.key.is_under_way() {
            return wake;
        }
        if self.folded.transferring && self.is_quiet() {
            self.append(Event::Transferred);
            return None;
        }
        self.give_up_where_stuck();
        let mut wake = None;
        if self.is_running() {
            self.skip_followers();
            self.close_batches();
            self.ask_about_failures();
            wake = self.send();
        }
        if self.folded.is_closed() {
            return None;
        }
        if self.folded.stopping.is_some() {
            return sooner(wake, self.wind_up());
        }
        if self.has_all_outcomes() {
            return sooner(wake, self.prove_and_finish());
        }
        wake
    }

    /// Whether no call is under way and no parked account can still be moved.
    fn is_quiet(&self) -> bool {
        self.folded.sent.is_empty() && !matches!(self.flow(), Flow::OnlyCycle(_))
    }

    pub(super) fn send_announced(&mut self, attempt: Attempt) {
        if let Some(steps) = self.folded.sent.get(&attempt) {
            self.in_flight.insert(attempt, self.now);
            let call = self
                .call(steps)
                .map(|call| Effect::Send(attempt, Box::new(call.request())));
            self.effects.extend(call);
        }
    }

    /// The call for these steps. Always `Some` for a valid plan: a plan with a row that lacks data for its call is rejected.
    pub(super) fn call(&self, steps: &[u32]) -> Option<Box<dyn Command>> {
        self.folded.plan.call(&self.folded.origin.organization, steps)
    }

    fn done(&mut self) {
        if !std::mem::replace(&mut self.is_done, true) {
            self.readings.clear();
            self.effects.push(Effect::Done);
        }
    }

    /// After a stop: an open cycle is closed, calls under way end, doubts are settled and changed accounts are read back, as far as
    /// possible. Then the run is over.
    fn wind_up(&mut self) -> Option<Time> {
        if matches!(self.flow(), Flow::OnlyCycle(_)) {
            return None;
        }
        let can_read = self.can_read();
        let mut wake = None;
        if can_read {
            self.look_at_doubts();
            wake = self.send_reads_of(&[Purpose::Settle], Which::All);
        }
        if !self.folded.sent.is_empty() || (can_read && !self.folded.doubts.is_empty()) {
            return wake;
        }
        self.prove_and_finish()
    }

    fn prove_and_finish(&mut self) -> Option<Time> {
        if self.can_read() && !self.is_kept_waiting() {
            self.look_at_proofs();
            let wake = self.send_reads_of(&[Purpose::Proof], Which::All);
            if self.is_proving() {
                return wake;
            }
        }
        if self.folded.pause.is_none() || self.folded.stopping.is_some() {
            self.append(Event::Finished);
        }
        None
    }

    /// Whether a stopped run would wait too long: if Atlassian asks for a longer pause, changed accounts are not read back.
    fn is_kept_waiting(&self) -> bool {
        let longest = later(self.now, LONGEST_AFTER_STOP);
        self.folded.stopping.is_some() && self.rate.held(self.now).is_some_and(|hold| hold.until > longest)
    }

    /// Whether accounts can be read at all.
    pub(super) fn can_read(&self) -> bool {
        let folded = &self.folded;
        folded.begun
            && folded.pause.is_none()
            && !folded.hurried
            && !matches!(folded.stopping, Some(StopReason::Key { .. }))
    }

    fn has_all_outcomes(&self) -> bool {
        self.folded.begun && self.folded.batch().is_none()
    }

    /// Closes steps that wait for a step that ended without freeing its address, or for a row that was not done. A step stands after
    /// everything that it waits for, so one pass is enough. (The fold itself closes the steps of a cycle.)
    fn skip_followers(&mut self) {
        if !self.reach.take_fallen() {
            return;
        }
        let open: Vec<u32> = self.reach.open().iter().copied().collect();
        for step in open {
            let of = &self.folded.plan.steps[step as usize];
            let fallen = of
                .waits_for
                .iter()
                .copied()
                .find(|&other| self.folded.steps[other as usize].has_stayed());
            let is_open = self.folded.steps[step as usize].stage == Stage::Open && of.undoes.is_none();
            let before = &self.folded.plan.rows[of.row as usize].waits_for;
            let mut before = before.iter().map(|&row| &self.folded.rows[row as usize]);
            let row_fallen = before.find(|record| record.has_fallen());
            let fallen_row = row_fallen.map(|record| record.first_step);
            if let (Some(first), true) = (fallen.or(fallen_row), is_open) {
                let row = self.folded.plan.row_of(first);
                let says = match fallen {
                    Some(fallen) => texts::skipped(row.who(), row.line, &self.folded.steps[fallen as usize]),
                    None => texts::row_before_not_done(row.who(), row.line),
                };
                let outcome = self.outcome(step, OutcomeKind::Skipped, |_| says);
                self.append(Event::Closed { step, outcome });
            }
        }
    }

    /// Moves on from each batch that is done. After the canary, its rows are read back and the user is asked.
    fn close_batches(&mut self) {
        while self.flow() == Flow::All {
            let Some(&left) = self.folded.left_in.get(self.folded.batch as usize) else {
                return;
            };
            if left > 0 || self.look_at_canary() {
                break;
            }
            self.append(Event::BatchDone);
            match self.folded.gate {
                Gate::CanaryDone => self.effects.push(Effect::Ask(Question::Canary)),
                Gate::BatchDone => self.effects.push(Effect::Ask(Question::Batch)),
                Gate::Open => {}
            }
            self.extend_reach();
            self.skip_followers();
        }
    }

    /// Takes up the steps of the current or next batch and, if the user is not asked between batches, as many after it as keep the run
    /// busy.
    pub(super) fn extend_reach(&mut self) {
        let batches = self.folded.plan.batches.len() as u32;
        while self.reach.next_batch() < batches {
            let is_current = self.reach.next_batch() <= self.folded.batch;
            let is_asked = self.folded.confirm_each || self.folded.batch().is_some_and(|batch| batch.canary);
            if !is_current && (is_asked || self.unsent() >= self.read_ahead()) {
                return;
            }
            let batch = self.folded.plan.batches[self.reach.next_batch() as usize];
            let steps = batch
                .range()
                .filter(|&step| !self.folded.steps[step as usize].is_over());
            self.reach.take_up(steps);
        }
    }

    fn unsent(&self) -> usize {
        let sent = self.folded.sent.values().map(Vec::len).sum();
        self.reach.open().len().saturating_sub(sent)
    }

    /// Stops the run if a cycle could be neither closed nor unwound: the parked account needs attention.
    fn give_up_where_stuck(&mut self) {
        let is_stuck = self.folded.closed.contains_key(&OutcomeKind::NeedsYou);
        if is_stuck && self.folded.stopping.is_none() {
            self.append(Event::Stopping {
                reason: StopReason::NeedsYou,
            });
        }
    }

    fn ask_about_failures(&mut self) {
        if let Some(question) = self.folded.failures.question(&self.folded.plan) {
            self.ask(question);
        }
    }

    /// Sends readings, then changes, then single-account readings. Most readings go first: they are few, and changes wait for them.
    /// Readings of single accounts go last, because there are many.
    fn send(&mut self) -> Option<Time> {
        if !self.is_running() {
            return None;
        }
        self.extend_reach();
        self.look_at_doubts();
        self.look_afresh();
        let mut wake = self.send_reads_of(&[Purpose::Settle, Purpose::Canary, Purpose::Fresh], Which::Quick);
        while self.has_room() {
            match self.next_step() {
                Next::Now(step, with) => {
                    let ready = self.rate.ready_at(self.now);
                    if ready > self.now {
                        return sooner(wake, Some(ready));
                    }
                    self.rate.take(self.now);
                    self.intend(step, with);
                }
                Next::At(time) => {
                    wake = sooner(wake, Some(time));
                    break;
                }
                Next::Nothing => break,
            }
        }
        // Readings of ready steps expire soon, so these steps go before more accounts are read.
        sooner(wake, self.send_reads_of(&[Purpose::Fresh], Which::All))
    }

    fn intend(&mut self, step: u32, with: Vec<u32>) {
        let attempt = Attempt(self.folded.attempts + 1);
        self.retries.forget(step);
        // Readings still under way for these steps come too late to count.
        for step in with.iter().chain([&step]) {
            self.readings.readbacks.remove(step);
        }
        self.append(Event::Intended { attempt, step, with });
        self.outbox.announce(self.folded.last, attempt);
    }

    pub(super) fn has_room(&self) -> bool {
        self.folded.sent.len() + self.readings.under_way() < self.settings.concurrency.max(1)
    }

    /// The account is as expected: prepares the next query that its step needs, or concludes the reading if none is left.
    fn companions(&self, step: u32) -> impl Iterator<Item = u32> {
        let is_untried = |step: u32| self.folded.steps[step as usize].tries == 0;
        let call = self.folded.calls[step as usize].clone();
        call.filter(move |&other| {
            let goes_too = is_untried(step) && is_untried(other);
            other != step && goes_too && !self.folded.steps[other as usize].is_over()
        })
    }

    /// The steps that are sent in one call with this one now: all its companions; or only those that are ready, if this step's reading
    /// will expire soon. Otherwise people who are read one by one would never be ready together at a low rate.
    fn company(&self, step: u32) -> Option<Vec<u32>> {
        let (ready, others): (Vec<u32>, Vec<u32>) =
            self.companions(step).partition(|&other| self.may_go(other));
        (others.is_empty() || self.is_aging(step)).then_some(ready)
    }

    /// The first step within reach that may be sent.
    fn next_step(&self) -> Next {
        let mut soonest = None;
        for &step in self.reach.open() {
            let with = self.may_go(step).then(|| self.company(step)).flatten();
            match (with, self.retries.until(step)) {
                (None, _) => {}
                (Some(_), Some(time)) if time > self.now => soonest = sooner(soonest, Some(time)),
                (Some(with), _) => return Next::Now(step, with),
            }
        }
        soonest.map_or(Next::Nothing, Next::At)
    }
}
