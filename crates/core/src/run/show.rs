//! Shows a run: from what is so to what is said.

use super::{
    CanaryRow, Phase, Problem, ResultRow, Results, Run, State, Waiting,
    fold::{Gate, Pause, ReadBack, Record, Stage},
    words,
};
use crate::{
    journal::{OutcomeKind, Purpose, Question, StopReason},
    time::Time,
};

/// The rate that is shown is that of so many milliseconds.
const RATE_WINDOW: i64 = 10_000;

/// Shorter waits are not shown.
const SHOWN_WAIT: i64 = 1000;

impl Run {
    /// What is shown of the run.
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
            self.rate(now)
        } else {
            0.0
        };
        let waits_for_user = matches!(phase, Phase::CanaryDone | Phase::BatchDone);
        State {
            phase,
            is_stopping: folded.stopping.is_some() && !folded.finished,
            rows: folded.plan.rows.len() as u32,
            done: folded.plan.rows.len() as u32 - left - not_run,
            counts: self.counts(),
            batch: (folded.batch + 1).min(folded.plan.batches.len() as u32),
            batches: folded.plan.batches.len() as u32,
            next_rows: folded
                .batch()
                .filter(|_| waits_for_user)
                .map_or(0, |batch| batch.steps),
            rate,
            seconds_left: (rate > 0.0).then(|| f64::from(left) / rate),
            waiting: self.waiting(now),
            problem: self.problem(),
            canary: self.canary(),
            in_hand: folded
                .sent
                .values()
                .next_back()
                .map(|&step| folded.plan.row_of(step).who().to_owned()),
        }
    }

    /// A window over the rows in the order of the file, or over those with one outcome.
    pub fn results(&self, from: u32, count: u32, outcome: Option<OutcomeKind>) -> Results {
        let mut total = 0;
        let mut rows = Vec::new();
        for step in self.in_order_of_rows() {
            if outcome.is_some_and(|kind| kind != self.kind(step)) {
                continue;
            }
            if total >= from && (rows.len() as u32) < count {
                rows.push(self.result(step));
            }
            total += 1;
        }
        Results { from, total, rows }
    }

    /// Every row, in the order of the file.
    pub fn all_results(&self) -> impl Iterator<Item = ResultRow> + '_ {
        self.in_order_of_rows().into_iter().map(|step| self.result(step))
    }

    fn in_order_of_rows(&self) -> Vec<u32> {
        let mut steps: Vec<u32> = (0..self.folded.steps.len() as u32).collect();
        steps.sort_by_key(|&step| self.folded.plan.steps[step as usize].row);
        steps
    }

    fn kind(&self, step: u32) -> OutcomeKind {
        let record = &self.folded.steps[step as usize];
        record
            .outcome()
            .map_or_else(|| unsettled(record).0, |outcome| outcome.kind)
    }

    fn result(&self, step: u32) -> ResultRow {
        let row = self.folded.plan.row_of(step);
        let record = &self.folded.steps[step as usize];
        let said = record.outcome();
        let (outcome, words) = match said {
            Some(outcome) if outcome.words.is_empty() => (outcome.kind, words::CHANGED.to_owned()),
            Some(outcome) => (outcome.kind, outcome.words.clone()),
            None => {
                let (kind, words) = unsettled(record);
                (kind, words.to_owned())
            }
        };
        let last = record.answer.as_ref();
        ResultRow {
            number: row.number,
            line: row.line,
            step,
            account: row.account.clone(),
            name: row.name.clone(),
            before: record.from.clone(),
            wanted: row.wanted.clone(),
            outcome,
            words,
            status: said.map_or_else(
                || last.and_then(crate::journal::Answer::status),
                |outcome| outcome.status,
            ),
            code: said.and_then(|outcome| outcome.code.clone()),
            at: match record.stage {
                Stage::Closed { at, .. } => Some(at),
                _ => None,
            },
        }
    }

    fn phase(&self) -> Phase {
        let folded = &self.folded;
        if self.broken.is_some() || (folded.finished && folded.stopping.is_some()) {
            Phase::Stopped
        } else if folded.handed_over {
            Phase::HandedOver
        } else if folded.finished {
            Phase::Done
        } else if !folded.begun {
            Phase::Ready
        } else if folded.stopping.is_some() {
            Phase::Running
        } else if folded.pause.is_some() {
            Phase::Paused
        } else {
            match folded.gate {
                Gate::Open => Phase::Running,
                Gate::CanaryDone => Phase::CanaryDone,
                Gate::BatchDone => Phase::BatchDone,
            }
        }
    }

    fn counts(&self) -> Vec<(OutcomeKind, u32)> {
        let folded = &self.folded;
        let doubts = folded.doubts.len() as u32;
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

    fn rate(&self, now: Time) -> f64 {
        let recent = self.recent.iter().filter(|at| at.0 > now.0 - RATE_WINDOW);
        let (count, first) = recent.fold((0u32, now), |(count, first), &at| (count + 1, first.min(at)));
        let seconds = (now.0 - first.0) as f64 / 1000.0;
        f64::from(count) / seconds.max(1.0)
    }

    pub(super) fn forget_old_rates(&mut self) {
        while self
            .recent
            .front()
            .is_some_and(|at| at.0 <= self.now.0 - RATE_WINDOW)
        {
            self.recent.pop_front();
        }
    }

    fn waiting(&self, now: Time) -> Option<Waiting> {
        let is_moving = !self.folded.sent.is_empty() || !self.reads.is_empty();
        if is_moving || !(self.is_running() || self.folded.stopping.is_some()) || self.folded.finished {
            return None;
        }
        let hold = self.pace.held(now).map(|hold| Waiting {
            why: hold.why,
            until: hold.until,
        });
        let settling = self.looks.values().filter(|look| look.purpose == Purpose::Settle);
        let settling = settling.map(|look| Waiting {
            why: words::SETTLING,
            until: look.not_before,
        });
        let trying = self.not_before.values().map(|&until| Waiting {
            why: words::TRYING_AGAIN,
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
        if let Some(said) = &self.broken {
            return Some(problem(
                "run-journal",
                words::JOURNAL.to_owned(),
                words::JOURNAL_HINT,
                said,
            ));
        }
        if let Some(StopReason::Key { words, .. }) = &self.folded.stopping {
            return Some(problem("run-key", words::KEY.to_owned(), words::KEY_HINT, words));
        }
        let Some(Pause::Question(question)) = self.folded.pause.as_ref().filter(|_| !self.folded.finished)
        else {
            return None;
        };
        match question {
            Question::Canary | Question::Batch => None,
            Question::Refusal { step, status, .. } => {
                let row = self.folded.plan.row_of(*step);
                let answer = self.folded.steps[*step as usize].answer.as_ref();
                let said = answer.map_or("", |answer| answer.words());
                let what = words::refusal(row.who(), row.line, *status, said);
                Some(problem(
                    "run-refusal",
                    what,
                    words::REFUSAL_HINT,
                    answer.map_or("", |answer| answer.raw()),
                ))
            }
            Question::Trouble { words: said } => Some(problem(
                "run-trouble",
                words::TROUBLE_ASKED.to_owned(),
                words::TROUBLE_HINT,
                said,
            )),
            Question::Blocked { words: said } => Some(problem(
                "run-blocked",
                words::BLOCKED_ASKED.to_owned(),
                words::BLOCKED_HINT,
                said,
            )),
        }
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
                    wanted: row.wanted.clone(),
                    read_back: match &record.read_back {
                        ReadBack::Held(address) => Some(address.clone()),
                        ReadBack::NotYet | ReadBack::Unreadable => None,
                    },
                }
            })
            .collect()
    }
}

/// What is shown of a step without an outcome.
fn unsettled(record: &Record) -> (OutcomeKind, &'static str) {
    match record.stage {
        Stage::Sent(_) => (OutcomeKind::NotRun, words::UNDER_WAY),
        Stage::Doubt { .. } => (OutcomeKind::InDoubt, words::BEING_SETTLED),
        Stage::Open | Stage::Closed { .. } => (OutcomeKind::NotRun, words::NOT_SENT),
    }
}
