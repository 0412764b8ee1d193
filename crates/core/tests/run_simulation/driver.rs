//! Carries out what a run wants, on a virtual clock: what the worker does with fetch, `IndexedDB` and the clock.

mod crash;

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, Response};
use rollcall_atlassian::{AccountId, Call, OrganizationId, call::account::GetProfile};
use rollcall_core::{
    journal::{Attempt, Decision, Entry, Origin, OutcomeKind, RunId, Seq},
    run::{Effect, Input, NotRead, ReadId, Run, Transport},
    time::Time,
};

use crate::{
    organization::{account_of, answer},
    scenario::{self, Scenario},
    witness::Witness,
};

/// A run that is not over by then hangs.
const LONGEST: i64 = 30 * 24 * 3600 * 1000;
const MOST_EVENTS: u32 = 100_000;

/// Something that will happen.
#[derive(Debug)]
enum Coming {
    /// The disk has it, or not.
    Durable(Seq),
    NotDurable,
    /// A request arrives at the organization; its answer may reach the run.
    Arrives {
        attempt: Attempt,
        request: Box<Request<Vec<u8>>>,
        then: Then,
    },
    Answers(Attempt, Result<Box<Response<Vec<u8>>>, Transport>),
    Reads {
        read: ReadId,
        accounts: Vec<AccountId>,
        is_lost: bool,
    },
    ReadBack(ReadId, Vec<(AccountId, Result<String, NotRead>)>),
    Timer,
    Decides(Decision),
    Resumes,
}

/// What becomes of an answer on its way back.
#[derive(Clone, Copy, Debug)]
enum Then {
    Comes,
    ComesTwice,
    Lost {
        comes_late: bool,
    },
    /// The run does not wait for it any more.
    Nobody,
    Broken(&'static str, u16),
}

pub(crate) struct Driver {
    scenario: Scenario,
    run: Option<Run>,
    now: i64,
    /// By time, then in order.
    coming: BTreeMap<(i64, u64), Coming>,
    number: u64,
    /// Entries handed over, and how many of them are safe.
    journal: Vec<Entry>,
    safe: usize,
    witness: Witness,
    hits: BTreeSet<&'static str>,
    is_over: bool,
}

fn origin() -> Origin {
    Origin {
        run: RunId::of_draw(1),
        organization: OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").expect("an id"),
        organization_name: String::new(),
        file: String::new(),
        sha256: String::new(),
        left_out: Vec::new(),
        undoes: None,
    }
}

impl Driver {
    pub(crate) fn new(scenario: Scenario) -> Self {
        let run = Run::new(
            Time(0),
            scenario.plan.clone(),
            origin(),
            scenario.seed,
            scenario.settings,
        );
        let witness = Witness::new(scenario.plan.clone(), &scenario.organization);
        let mut hits = BTreeSet::new();
        if scenario.plan.steps.iter().any(|step| !step.waits_for.is_empty()) {
            hits.insert(scenario::CHAIN);
        }
        Self {
            scenario,
            run: Some(run),
            now: 0,
            coming: BTreeMap::new(),
            number: 0,
            journal: Vec::new(),
            safe: 0,
            witness,
            hits,
            is_over: false,
        }
    }

    /// Drives the run to its end, and says what it met.
    pub(crate) fn run(mut self) -> BTreeSet<&'static str> {
        self.schedule(10, Coming::Decides(Decision::Begin));
        if self.chance(300) {
            self.schedule(20, Coming::Decides(Decision::AllBatches));
        }
        self.carry_out();
        let mut events = 0;
        while let Some(((at, _), coming)) = self.coming.pop_first() {
            events += 1;
            self.now = self.now.max(at);
            assert!(
                self.now < LONGEST && events < MOST_EVENTS,
                "it does not end: {}",
                self.tell()
            );
            self.happens(coming);
            self.witness.looks(&self.scenario.organization);
            // After the end, requests that are still on their way arrive.
            if !self.is_over {
                self.user();
                self.crash();
            }
        }
        assert!(
            self.is_over,
            "nothing is to come, but the run waits: {}",
            self.tell()
        );
        let run = self.run.as_ref().expect("a run");
        self.witness
            .judges(run, Time(self.now), &self.scenario.organization);
        for row in run.all_results() {
            let hit = match row.outcome {
                OutcomeKind::Refused => scenario::REFUSED,
                OutcomeKind::Skipped => scenario::SKIPPED,
                OutcomeKind::Changed if row.words.contains("read") => scenario::CHANGED_BY_READING,
                _ => continue,
            };
            self.hits.insert(hit);
        }
        if self.scenario.organization.was_stale {
            self.hits.insert(scenario::STALE_READ);
        }
        self.hits
    }

    /// For a message: where the run stands, and how it came there.
    fn tell(&self) -> String {
        let state = self.run.as_ref().map(|run| run.state(Time(self.now)));
        let last = self.journal.iter().skip(1).rev().take(15).rev();
        last.fold(format!("{state:?}"), |text, entry| {
            format!("{text}\n{:?} {:?}", entry.at, entry.event)
        })
    }

    fn happens(&mut self, coming: Coming) {
        match coming {
            Coming::Durable(seq) => {
                let upto = self.journal.iter().take_while(|entry| entry.seq <= seq).count();
                self.witness.safe(&self.journal[self.safe..upto]);
                self.safe = upto;
                self.input(Input::Durable(seq));
            }
            Coming::NotDurable => {
                self.hits.insert(scenario::NOT_DURABLE);
                self.input(Input::NotDurable {
                    words: "QuotaExceededError".into(),
                });
            }
            Coming::Arrives {
                attempt,
                request,
                then,
            } => self.arrives(attempt, &request, then),
            Coming::Answers(attempt, result) => {
                self.witness.ends(attempt);
                self.input(Input::Answered(attempt, result.map(|response| *response)));
            }
            Coming::Reads {
                read,
                accounts,
                is_lost,
            } => self.reads(read, accounts, is_lost),
            Coming::ReadBack(read, readings) => self.input(Input::ReadBack(read, readings)),
            Coming::Timer => self.input(Input::Time),
            Coming::Decides(decision) => self.input(Input::Decided(decision)),
            Coming::Resumes => self.resume(),
        }
    }

    fn arrives(&mut self, attempt: Attempt, request: &Request<Vec<u8>>, then: Then) {
        let before = self.scenario.organization.effective_changes(&account_of(request));
        let response = self.scenario.organization.receive(self.now, request);
        let is_change = before != self.scenario.organization.effective_changes(&account_of(request));
        match response.status().as_u16() {
            429 => self.hits.insert(scenario::TOO_FAST),
            401 => self.hits.insert(scenario::KEY_REVOKED),
            _ => false,
        };
        let back = self.way();
        match then {
            Then::Comes => self.schedule(back, Coming::Answers(attempt, Ok(Box::new(response)))),
            Then::ComesTwice => {
                self.hits.insert(scenario::DOUBLE_ANSWER);
                let (status, body) = (
                    response.status().as_u16(),
                    String::from_utf8(response.body().clone()),
                );
                let again = answer(status, &body.expect("text"));
                self.schedule(back, Coming::Answers(attempt, Ok(Box::new(response))));
                let later = back + self.way();
                self.schedule(later, Coming::Answers(attempt, Ok(Box::new(again))));
            }
            Then::Lost { comes_late } => {
                if is_change {
                    self.hits.insert(scenario::LOST_REPLY);
                }
                let lost = Transport::Lost {
                    words: "Failed to fetch".into(),
                };
                self.schedule(back, Coming::Answers(attempt, Err(lost)));
                if comes_late {
                    self.hits.insert(scenario::LATE_ANSWER);
                    let later = back + self.scenario.chance.between(1, 60_000);
                    self.schedule(later, Coming::Answers(attempt, Ok(Box::new(response))));
                }
            }
            Then::Nobody => {}
            Then::Broken(body, status) => {
                self.schedule(back, Coming::Answers(attempt, Ok(Box::new(answer(status, body)))));
            }
        }
    }

    fn reads(&mut self, read: ReadId, accounts: Vec<AccountId>, is_lost: bool) {
        let mut readings = Vec::new();
        let mut refused = None;
        for account in accounts {
            let reading = match self.scenario.organization.read(self.now, account.as_str()) {
                _ if is_lost => Err(NotRead::Transport(Transport::Lost { words: String::new() })),
                Ok(Some(address)) => Ok(address),
                Ok(None) => Err(NotRead::Absent),
                Err(response) => {
                    let call = GetProfile {
                        account: account.clone(),
                    };
                    refused = Some(NotRead::Failure(call.answer(&response).expect_err("a failure")));
                    break;
                }
            };
            readings.push((account, reading));
        }
        if let Some(refused) = refused {
            // One call reads them all: it fails as a whole.
            for (_, reading) in &mut readings {
                *reading = Err(refused.clone());
            }
        }
        let back = self.way();
        self.schedule(back, Coming::ReadBack(read, readings));
    }

    fn input(&mut self, input: Input) {
        let mut now = self.now;
        if self.chance(self.scenario.faults.clock_goes_back) {
            self.hits.insert(scenario::CLOCK_WENT_BACK);
            now -= self.scenario.chance.between(1, 3_600_000);
        }
        if let Some(run) = &mut self.run {
            run.input(Time(now), input);
        }
        self.carry_out();
    }

    fn carry_out(&mut self) {
        let effects = self.run.as_mut().map(Run::effects).unwrap_or_default();
        for effect in effects {
            assert!(!self.is_over, "after its end the run wants {effect:?}");
            match effect {
                Effect::Append(seq, entries) => self.append(seq, entries),
                Effect::Send(attempt, request) => self.send(attempt, request),
                Effect::Read { read, accounts, .. } => {
                    let is_lost = self.chance(self.scenario.faults.lost_read);
                    let there = self.way();
                    self.schedule(
                        there,
                        Coming::Reads {
                            read,
                            accounts,
                            is_lost,
                        },
                    );
                }
                Effect::Wait(until) => {
                    self.schedule((until.0 - self.now).max(1), Coming::Timer);
                }
                Effect::Ask(_) => self.decide(),
                Effect::Done => self.is_over = true,
            }
        }
    }

    fn append(&mut self, seq: Seq, entries: Vec<Entry>) {
        assert_eq!(self.safe, self.journal.len(), "one append at a time");
        assert_eq!(entries.last().map(|entry| entry.seq), Some(seq));
        self.journal.extend(entries);
        let run = self.run.as_ref().expect("a run");
        assert!(
            run.is_fold_of(&self.journal).expect("a whole journal"),
            "the run is the fold over its journal"
        );
        let takes = self.scenario.chance.between(0, 30);
        let fails = self.chance(self.scenario.faults.not_durable);
        self.schedule(
            takes,
            if fails {
                Coming::NotDurable
            } else {
                Coming::Durable(seq)
            },
        );
    }

    fn send(&mut self, attempt: Attempt, request: Box<Request<Vec<u8>>>) {
        self.witness.sends(attempt, &self.scenario.organization);
        let faults = self.scenario.faults;
        let there = self.way();
        if self.chance(faults.foreign_answer) {
            self.hits.insert(scenario::FOREIGN_ANSWER);
            self.schedule(
                there,
                Coming::Answers(Attempt(attempt.0 + 1000), Ok(Box::new(answer(204, "")))),
            );
        }
        let lost = || {
            Err(Transport::Lost {
                words: "Failed to fetch".into(),
            })
        };
        if self.chance(faults.blocked) {
            self.hits.insert(scenario::BLOCKED);
            let blocked = Transport::Blocked {
                words: "Refused to connect".into(),
            };
            self.schedule(there, Coming::Answers(attempt, Err(blocked)));
        } else if self.chance(faults.lost_request) {
            self.hits.insert(scenario::LOST_REQUEST);
            self.schedule(there, Coming::Answers(attempt, lost()));
        } else if self.chance(faults.late_request) {
            self.hits.insert(scenario::LATE_REQUEST);
            self.schedule(there, Coming::Answers(attempt, lost()));
            let life = self.scenario.settings.request_life.as_millis() as i64;
            let late = there + self.scenario.chance.between(1, life);
            self.schedule(
                late,
                Coming::Arrives {
                    attempt,
                    request,
                    then: Then::Nobody,
                },
            );
        } else {
            let then = self.fate();
            self.schedule(
                there,
                Coming::Arrives {
                    attempt,
                    request,
                    then,
                },
            );
        }
    }

    fn fate(&mut self) -> Then {
        let faults = self.scenario.faults;
        if self.chance(faults.lost_reply) {
            Then::Lost {
                comes_late: self.chance(faults.late_answer),
            }
        } else if self.chance(faults.double_answer) {
            Then::ComesTwice
        } else if self.chance(faults.server_error) {
            self.hits.insert(scenario::SERVER_ERROR);
            Then::Broken("", self.scenario.chance.one_of(&[500, 502, 503, 504]))
        } else if self.chance(faults.odd_success) {
            self.hits.insert(scenario::ODD_SUCCESS);
            Then::Broken(
                self.scenario
                    .chance
                    .one_of(&["<html>", "{\"key\":", "{\"error\":1}"]),
                200,
            )
        } else {
            Then::Comes
        }
    }

    /// The user looks, and mostly goes on.
    fn decide(&mut self) {
        let decision = match self.scenario.chance.between(0, 20) {
            0 => Decision::Stop,
            1..5 => Decision::AllBatches,
            5..10 => Decision::NextBatch,
            _ => Decision::GoOn,
        };
        let takes = self.scenario.chance.between(100, 60_000);
        self.schedule(takes, Coming::Decides(decision));
        // A decision that does not answer the question is not taken; going on always does.
        self.schedule(takes + 1000, Coming::Decides(Decision::GoOn));
    }

    fn user(&mut self) {
        let faults = self.scenario.faults;
        if self.chance(faults.pause) {
            self.hits.insert(scenario::PAUSED);
            self.schedule(1, Coming::Decides(Decision::Pause));
            let takes = self.scenario.chance.between(100, 600_000);
            self.schedule(takes, Coming::Decides(Decision::GoOn));
        }
        if self.chance(faults.stop) {
            self.hits.insert(scenario::STOPPED);
            self.schedule(1, Coming::Decides(Decision::Stop));
            if self.chance(300) {
                self.schedule(2000, Coming::Decides(Decision::Stop));
            }
        }
    }

    fn schedule(&mut self, after: i64, coming: Coming) {
        self.number += 1;
        self.coming.insert((self.now + after.max(0), self.number), coming);
    }

    fn way(&mut self) -> i64 {
        self.scenario.chance.between(1, self.scenario.latency + 1)
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        self.scenario.chance.per_mille(per_mille)
    }
}
