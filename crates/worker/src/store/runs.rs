//! The runs of this browser, each with its journal.
//!
//! A run's record says what the list of runs shows, so that no journal has to be read for it. It is written together with the
//! entries that it follows from: both are there, or neither.

use rollcall_core::action::Action;
use rollcall_core::journal::{self, Entry, Origin, OutcomeKind, RunId, Seq, Unopened};
use rollcall_core::plan::FIRST_OPERATION;
use rollcall_core::report;
use rollcall_core::run::Run;
use rollcall_core::time::Time;
use rollcall_protocol::RunPhase;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::{JOURNAL, RUNS, SETTINGS, Store, StoreError, below, erased, parse};
use crate::convert;
use crate::digest::sha256;

/// How long runs that are over are kept, in days, where the user has not said otherwise.
const KEEP_DAYS: u32 = 90;

const KEEP_DAYS_KEY: &str = "keep-days";

/// Where a journal begins.
const FIRST: Seq = Seq(1);

/// What is known of a run without reading its journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptRun {
    /// What it is about; without the rows that do not run.
    pub origin: Origin,
    /// Key of its action; of several, their keys with a plus sign between them.
    #[serde(default = "first_operation")]
    pub action: String,
    /// Where its organization answers.
    pub place: Place,
    /// When its plan was frozen.
    pub planned: Time,
    /// When its last entry was written.
    pub changed_at: Time,
    /// Where it stood then.
    pub phase: RunPhase,
    /// Rows of the plan.
    pub rows: u32,
    /// Those with an outcome.
    pub done: u32,
    /// Those that were changed.
    pub changed: u32,
    /// It came here as a journal that somebody transferred, and has not been gone on with.
    pub came_in: bool,
    /// Who has a temporary address: name or account id.
    #[serde(default)]
    pub parked: Option<String>,
    /// Rows of which it is not known whether they were changed, those with a call under way among them.
    #[serde(default)]
    pub in_doubt: u32,
    /// The files that undo it, once it is over and where there is something to undo: so each is known again.
    #[serde(default)]
    pub undo: Vec<KeptUndo>,
}

/// What is kept of a file that undoes a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptUndo {
    /// Key of the action that it is for.
    pub action: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl From<report::UndoFile> for KeptUndo {
    fn from(file: report::UndoFile) -> Self {
        Self {
            action: file.spec.key().to_owned(),
            sha256: sha256(&file.bytes),
        }
    }
}

/// Runs had no action when there was but one.
fn first_operation() -> String {
    FIRST_OPERATION.to_owned()
}

/// Where a run's organization answers. Never with the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "kebab-case")]
pub(crate) enum Place {
    /// The sandbox organization in the page, which is gone when the page is.
    InPage {
        /// Tells one such organization from the next.
        session: u64,
    },
    /// Over HTTP.
    At {
        /// "directly", or the proxy's address.
        via: String,
    },
    /// A journal from elsewhere does not tell.
    Unknown,
}

impl KeptRun {
    /// Its action; `None` where a newer Rollcall wrote it, or where it has several.
    pub(crate) fn action(&self) -> Option<&'static Action> {
        Action::of_key(&self.action)
    }

    /// The record of a run as it stands.
    pub(crate) fn of(run: &Run, now: Time, place: Place, came_in: bool) -> Self {
        let state = run.state(now);
        let rows_of = |kind| {
            state
                .counts
                .iter()
                .find(|(of, _)| *of == kind)
                .map_or(0, |(_, rows)| *rows)
        };
        let changed = rows_of(OutcomeKind::Changed);
        // Whoever reads this when the run has broken off does not know of those under way either.
        let in_doubt = rows_of(OutcomeKind::InDoubt) + state.under_way;
        let needing = run.results(0, 1, Some(OutcomeKind::NeedsYou)).rows;
        let needing = needing.first().map(|row| row.who().to_owned());
        let mut kept = Self {
            origin: Origin {
                left_out: Vec::new(),
                ..run.origin().clone()
            },
            action: run.plan().key(),
            place,
            planned: run.times().planned,
            changed_at: now,
            rows: state.rows,
            done: state.done,
            changed,
            came_in,
            parked: state.parked.map(|parked| parked.who).or(needing),
            in_doubt,
            undo: Vec::new(),
            phase: convert::run_phase(state.phase),
        };
        // A file is known as the undo file of a run where this browser saw all of what it takes back.
        if kept.is_over() && !came_in && !run.begins_where_a_claim_says() {
            kept.undo = report::undo(run).into_iter().map(KeptUndo::from).collect();
        }
        kept
    }

    /// Whether nothing more becomes of it here.
    pub(crate) fn is_over(&self) -> bool {
        match self.phase {
            RunPhase::Done | RunPhase::Stopped => true,
            RunPhase::Transferred => !self.came_in,
            _ => false,
        }
    }
}

/// The runs of this browser.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// The newest first.
    pub kept: Vec<KeptRun>,
    /// Names of those that a newer Rollcall wrote, or that were damaged.
    pub unreadable: Vec<String>,
}

impl Store {
    /// Appends entries to a run's journal, with what the list of runs shows from now on. On the disk when it returns.
    ///
    /// # Errors
    /// Also where earlier entries were erased: then no call may follow.
    pub(crate) async fn append(&self, run: &KeptRun, entries: &[Entry]) -> Result<(), StoreError> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Ok(());
        };
        let write = self.write(&[RUNS, JOURNAL])?;
        if first.seq != FIRST && !write.has(RUNS, &run.origin.run.to_string()).await? {
            return Err(erased());
        }
        let key = format!("{}/{:020}", run.origin.run, last.seq.0);
        write.add(JOURNAL, &key, &entries)?;
        write.put(RUNS, &run.origin.run.to_string(), run)?;
        write.end().await
    }

    /// Puts a journal from elsewhere in the place of whatever is kept of its run.
    pub(crate) async fn put_run(&self, run: &KeptRun, entries: &[Entry]) -> Result<(), StoreError> {
        let name = run.origin.run.to_string();
        let write = self.write(&[RUNS, JOURNAL])?;
        write.delete(JOURNAL, below(&name, "")?)?;
        write.put(JOURNAL, &format!("{name}/{:020}", entries.len()), &entries)?;
        write.put(RUNS, &name, run)?;
        write.end().await
    }

    /// The journal of a run, in order; empty where there is none.
    ///
    /// # Errors
    /// Where the storage does not work, or a part of the journal cannot be read: then nothing may be built on the rest.
    pub(crate) async fn journal(&self, run: RunId) -> Result<Vec<Entry>, StoreError> {
        let parts = self.all(JOURNAL, Some(below(&run.to_string(), "")?)).await?;
        let mut entries = Vec::new();
        for part in parts {
            let part: Vec<Unopened> =
                parse(&part).ok_or_else(|| StoreError("a part of the journal cannot be read".to_owned()))?;
            entries.extend(journal::open(part).map_err(|unknown| StoreError(unknown.to_string()))?);
        }
        Ok(entries)
    }

    /// What is kept of a run.
    pub(crate) async fn run(&self, run: RunId) -> Result<Option<KeptRun>, StoreError> {
        self.get(RUNS, &run.to_string()).await
    }

    /// All runs.
    pub(crate) async fn runs(&self) -> Result<Runs, StoreError> {
        let mut runs = Runs::default();
        for (name, record) in self.all_by_key(RUNS).await? {
            match parse(&record) {
                Some(run) => runs.kept.push(run),
                None => runs.unreadable.push(name),
            }
        }
        let by_age = |run: &KeptRun| (std::cmp::Reverse(run.planned), run.origin.run);
        runs.kept.sort_by_key(by_age);
        Ok(runs)
    }

    /// Removes a run and its journal, by the run's name.
    pub(crate) async fn delete_run(&self, name: &str) -> Result<(), StoreError> {
        let write = self.write(&[RUNS, JOURNAL])?;
        write.delete(JOURNAL, below(name, "")?)?;
        write.delete(RUNS, JsValue::from_str(name))?;
        write.end().await
    }

    /// Removes the runs that are over and have not changed for longer than they are kept.
    pub(crate) async fn drop_old_runs(&self, now: Time) -> Result<(), StoreError> {
        let Some(days) = self.keep_days().await? else {
            return Ok(());
        };
        let oldest = now.0 - i64::from(days) * 24 * 60 * 60 * 1000;
        for run in self.runs().await?.kept {
            if run.is_over() && run.changed_at.0 < oldest {
                self.delete_run(&run.origin.run.to_string()).await?;
            }
        }
        Ok(())
    }

    /// How long runs that are over are kept, in days; `None` for as long as there is room.
    ///
    /// # Errors
    /// Also where something else stands there: then nothing is dropped for its age.
    pub(crate) async fn keep_days(&self) -> Result<Option<u32>, StoreError> {
        let said: Option<Option<u32>> = self.get(SETTINGS, KEEP_DAYS_KEY).await?;
        Ok(said.unwrap_or(Some(KEEP_DAYS)))
    }

    /// Says how long runs that are over are kept.
    pub(crate) async fn keep_runs_for(&self, days: Option<u32>) -> Result<(), StoreError> {
        self.put(SETTINGS, KEEP_DAYS_KEY, &days).await
    }
}

#[cfg(test)]
mod tests {
    use rollcall_atlassian::OrganizationId;
    use rollcall_core::journal::{Decision, Event, Seq};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::store::Newer;

    fn kept(run: u64, phase: RunPhase, changed_at: i64) -> KeptRun {
        KeptRun {
            origin: Origin {
                run: RunId::of_draw(run),
                organization: OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").unwrap(),
                organization_name: "Example Industries".to_owned(),
                file: "changes.csv".to_owned(),
                sha256: String::new(),
                left_out: Vec::new(),
                read_as: None,
                undoes: None,
            },
            action: first_operation(),
            place: Place::Unknown,
            planned: Time(run.cast_signed()),
            changed_at: Time(changed_at),
            phase,
            rows: 1,
            done: 0,
            changed: 0,
            came_in: false,
            parked: None,
            in_doubt: 0,
            undo: Vec::new(),
        }
    }

    fn entries(places: std::ops::RangeInclusive<u64>) -> Vec<Entry> {
        places
            .map(|seq| Entry {
                seq: Seq(seq),
                at: Time(0),
                event: Event::Decided {
                    decision: Decision::Pause,
                },
            })
            .collect()
    }

    /// What builds of before 2026-11-29 left in the store.
    #[wasm_bindgen_test]
    fn what_older_builds_kept_is_read() {
        let run: KeptRun = serde_json::from_str(include_str!("golden/run.json")).unwrap();
        assert_eq!(
            (run.action.as_str(), run.phase),
            ("deactivate-account", RunPhase::Done)
        );
        assert_eq!((run.changed, run.undo.len(), run.came_in), (7, 1, false));

        let older = include_str!("golden/run-of-before-actions.json");
        let run: KeptRun = serde_json::from_str(older).unwrap();
        assert_eq!(run.action, "change-email");
        assert_eq!(run.place, Place::InPage { session: u64::MAX });
        assert!(run.came_in && !run.is_over() && run.undo.is_empty());

        let settings: serde_json::Value = serde_json::from_str(include_str!("golden/settings.json")).unwrap();
        let days: Vec<Option<u32>> = serde_json::from_value(settings["keep-days"].clone()).unwrap();
        assert_eq!(days, [Some(90), None]);
        let mapping: Vec<Option<String>> = serde_json::from_value(settings["mapping"].clone()).unwrap();
        assert_eq!(mapping.len(), 3);
    }

    #[wasm_bindgen_test]
    async fn a_journal_comes_back_whole_and_in_order_with_its_record() {
        let store = Store::open(Newer::Waits).await.unwrap();
        let run = RunId::of_draw(71);
        for (places, phase) in [
            (1..=1, RunPhase::Ready),
            (2..=9, RunPhase::Running),
            (10..=11, RunPhase::Done),
        ] {
            store.append(&kept(71, phase, 5), &entries(places)).await.unwrap();
        }
        store
            .append(&kept(72, RunPhase::Ready, 5), &entries(1..=1))
            .await
            .unwrap();

        let store = Store::open(Newer::Waits).await.unwrap();
        assert_eq!(store.journal(run).await.unwrap(), entries(1..=11));
        assert_eq!(store.run(run).await.unwrap(), Some(kept(71, RunPhase::Done, 5)));
        store.delete_run(&run.to_string()).await.unwrap();
        assert_eq!(store.journal(run).await.unwrap(), []);
        assert_eq!(store.journal(RunId::of_draw(72)).await.unwrap(), entries(1..=1));
    }

    #[wasm_bindgen_test]
    async fn what_two_write_at_the_same_place_is_written_once_and_told() {
        let store = Store::open(Newer::Waits).await.unwrap();
        store
            .append(&kept(73, RunPhase::Ready, 5), &entries(1..=2))
            .await
            .unwrap();
        let second = store.append(&kept(73, RunPhase::Done, 6), &entries(2..=2)).await;
        assert_eq!(
            second.unwrap_err().to_string(),
            "another tab has written in the same place"
        );
        let run = RunId::of_draw(73);
        assert_eq!(store.run(run).await.unwrap(), Some(kept(73, RunPhase::Ready, 5)));
        assert_eq!(store.journal(run).await.unwrap(), entries(1..=2));
    }

    #[wasm_bindgen_test]
    async fn a_journal_whose_beginning_was_erased_is_not_gone_on_with() {
        let store = Store::open(Newer::Waits).await.unwrap();
        let run = RunId::of_draw(75);
        store
            .append(&kept(75, RunPhase::Ready, 5), &entries(1..=2))
            .await
            .unwrap();
        store.delete_run(&run.to_string()).await.unwrap();
        let further = store
            .append(&kept(75, RunPhase::Running, 6), &entries(3..=3))
            .await;
        let why = further.unwrap_err().to_string();
        assert!(why.contains("erased"), "{why}");
        assert_eq!(store.journal(run).await.unwrap(), []);
        assert_eq!(store.run(run).await.unwrap(), None);
    }

    #[wasm_bindgen_test]
    async fn what_cannot_be_read_is_told_and_stays() {
        let store = Store::open(Newer::Waits).await.unwrap();
        store.put(RUNS, "newer", &"of another form").await.unwrap();
        store.put(SETTINGS, KEEP_DAYS_KEY, &"for ever").await.unwrap();
        store
            .append(&kept(74, RunPhase::Done, 0), &entries(1..=1))
            .await
            .unwrap();

        assert!(store.keep_days().await.is_err());
        assert!(store.drop_old_runs(Time(i64::MAX)).await.is_err());
        let runs = store.runs().await.unwrap();
        assert_eq!(runs.unreadable, ["newer"]);
        assert!(runs.kept.iter().any(|run| run.origin.run == RunId::of_draw(74)));

        store.keep_runs_for(None).await.unwrap();
        store.delete_run("newer").await.unwrap();
        assert_eq!(store.runs().await.unwrap().unreadable, [""; 0]);
    }

    #[wasm_bindgen_test]
    async fn old_runs_go_unless_they_are_open() {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let store = Store::open(Newer::Waits).await.unwrap();
        for (run, phase, changed_at) in [
            (81, RunPhase::Done, 0),
            (82, RunPhase::Running, 0),
            (83, RunPhase::Done, 50 * DAY),
        ] {
            store
                .append(&kept(run, phase, changed_at), &entries(1..=1))
                .await
                .unwrap();
        }
        let left = async || {
            let runs = store.runs().await.unwrap().kept;
            [81, 82, 83].map(|run| runs.iter().any(|kept| kept.origin.run == RunId::of_draw(run)))
        };
        store.keep_runs_for(None).await.unwrap();
        store.drop_old_runs(Time(1000 * DAY)).await.unwrap();
        assert_eq!(left().await, [true, true, true]);
        store.keep_runs_for(Some(30)).await.unwrap();
        assert_eq!(store.keep_days().await.unwrap(), Some(30));
        store.drop_old_runs(Time(60 * DAY)).await.unwrap();
        assert_eq!(left().await, [false, true, true]);
    }
}
