//! Whether the key is bad, or one row only looks as if it were.
//!
//! An answer that accuses the key or the organization can be about one row: an account, a directory or a role of somebody else's. So
//! before the run stops for the key, the key is tried on what connecting tried it on: the list of the organization's managed accounts,
//! and what the key may do with one of them. Until that is answered nothing else is sent, and the accusing call counts as under way: if
//! the run breaks off, it is in doubt.

use http::{Request, Response};
use rollcall_atlassian::{Body, Call, Failure, Kind, call::organization::GetManagedAccounts};

use super::{
    Effect, ReadId, Run, Transport,
    classify_answer::Weighed,
    fold::Pause,
    readback::NotRead,
    readback_queue::permission,
    readback_results::understood,
    reading::Reading,
    texts,
    trial::{Accusation, Stand, Trial, Verdict, samples},
};
use crate::journal::{Answer, Attempt, Meaning, Question, StopReason};
use rollcall_model::time::Time;

impl Run {
    /// Holds back what follows from an answer to a changing call that accuses the key.
    pub(super) fn accuse_by_call(
        &mut self,
        attempt: Attempt,
        weighed: Weighed,
        by_scopes: bool,
        sent_at: Time,
    ) {
        let said = weighed.answer.message().to_owned();
        let status = weighed.answer.status().unwrap_or_default();
        self.accuse(Accusation {
            call: Some((attempt, weighed)),
            by_scopes,
            sent_at,
            said,
            status,
        });
    }

    /// The same for a reading.
    pub(super) fn accuse_by_reading(&mut self, said: &str, status: u16, sent_at: Time) {
        self.accuse(Accusation {
            call: None,
            by_scopes: false,
            sent_at,
            said: said.to_owned(),
            status,
        });
    }

    fn accuse(&mut self, accusation: Accusation) {
        let is_of_old_key = self.key.found_bad.is_some_and(|at| accusation.sent_at <= at);
        if is_of_old_key || self.is_key_dead() {
            self.not_done(accusation);
        } else {
            self.key.accusations.push(accusation);
        }
    }

    /// Whether the run waits for another key, or ended for the want of one.
    fn is_key_dead(&self) -> bool {
        matches!(self.folded.stopping, Some(StopReason::Key { .. }))
            || matches!(self.folded.pause, Some(Pause::Question(Question::Key { .. })))
    }

    /// Tries the key, if it is accused. Returns when to check again.
    pub(super) fn try_key(&mut self) -> Option<Time> {
        if !self.key.is_under_way() {
            return None;
        }
        let is_hard = self.folded.pause.as_ref().is_some_and(Pause::is_hard);
        if self.folded.hurried || self.outbox.broken().is_some() || (is_hard && self.folded.transferring) {
            self.acquit_nobody();
            return None;
        }
        if is_hard {
            return None;
        }
        let (now, accusations) = (self.now, self.key.accusations.len());
        let trial = self.key.trial.get_or_insert(Trial {
            stand: Stand::List,
            accusations,
            out: None,
            not_before: now,
            tries: 0,
        });
        if trial.out.is_some() {
            return None;
        }
        let due = trial.not_before.max(self.rate.ready_at(self.now));
        if due > self.now {
            return Some(due);
        }
        let request = match &trial.stand {
            Stand::Accounts(accounts) => accounts
                .last()
                .map(|account| permission(account.clone()).request()),
            Stand::List => None,
        };
        let request = request.unwrap_or_else(|| self.list_of_accounts());
        self.rate.take(self.now);
        let read = self.readings.begin(self.now, Reading::Key);
        if let Some(trial) = &mut self.key.trial {
            trial.out = Some(read);
        }
        self.effects.push(Effect::Read(read, Box::new(request)));
        None
    }

    fn list_of_accounts(&self) -> Request<Body> {
        self.managed_accounts().request()
    }

    fn managed_accounts(&self) -> GetManagedAccounts {
        GetManagedAccounts {
            organization: self.folded.origin.organization.clone(),
            cursor: None,
            limit: None,
        }
    }

    /// Processes the answer to one of the trial's calls.
    pub(super) fn key_tried(
        &mut self,
        read: ReadId,
        result: Result<Response<Body>, Transport>,
        sent_at: Time,
    ) {
        let list = self.managed_accounts();
        let Some(trial) = self.key.trial.as_mut().filter(|trial| trial.out == Some(read)) else {
            return;
        };
        (trial.out, trial.not_before) = (None, self.now);
        let told = match &mut trial.stand {
            Stand::List => understood(&list, result).map(|page| samples(page.items)),
            Stand::Accounts(accounts) => match accounts.pop() {
                Some(account) => {
                    let told = understood(&permission(account.clone()), result).map(|_| Vec::new());
                    if matches!(&told, Err(reason) if !is_told(reason)) {
                        accounts.push(account);
                    }
                    told
                }
                None => Ok(Vec::new()),
            },
        };
        let is_list = matches!(trial.stand, Stand::List);
        let verdict = match told {
            Ok(accounts) if is_list && !accounts.is_empty() => {
                trial.stand = Stand::Accounts(accounts);
                None
            }
            // Nobody to try it on: the list belongs to the key all the same, and only a key with scopes says so itself.
            Ok(_) if is_list => Some(
                self.key
                    .of_scopes()
                    .map_or(Verdict::Good, |(said, status)| Verdict::Bad { said, status }),
            ),
            Ok(_) => Some(Verdict::Good),
            Err(NotRead::Failure(Failure {
                kind: Kind::WrongKey | Kind::ScopedKey | Kind::WrongOrganization,
                message,
                status,
                ..
            })) => Some(Verdict::Bad {
                said: message,
                status,
            }),
            // The list cannot be refused to the organization's own key; an account can.
            Err(NotRead::Failure(failure)) if is_list && is_refusal(&failure) && failure.status != 400 => {
                Some(Verdict::Bad {
                    said: failure.message,
                    status: failure.status,
                })
            }
            Err(NotRead::Failure(failure)) if !is_list && is_refusal(&failure) => {
                let has_others = matches!(&trial.stand, Stand::Accounts(accounts) if !accounts.is_empty());
                (!has_others).then_some(Verdict::Good)
            }
            Err(reason) => return self.key_not_tried(&reason, sent_at),
        };
        self.heed_reading(None, sent_at);
        match verdict {
            Some(Verdict::Good) => self.key_is_good(),
            Some(Verdict::Bad { said, status }) => self.key_is_bad(&said, status),
            None => {}
        }
    }

    /// The trial's call got no answer that says anything: it is repeated, but not for ever.
    fn key_not_tried(&mut self, reason: &NotRead, sent_at: Time) {
        let is_too_fast = matches!(reason, NotRead::Failure(failure) if failure.status == 429);
        let tries = self.key.trial.as_ref().map_or(0, |trial| trial.tries) + u32::from(!is_too_fast);
        self.heed_reading(Some(reason), sent_at);
        if tries >= self.settings.reads {
            self.acquit_nobody();
            return;
        }
        let again = if is_too_fast {
            self.now
        } else {
            self.backed_off(tries)
        };
        if let Some(trial) = &mut self.key.trial {
            (trial.tries, trial.not_before) = (tries, again);
        }
    }

    /// The key works: what accused it before its trial is about the rows of the calls.
    fn key_is_good(&mut self) {
        let count = self.key.trial.take().map_or(0, |trial| trial.accusations);
        let settled: Vec<Accusation> = self.key.accusations.drain(..count).collect();
        for accusation in settled {
            if let Some((attempt, mut weighed)) = accusation.call {
                weighed.meaning = Meaning::Refused;
                if let Answer::Response {
                    message,
                    status,
                    code,
                    ..
                } = &mut weighed.answer
                {
                    *message = texts::about_row(*status, code.as_deref());
                }
                let steps = self.take_answer(attempt, weighed);
                self.ask_about_refusal(&steps);
            }
        }
    }

    fn key_is_bad(&mut self, said: &str, status: u16) {
        self.key.found_bad = Some(self.now);
        self.acquit_nobody();
        self.key_died(said, status);
    }

    /// Ends the trial: what the accusing calls were to do is not done, and nothing is said of their rows.
    pub(super) fn acquit_nobody(&mut self) {
        self.key.trial = None;
        for accusation in std::mem::take(&mut self.key.accusations) {
            self.not_done(accusation);
        }
    }

    fn not_done(&mut self, accusation: Accusation) {
        if let Some((attempt, weighed)) = accusation.call {
            self.take_answer(attempt, weighed);
        }
    }
}

/// Whether an answer says something of the key or the account: otherwise the same call is made again.
fn is_told(reason: &NotRead) -> bool {
    matches!(reason, NotRead::Failure(failure) if is_refusal(failure))
}

fn is_refusal(failure: &Failure) -> bool {
    matches!(failure.kind, Kind::Refused(_))
}
