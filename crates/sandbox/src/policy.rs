//! Policies, and the tasks that move accounts from one authentication policy to another.

/// An authentication policy. Every managed account has one: the first, unless it was given another.
#[derive(Clone, Debug)]
pub struct AuthPolicy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: &'static str,
}

/// A policy about IP addresses, data residency or data security.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// `ip-allowlist`, `data-residency` or `data-security`.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether it is enabled.
    pub enabled: bool,
    /// What its rule lets through.
    pub allows: &'static [&'static str],
}

/// How long a task takes at most, in milliseconds, even if nobody polls it.
const DONE_AFTER: i64 = 20_000;

/// A task that moves accounts to a policy: some of them at each poll, and all of them after a while.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) id: String,
    /// When it was begun, in milliseconds since 1970.
    pub(crate) at: i64,
    /// An index into the authentication policies; `None` where there is no such policy, and all fails.
    pub(crate) policy: Option<usize>,
    /// The addresses, in the order in which they are moved.
    pub(crate) emails: Vec<String>,
    /// How many of them were moved or failed.
    pub(crate) done: usize,
    pub(crate) polls: usize,
    pub(crate) moved: usize,
    /// The addresses of those that could not be moved.
    pub(crate) failed: Vec<String>,
}

impl Task {
    /// Counts a poll and returns the addresses that it moves: none at the first, half at the second, the rest at the third.
    pub(crate) fn poll(&mut self) -> Vec<String> {
        let due = (self.emails.len() * self.polls.min(2)).div_ceil(2);
        self.polls += 1;
        self.take(due)
    }

    /// The addresses that are due without a poll.
    pub(crate) fn pass(&mut self, now_ms: i64) -> Vec<String> {
        let is_due = now_ms.saturating_sub(self.at) >= DONE_AFTER;
        self.take(if is_due { self.emails.len() } else { 0 })
    }

    fn take(&mut self, due: usize) -> Vec<String> {
        let now = self.emails.get(self.done..due).unwrap_or_default().to_vec();
        self.done = due.max(self.done);
        now
    }
}

/// All policies, and the tasks that move accounts between authentication policies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    /// Every account without another one has the first.
    pub(crate) authentication: Vec<AuthPolicy>,
    pub(crate) others: Vec<Policy>,
    /// The oldest first.
    pub(crate) tasks: Vec<Task>,
}

impl Policies {
    /// The authentication policy with this id.
    pub(crate) fn authentication(&self, id: &str) -> Option<usize> {
        self.authentication.iter().position(|policy| policy.id == id)
    }

    /// The task with this id.
    pub(crate) fn task(&self, id: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.id == id)
    }
}
