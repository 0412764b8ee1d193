//! The state of a trial of the key: what accuses it, and how far the trial is.

use rollcall_atlassian::{
    AccountId,
    call::organization::{AccountStatus, AccountType, ManagedAccount},
};

use super::{classify_answer::Weighed, effect::ReadId};
use crate::journal::Attempt;
use rollcall_model::time::Time;

/// On so many accounts the key is tried before it is believed that the trouble is theirs.
const SAMPLES: usize = 3;

/// Answers that accuse the key, and its trial.
#[derive(Debug, Default)]
pub(super) struct KeyCheck {
    /// In the order in which they came.
    pub(super) accusations: Vec<Accusation>,
    /// The trial under way.
    pub(super) trial: Option<Trial>,
    /// When the key was last found bad: calls sent before say nothing of a key that was given since.
    pub(super) found_bad: Option<Time>,
}

/// An answer that accuses the key.
#[derive(Debug)]
pub(super) struct Accusation {
    /// The changing call that waits for the verdict; `None` for a reading, which is repeated anyway.
    pub(super) call: Option<(Attempt, Weighed)>,
    /// It says that the key has scopes.
    pub(super) by_scopes: bool,
    /// When the call was sent.
    pub(super) sent_at: Time,
    /// What the answer means, in the administrator's words.
    pub(super) said: String,
    /// HTTP status.
    pub(super) status: u16,
}

/// A trial of the key.
#[derive(Debug)]
pub(super) struct Trial {
    /// What it is tried on next.
    pub(super) stand: Stand,
    /// The first so many accusations came before the trial began.
    pub(super) accusations: usize,
    /// The call under way, and when the next one may go out.
    pub(super) out: Option<ReadId>,
    pub(super) not_before: Time,
    /// Calls of it that got no answer that says anything.
    pub(super) tries: u32,
}

/// What the key is tried on next.
#[derive(Debug)]
pub(super) enum Stand {
    /// The list of managed accounts.
    List,
    /// These accounts, the last one first.
    Accounts(Vec<AccountId>),
}

/// How a trial ends.
#[derive(Debug)]
pub(super) enum Verdict {
    Good,
    Bad { said: String, status: u16 },
}

impl KeyCheck {
    /// Whether the key is being tried.
    pub(super) fn is_under_way(&self) -> bool {
        !self.accusations.is_empty()
    }

    /// What was said by an accusation that names scopes, if one does.
    pub(super) fn of_scopes(&self) -> Option<(String, u16)> {
        let mut accusations = self.accusations.iter();
        let accusation = accusations.find(|accusation| accusation.by_scopes)?;
        Some((accusation.said.clone(), accusation.status))
    }
}

/// The first few accounts of people that are in use, or of which nothing else is known; the first one last.
pub(super) fn samples(accounts: Vec<ManagedAccount>) -> Vec<AccountId> {
    let is_plain = |account: &ManagedAccount| {
        matches!(account.kind, None | Some(AccountType::Atlassian))
            && matches!(account.status, None | Some(AccountStatus::Active))
    };
    let mut samples: Vec<AccountId> = accounts
        .into_iter()
        .filter(is_plain)
        .map(|account| account.id)
        .take(SAMPLES)
        .collect();
    samples.reverse();
    samples
}
