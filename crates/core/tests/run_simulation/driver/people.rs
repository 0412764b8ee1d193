//! What people do meanwhile: the user, another administrator, an identity provider, and whoever revokes keys.

use rollcall_core::journal::Decision;
use rollcall_sandbox::{Life, Lock};

use super::{Coming, Driver};
use crate::sights;

impl Driver {
    /// Between two events.
    pub(super) fn people(&mut self) {
        let faults = self.scenario.faults;
        if self.chance(faults.pause) {
            self.hits.insert(sights::PAUSED);
            self.schedule(1, Coming::Decides(Decision::Pause));
            let takes = self.scenario.chance.between(100, 600_000);
            self.schedule(takes, Coming::Decides(Decision::GoOn));
        }
        if self.chance(faults.stop) {
            self.hits.insert(sights::STOPPED);
            self.schedule(1, Coming::Decides(Decision::Stop));
            let takes = self.scenario.chance.between(2000, 3_600_000);
            self.schedule(takes, Coming::Decides(Decision::Stop));
        }
        if self.chance(faults.transfer) {
            self.schedule(1, Coming::Decides(Decision::Transfer));
        }
        if self.chance(faults.revoked) {
            self.scenario.organization.revoke_keys();
        }
        if self.chance(faults.sleep) {
            self.sleeps();
        }
        if self.chance(faults.concurrent_change) {
            self.concurrent_change();
        }
        self.lock_in_cycle();
    }

    /// Everything that this computer was to do happens later; what is on its way to the server goes on.
    fn sleeps(&mut self) {
        let span = self.scenario.chance.between(61_000, 3_600_000);
        let later = std::mem::take(&mut self.coming);
        for ((at, number), coming) in later {
            let at = match coming {
                Coming::Arrives { .. } => at,
                _ => at + span,
            };
            self.coming.insert((at, number), coming);
        }
    }

    /// Another administrator gives an account of the file an address, or a state, of his own choice.
    fn concurrent_change(&mut self) {
        let row = self.scenario.chance.below(self.scenario.plan.rows.len());
        let account = self.scenario.plan.rows[row].person().to_owned();
        let is_about_addresses = self
            .scenario
            .plan
            .spec_of(&self.scenario.plan.rows[row])
            .is_address();
        let life = self.scenario.chance.one_of(&[Life::Active, Life::Deactivated]);
        let organization = &mut self.scenario.organization;
        organization.let_time_pass(self.now);
        let is_changed = if is_about_addresses {
            let address = format!("elsewhere{}@example.com", self.number);
            organization.change_concurrently(&account, &address)
        } else {
            organization.set_life_concurrently(&account, life)
        };
        if is_changed {
            self.hits.insert(sights::OTHER_HAND);
            self.witness.changes_concurrently(&account, self.now);
        }
    }

    /// While a cycle is open its accounts can be taken hold of: the parked one, so that its last step is refused, or any.
    fn lock_in_cycle(&mut self) {
        let Some(&at) = self.witness.parked.first() else {
            return;
        };
        // Asked at each event of an open cycle; there are some dozens.
        let share = self.scenario.faults.locked_in_cycle / 10;
        if !self.chance(share) {
            return;
        }
        let cycle = self.scenario.plan.cycles[at].clone();
        let step = if self.chance(500) {
            cycle.park()
        } else {
            cycle.park() + self.scenario.chance.below(cycle.accounts as usize) as u32
        };
        let account = self.scenario.plan.row_of(step).person().to_owned();
        self.scenario.organization.set_lock(&account, Some(Lock::Scim));
    }
}
