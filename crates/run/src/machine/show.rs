//! Derives what the user sees from the state of a run.

use std::collections::BTreeSet;

use super::{
    CanaryRow, Ending, Parked, Phase, Problem, Proven, Results, Run, State, Waiting,
    flow::Flow,
    fold::{Gate, Pause},
    record::ReadBack,
    texts,
};
use crate::{
    journal::{OutcomeKind, Proof, Purpose, Question, StopReason},
    result_row::ResultRow,
};
use rollcall_model::time::Time;

/// Shorter waits are not shown.
const SHOWN_WAIT: i64 = 1000;

impl Run {
    /// The state to show to the user.
    pub fn state(&self, now: Time) -> State {
        let now = now.max(self.now);
        let folded = &self.folded;
        let left = folded.left();
        let not_run = folded
            .closed
            .get(&OutcomeKind::NotRun)
            .copied()
            .unwrap_or_default();
        let phase = self.phase();
        let rate = if phase == Phase::Running {
            self.meter.rate(now)
        } else {
            0.0
        };
        let waits_for_user = matches!(phase, Phase::CanaryDone | Phase::BatchDone);
        State {
            phase,
            ending: self.ending(),
            rows: folded.plan.rows.len() as u32,
            done: folded.plan.rows.len() as u32 - left - not_run,
            counts: self.counts(),
            batch: (folded.batch + 1).min(folded.plan.batches.len() as u32),
            batches: folded.plan.batches.len() as u32,
            next_rows: folded
                .batch()
                .filter(|_| waits_for_user)
                .map_or(0, |batch| folded.plan.rows_in(batch)),
            rate,
            seconds_left: (rate > 0.0).then(|| f64::from(left) / rate),
            waiting: self.waiting(now),
            problem: self.problem(),
            parked: self.parked(),
            proven: self.proven(),
            traffic: self.meter.shown(),
            canary: self.canary(),
            under_way: folded.sent.values().map(Vec::len).sum::<usize>() as u32,
            in_hand: folded
                .sent
                .values()
                .next_back()
                .and_then(|steps| steps.first())
                .map(|&step| folded.plan.row_of(step).who().to_owned()),
        }
    }

    /// A window of rows in file order; with `outcome`, only of the rows with that outcome.
    pub fn results(&self, from: u32, count: u32, outcome: Option<OutcomeKind>) -> Results {
        let mut total = 0;
        let mut rows = Vec::new();
        for row in 0..self.folded.rows.len() as u32 {
            if outcome.is_some_and(|kind| kind != self.folded.kind(row)) {
                continue;
            }
            if total >= from && (rows.len() as u32) < count {
                rows.push(self.folded.result(row));
            }
            total += 1;
        }
        Results { from, total, rows }
    }

    /// All rows, in file order.
    pub fn all_results(&self) -> impl Iterator<Item = ResultRow> + '_ {
        (0..self.folded.rows.len() as u32).map(|row| self.folded.result(row))
    }

    fn parked(&self) -> Option<Parked> {
        let cycle = &self.folded.plan.cycles[self.folded.open_cycle()?];
        Some(Parked {
            who: self.folded.plan.row_of(cycle.park()).who().to_owned(),
            temporary: cycle.temporary.clone(),
        })
    }

    fn proven(&self) -> Proven {
        let mut proven = Proven::default();
        for proof in self.folded.rows.iter().filter_map(|row| row.proof.as_ref()) {
            match proof {
                Proof::Verified => proven.verified += 1,
                Proof::Instead(_) => proven.instead += 1,
                Proof::Unread(_) => proven.unread += 1,
            }
        }
        proven
    }

    fn phase(&self) -> Phase {
        let folded = &self.folded;
        if self.outbox.broken().is_some() {
            Phase::Broken
        } else if folded.finished && folded.stopping.is_some() {
            Phase::Stopped
        } else if folded.transferred {
            Phase::Transferred
        } else if folded.finished {
            Phase::Done
        } else if !folded.begun {
            Phase::Ready
        } else if folded.pause.is_some() && folded.stopping.is_none() {
            // An open cycle is closed first.
            match self.flow() {
                Flow::OnlyCycle(_) => Phase::Running,
                _ => Phase::Paused,
            }
        } else if self.is_proving() {
            Phase::Proving
        } else if folded.stopping.is_some() {
            Phase::Running
        } else {
            match folded.gate {
                Gate::Open => Phase::Running,
                Gate::CanaryDone => Phase::CanaryDone,
                Gate::BatchDone => Phase::BatchDone,
            }
        }
    }

    fn ending(&self) -> Option<Ending> {
        let folded = &self.folded;
        match () {
            () if folded.is_closed() || self.outbox.broken().is_some() => None,
            () if folded.hurried => Some(Ending::StopAtOnce),
            () if folded.stopping.is_some() => Some(Ending::Stop),
            () if folded.transferring => Some(Ending::Transfer),
            () => None,
        }
    }

    fn counts(&self) -> Vec<(OutcomeKind, u32)> {
        let folded = &self.folded;
        let rows: BTreeSet<u32> = folded
            .doubts
            .iter()
            .map(|&step| folded.plan.steps[step as usize].row)
            .collect();
        let doubts = rows.len() as u32;
        OutcomeKind::ALL
            .into_iter()
            .map(|kind| {
                let closed = folded.closed.get(&kind).copied().unwrap_or_default();
                let others = match kind {
                    OutcomeKind::InDoubt => doubts,
                    OutcomeKind::NotRun => folded.left() - doubts,
                    _ => 0,
                };
                (kind, closed + others)
            })
            .collect()
    }

    fn waiting(&self, now: Time) -> Option<Waiting> {
        let is_moving = !self.folded.sent.is_empty() || self.readings.under_way() > 0;
        if is_moving || !(self.is_running() || self.folded.stopping.is_some()) || self.folded.finished {
            return None;
        }
        let hold = self.rate.held(now).map(|hold| Waiting {
            why: hold.why,
            until: hold.until,
        });
        let settling = self
            .readings
            .readbacks
            .iter()
            .filter(|(_, look)| look.purpose == Purpose::Settle);
        let settling = settling.map(|(&step, look)| Waiting {
            why: if self.folded.steps[step as usize].was_taken {
                texts::BEING_CARRIED_OUT
            } else {
                texts::SETTLING
            },
            until: look.not_before,
        });
        let trying = self.retries.all().map(|until| Waiting {
            why: texts::TRYING_AGAIN,
            until,
        });
        hold.or_else(|| settling.chain(trying).min_by_key(|waiting| waiting.until))
            .filter(|waiting| waiting.until.0 - now.0 >= SHOWN_WAIT)
    }

    fn problem(&self) -> Option<Problem> {
        let problem = |code, what: String, hint, detail: &str| Problem {
            code,
            what,
            hint,
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
        };
        if let Some(said) = &self.outbox.broken() {
            let mut parked = self.needing();
            parked.extend(
                self.parked()
                    .map(|parked| texts::parked_now(&parked.who, &parked.temporary)),
            );
            let what = if parked.is_empty() {
                texts::JOURNAL.to_owned()
            } else {
                format!("{} {}", texts::JOURNAL, texts::needs_you(&parked))
            };
            return Some(problem("run-journal", what, texts::JOURNAL_HINT, said));
        }
        let parked = self.needing();
        if self.folded.finished && !parked.is_empty() {
            let what = texts::needs_you(&parked);
            return Some(problem("run-needs-you", what, texts::NEEDS_YOU_HINT, ""));
        }
        if let Some(StopReason::Key { message, .. }) = &self.folded.stopping {
            return Some(problem(
                "run-key",
                texts::KEY.to_owned(),
                texts::KEY_LATE_HINT,
                message,
            ));
        }
        let Some(Pause::Question(question)) = self.folded.pause.as_ref().filter(|_| !self.folded.finished)
        else {
            return None;
        };
        match question {
            Question::Canary | Question::Batch => None,
            Question::Key { message: said, .. } => {
                Some(problem("run-key", texts::KEY.to_owned(), texts::KEY_HINT, said))
            }
            Question::Failures { in_a_row, of_batch } => Some(problem(
                "run-failures",
                texts::failures(*in_a_row, *of_batch, self.last_failure().as_deref()),
                texts::FAILURES_HINT,
                "",
            )),
            Question::Refusal { step, status, .. } => {
                let row = self.folded.plan.row_of(*step);
                let record = &self.folded.steps[*step as usize];
                let answer = record.answer.as_ref();
                let said = record.outcome().map_or("", |outcome| &outcome.message);
                let what = texts::refusal(row.who(), row.line, *status, said);
                Some(problem(
                    "run-refusal",
                    what,
                    texts::REFUSAL_HINT,
                    answer.map_or("", |answer| answer.raw()),
                ))
            }
            Question::Trouble { message: said } if said == rollcall_atlassian::WEB_PAGE => Some(problem(
                "run-trouble",
                texts::WEB_PAGES_ASKED.to_owned(),
                texts::WEB_PAGES_HINT,
                said,
            )),
            Question::Trouble { message: said } => Some(problem(
                "run-trouble",
                texts::TROUBLE_ASKED.to_owned(),
                texts::TROUBLE_HINT,
                said,
            )),
            Question::Blocked { message: said } => Some(problem(
                "run-blocked",
                texts::BLOCKED_ASKED.to_owned(),
                texts::BLOCKED_HINT,
                said,
            )),
        }
    }

    /// The row that failed last, and why.
    fn last_failure(&self) -> Option<String> {
        let rows = self.folded.plan.rows.iter().zip(&self.folded.rows);
        let failed = rows.filter_map(|(row, known)| {
            let (outcome, at) = known.outcome.as_ref()?;
            outcome.kind.is_failure().then_some((row, outcome, *at))
        });
        let (row, outcome, _) = failed.max_by_key(|(.., at)| *at)?;
        Some(format!("{} (line {}): {}", row.who(), row.line, outcome.message))
    }

    /// The accounts left at a temporary address, as the problem names them.
    fn needing(&self) -> Vec<String> {
        let rows = (0u32..).zip(&self.folded.rows);
        rows.filter(|(_, row)| row.kind() == Some(OutcomeKind::NeedsYou))
            .map(|(at, row)| {
                let of = &self.folded.plan.rows[at as usize];
                let temporary = self.folded.temporary_of(row.first_step).unwrap_or_default();
                let before = of.before.as_deref().unwrap_or_default();
                let in_doubt = texts::parked_in_doubt(&temporary);
                let is_in_doubt = row
                    .outcome
                    .as_ref()
                    .is_some_and(|(outcome, _)| outcome.message == in_doubt);
                let has = if is_in_doubt { "may have" } else { "has" };
                format!(
                    "{} (line {}, account {}) {has} {temporary} instead of {before}",
                    of.who(),
                    of.line,
                    of.person()
                )
            })
            .collect()
    }

    fn canary(&self) -> Vec<CanaryRow> {
        let Some(batch) = self.folded.plan.batches.iter().find(|batch| batch.canary) else {
            return Vec::new();
        };
        batch
            .range()
            .map(|step| {
                let row = self.folded.plan.row_of(step);
                let record = &self.folded.steps[step as usize];
                CanaryRow {
                    number: row.number,
                    who: row.who().to_owned(),
                    before: record.from.clone().unwrap_or_default(),
                    wanted: row.wish(),
                    read_back: match &record.read_back {
                        ReadBack::Held(address) => Some(address.clone()),
                        ReadBack::NotYet | ReadBack::Unreadable => None,
                    },
                }
            })
            .collect()
    }
}
