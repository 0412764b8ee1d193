//! The tab dies, and comes back to what the disk holds; or the journal changes hands.

use rollcall_atlassian::AccountId;
use rollcall_core::action::resolve;
use rollcall_core::journal::Unopened;
use rollcall_core::{
    claim::{Claim, Turn},
    diff::Diff,
    journal::{self, Attempt, Decision, Entry, Event},
    plan::{Options, Plan, Row, StopRules},
    run::{Ending, Phase, Run},
    time::Time,
};

use super::{Coming, Driver, Then};
use crate::{scenario::state, sights};

impl Driver {
    /// The tab is gone. What is on its way arrives, but nobody hears the answer; what is not safe is lost, or just made it.
    pub(super) fn crash(&mut self) {
        let Some(run) = self.run.as_ref().filter(|_| self.safe > 0) else {
            return;
        };
        let is_over = matches!(run.state(Time(self.now)).phase, Phase::Stopped | Phase::Broken);
        if is_over || !self.chance(self.scenario.faults.crash) {
            return;
        }
        self.hits.insert(sights::CRASH);
        if !self.witness.parked.is_empty() {
            self.hits.insert(sights::CRASH_IN_CYCLE);
        }
        if self.chance(500) {
            let rest = self.journal[self.safe..].to_vec();
            self.witness.safe(&rest);
            self.safe = self.journal.len();
        }
        self.journal.truncate(self.safe);
        self.run = None;
        self.forget_answers();
        let away = self.scenario.chance.between(1, 3_600_000);
        self.schedule(away, Coming::Resumes);
    }

    fn forget_answers(&mut self) {
        self.witness.crashed();
        self.coming
            .retain(|_, coming| matches!(coming, Coming::Arrives { .. }));
        for coming in self.coming.values_mut() {
            if let Coming::Arrives { then, .. } = coming {
                let is_overdue = matches!(then, Then::Nobody { is_overdue: true });
                *then = Then::Nobody { is_overdue };
            }
        }
    }

    /// From what the disk holds. Now and then nobody goes on with it here: its journal is closed as it stands, and goes elsewhere.
    pub(super) fn resume(&mut self) {
        // What does several things is not reviewed elsewhere yet.
        let can_be_reviewed = self.scenario.plan.operations.len() == 1;
        if self.chance(200) && can_be_reviewed {
            let closing = Run::transfer_as_it_is(Time(self.now), &self.journal).expect("a whole journal");
            self.witness.safe(&closing);
            self.journal.extend(closing);
            self.safe = self.journal.len();
        }
        let lines: Vec<String> = self
            .journal
            .iter()
            .map(|entry| serde_json::to_string(entry).expect("JSON"))
            .collect();
        let journal: Vec<Entry> = lines
            .iter()
            .map(|line| {
                let entry: Unopened = serde_json::from_str(line).expect("an entry");
                entry.open(resolve).expect("a known action")
            })
            .collect();
        assert_eq!(journal, self.journal, "the journal reads back as it was written");
        let answered = |attempt: Attempt| {
            journal.iter().any(|entry| match &entry.event {
                Event::Answered { attempt: other, .. } | Event::Withdrawn { attempt: other } => {
                    *other == attempt
                }
                _ => false,
            })
        };
        let has_open = journal
            .iter()
            .any(|entry| matches!(entry.event, Event::Intended { attempt, .. } if !answered(attempt)));
        if has_open {
            self.hits.insert(sights::CRASH_WITH_INTENT);
        }
        if matches!(journal.last().map(|entry| &entry.event), Some(Event::Transferred)) {
            return self.take_in();
        }
        let run = Run::resume(Time(self.now), &journal, self.scenario.settings);
        self.goes_on(run.expect("a whole journal"));
    }

    /// A colleague has the exported journal: its rows are reviewed as they stand now, and what can run is planned anew.
    pub(super) fn take_in(&mut self) {
        assert_eq!(self.safe, self.journal.len(), "it is handed over when it is safe");
        let file = journal::file::write(&self.journal, None).expect("JSON");
        let claim = Claim::read(&file).expect("a whole file");
        assert_eq!(claim.entries(), self.journal);
        self.hits.insert(sights::TAKEN_IN);
        let Some(plan) = self.reviewed(&claim) else {
            // There is nothing to go on with, and nobody does.
            self.ended_elsewhere = true;
            self.is_over = true;
            return;
        };
        let run = Run::take_in(
            Time(self.now),
            claim.entries(),
            self.scenario.origin.clone(),
            plan.clone(),
            self.scenario.settings,
        );
        self.scenario.plan = plan.clone();
        self.witness.taken_in(plan, &self.scenario.organization);
        self.goes_on(run.expect("a whole journal"));
    }

    /// What the review of a journal lets through, and how the colleague has it run: the accounts are asked, and not the journal.
    fn reviewed(&mut self, claim: &Claim) -> Option<Plan> {
        let action = claim.action();
        let chance = &mut self.scenario.chance;
        let turn = chance.one_of(&[Turn::Finish, Turn::TakeBack]);
        let is_alone = chance.per_mille(300);
        let options = Options {
            canary: chance.between(0, 4) as u32,
            batch: chance.between(1, 12) as u32,
            stop_rules: claim.stricter(StopRules::default()),
            run: self.scenario.origin.run,
        };
        let accounts = self.scenario.organization.accounts();
        let account = |id: &AccountId| accounts.iter().find(|account| account.id == id.as_str());
        let held = |id: &AccountId| {
            let account = account(id)?;
            Some(if action.row.is_address() {
                account.address.as_str()
            } else {
                state(account.life)
            })
        };
        let open = claim.open_cycles(held);
        if !open.is_empty() {
            self.hits.insert(sights::TAKEN_IN_PARKED);
        }
        let rows = claim.rows((!open.is_empty()).then_some(turn), is_alone, held);
        let is_open = |row: &&Row| {
            let held = row.account.as_ref().and_then(held);
            row.before.as_deref() == held && held != Some(row.wanted.as_str())
        };
        let diffs = rows.iter().filter(is_open).map(|row| Diff {
            row: row.number,
            line: row.line,
            account: row.account.clone(),
            name: row.name.clone(),
            before: row.before.clone(),
            after: row.wanted.clone(),
            details: row.details.clone(),
            administrator: row.administrator,
        });
        let is_held = |address: &str| {
            let mut accounts = accounts.iter();
            accounts.any(|account| account.address.eq_ignore_ascii_case(address))
        };
        Plan::make(action.run(), diffs.collect(), &options, is_held).ok()
    }

    fn goes_on(&mut self, run: Run) {
        let state = run.state(Time(self.now));
        self.run = Some(run);
        let is_key = state.problem.is_some_and(|problem| problem.code == "run-key");
        match state.phase {
            Phase::Ready => self.schedule(10, Coming::Decides(Decision::Begin)),
            Phase::CanaryDone | Phase::BatchDone | Phase::Paused => {
                if is_key {
                    self.key = self.scenario.organization.renew_key();
                }
                let takes = self.scenario.chance.between(100, 60_000);
                self.schedule(takes, Coming::Decides(Decision::GoOn));
            }
            Phase::Running if matches!(state.ending, Some(Ending::Stop | Ending::StopAtOnce)) => {
                let takes = self.scenario.chance.between(2000, 3_600_000);
                self.schedule(takes, Coming::Decides(Decision::Stop));
            }
            Phase::Running
            | Phase::Proving
            | Phase::Done
            | Phase::Stopped
            | Phase::Broken
            | Phase::Transferred => {}
        }
        self.carry_out();
    }
}
