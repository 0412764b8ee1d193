//! Reading an account: when one reading is enough, and when a second one must confirm it.

use std::rc::Rc;

use rollcall_atlassian::{AccountId, Failure, Kind};

use super::{ReadId, Transport, texts};
use crate::{
    journal::{Access, Purpose},
    operation::Query,
};
use rollcall_model::{address, time::Time};

/// The state of reading one account for one step.
#[derive(Clone, Debug)]
pub(super) struct Readback {
    pub(super) purpose: Purpose,
    pub(super) how: How,
    /// The address that is trusted without a second reading.
    pub(super) expected: Option<String>,
    /// Whether letter case matters: because it always does for this operation, or because the step changes nothing else.
    pub(super) is_exact: bool,
    /// Earliest time of the next reading.
    pub(super) not_before: Time,
    /// The reading under way. Results of any other reading are ignored.
    pub(super) out: Option<ReadId>,
    /// Readings that failed, or that did not agree when they had to.
    pub(super) tries: u32,
    /// How often a task was polled and was not yet done.
    pub(super) questions: u32,
    /// Before this time no address other than the expected one is trusted: an index may lag.
    pub(super) patient_until: Time,
    /// What the account itself has, if that is already known while another query is still open.
    pub(super) held: Option<String>,
    /// When the first part was read, if the current state takes more than one call.
    pub(super) read_at: Option<Time>,
    /// What else the person has access to, from the last reading.
    pub(super) access: Option<Access>,
    /// The next query, if one call was not enough.
    pub(super) further: Option<Rc<dyn Query>>,
    /// What went wrong with the task that was to change the account, if it ended with errors.
    pub(super) task_error: Option<String>,
    last: Option<String>,
}

/// Which call reads the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// User search: one call for many accounts, from an index that may lag.
    Search,
    /// The single account: its profile, `GET /users/{account}/manage/profile`, if the profile shows the current state.
    Alone,
    /// The profile of the account that reportedly has the address that the step assigns.
    Holder(Holder),
    /// Whether the key may change the account's address: `GET /users/{account}/manage?privileges=email.set`.
    Permission,
}

/// An account that reportedly has an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) account: AccountId,
    pub(super) name: Option<String>,
}

/// Why a reading failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    /// The answer has no address.
    Absent,
    /// Atlassian's answer was not a success.
    Failure(Failure),
    /// There was no answer.
    Transport(Transport),
}

/// What a reading means for the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The account has this address.
    Holds(String),
    /// The address cannot be read, and why; `None` if readings never agreed.
    Unreadable(Option<NotRead>),
    /// Read again: the reading must be confirmed.
    Confirm,
    /// Read again: the reading failed.
    Retry,
}

impl Readback {
    /// `can_search`: whether one search can read several accounts at once.
    pub(super) fn new(
        purpose: Purpose,
        expected: Option<String>,
        can_search: bool,
        not_before: Time,
    ) -> Self {
        let how = match purpose {
            Purpose::Fresh | Purpose::Proof if can_search => How::Search,
            _ => How::Alone,
        };
        Self {
            purpose,
            how,
            expected,
            is_exact: false,
            not_before,
            out: None,
            tries: 0,
            questions: 0,
            patient_until: not_before,
            held: None,
            read_at: None,
            access: None,
            further: None,
            task_error: None,
            last: None,
        }
    }

    /// Whether this reading precedes a step.
    pub(super) fn is_fresh(&self) -> bool {
        self.purpose == Purpose::Fresh
    }

    /// Discards the results so far and the reading under way; polling of a task continues.
    pub(super) fn begin_anew(&mut self) {
        (self.out, self.last, self.tries) = (None, None, 0);
        if self.read_at.take().is_some() {
            (self.further, self.access) = (None, None);
        }
    }

    /// Evaluates the address from a profile.
    ///
    /// The expected address is trusted at once: only the change itself can put it there. Any other address is trusted when two readings
    /// agree; before a step, one reading is enough.
    pub(super) fn judge(&mut self, now: Time, reading: Result<String, NotRead>, most: u32) -> Verdict {
        let reason = reading.as_ref().err().cloned();
        let verdict = match reading {
            Ok(held) if self.believes(now, &held) => return Verdict::Holds(held),
            Ok(held) => {
                self.last = Some(held);
                Verdict::Confirm
            }
            Err(reason) if is_final(&reason) => return Verdict::Unreadable(Some(reason)),
            Err(_) => Verdict::Retry,
        };
        // Waiting for a lagging index is not a failure to read.
        let is_failure = reason.is_some() || now >= self.patient_until;
        self.tries += u32::from(is_failure);
        if is_failure && self.tries >= most {
            Verdict::Unreadable(reason)
        } else {
            verdict
        }
    }

    /// Whether this is the expected address.
    pub(super) fn is_expected(&self, held: &str) -> bool {
        self.expected
            .as_deref()
            .is_some_and(|expected| expected == held || (!self.is_exact && address::same(expected, held)))
    }

    fn believes(&self, now: Time, held: &str) -> bool {
        let is_once_enough = self.purpose == Purpose::Fresh || self.last.as_deref() == Some(held);
        self.is_expected(held) || (is_once_enough && now >= self.patient_until)
    }
}

/// Whether another reading would have the same result.
pub(super) fn is_final(reason: &NotRead) -> bool {
    match reason {
        NotRead::Absent => true,
        NotRead::Failure(Failure { kind, .. }) => !matches!(
            kind,
            Kind::Retry(_) | Kind::NotUnderstood | Kind::WebPage | Kind::WrongKey
        ),
        NotRead::Transport(Transport::Lost { .. } | Transport::Blocked { .. }) => false,
    }
}

/// How an address that was read relates to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The address that the step assigns.
    Wanted,
    /// The address from before the step, or the address before the step is unknown.
    Before,
    /// Any other address.
    Other,
}

/// Compares the address that was read. Case matters only if it always does for this operation or is all that the step changes.
pub(super) fn standing(held: &str, from: Option<&str>, to: &str, minds_case: bool) -> Standing {
    let is_same = |one: &str, other: &str| one == other || (!minds_case && address::same(one, other));
    let changes_only_case = from.is_some_and(|from| address::same(from, to));
    if held == to || (is_same(held, to) && !changes_only_case) {
        Standing::Wanted
    } else if from.is_none_or(|from| is_same(from, held)) {
        Standing::Before
    } else {
        Standing::Other
    }
}

impl NotRead {
    /// The reason, in the administrator's words.
    pub(super) fn message(&self) -> String {
        match self {
            Self::Absent => texts::ABSENT.to_owned(),
            Self::Failure(failure) => failure.message.clone(),
            Self::Transport(Transport::Lost { message }) => texts::lost(message),
            Self::Transport(Transport::Blocked { message }) => texts::blocked(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1000);

    fn failure(kind: Kind, status: u16) -> NotRead {
        NotRead::Failure(Failure {
            kind,
            status,
            message: String::new(),
            code: None,
            raw: String::new(),
        })
    }

    fn held(address: &str) -> String {
        address.to_owned()
    }

    #[test]
    fn the_wanted_address_settles_a_doubt_at_once_and_any_other_needs_two_readings() {
        let look = Readback::new(Purpose::Settle, Some("new@x.org".into()), false, Time(0));
        assert_eq!(
            look.clone().judge(NOW, Ok(held("new@x.org")), 6),
            Verdict::Holds("new@x.org".into())
        );
        let mut old = look.clone();
        assert_eq!(old.judge(NOW, Ok(held("old@x.org")), 6), Verdict::Confirm);
        assert_eq!(
            old.judge(NOW, Ok(held("old@x.org")), 6),
            Verdict::Holds("old@x.org".into())
        );
        let mut late = look;
        assert_eq!(late.judge(NOW, Ok(held("old@x.org")), 6), Verdict::Confirm);
        assert_eq!(
            late.judge(NOW, Ok(held("new@x.org")), 6),
            Verdict::Holds("new@x.org".into())
        );
    }

    #[test]
    fn what_was_just_changed_is_given_time_to_show() {
        let mut look = Readback::new(Purpose::Proof, Some("new@x.org".into()), false, Time(0));
        look.patient_until = Time(5000);
        for _ in 0..10 {
            assert_eq!(look.judge(NOW, Ok(held("old@x.org")), 6), Verdict::Confirm);
        }
        assert_eq!(
            look.clone().judge(NOW, Ok(held("new@x.org")), 6),
            Verdict::Holds("new@x.org".into())
        );
        assert_eq!(
            look.judge(Time(5000), Ok(held("old@x.org")), 6),
            Verdict::Holds("old@x.org".into())
        );
    }

    #[test]
    fn before_a_step_of_an_account_that_was_just_changed_an_old_address_is_not_believed() {
        let mut look = Readback::new(Purpose::Fresh, Some("parked@x.org".into()), false, Time(0));
        look.patient_until = Time(5000);
        assert_eq!(look.judge(NOW, Ok(held("old@x.org")), 6), Verdict::Confirm);
        assert_eq!(
            look.judge(NOW, Ok(held("parked@x.org")), 6),
            Verdict::Holds("parked@x.org".into())
        );
    }

    #[test]
    fn before_a_step_one_reading_of_the_profile_is_enough() {
        let mut look = Readback::new(Purpose::Fresh, Some("old@x.org".into()), true, Time(0));
        assert!(look.is_expected("Old@x.org"));
        assert_eq!(
            look.judge(NOW, Ok(held("moved@x.org")), 6),
            Verdict::Holds("moved@x.org".into())
        );
    }

    #[test]
    fn a_look_minds_the_case_where_nothing_else_changes() {
        let mut look = Readback::new(Purpose::Proof, Some("Ann@x.org".into()), false, Time(0));
        assert!(look.is_expected("Ann@x.org") && look.is_expected("ann@x.org"));
        look.is_exact = true;
        assert!(look.is_expected("Ann@x.org") && !look.is_expected("ann@x.org"));
    }

    #[test]
    fn an_account_that_cannot_be_read_ends_the_reading() {
        let mut look = Readback::new(Purpose::Settle, Some("new@x.org".into()), false, Time(0));
        for _ in 0..3 {
            assert_eq!(
                look.judge(NOW, Err(failure(Kind::Retry(None), 503)), 4),
                Verdict::Retry
            );
        }
        assert_eq!(
            look.judge(NOW, Ok(held("old@x.org")), 4),
            Verdict::Unreadable(None)
        );
        let gone = failure(Kind::Refused(rollcall_atlassian::Refusal::UnknownAccount), 404);
        let mut look = Readback::new(Purpose::Settle, Some("new@x.org".into()), false, Time(0));
        assert_eq!(
            look.judge(NOW, Err(gone.clone()), 6),
            Verdict::Unreadable(Some(gone))
        );
    }

    #[test]
    fn case_matters_only_where_it_is_all_that_changes() {
        let of = |held, from, to| standing(held, Some(from), to, false);
        assert_eq!(of("ann@x.org", "old@x.org", "Ann@x.org"), Standing::Wanted);
        assert_eq!(of("OLD@x.org", "old@x.org", "ann@x.org"), Standing::Before);
        assert_eq!(of("ann@x.org", "ann@x.org", "Ann@x.org"), Standing::Before);
        assert_eq!(of("Ann@x.org", "ann@x.org", "Ann@x.org"), Standing::Wanted);
        assert_eq!(of("third@x.org", "old@x.org", "ann@x.org"), Standing::Other);
        assert_eq!(standing("any@x.org", None, "ann@x.org", false), Standing::Before);
        assert_eq!(standing("ann@x.org", None, "Ann@x.org", false), Standing::Wanted);
        assert_eq!(standing("Engineer", None, "engineer", true), Standing::Before);
        assert_eq!(
            standing("ENGINEER", Some("Engineer"), "Clerk", true),
            Standing::Other
        );
    }
}
