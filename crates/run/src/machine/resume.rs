//! Taking a run up again from its journal.

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

/// Why a journal is not one that a run can be taken up from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// It does not begin with a plan.
    #[error("The journal does not begin with a plan. Its beginning is missing, or it is another file.")]
    NoPlan,
    /// Another version wrote it.
    #[error(
        "The journal is of version {found}; this Rollcall reads version {known}. Open it with the Rollcall that wrote it."
    )]
    Version {
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// An entry is missing, or stands twice.
    #[error("Entry {} of the journal is missing: entry {} stands in its place.", .expected.0, .found.0)]
    Gap {
        /// What should stand there.
        expected: Seq,
        /// What does.
        found: Seq,
    },
    /// The plan does not follow from its rows.
    #[error(
        "The plan in the journal is not one that Rollcall makes: {0}. The journal was changed or damaged."
    )]
    Plan(PlanFlaw),
    /// An entry speaks of a step or an attempt that does not exist.
    #[error("Entry {} of the journal does not fit what stands before it. The journal was changed or damaged.", .0.0)]
    Damaged(Seq),
}

impl Run {
    /// Takes a run up from its journal. What was under way when the journal ends is in doubt, and is settled by reading the
    /// accounts; accounts of the batch under way are read again before anything goes out.
    ///
    /// # Errors
    /// [`JournalError`], when the journal is not whole.
    pub fn resume(now: Time, journal: &[Entry], settings: Settings) -> Result<Self, JournalError> {
        let mut run = Self::around(fold(journal)?, now, settings);
        if !run.folded.is_closed() {
            run.append(Event::Resumed);
            run.extend_reach();
        }
        run.advance();
        Ok(run)
    }

    /// Goes on from a journal that came from elsewhere, with what was made of it here: the plan of the rows that the review let
    /// through. Nothing that the journal decided, confirmed or counted holds any more: the run has not begun. `origin` is what the
    /// review found, and names the same run.
    ///
    /// # Errors
    /// [`JournalError`], when the journal is not whole, was not transferred, or is another run's.
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

    /// What closes a journal here so that somebody else can take it over, for a run that nobody carries out: nothing is settled
    /// and nothing is sent, and an open cycle stays open. Nothing where the journal is closed already. (A run that is under way
    /// is told [`crate::journal::Decision::Transfer`] instead, and ends what it has begun.)
    ///
    /// # Errors
    /// [`JournalError`], when the journal is not whole.
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

    /// Whether this run, as it stands, is the fold over a journal: over all that it ever gave to [`super::Effect::Append`].
    ///
    /// # Errors
    /// [`JournalError`], when the journal is not whole.
    pub fn is_fold_of(&self, journal: &[Entry]) -> Result<bool, JournalError> {
        Ok(self.folded == fold(journal)?)
    }
}

/// The fold over a whole journal.
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

/// Takes in an entry that was read, where it can follow what was before.
fn follow(folded: &mut Folded, entry: &Entry) -> Result<(), JournalError> {
    let expected = Seq(folded.last.0 + 1);
    if entry.seq != expected {
        return Err(JournalError::Gap {
            expected,
            found: entry.seq,
        });
    }
    // The clock of elsewhere may have been ahead, or the file says so: from here on ours counts.
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

/// What a run would do is worked out from the rows once more: a journal is a file, and whoever edits it can make its sum right again.
fn check_plan(plan: &Plan, origin: &Origin) -> Result<(), JournalError> {
    plan.check(origin.run).map_err(JournalError::Plan)?;
    match plan.without_call(&origin.organization) {
        Some(error) => Err(JournalError::Plan(PlanFlaw::Rows(error))),
        None => Ok(()),
    }
}

/// Whether an event can follow what was before.
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
            // What is under way has an answer first, or is in doubt.
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
            // What is taken in is what the file is about: the same run, of the same organization, doing nothing else.
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
