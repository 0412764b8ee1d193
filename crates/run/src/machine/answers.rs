//! Processes answers to calls and readings of accounts.

use std::time::Duration;

use http::Response;
use rollcall_atlassian::{Body, Kind, Rate, Wait};

use super::{
    Run, Transport,
    classify_answer::{Sign, Weighed, for_row, weigh},
    fold::Pause,
    instants::later,
    readback::{NotRead, Readback, Standing, standing},
    record::Stage,
    texts::{self, About},
};
use crate::journal::{
    Answer, Attempt, Event, Meaning, Outcome, OutcomeKind, Question, RowAnswer, StopReason,
};
use rollcall_model::{address, time::Time};

/// For this long after an address was freed the server may still report it as taken; the step is retried this often.
const FREED_LATELY: Duration = Duration::from_mins(1);
const TRIES_AFTER_FREED: u32 = 3;

/// A step whose call is answered with a web page is tried this often: what answers so stands on the way, and seldom goes by itself.
const TRIES_WITH_WEB_PAGES: u32 = 2;

impl Run {
    pub(super) fn answered(&mut self, attempt: Attempt, result: Result<Response<Body>, Transport>) {
        let (Some(sent_at), Some(steps)) = (
            self.in_flight.remove(&attempt),
            self.folded.sent.get(&attempt).cloned(),
        ) else {
            let status = result.ok().map(|response| response.status().as_u16());
            self.append(Event::Ignored { attempt, status });
            return;
        };
        self.hear(sent_at, &result);
        let (Some(call), Some(&first)) = (self.call(&steps), steps.first()) else {
            return;
        };
        let weighed = weigh(&*call, result, self.was_freed_lately(first));
        let said = weighed.answer.message().to_owned();
        let (sign, status) = (weighed.sign, weighed.answer.status());
        if let Sign::Key { by_scopes } = sign {
            self.accuse_by_call(attempt, weighed, by_scopes, sent_at);
            return;
        }
        let at_once = self.take_answer(attempt, weighed);
        self.heed(sign, sent_at, &said, status);
        if sign == Sign::Good {
            self.retries.was_answered();
        }
        self.ask_about_refusal(&at_once);
    }

    /// Applies an answer to the steps of its call, which it returns.
    pub(super) fn take_answer(&mut self, attempt: Attempt, mut weighed: Weighed) -> Vec<u32> {
        let steps = self.folded.sent.get(&attempt).cloned().unwrap_or_default();
        let Some(&first) = steps.first() else {
            return steps;
        };
        if weighed.meaning == Meaning::Refused && steps.len() > 1 {
            // Nothing was done, and one of the steps may be the reason: each is retried alone.
            weighed.meaning = Meaning::Again;
        }
        if weighed.meaning == Meaning::Refused && self.folded.steps[first as usize].was_in_doubt {
            // An earlier call may have made the change, leaving nothing to do.
            weighed.meaning = Meaning::RefusedAgain;
        }
        let status = weighed.answer.status();
        let meaning = weighed.meaning;
        let each: Vec<RowAnswer> = steps
            .iter()
            .zip(weighed.each)
            .filter_map(|(&step, done)| Some(for_row(status, done?, step)))
            .collect();
        self.append(Event::Answered {
            attempt,
            answer: weighed.answer,
            meaning,
            each,
        });
        if let Some(ask) = weighed.afterwards {
            self.follow(first, ask);
        }
        // A call that came too fast concerns the rate and is not a failure of its row, however often it happens.
        if meaning == Meaning::Again {
            for &step in &steps {
                let at = self.backed_off(self.folded.steps[step as usize].tries);
                self.retries.put_off(step, at);
            }
        }
        steps
    }

    /// Applies what an answer says about the connection: go faster, slow down, ask the user, or stop.
    fn heed(&mut self, sign: Sign, sent_at: Time, said: &str, status: Option<u16>) {
        match sign {
            Sign::Good => self.retries.came_through(),
            // If the server does not say how long to wait, the rate controller decides.
            Sign::TooFast(wait) => {
                if let Some(wait) = wait {
                    self.hold(wait, crate::rate::TOO_FAST);
                }
            }
            Sign::Trouble(wait) => {
                self.set_back(sent_at, wait);
                if self.retries.is_trouble(self.settings.trouble) {
                    self.ask(Question::Trouble {
                        message: said.to_owned(),
                    });
                }
            }
            Sign::WebPage => {
                self.set_back(sent_at, None);
                if self.retries.is_web_page_again(self.settings.trouble) {
                    self.ask(Question::Trouble {
                        message: said.to_owned(),
                    });
                }
            }
            Sign::Blocked => {
                self.set_back(sent_at, None);
                self.ask(Question::Blocked {
                    message: said.to_owned(),
                });
            }
            Sign::Key { .. } => self.accuse_by_reading(said, status.unwrap_or_default(), sent_at),
        }
    }

    /// The key no longer works: asks for a new one. A run that is already stopping ends without settling anything more.
    pub(super) fn key_died(&mut self, said: &str, status: u16) {
        let message = said.to_owned();
        match self.folded.stopping {
            None => self.ask(Question::Key { message, status }),
            Some(StopReason::Key { .. }) => {}
            Some(StopReason::User | StopReason::NeedsYou) => {
                self.append(Event::Stopping {
                    reason: StopReason::Key { message, status },
                });
            }
        }
    }

    /// Holds all calls back for a while. Calls that were under way together count as one setback, however many fail.
    fn set_back(&mut self, sent_at: Time, wait: Option<Wait>) {
        let in_a_row = self.retries.set_back(self.now, sent_at);
        let wait = match (wait, in_a_row) {
            (Some(wait), _) => wait,
            (None, Some(in_a_row)) => Wait::Until(self.backed_off(in_a_row).0),
            (None, None) => return,
        };
        self.hold(wait, texts::TROUBLE);
    }

    /// Holds all calls back for as long as the server says, up to the longest allowed wait.
    fn hold(&mut self, wait: Wait, why: &'static str) {
        let until = match wait {
            Wait::For(time) => later(self.now, time),
            Wait::Until(millis) => Time(millis),
        };
        let longest = later(self.now, self.settings.longest_wait);
        self.rate.hold(until.min(longest), why);
    }

    /// Pauses and asks, unless nothing is left to ask about or another question is open. A problem that blocks every call is reported
    /// even while another question is open.
    pub(super) fn ask(&mut self, question: Question) {
        let is_asked = match &self.folded.pause {
            None => false,
            Some(pause) => pause.is_hard() || !Pause::Question(question.clone()).is_hard(),
        };
        let is_about_rows = matches!(question, Question::Refusal { .. } | Question::Failures { .. });
        let is_moot = is_about_rows && self.folded.left() == 0;
        if !is_asked && !is_moot && self.folded.stopping.is_none() && !self.folded.is_closed() {
            self.append(Event::Asked {
                question: question.clone(),
            });
            self.effects.push(super::Effect::Ask(question));
        }
    }

    /// Asks about the first refused step among these, if its kind of refusal has not occurred before.
    pub(super) fn ask_about_refusal(&mut self, steps: &[u32]) {
        let refused = steps.iter().find_map(|&step| {
            let outcome = self.folded.steps[step as usize].outcome()?;
            let is_refused = outcome.kind == OutcomeKind::Refused;
            is_refused.then_some((step, outcome.status?, outcome.code.clone()))
        });
        if let Some((step, status, code)) = refused
            && !self.folded.seen.contains(&(status, code.clone()))
        {
            self.ask(Question::Refusal { step, status, code });
        }
    }

    /// In an open cycle only a refusal ends a step: an account is parked, and waiting costs less than giving up.
    fn is_in_open_cycle(&self, step: u32) -> bool {
        let cycle = self.folded.plan.cycle_of(step);
        cycle.is_some() && cycle == self.folded.open_cycle()
    }

    /// Whether "address taken" may come from an index that lags behind the step that freed the address.
    fn was_freed_lately(&self, step: u32) -> bool {
        let of = &self.folded.plan.steps[step as usize];
        // The address that an undo step restores was freed by the step that it undoes.
        let mut freeing = of.waits_for.iter().chain(&of.undoes);
        let is_lately = |at: Time| self.now <= later(at, FREED_LATELY);
        self.folded.steps[step as usize].tries + 1 < TRIES_AFTER_FREED.min(self.settings.tries)
            && freeing.any(|&other| {
                matches!(self.folded.steps[other as usize].stage, Stage::Closed { at, .. } if is_lately(at))
            })
    }

    /// An outcome whose message includes the last answer.
    pub(super) fn outcome(&self, step: u32, kind: OutcomeKind, say: impl FnOnce(&str) -> String) -> Outcome {
        let last = self.folded.steps[step as usize].answer.as_ref();
        Outcome {
            kind,
            status: last.and_then(crate::journal::Answer::status),
            code: last.and_then(|answer| answer.code().map(str::to_owned)),
            message: say(last.map_or(texts::NO_ANSWER, |answer| answer.message())),
        }
    }

    /// Applies what the result of a reading says about the connection.
    pub(super) fn heed_reading(&mut self, reason: Option<&NotRead>, sent_at: Time) {
        match reason {
            None | Some(NotRead::Absent) => self.heed(Sign::Good, sent_at, "", None),
            Some(NotRead::Transport(Transport::Lost { message })) => {
                self.heed(Sign::Trouble(None), sent_at, &texts::lost(message), None);
            }
            Some(NotRead::Transport(Transport::Blocked { message })) => {
                self.heed(Sign::Blocked, sent_at, &texts::blocked(message), None);
            }
            Some(NotRead::Failure(failure)) => {
                let sign = match &failure.kind {
                    Kind::Retry(wait) if failure.status == 429 => Sign::TooFast(*wait),
                    Kind::Retry(wait) => Sign::Trouble(*wait),
                    Kind::NotUnderstood | Kind::WebPage => Sign::Trouble(None),
                    Kind::WrongKey => Sign::Key { by_scopes: false },
                    // The search may be closed to a key that can change accounts; only the changing call decides.
                    Kind::Refused(_) | Kind::ScopedKey | Kind::WrongOrganization => Sign::Good,
                };
                self.heed(sign, sent_at, &failure.message, Some(failure.status));
            }
        }
    }

    /// Passes a result to the rate controller. Every response says something about the rate; other failures do not.
    pub(super) fn hear(&mut self, sent_at: Time, result: &Result<Response<Body>, Transport>) {
        let Ok(response) = result else {
            self.rate.lost(self.now, sent_at);
            return;
        };
        let is_refused = response.status() == http::StatusCode::TOO_MANY_REQUESTS;
        self.meter.count(self.now, is_refused);
        if response.status().is_server_error() {
            self.rate.lost(self.now, sent_at);
        } else {
            let rate = Rate::read(response.headers());
            self.rate.answered(self.now, sent_at, rate, is_refused);
        }
    }

    /// The outcome after reading an account before its step; `None` if it is as planned.
    pub(super) fn fresh(&self, step: u32, held: &str) -> Option<Outcome> {
        let from = self.folded.starts_from(step);
        let was_tried = self.folded.steps[step as usize].tries > 0;
        let minds_case = self.folded.plan.spec_of_step(step).operation.minds_case();
        match standing(held, from, &self.folded.plan.steps[step as usize].to, minds_case) {
            Standing::Wanted if was_tried => Some(self.changed_by_reading(step)),
            Standing::Wanted => Some(self.outcome(step, OutcomeKind::Already, |_| {
                texts::already(self.folded.about(step))
            })),
            Standing::Before => None,
            Standing::Other if was_tried => Some(self.not_as_planned(step, held)),
            Standing::Other => Some(self.outcome(step, OutcomeKind::Skipped, |_| {
                match (self.folded.steps[step as usize].from.as_deref(), from) {
                    (None, Some(must)) => texts::unfit(self.folded.about(step), held, must),
                    (from, _) => texts::moved(self.folded.about(step), held, from),
                }
            })),
        }
    }

    /// The outcome if the call names the account by an address that it no longer has: the call would affect another account.
    pub(super) fn named_otherwise(&self, step: u32, look: &Readback) -> Option<Outcome> {
        let named = self.folded.plan.row_of(step).address()?;
        let has = look.access.as_ref()?.address.as_deref()?;
        let is_same = address::same(named, has);
        let was_tried = self.folded.steps[step as usize].tries > 0;
        (!is_same).then(|| {
            let (kind, message) = if was_tried {
                (OutcomeKind::Failed, texts::named_otherwise(has, named))
            } else {
                (
                    OutcomeKind::Skipped,
                    texts::moved(About::Address, has, Some(named)),
                )
            };
            self.outcome(step, kind, |_| message)
        })
    }

    /// The outcome after reading an account to settle a doubt; `None` if the call did nothing and may be repeated.
    pub(super) fn settled(&self, step: u32, held: &str, task_error: Option<&str>) -> Option<Outcome> {
        let record = &self.folded.steps[step as usize];
        let is_web_page = record.answer.as_ref().is_some_and(Answer::is_web_page);
        let most = if is_web_page {
            TRIES_WITH_WEB_PAGES.min(self.settings.tries)
        } else {
            self.settings.tries
        };
        let is_last = record.tries >= most;
        match standing(
            held,
            self.folded.starts_from(step),
            &self.folded.plan.steps[step as usize].to,
            self.folded.plan.spec_of_step(step).operation.minds_case(),
        ) {
            Standing::Wanted => Some(self.changed_by_reading(step)),
            Standing::Other => Some(self.not_as_planned(step, held)),
            Standing::Before if record.was_refused => {
                Some(self.outcome(step, OutcomeKind::Refused, str::to_owned))
            }
            Standing::Before if let Some(message) = task_error => Some(Outcome {
                kind: OutcomeKind::Refused,
                status: None,
                code: None,
                message: message.to_owned(),
            }),
            Standing::Before if record.was_taken => {
                Some(self.outcome(step, OutcomeKind::InDoubt, |_| texts::not_seen_yet(held)))
            }
            Standing::Before if self.is_in_open_cycle(step) => None,
            Standing::Before if !self.may_repeat(step) => {
                Some(self.outcome(step, OutcomeKind::InDoubt, |_| texts::not_repeated(held)))
            }
            Standing::Before if is_last => Some(self.outcome(step, OutcomeKind::Failed, |last| {
                texts::given_up(record.tries, last)
            })),
            Standing::Before => None,
        }
    }

    /// Whether a step's call may be repeated although an earlier one may have taken effect.
    fn may_repeat(&self, step: u32) -> bool {
        self.call(&[step]).is_none_or(|call| call.may_repeat())
    }

    fn changed_by_reading(&self, step: u32) -> Outcome {
        let record = &self.folded.steps[step as usize];
        let outcome = self.outcome(step, OutcomeKind::Changed, |_| {
            texts::changed_by_reading(self.folded.about(step), record.was_taken)
        });
        // The answer to a refused call does not belong to this outcome.
        let said = (!record.was_refused).then_some((outcome.status, outcome.code));
        let (status, code) = said.unwrap_or_default();
        Outcome {
            status,
            code,
            ..outcome
        }
    }

    fn not_as_planned(&self, step: u32, held: &str) -> Outcome {
        let was_taken = self.folded.steps[step as usize].was_taken;
        self.outcome(step, OutcomeKind::Failed, |_| {
            texts::not_as_planned(self.folded.about(step), held, was_taken)
        })
    }

    /// The outcome for an account that cannot be read: steps that were tried stay in doubt, others are not sent.
    pub(super) fn unread(&self, step: u32, reason: Option<&NotRead>) -> Outcome {
        let why = reason.map_or_else(|| texts::NO_AGREEMENT.to_owned(), NotRead::message);
        if self.folded.steps[step as usize].tries > 0 {
            return self.outcome(step, OutcomeKind::InDoubt, |_| {
                texts::in_doubt(self.folded.about(step), &why)
            });
        }
        let mut outcome = self.outcome(step, OutcomeKind::Skipped, |_| texts::not_read(&why));
        if let Some(NotRead::Failure(failure)) = reason {
            (outcome.status, outcome.code) = (Some(failure.status), failure.code.clone());
        }
        outcome
    }
}
