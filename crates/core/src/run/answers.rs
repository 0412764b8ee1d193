//! What comes in: answers to calls, and readings of accounts.

use std::time::Duration;

use http::Response;
use rollcall_atlassian::{AccountId, Body, Kind, Wait};

use super::{
    NotRead, ReadId, Run, Transport,
    fold::Stage,
    later,
    look::{Standing, Verdict, standing},
    weigh::{Sign, weigh},
    words,
};
use crate::{
    journal::{Attempt, Event, Meaning, Outcome, OutcomeKind, Purpose, Question, StopReason},
    time::Time,
};

/// So long after an address was freed the server may still call it taken, and so often it is tried again.
const FREED_LATELY: Duration = Duration::from_mins(1);
const TRIES_AFTER_FREED: u32 = 3;

impl Run {
    pub(super) fn answered(&mut self, attempt: Attempt, result: Result<Response<Body>, Transport>) {
        let (Some(sent_at), Some(&step)) = (self.flying.remove(&attempt), self.folded.sent.get(&attempt))
        else {
            let status = result.ok().map(|response| response.status().as_u16());
            self.append(Event::Ignored { attempt, status });
            return;
        };
        let weighed = weigh(&self.call(step), result, self.was_freed_lately(step));
        let (status, code) = (weighed.answer.status(), weighed.answer.code().map(str::to_owned));
        let said = weighed.answer.words().to_owned();
        let meaning = weighed.meaning;
        self.append(Event::Answered {
            attempt,
            answer: weighed.answer,
            meaning,
        });
        self.heed(weighed.sign, sent_at, &said, status);
        match (meaning, status) {
            (Meaning::Refused, Some(status)) => self.ask_about_refusal(step, status, code),
            (Meaning::Again | Meaning::TooFast, _) => self.try_again_or_give_up(step),
            _ => {}
        }
    }

    /// What an answer says about the connection: faster, slower, a question, or the end.
    fn heed(&mut self, sign: Sign, sent_at: Time, said: &str, status: Option<u16>) {
        match sign {
            Sign::Good => {
                self.pace.accepted();
                (self.setbacks, self.trouble) = (0, 0);
            }
            Sign::TooFast(wait) => self.set_back(sent_at, wait, true, words::TOO_FAST),
            Sign::Trouble(wait) => {
                self.set_back(sent_at, wait, false, words::TROUBLE);
                if self.trouble >= self.settings.trouble {
                    self.trouble = 0;
                    self.ask(Question::Trouble {
                        words: said.to_owned(),
                    });
                }
            }
            Sign::Blocked => self.ask(Question::Blocked {
                words: said.to_owned(),
            }),
            Sign::Key => {
                if !matches!(self.folded.stopping, Some(StopReason::Key { .. })) {
                    let status = status.unwrap_or_default();
                    self.append(Event::Stopping {
                        reason: StopReason::Key {
                            words: said.to_owned(),
                            status,
                        },
                    });
                }
            }
        }
    }

    /// Holds everything back for a while. Calls that were under way together are one setback, however many fail.
    fn set_back(&mut self, sent_at: Time, wait: Option<Wait>, too_fast: bool, why: &'static str) {
        let is_new = self.setbacks == 0 || sent_at >= self.setback_at;
        if is_new {
            self.setbacks += 1;
            self.setback_at = self.now;
            if too_fast {
                self.pace.refused(self.now);
            } else {
                self.trouble += 1;
            }
        }
        let until = match wait {
            Some(Wait::For(time)) => later(self.now, time),
            Some(Wait::Until(millis)) => Time(millis),
            None if is_new => self.backed_off(self.setbacks),
            None => self.now,
        };
        let longest = later(self.now, self.settings.longest_wait);
        self.pace.hold(until.min(longest), why);
    }

    /// Pauses and asks, unless there is nothing left to ask about or somebody else asked before.
    fn ask(&mut self, question: Question) {
        if self.folded.pause.is_none() && self.folded.stopping.is_none() && self.folded.left() > 0 {
            self.append(Event::Asked {
                question: question.clone(),
            });
            self.effects.push(super::Effect::Ask(question));
        }
    }

    fn ask_about_refusal(&mut self, step: u32, status: u16, code: Option<String>) {
        if !self.folded.seen.contains(&(status, code.clone())) {
            self.ask(Question::Refusal { step, status, code });
        }
    }

    fn try_again_or_give_up(&mut self, step: u32) {
        let record = &self.folded.steps[step as usize];
        let (tries, too_fast) = (record.tries, record.too_fast);
        if tries >= self.settings.tries || too_fast >= self.settings.too_fast {
            let outcome = self.outcome(step, OutcomeKind::Failed, |last| {
                words::given_up(tries + too_fast, last)
            });
            self.append(Event::Closed { step, outcome });
        } else if tries > 0 {
            let at = self.backed_off(tries);
            self.not_before.insert(step, at);
        }
    }

    /// Whether "address taken" may be the server's index lagging behind the step that freed it.
    fn was_freed_lately(&self, step: u32) -> bool {
        let is_lately = |at: Time| self.now <= later(at, FREED_LATELY);
        self.folded.steps[step as usize].tries + 1 < TRIES_AFTER_FREED
            && self.folded.plan.steps[step as usize].waits_for.iter().any(|&other| {
                matches!(self.folded.steps[other as usize].stage, Stage::Closed { at, .. } if is_lately(at))
            })
    }

    /// An outcome with what the last answer said.
    pub(super) fn outcome(&self, step: u32, kind: OutcomeKind, say: impl FnOnce(&str) -> String) -> Outcome {
        let last = self.folded.steps[step as usize].answer.as_ref();
        Outcome {
            kind,
            status: last.and_then(crate::journal::Answer::status),
            code: last.and_then(|answer| answer.code().map(str::to_owned)),
            words: say(last.map_or("no answer came.", |answer| answer.words())),
        }
    }

    pub(super) fn read_back(&mut self, read: ReadId, readings: &[(AccountId, Result<String, NotRead>)]) {
        let Some((sent_at, steps)) = self.reads.remove(&read) else {
            return;
        };
        let mut is_heeded = false;
        for step in steps {
            let account = &self.folded.plan.row_of(step).account;
            let reading = readings
                .iter()
                .find(|(of, _)| of == account)
                .map_or(Err(NotRead::Absent), |(_, reading)| reading.clone());
            // One call may have read many accounts; it says one thing about the connection.
            if !std::mem::replace(&mut is_heeded, true) {
                self.heed_reading(&reading, sent_at);
            }
            self.looked(step, reading);
        }
    }

    fn heed_reading(&mut self, reading: &Result<String, NotRead>, sent_at: Time) {
        match reading {
            Ok(_) | Err(NotRead::Absent) => self.heed(Sign::Good, sent_at, "", None),
            Err(NotRead::Transport(Transport::Lost { words })) => {
                self.heed(Sign::Trouble(None), sent_at, &words::lost(words), None);
            }
            Err(NotRead::Transport(Transport::Blocked { words })) => {
                self.heed(Sign::Blocked, sent_at, &words::blocked(words), None);
            }
            Err(NotRead::Failure(failure)) => {
                let sign = match &failure.kind {
                    Kind::Retry(wait) if failure.status == 429 => Sign::TooFast(*wait),
                    Kind::Retry(wait) => Sign::Trouble(*wait),
                    Kind::NotUnderstood => Sign::Trouble(None),
                    Kind::WrongKey => Sign::Key,
                    // The search may be closed to a key that can change accounts; the changing call says what counts.
                    Kind::Refused(_) | Kind::ScopedKey | Kind::WrongOrganization => Sign::Good,
                };
                self.heed(sign, sent_at, &failure.words, Some(failure.status));
            }
        }
    }

    fn looked(&mut self, step: u32, reading: Result<String, NotRead>) {
        let Some(mut look) = self.looks.remove(&step) else {
            return;
        };
        look.is_out = false;
        match look.judge(reading, self.settings.reads) {
            Verdict::Holds(held) => self.found(step, look.purpose, Ok(held)),
            Verdict::Unreadable(reason) => self.found(step, look.purpose, Err(reason)),
            Verdict::Confirm => {
                let gap = if look.purpose == Purpose::Fresh {
                    Duration::ZERO
                } else {
                    self.settings.between_reads
                };
                look.not_before = later(self.now, gap);
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
            (Purpose::Fresh, Ok(held)) => self.fresh(step, held),
            (Purpose::Settle, Ok(held)) => self.settled(step, held),
            (Purpose::Fresh | Purpose::Settle, Err(reason)) => Some(self.unread(step, reason.as_ref())),
        };
        let goes_on = outcome.is_none();
        let held = held.ok();
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

    /// An account that was read before its step; `None`: as planned.
    fn fresh(&self, step: u32, held: &str) -> Option<Outcome> {
        let record = &self.folded.steps[step as usize];
        let from = record.from.as_deref();
        let was_tried = record.tries > 0;
        match standing(held, from, &self.folded.plan.steps[step as usize].to) {
            Standing::Wanted if was_tried => Some(self.changed_by_reading(step)),
            Standing::Wanted => Some(self.outcome(step, OutcomeKind::Already, |_| words::ALREADY.to_owned())),
            Standing::Before => None,
            Standing::Other if was_tried => Some(self.not_as_planned(step, held)),
            Standing::Other => Some(self.outcome(step, OutcomeKind::Skipped, |_| words::moved(held, from))),
        }
    }

    /// An account that was read after a doubtful call; `None`: the call did nothing and may be made again.
    fn settled(&self, step: u32, held: &str) -> Option<Outcome> {
        let record = &self.folded.steps[step as usize];
        let is_last = record.tries >= self.settings.tries;
        let failed = |say: &dyn Fn(&str) -> String| Some(self.outcome(step, OutcomeKind::Failed, say));
        match standing(
            held,
            record.from.as_deref(),
            &self.folded.plan.steps[step as usize].to,
        ) {
            Standing::Wanted => Some(self.changed_by_reading(step)),
            Standing::Other => Some(self.not_as_planned(step, held)),
            Standing::Before if self.folded.stopping.is_some() => failed(&words::stopped_before_retry),
            Standing::Before if is_last => failed(&|last| words::given_up(record.tries, last)),
            Standing::Before => None,
        }
    }

    fn changed_by_reading(&self, step: u32) -> Outcome {
        self.outcome(step, OutcomeKind::Changed, |_| {
            words::CHANGED_BY_READING.to_owned()
        })
    }

    fn not_as_planned(&self, step: u32, held: &str) -> Outcome {
        self.outcome(step, OutcomeKind::Failed, |_| words::not_as_planned(held))
    }

    /// An account that cannot be read. What was tried stays in doubt; what was not is not sent.
    fn unread(&self, step: u32, reason: Option<&NotRead>) -> Outcome {
        let why = reason.map_or_else(|| words::NO_AGREEMENT.to_owned(), NotRead::words);
        if self.folded.steps[step as usize].tries > 0 {
            return self.outcome(step, OutcomeKind::InDoubt, |_| words::in_doubt(&why));
        }
        let mut outcome = self.outcome(step, OutcomeKind::Skipped, |_| words::not_read(&why));
        if let Some(NotRead::Failure(failure)) = reason {
            (outcome.status, outcome.code) = (Some(failure.status), failure.code.clone());
        }
        outcome
    }
}
