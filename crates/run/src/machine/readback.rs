//! Reading an account: when one reading is enough, and when a second must agree.

use std::rc::Rc;

use rollcall_atlassian::{AccountId, Failure, Kind};

use super::{ReadId, Transport, texts};
use crate::{
    journal::{Access, Purpose},
    operation::Query,
};
use rollcall_model::{address, time::Time};

/// An account that is being read, for one step.
#[derive(Clone, Debug)]
pub(super) struct Readback {
    pub(super) purpose: Purpose,
    pub(super) how: How,
    /// The address that needs no second reading.
    pub(super) expected: Option<String>,
    /// Whether the case of its letters matters: it always does, or the step changes nothing else.
    pub(super) is_exact: bool,
    /// Not to be read before this time.
    pub(super) not_before: Time,
    /// The reading that is under way for it: no other one tells it anything.
    pub(super) out: Option<ReadId>,
    /// Readings that did not work, or did not agree when they had to.
    pub(super) tries: u32,
    /// Questions whether it is done that were answered: not yet.
    pub(super) questions: u32,
    /// Any other address than the expected one is not believed before this time: an index may lag.
    pub(super) patient_until: Time,
    /// What the account itself has, once that is known, while something else is still asked.
    pub(super) held: Option<String>,
    /// When the first of it was read, where more than one call tells what is held.
    pub(super) read_at: Option<Time>,
    /// What the person has besides, as the last reading told it.
    pub(super) access: Option<Access>,
    /// What has to be asked next, where one call was not enough to tell.
    pub(super) further: Option<Rc<dyn Query>>,
    last: Option<String>,
}

/// By which call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// The search for users: one call for many, from an index that may lag.
    Search,
    /// The one account by itself: its profile, `GET /users/{account}/manage/profile`, where that says what is held.
    Alone,
    /// The profile of the account that is said to hold the address that the step takes.
    Holder(Holder),
    /// Whether the key may change the account's address: `GET /users/{account}/manage?privileges=email.set`.
    Permission,
}

/// Somebody who is said to hold an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) account: AccountId,
    pub(super) name: Option<String>,
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    /// The answer holds no address.
    Absent,
    /// Atlassian's answer was not a success.
    Failure(Failure),
    /// There was no answer.
    Transport(Transport),
}

/// What a reading of an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The account has this address.
    Holds(String),
    /// It cannot be read, and why; `None` where readings never agreed.
    Unreadable(Option<NotRead>),
    /// Read once more: the reading must be confirmed.
    Confirm,
    /// Read once more: it did not work.
    Retry,
}

impl Readback {
    /// `can_search`: whether a search for several at once can tell.
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
            last: None,
        }
    }

    /// Whether it is read before a step.
    pub(super) fn is_fresh(&self) -> bool {
        self.purpose == Purpose::Fresh
    }

    /// Forgets what was read so far, and what is being read; a task that is asked about goes on.
    pub(super) fn begin_anew(&mut self) {
        (self.out, self.last, self.tries) = (None, None, 0);
        if self.read_at.take().is_some() {
            (self.further, self.access) = (None, None);
        }
    }

    /// Takes in the address that a profile gave.
    ///
    /// The expected address is believed at once: nothing but the change puts it there. Any other is believed when two readings
    /// agree; before a step one reading is enough.
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
        // Patience is not a failure to read.
        let is_failure = reason.is_some() || now >= self.patient_until;
        self.tries += u32::from(is_failure);
        if is_failure && self.tries >= most {
            Verdict::Unreadable(reason)
        } else {
            verdict
        }
    }

    /// Whether this is the address that is expected.
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

/// Whether reading again would give the same.
pub(super) fn is_final(reason: &NotRead) -> bool {
    match reason {
        NotRead::Absent => true,
        NotRead::Failure(Failure { kind, .. }) => {
            !matches!(kind, Kind::Retry(_) | Kind::NotUnderstood | Kind::WrongKey)
        }
        NotRead::Transport(Transport::Lost { .. } | Transport::Blocked { .. }) => false,
    }
}

/// What an address that was read means for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is the one that the step gives.
    Wanted,
    /// It is the one that the account had before, or nobody knew that one.
    Before,
    /// It is a third one.
    Other,
}

/// Compares what was read. Case does not matter, unless it always does, or is all that the step changes.
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
    /// In the administrator's words.
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
