//! What must hold, checked against the sandbox's own state and the entries that are safe.
//!
//! Two things are beyond any client's power, and what touches them is held to less: an account that another administrator
//! changes meanwhile, and a request that arrives later than a request can live. But what another administrator has done is seen
//! after a while, and then nothing is written over it.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_core::{
    journal::{Attempt, Entry, Event, OutcomeKind, Proof},
    plan::{Plan, Step},
    run::{Phase, ResultRow, Run},
    time::Time,
};
use rollcall_sandbox::Organization;

use crate::scenario::state;

/// So long a reading counts, and so long after a change an index may still show what was before; half a minute for the way.
const SEEN_WITHIN: i64 = 120_000 + 20_000 + 30_000;

/// Keeps what the promises are measured against.
pub(crate) struct Witness {
    plan: Plan,
    /// Address and state of each account before the run, of all accounts of the organization.
    before: BTreeMap<String, [String; 2]>,
    /// Attempts whose intent is safe, and their steps.
    announced: BTreeMap<Attempt, u32>,
    /// Those of the run before its journal was taken in elsewhere, and their accounts.
    former: BTreeMap<Attempt, String>,
    /// All accounts that the run was ever about.
    everybody: BTreeSet<String>,
    sent: BTreeSet<Attempt>,
    /// Steps of calls that have not ended for the run.
    under_way: BTreeMap<Attempt, u32>,
    /// How often each step changed something.
    effects: Vec<u32>,
    /// Accounts that others changed, or that an overdue request did.
    touched: BTreeSet<String>,
    /// When another administrator changed an account last.
    by_others: BTreeMap<String, i64>,
    /// Cycles whose account is parked, as the server has it.
    pub(crate) parked: BTreeSet<usize>,
}

/// What an account has: its address, or its state.
fn held<'a>(organization: &'a Organization, account: &str, is_address: bool) -> &'a str {
    let account = organization.account(account).expect("an account");
    if is_address {
        &account.address
    } else {
        state(account.life)
    }
}

impl Witness {
    /// Whether a step is about an address; else it is about a state.
    fn is_address(&self, step: u32) -> bool {
        self.plan.spec_of_step(step).is_address()
    }

    /// What a step is about, of its account.
    fn held<'a>(&self, organization: &'a Organization, step: u32) -> &'a str {
        let account = self.plan.row_of(step).person();
        held(organization, account, self.is_address(step))
    }

    /// The same, before the run.
    fn before(&self, step: u32) -> &str {
        &self.before[self.plan.row_of(step).person()][usize::from(!self.is_address(step))]
    }
}

impl Witness {
    pub(crate) fn new(plan: Plan, organization: &Organization) -> Self {
        let mut witness = Self {
            before: BTreeMap::new(),
            effects: vec![0; plan.steps.len()],
            everybody: plan.rows.iter().map(|row| row.person().to_owned()).collect(),
            plan,
            announced: BTreeMap::new(),
            former: BTreeMap::new(),
            sent: BTreeSet::new(),
            under_way: BTreeMap::new(),
            touched: BTreeSet::new(),
            by_others: BTreeMap::new(),
            parked: BTreeSet::new(),
        };
        let ids = organization.accounts().iter().map(|account| account.id.clone());
        witness.before = ids
            .map(|id| {
                let before = [true, false].map(|is_address| held(organization, &id, is_address).to_owned());
                (id, before)
            })
            .collect();
        witness
    }

    /// The run goes on elsewhere, with another plan. Calls of before may still arrive.
    pub(crate) fn taken_in(&mut self, plan: Plan, organization: &Organization) {
        let announced = std::mem::take(&mut self.announced);
        let account = |step: u32| self.plan.row_of(step).person().to_owned();
        let mut former: BTreeMap<Attempt, String> = announced
            .into_iter()
            .map(|(attempt, step)| (attempt, account(step)))
            .collect();
        former.append(&mut self.former);
        let mut everybody = std::mem::take(&mut self.everybody);
        let by_others = std::mem::take(&mut self.by_others);
        let sent = std::mem::take(&mut self.sent);
        *self = Self::new(plan, organization);
        everybody.append(&mut self.everybody);
        (self.former, self.everybody, self.by_others, self.sent) = (former, everybody, by_others, sent);
    }

    /// A call of before the journal was taken in arrived late: an account that it puts where the plan of now does not want it is beyond
    /// anybody's power.
    fn arrived_from_before(
        &mut self,
        attempt: Attempt,
        has_effect: bool,
        organization: &Organization,
    ) -> bool {
        let Some(account) = self.former.get(&attempt).cloned() else {
            return false;
        };
        let mut rows = self.plan.rows.iter().filter(|row| row.person() == account);
        let is_wanted = rows.next().is_some_and(|row| {
            let is_address = self.plan.spec_of(row).is_address();
            held(organization, &account, is_address) == row.wanted
        });
        if has_effect && !is_wanted {
            self.touches(&account);
        }
        true
    }

    pub(crate) fn safe(&mut self, entries: &[Entry]) {
        for entry in entries {
            if let Event::Intended { attempt, step, .. } = entry.event {
                assert!(
                    self.announced.insert(attempt, step).is_none(),
                    "{attempt:?} is announced twice"
                );
            }
        }
    }

    pub(crate) fn touches(&mut self, account: &str) {
        self.touched.insert(account.to_owned());
    }

    /// Another administrator changes an account.
    pub(crate) fn changes_concurrently(&mut self, account: &str, at: i64) {
        self.touches(account);
        self.by_others.insert(account.to_owned(), at);
    }

    /// What somebody else has made of an account is known by now, and it is not what the step begins from.
    fn writes_over(&self, at: u32, now: i64, organization: &Organization) -> bool {
        let (step, account) = (self.step(at), self.plan.row_of(at).person());
        let is_known = self
            .by_others
            .get(account)
            .is_some_and(|at| now - at > SEEN_WITHIN);
        let held = self.held(organization, at);
        let is_as_planned = [step.from.as_deref(), Some(&step.to)]
            .into_iter()
            .flatten()
            .any(|address| address.eq_ignore_ascii_case(held));
        is_known && step.from.is_some() && !is_as_planned
    }

    /// A call goes out.
    pub(crate) fn sends(&mut self, attempt: Attempt, now: i64, organization: &Organization) {
        let step = *self
            .announced
            .get(&attempt)
            .expect("a call goes out only after its intent is safe");
        assert!(self.sent.insert(attempt), "{attempt:?} goes out twice");
        let ours = self.step(step);
        let account = self.plan.row_of(step).person();
        assert!(
            !self.writes_over(step, now, organization),
            "step {step} writes over what somebody else gave {account} minutes ago"
        );
        for &other in self.under_way.values() {
            assert_ne!(
                self.plan.row_of(other).person(),
                account,
                "two calls for one account at a time"
            );
            if !(self.is_address(step) && self.is_address(other)) {
                continue;
            }
            for address in [ours.from.as_deref(), Some(ours.to.as_str())]
                .into_iter()
                .flatten()
            {
                let theirs = self.step(other);
                assert_ne!(
                    theirs.from.as_deref(),
                    Some(address),
                    "two calls for one address at a time"
                );
                assert_ne!(theirs.to, address, "two calls for one address at a time");
            }
        }
        for &other in &ours.waits_for {
            self.has_freed(step, other, organization);
        }
        if ours.undoes.is_none() {
            for &other in &self.plan.row_of(step).waits_for {
                self.is_done_before(step, other, organization);
            }
        }
        if let Some(undone) = ours.undoes {
            assert!(
                self.effects[undone as usize] > 0 || self.is_touched(undone),
                "step {step} undoes what was not done"
            );
        }
        let cycle = self.plan.cycle_of(step);
        if cycle.is_some_and(|at| self.plan.cycles[at].park() == step) {
            let is_ours = |&&other: &&usize| !self.is_touched(self.plan.cycles[other].park());
            let others = self
                .parked
                .iter()
                .filter(|&&other| Some(other) != cycle)
                .filter(is_ours);
            assert_eq!(others.count(), 0, "one cycle is open at a time");
        }
        self.under_way.insert(attempt, step);
    }

    fn has_freed(&self, step: u32, other: u32, organization: &Organization) {
        let of = self.step(other);
        if self.is_touched(other) || (of.undoes.is_some() && self.effects[other as usize] == 0) {
            return;
        }
        assert_eq!(
            self.held(organization, other),
            of.to,
            "step {step} goes out before step {other} has freed its address"
        );
    }

    /// A row that a step's row waits for is as it is wanted.
    fn is_done_before(&self, step: u32, row: u32, organization: &Organization) {
        let row = &self.plan.rows[row as usize];
        let is_address = self.plan.spec_of(row).is_address();
        assert!(
            self.touched.contains(row.person()) || held(organization, row.person(), is_address) == row.wanted,
            "step {step} goes out before line {} is done",
            row.line
        );
    }

    fn is_touched(&self, step: u32) -> bool {
        self.touched.contains(self.plan.row_of(step).person())
    }

    pub(crate) fn ends(&mut self, attempt: Attempt) {
        self.under_way.remove(&attempt);
    }

    pub(crate) fn crashed(&mut self) {
        self.under_way.clear();
    }

    /// Which step an attempt is a try of.
    pub(crate) fn step_of(&self, attempt: Attempt) -> Option<u32> {
        self.announced.get(&attempt).copied()
    }

    fn step(&self, step: u32) -> &Step {
        &self.plan.steps[step as usize]
    }

    /// A request was carried out, and had an effect or not.
    pub(crate) fn arrived(&mut self, attempt: Attempt, has_effect: bool, organization: &Organization) {
        if self.arrived_from_before(attempt, has_effect, organization) {
            return;
        }
        let step = self.step_of(attempt).expect("announced");
        self.effects[step as usize] += u32::from(has_effect);
        assert!(
            self.effects[step as usize] <= 1 || self.is_touched(step),
            "step {step} had an effect twice"
        );
        if let Some(at) = self.plan.cycle_of(step) {
            let cycle = &self.plan.cycles[at];
            if self
                .held(organization, cycle.park())
                .eq_ignore_ascii_case(&cycle.temporary)
            {
                self.parked.insert(at);
            } else {
                self.parked.remove(&at);
            }
        }
        self.looks(step, organization);
    }

    /// After each change: the account has its old address, its new one, or a temporary one while its cycle is open.
    fn looks(&self, step: u32, organization: &Organization) {
        let row = self.plan.row_of(step);
        let account = row.person();
        let now = self.held(organization, step);
        let old = self.before(step);
        let cycle = self.plan.cycle_of(step).map(|at| &self.plan.cycles[at]);
        let is_parked = cycle.is_some_and(|cycle| {
            self.plan.row_of(cycle.park()).account == row.account
                && now.eq_ignore_ascii_case(&cycle.temporary)
        });
        assert!(
            now == old || now == row.wanted || is_parked || self.touched.contains(account),
            "{account} has {now}, neither {old} nor {}",
            row.wanted
        );
    }

    /// At the end: every outcome is true of the server, and nobody else was changed.
    pub(crate) fn judges(&self, run: &Run, now: Time, organization: &Organization) {
        let state = run.state(now);
        assert!(
            matches!(state.phase, Phase::Done | Phase::Stopped | Phase::Broken),
            "it ended as {:?}",
            state.phase
        );
        let sum: u32 = state.counts.iter().map(|(_, rows)| rows).sum();
        assert_eq!(sum, state.rows, "the counts add up to the rows");
        let is_broken = state.phase == Phase::Broken;
        for row in run.all_results() {
            self.judges_row(&row, is_broken, organization);
            if row.outcome == OutcomeKind::NeedsYou {
                let named = state.problem.as_ref().is_some_and(|problem| {
                    let is_told = matches!(problem.code, "run-needs-you" | "run-journal");
                    is_told && problem.what.contains(row.account_id())
                });
                assert!(
                    named,
                    "line {} needs somebody, and the run does not say so",
                    row.line
                );
            }
            assert!(
                state.phase != Phase::Done || row.outcome != OutcomeKind::NotRun,
                "line {} was forgotten",
                row.line
            );
        }
        if state.phase == Phase::Done {
            assert_eq!(state.done, state.rows);
        }
        let planned: BTreeSet<&str> = self.everybody.iter().map(String::as_str).collect();
        for account in organization.accounts() {
            let id = account.id.as_str();
            if !planned.contains(id) {
                assert_eq!(organization.effective_changes(id), 0, "{id} is not in the plan");
            }
        }
        for deed in organization.deeds() {
            assert!(
                planned.contains(deed.account.as_str()),
                "{} is not in the plan",
                deed.account
            );
        }
    }

    fn judges_row(&self, row: &ResultRow, is_broken: bool, organization: &Organization) {
        let account = row.account_id();
        let now = self.held(organization, row.step);
        let old = self.before(row.step);
        let cycle = self.plan.cycle_of(row.step).map(|at| &self.plan.cycles[at]);
        let temporary = cycle.map(|cycle| cycle.temporary.as_str());
        if self.touched.contains(account) || (is_broken && cycle.is_some()) {
            return;
        }
        let is_parked = temporary.is_some_and(|temporary| now.eq_ignore_ascii_case(temporary));
        let is_true = match row.outcome {
            OutcomeKind::Changed => now == row.wanted && now != old,
            OutcomeKind::Already => now == row.wanted && now == old,
            OutcomeKind::Refused
            | OutcomeKind::Failed
            | OutcomeKind::Skipped
            | OutcomeKind::NotRun
            | OutcomeKind::Undone => now == old,
            OutcomeKind::NeedsYou => is_parked || row.message.contains("not known"),
            OutcomeKind::InDoubt => !is_parked,
        };
        assert!(
            is_true,
            "line {} is {:?} ({}), but has {now}; before {old}, wanted {}",
            row.line, row.outcome, row.message, row.wanted
        );
        assert!(
            !is_parked || row.outcome == OutcomeKind::NeedsYou,
            "line {} is parked",
            row.line
        );
        assert!(
            !matches!(row.proof, Some(Proof::Instead(_))),
            "line {} is called not as planned, and is: {:?}",
            row.line,
            row.proof
        );
    }
}
