//! What follows from a reading.
//!
//! Two things must be known before a step: that the account has the address that the step replaces, and that no other account has the
//! address that it assigns. Members of a cycle need a third: that they may be changed at all.

use std::rc::Rc;

use http::Response;
use rollcall_atlassian::{
    AccountId, Body, Call, Failure,
    call::{account::GetProfile, directory::User, organization::GetOrganizations},
};

use super::{
    ReadId, Run, Transport,
    instants::later,
    readback::{Holder, How, NotRead, Readback, Verdict, is_final},
    readback_queue::permission,
    reading::Reading,
    record::CycleStage,
    texts,
};
use crate::{
    journal::{Event, Outcome, OutcomeKind, Purpose},
    operation::{Query, QueryOutcome},
};
use rollcall_model::{address, time::Time};

/// What a search showed for one step.
#[derive(Debug, Default)]
struct Seen {
    /// What the step's account has.
    held: Option<String>,
    /// Another account that reportedly has the address that the step assigns and does not give it up in time.
    holder: Option<Holder>,
}

impl Run {
    /// Processes the end of a reading.
    pub(super) fn read(&mut self, read: ReadId, result: Result<Response<Body>, Transport>) {
        let Some((sent_at, reading)) = self.readings.end(read) else {
            return;
        };
        self.hear(sent_at, &result);
        if matches!(reading, Reading::Key) {
            self.key_tried(read, result, sent_at);
            return;
        }
        if let Ok(response) = &result
            && response.status() == http::StatusCode::TOO_MANY_REQUESTS
        {
            self.read_too_fast(read, &reading, result, sent_at);
            return;
        }
        // Ignore results for accounts that are no longer being read or whose reading was restarted.
        let is_awaited = |run: &Self, step: u32| {
            let look = run.readings.readbacks.get(&step);
            look.is_some_and(|look| look.out == Some(read))
        };
        match reading {
            Reading::Search(steps) => {
                let seen = self.seen(&steps, result);
                self.heed_reading(seen.as_ref().err(), sent_at);
                match seen {
                    Ok(seen) => {
                        for (step, seen) in steps.into_iter().zip(seen) {
                            if is_awaited(self, step) {
                                self.searched(step, Ok(seen));
                            }
                        }
                    }
                    Err(reason) => {
                        for step in steps {
                            if is_awaited(self, step) {
                                self.searched(step, Err(&reason));
                            }
                        }
                    }
                }
            }
            of_one if !of_one.steps().iter().all(|&step| is_awaited(self, step)) => {}
            Reading::Account(step) => self.told(step, None, result, sent_at),
            Reading::Further(step, asking) => self.told(step, Some(asking), result, sent_at),
            Reading::Holder(step, holder) => {
                let call = GetProfile {
                    account: holder.account.clone(),
                };
                let found = understood(&call, result);
                self.heed_reading(found.as_ref().err(), sent_at);
                let found = found.and_then(|profile| profile.email.ok_or(NotRead::Absent));
                self.asked_holder(step, &holder, &found);
            }
            Reading::Permission(step) => {
                let Some(account) = self.folded.plan.row_of(step).account.clone() else {
                    return;
                };
                let found = understood(&permission(account), result);
                self.heed_reading(found.as_ref().err(), sent_at);
                let refusal = found.map(|may| may.email_set.and_then(|may| may.refusal()));
                self.asked_permission(step, refusal);
            }
            Reading::Key => {}
        }
    }

    /// What a search showed for each of these steps.
    fn seen(&self, steps: &[u32], result: Result<Response<Body>, Transport>) -> Result<Vec<Seen>, NotRead> {
        if let Some(asking) = self.together(steps) {
            let response = result.map_err(NotRead::Transport)?;
            let told = asking.answer(&response).map_err(NotRead::Failure)?;
            let QueryOutcome::Held(held) = told else {
                return Ok(steps.iter().map(|_| Seen::default()).collect());
            };
            return Ok(held.into_iter().map(|held| Seen { held, holder: None }).collect());
        }
        let Some(search) = self.search(steps) else {
            return Err(NotRead::Absent);
        };
        let users = understood(&search, result)?.items;
        Ok(steps
            .iter()
            .map(|&step| self.seen_by_address(step, &users))
            .collect())
    }

    /// What a search by address showed for one step.
    fn seen_by_address(&self, step: u32, users: &[User]) -> Seen {
        let account = self.folded.plan.row_of(step).account.as_ref();
        let look = self.readings.readbacks.get(&step);
        let is_expected = |held: &String| look.is_some_and(|look| look.is_expected(held));
        let to = &self.folded.plan.steps[step as usize].to;
        let holds = |user: &&User| {
            let email = user.email.as_deref();
            Some(&user.id) != account && email.is_some_and(|email| address::same(email, to))
        };
        let holder = users.iter().find(holds);
        Seen {
            held: users
                .iter()
                .filter(|user| Some(&user.id) == account)
                .filter_map(|user| user.email.clone())
                .find(is_expected),
            holder: holder
                .filter(|user| !self.leaves_in_time(step, &user.id))
                .map(|user| Holder {
                    account: user.id.clone(),
                    name: user.name.clone(),
                }),
        }
    }

    /// Processes a single-account reading: what the account has, or that another query is needed.
    fn told(
        &mut self,
        step: u32,
        further: Option<Rc<dyn Query>>,
        result: Result<Response<Body>, Transport>,
        sent_at: Time,
    ) {
        let asking = further.clone().or_else(|| self.alone(step).map(Rc::from));
        let told = match asking {
            None => Err(NotRead::Absent),
            Some(asking) => result
                .map_err(NotRead::Transport)
                .and_then(|response| asking.answer(&response).map_err(NotRead::Failure)),
        };
        self.heed_reading(told.as_ref().err(), sent_at);
        let held = match told {
            Ok(QueryOutcome::Next(further)) => {
                let now = self.now;
                if let Some(look) = self.readings.readbacks.get_mut(&step) {
                    (look.out, look.further) = (None, Some(further.into()));
                    look.read_at.get_or_insert(now);
                }
                return;
            }
            Ok(QueryOutcome::Later(further)) => return self.ask_later(step, further),
            Ok(QueryOutcome::Over) => return self.over_afterwards(step),
            Ok(QueryOutcome::OverWithErrors { message }) => {
                self.over_afterwards(step);
                if let Some(look) = self.readings.readbacks.get_mut(&step) {
                    look.task_error = Some(message);
                }
                return;
            }
            Ok(QueryOutcome::Done) => {
                let outcome = self.outcome(step, OutcomeKind::Changed, |_| String::new());
                return self.done_afterwards(step, outcome);
            }
            Ok(QueryOutcome::Refused { status, message }) => {
                let outcome = Outcome {
                    kind: OutcomeKind::Refused,
                    status,
                    code: None,
                    message,
                };
                return self.done_afterwards(step, outcome);
            }
            Ok(QueryOutcome::Held(held)) => held.into_iter().next().flatten().ok_or(NotRead::Absent),
            Ok(QueryOutcome::Having(held, access)) => {
                if let Some(look) = self.readings.readbacks.get_mut(&step) {
                    look.access = Some(access);
                }
                held.ok_or(NotRead::Absent)
            }
            // The progress of the task cannot be queried: read the account instead.
            Err(reason) if is_final(&reason) && self.is_about_a_task(step, further.as_ref()) => {
                return self.over_afterwards(step);
            }
            Err(reason) => {
                // Keep what was already found out.
                if let Some(look) = self
                    .readings
                    .readbacks
                    .get_mut(&step)
                    .filter(|_| !is_final(&reason))
                {
                    look.further = further;
                }
                Err(reason)
            }
        };
        self.looked(step, held);
    }

    /// Repeats a reading that was answered 429 as soon as the rate allows; this does not count as a failed reading.
    fn read_too_fast(
        &mut self,
        read: ReadId,
        reading: &Reading,
        result: Result<Response<Body>, Transport>,
        sent_at: Time,
    ) {
        for step in reading.steps() {
            if let Some(look) = self
                .readings
                .readbacks
                .get_mut(step)
                .filter(|look| look.out == Some(read))
            {
                (look.out, look.not_before) = (None, self.now);
                if let Reading::Further(_, asking) = reading {
                    look.further = Some(asking.clone());
                }
            }
        }
        // The wait time is in the same place in every 429, whichever call it answers.
        let failure = understood(&GetOrganizations { cursor: None }, result);
        self.heed_reading(failure.as_ref().err(), sent_at);
    }

    /// Applies the result of a search to one step.
    fn searched(&mut self, step: u32, seen: Result<Seen, &NotRead>) {
        let Some(mut look) = self.readings.readbacks.remove(&step) else {
            return;
        };
        look.out = None;
        let seen = match seen {
            Ok(seen) => seen,
            Err(reason) => {
                // The search may be closed to a key that can change accounts. Any other failure holds all calls back for a while, and
                // then the search is repeated.
                if is_final(reason) {
                    look.how = How::Alone;
                }
                self.readings.readbacks.insert(step, look);
                return;
            }
        };
        let held = seen.held.filter(|held| look.is_expected(held));
        if look.purpose == Purpose::Fresh {
            look.how = seen.holder.map_or(How::Search, How::Holder);
            if let Some(held) = held {
                look.read_at = Some(self.now);
                self.fresh_so_far(step, look, held);
            } else {
                // A holder that was found is read first, then the account itself.
                if !matches!(look.how, How::Holder(_)) {
                    look.how = How::Alone;
                }
                self.readings.readbacks.insert(step, look);
            }
            return;
        }
        if let Some(held) = held {
            self.found(step, &look, Ok(held));
            return;
        }
        // The index is given some time to catch up; then the account itself is read.
        let is_early = self.now < look.patient_until && look.tries == 0;
        look.tries += 1;
        (look.how, look.not_before) = if is_early {
            (How::Search, later(self.now, self.settings.between_reads))
        } else {
            (How::Alone, self.now)
        };
        self.readings.readbacks.insert(step, look);
    }

    /// Whether an account gives up its address by a step that the given step waits for.
    fn leaves_in_time(&self, step: u32, account: &AccountId) -> bool {
        self.folded.plan.steps[step as usize]
            .waits_for
            .iter()
            .any(|&other| self.folded.plan.row_of(other).account.as_ref() == Some(account))
    }

    /// The account is as expected: prepares the next query that its step needs, or concludes the reading if none is left.
    fn fresh_so_far(&mut self, step: u32, mut look: Readback, held: String) {
        look.held = Some(held.clone());
        look.tries = 0;
        look.not_before = self.now;
        if matches!(look.how, How::Holder(_)) {
            self.readings.readbacks.insert(step, look);
        } else if self.wants_permission(step) {
            look.how = How::Permission;
            self.readings.readbacks.insert(step, look);
        } else {
            self.found(step, &look, Ok(held));
        }
    }

    /// Whether Atlassian must still be asked whether the step's account may be changed. Every member of a cycle is checked before the
    /// first one is changed. This takes one call each and must not start over when the addresses of a long cycle are read again
    /// meanwhile.
    fn wants_permission(&self, step: u32) -> bool {
        let cycle = self.folded.plan.cycle_of(step);
        let counts_for = self.settings.permitted_for;
        let is_given = self.readings.is_permitted(self.now, step, counts_for);
        !is_given && cycle.is_some_and(|at| self.folded.cycles[at] == CycleStage::Waiting)
    }

    fn asked_holder(&mut self, step: u32, holder: &Holder, found: &Result<String, NotRead>) {
        let Some(mut look) = self.readings.readbacks.remove(&step) else {
            return;
        };
        look.out = None;
        let to = self.folded.plan.steps[step as usize].to.clone();
        let holds = match found {
            Ok(held) => address::same(held, &to),
            // If the key may not read the holder's profile, this run could not have moved that account: the search is right.
            Err(reason) if is_final(reason) => true,
            Err(_) if look.tries + 1 < self.settings.reads => {
                look.tries += 1;
                look.not_before = self.backed_off(look.tries);
                self.readings.readbacks.insert(step, look);
                return;
            }
            Err(_) => false,
        };
        if holds {
            let who = holder.name.as_deref().unwrap_or(holder.account.as_str());
            let says = texts::held_by(&to, who, holder.account.as_str());
            let was_tried = self.folded.steps[step as usize].tries > 0;
            let kind = if was_tried {
                OutcomeKind::Failed
            } else {
                OutcomeKind::Skipped
            };
            let outcome = self.outcome(step, kind, |_| says);
            self.conclude(step, &look, look.held.clone(), Some(outcome));
            return;
        }
        look.how = How::Alone;
        match look.held.clone() {
            Some(held) => self.fresh_so_far(step, look, held),
            None => {
                self.readings.readbacks.insert(step, look);
            }
        }
    }

    fn asked_permission(&mut self, step: u32, refusal: Result<Option<String>, NotRead>) {
        let Some(mut look) = self.readings.readbacks.remove(&step) else {
            return;
        };
        look.out = None;
        let why = match refusal {
            Ok(None) => {
                self.readings.permit(self.now, step);
                let held = look.held.clone().unwrap_or_default();
                self.found(step, &look, Ok(held));
                return;
            }
            Ok(Some(why)) => why,
            Err(reason) if is_final(&reason) || look.tries + 1 >= self.settings.reads => reason.message(),
            Err(_) => {
                look.tries += 1;
                look.not_before = self.backed_off(look.tries);
                self.readings.readbacks.insert(step, look);
                return;
            }
        };
        let outcome = self.outcome(step, OutcomeKind::Skipped, |_| texts::not_permitted(&why));
        self.conclude(step, &look, look.held.clone(), Some(outcome));
    }

    /// Applies the result of reading a profile to one step.
    pub(super) fn looked(&mut self, step: u32, reading: Result<String, NotRead>) {
        let Some(mut look) = self.readings.readbacks.remove(&step) else {
            return;
        };
        look.out = None;
        match look.judge(self.now, reading, self.settings.reads) {
            Verdict::Holds(held) if look.purpose == Purpose::Fresh && look.is_expected(&held) => {
                look.read_at.get_or_insert(self.now);
                self.fresh_so_far(step, look, held);
            }
            Verdict::Holds(held) => self.found(step, &look, Ok(held)),
            Verdict::Unreadable(reason) => {
                look.access = None;
                self.found(step, &look, Err(reason));
            }
            Verdict::Confirm => {
                look.read_at = None;
                look.not_before = later(self.now, self.settings.between_reads);
                self.readings.readbacks.insert(step, look);
            }
            Verdict::Retry => {
                look.not_before = self.backed_off(look.tries);
                self.readings.readbacks.insert(step, look);
            }
        }
    }

    /// Concludes from what an account has, or from why that is unknown.
    fn found(&mut self, step: u32, look: &Readback, held: Result<String, Option<NotRead>>) {
        let outcome = match (look.purpose, &held) {
            (Purpose::Canary, _) => None,
            (Purpose::Proof, _) => return self.proved(step, held, look.access.clone()),
            (Purpose::Fresh, Ok(held)) => self
                .named_otherwise(step, look)
                .or_else(|| self.fresh(step, held)),
            (Purpose::Settle, Ok(held)) => {
                let settled = self.settled(step, held, look.task_error.as_deref());
                settled.or_else(|| self.named_otherwise(step, look))
            }
            (Purpose::Fresh | Purpose::Settle, Err(reason)) => Some(self.unread(step, reason.as_ref())),
        };
        self.conclude(step, look, held.ok(), outcome);
    }

    /// Whether a reading that took several calls counts from the first of them. A reading that takes longer than `fresh_for`, because few
    /// calls are allowed, would otherwise never count. For addresses there are only two calls, and the second need not be repeated.
    fn counts_since(&self, step: u32, at: Time) -> bool {
        let is_in_time = self.now <= later(at, self.settings.fresh_for);
        at < self.now && (is_in_time || self.folded.plan.spec_of_step(step).is_address())
    }

    fn conclude(&mut self, step: u32, look: &Readback, held: Option<String>, outcome: Option<Outcome>) {
        let goes_on = outcome.is_none();
        self.append(Event::Looked {
            step,
            purpose: look.purpose,
            held,
            outcome,
            access: look.access.clone(),
            since: look.read_at.filter(|&at| self.counts_since(step, at)),
        });
        if !goes_on {
            self.ask_about_refusal(&[step]);
        } else if look.purpose == Purpose::Settle {
            let at = self.backed_off(self.folded.steps[step as usize].tries);
            self.retries.put_off(step, at);
        }
    }
}

pub(super) fn understood<C: Call>(
    call: &C,
    result: Result<Response<Body>, Transport>,
) -> Result<C::Answer, NotRead> {
    let response = result.map_err(NotRead::Transport)?;
    call.answer(&response)
        .map_err(|failure: Failure| NotRead::Failure(failure))
}
