//! Resuming a run from its journal.

use super::{
    Run, Settings,
    claimed::{self, MOST_TIMES},
    fold::Folded,
    record::Stage,
};
use crate::{
    journal::{self, Entry, Event, Origin, Seq},
    plan::{Plan, PlanFlaw},
};
use rollcall_model::time::Time;

/// Why a run cannot be resumed from a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The journal does not begin with a plan.
    #[error("The journal does not begin with a plan. Its beginning is missing, or it is another file.")]
    NoPlan,
    /// Another version wrote the journal.
    #[error(
        "The journal is of version {found}; this Rollcall reads version {known}. Open it with the Rollcall that wrote it."
    )]
    Version {
        /// Version of the journal.
        found: u32,
        /// Version that this Rollcall reads.
        known: u32,
    },
    /// An entry is missing or occurs twice.
    #[error("Entry {} of the journal is missing: entry {} stands in its place.", .expected.0, .found.0)]
    Gap {
        /// The expected entry.
        expected: Seq,
        /// The entry found in its place.
        found: Seq,
    },
    /// The plan does not follow from its rows.
    #[error(
        "The plan in the journal is not one that Rollcall makes: {0}. The journal was changed or damaged."
    )]
    Plan(PlanFlaw),
    /// An entry refers to a step or an attempt that does not exist.
    #[error("Entry {} of the journal does not fit what stands before it. The journal was changed or damaged.", .0.0)]
    Damaged(Seq),
}

impl Run {
    /// Resumes a run from its journal. Calls that were under way when the journal ends are in doubt, which is settled by reading the
    /// accounts. Accounts of the current batch are read again before anything is sent.
    ///
    /// # Errors
    /// [`JournalError`], if the journal is incomplete or damaged.
    pub fn resume(now: Time, journal: &[Entry], settings: Settings) -> Result<Self, JournalError> {
        let mut run = Self::around(fold(journal)?, now, settings);
        if !run.folded.is_closed() {
            run.append(Event::Resumed);
            run.extend_reach();
        }
        run.advance();
        Ok(run)
    }

    /// Continues from an imported journal with `plan`, which has the rows that passed the review here. Nothing that the journal decided,
    /// confirmed or counted still applies: the new run has not begun. `origin` is what the review found and must name the same run.
    ///
    /// # Errors
    /// [`JournalError`], if the journal is incomplete or damaged, was not transferred, or belongs to another run.
    pub fn take_in(
        now: Time,
        journal: &[Entry],
        origin: Origin,
        plan: Plan,
        settings: Settings,
    ) -> Result<Self, JournalError> {
        let mut folded = fold(journal)?;
        let entry = Entry {
            seq: Seq(folded.last.0 + 1),
            at: now,
            event: Event::TakenIn {
                origin: Box::new(origin),
                plan: Box::new(plan),
            },
        };
        follow(&mut folded, &entry)?;
        let mut run = Self::around(folded, now, settings);
        run.outbox.write(entry);
        run.flush();
        Ok(run)
    }

    /// Returns the entries that close a journal for transfer, for a run that is not being carried out. Nothing is settled or sent, and an
    /// open cycle stays open. Empty if the journal is already closed. (A run that is under way takes
    /// [`crate::journal::Decision::Transfer`] instead and finishes what it has begun.)
    ///
    /// # Errors
    /// [`JournalError`], if the journal is incomplete or damaged.
    pub fn transfer_as_it_is(now: Time, journal: &[Entry]) -> Result<Vec<Entry>, JournalError> {
        let folded = fold(journal)?;
        if folded.is_closed() {
            return Ok(Vec::new());
        }
        let at = now.max(folded.at);
        let events = [Event::Resumed, Event::Transferred];
        Ok((folded.last.0 + 1..)
            .zip(events)
            .map(|(seq, event)| Entry {
                seq: Seq(seq),
                at,
                event,
            })
            .collect())
    }

    /// Whether this run's state equals the fold over a journal of all entries that it ever passed to [`super::Effect::Append`].
    ///
    /// # Errors
    /// [`JournalError`], if the journal is incomplete or damaged.
    pub fn is_fold_of(&self, journal: &[Entry]) -> Result<bool, JournalError> {
        Ok(self.folded == fold(journal)?)
    }
}

/// Folds a complete journal.
fn fold(journal: &[Entry]) -> Result<Folded, JournalError> {
    let Some((first, rest)) = journal.split_first() else {
        return Err(JournalError::NoPlan);
    };
    let Event::Planned {
        version,
        origin,
        seed,
        plan,
    } = &first.event
    else {
        return Err(JournalError::NoPlan);
    };
    if *version != journal::VERSION {
        return Err(JournalError::Version {
            found: *version,
            known: journal::VERSION,
        });
    }
    if first.seq != Seq(1) {
        return Err(JournalError::Gap {
            expected: Seq(1),
            found: first.seq,
        });
    }
    check_plan(plan, origin)?;
    let mut folded = Folded::new(
        Plan::clone(plan),
        Origin::clone(origin),
        *seed,
        first.seq,
        first.at,
    );
    for entry in rest {
        follow(&mut folded, entry)?;
    }
    Ok(folded)
}

/// Applies an entry that was read, if it can follow the previous ones.
fn follow(folded: &mut Folded, entry: &Entry) -> Result<(), JournalError> {
    let expected = Seq(folded.last.0 + 1);
    if entry.seq != expected {
        return Err(JournalError::Gap {
            expected,
            found: entry.seq,
        });
    }
    // The clock of the other machine may have been ahead, or the file claims so: from here on the local clock counts.
    let is_ours = matches!(entry.event, Event::TakenIn { .. });
    if (entry.at < folded.at && !is_ours) || !fits(folded, &entry.event) {
        return Err(JournalError::Damaged(entry.seq));
    }
    if let Event::TakenIn { origin, plan } = &entry.event {
        check_plan(plan, origin)?;
    }
    folded.apply(entry);
    Ok(())
}

/// Derives the plan from its rows again: a journal is a file, and anyone who edits it can also fix its checksum.
fn check_plan(plan: &Plan, origin: &Origin) -> Result<(), JournalError> {
    plan.check(origin.run).map_err(JournalError::Plan)?;
    match plan.without_call(&origin.organization) {
        Some(error) => Err(JournalError::Plan(PlanFlaw::Rows(error))),
        None => Ok(()),
    }
}

/// Whether an event can follow the current state.
fn fits(folded: &Folded, event: &Event) -> bool {
    let is_open = |step: u32| {
        folded
            .steps
            .get(step as usize)
            .is_some_and(|record| !record.is_over())
    };
    !folded.finished
        && (!folded.transferred || matches!(event, Event::TakenOver | Event::TakenIn { .. }))
        && match event {
            Event::Planned { .. } => false,
            Event::Intended { attempt, step, with } => {
                let mut steps: Vec<u32> = [*step].into_iter().chain(with.iter().copied()).collect();
                let is_free = |&step: &u32| {
                    let record = folded.steps.get(step as usize);
                    record.is_some_and(|record| matches!(record.stage, Stage::Open))
                };
                let all_open = steps.iter().all(is_free);
                steps.sort_unstable();
                attempt.0 == folded.attempts + 1 && all_open && steps.is_sorted_by(|one, next| one < next)
            }
            Event::Withdrawn { attempt } => folded.sent.contains_key(attempt),
            Event::Answered { attempt, each, .. } => {
                let of_call = |steps: &Vec<u32>| each.iter().all(|answer| steps.contains(&answer.step));
                folded.sent.get(attempt).is_some_and(of_call)
            }
            Event::Looked {
                step,
                purpose: journal::Purpose::Canary,
                outcome,
                ..
            } => (*step as usize) < folded.steps.len() && outcome.is_none(),
            Event::Looked { step, .. } => is_open(*step),
            // A call under way is first answered or becomes a doubt.
            Event::Closed { step, .. } => {
                let record = folded.steps.get(*step as usize);
                record.is_some_and(|record| matches!(record.stage, Stage::Open | Stage::Doubt { .. }))
            }
            Event::Proved { proofs, access } => {
                let mut rows = proofs
                    .iter()
                    .map(|(row, _)| row)
                    .chain(access.iter().map(|(row, _)| row));
                rows.all(|row| (*row as usize) < folded.rows.len())
            }
            Event::BatchDone => folded.batch().is_some(),
            Event::Asked {
                question: journal::Question::Refusal { step, .. },
            } => (*step as usize) < folded.steps.len(),
            Event::TakenOver => folded.transferred,
            // The imported plan must be of the same run and organization, and contain no other operations.
            Event::TakenIn { origin, plan } => {
                let of = &folded.origin;
                folded.transferred
                    && claimed::times(folded) < MOST_TIMES
                    && (origin.run, &origin.organization) == (of.run, &of.organization)
                    && plan
                        .specs()
                        .all(|spec| folded.plan.specs().any(|other| other == spec))
            }
            Event::Resumed
            | Event::Slept
            | Event::Transferred
            | Event::Decided { .. }
            | Event::Asked { .. }
            | Event::Ignored { .. }
            | Event::Stopping { .. }
            | Event::Finished => true,
        }
}
