//! Reading an account: when one reading is enough, and when a second must agree.

use crate::{journal::Purpose, plan::same_address, time::Time};
use rollcall_atlassian::{Failure, Kind};

use super::{How, NotRead, Transport, words};

/// An account that is being read.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) purpose: Purpose,
    pub(super) how: How,
    /// The address that needs no second reading.
    pub(super) expected: Option<String>,
    /// Not to be read before this time.
    pub(super) not_before: Time,
    /// True while a reading is under way.
    pub(super) is_out: bool,
    /// Readings that ended without a verdict.
    pub(super) tries: u32,
    last: Option<String>,
}

/// What a reading says.
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

impl Look {
    pub(super) fn new(purpose: Purpose, expected: Option<String>, not_before: Time) -> Self {
        let how = if purpose == Purpose::Fresh {
            How::Search
        } else {
            How::Profile
        };
        Self {
            purpose,
            how,
            expected,
            not_before,
            is_out: false,
            tries: 0,
            last: None,
        }
    }

    /// Takes in a reading.
    ///
    /// The expected address is believed at once: nothing but the change puts it there. Any other is believed when two
    /// readings agree. Before a batch one reading of the profile is enough, and the search, whose index may lag, is believed
    /// only where it gives the expected address.
    pub(super) fn judge(&mut self, reading: Result<String, NotRead>, most: u32) -> Verdict {
        let reason = reading.as_ref().err().cloned();
        let verdict = match reading {
            Ok(held) if self.believes(&held) => return Verdict::Holds(held),
            Ok(held) => {
                self.last = Some(held);
                Verdict::Confirm
            }
            Err(reason) if is_final(&reason) && self.how == How::Profile => {
                return Verdict::Unreadable(Some(reason));
            }
            Err(reason) if is_final(&reason) => Verdict::Confirm,
            Err(_) => Verdict::Retry,
        };
        self.how = How::Profile;
        self.tries += 1;
        if self.tries >= most {
            Verdict::Unreadable(reason)
        } else {
            verdict
        }
    }

    fn believes(&self, held: &str) -> bool {
        let is_expected = self
            .expected
            .as_deref()
            .is_some_and(|expected| same_address(expected, held));
        match (self.purpose, self.how) {
            (Purpose::Fresh, How::Search) => is_expected,
            (Purpose::Fresh, How::Profile) => true,
            (Purpose::Settle | Purpose::Canary, _) => {
                self.expected.as_deref() == Some(held) || self.last.as_deref() == Some(held)
            }
        }
    }
}

/// Whether reading again would give the same.
fn is_final(reason: &NotRead) -> bool {
    match reason {
        NotRead::Absent => true,
        NotRead::Failure(Failure { kind, .. }) => !matches!(kind, Kind::Retry(_) | Kind::NotUnderstood),
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

/// Compares an address that was read. Case does not matter, unless it is all that the step changes.
pub(super) fn standing(held: &str, from: Option<&str>, to: &str) -> Standing {
    let changes_only_case = from.is_some_and(|from| same_address(from, to));
    if held == to || (same_address(held, to) && !changes_only_case) {
        Standing::Wanted
    } else if from.is_none_or(|from| same_address(from, held)) {
        Standing::Before
    } else {
        Standing::Other
    }
}

impl NotRead {
    /// In the administrator's words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Absent => words::ABSENT.to_owned(),
            Self::Failure(failure) => failure.words.clone(),
            Self::Transport(Transport::Lost { words }) => words::lost(words),
            Self::Transport(Transport::Blocked { words }) => words::blocked(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(kind: Kind, status: u16) -> NotRead {
        NotRead::Failure(Failure {
            kind,
            status,
            words: String::new(),
            code: None,
            raw: String::new(),
        })
    }

    fn held(address: &str) -> String {
        address.to_owned()
    }

    #[test]
    fn the_wanted_address_settles_a_doubt_at_once_and_any_other_needs_two_readings() {
        let look = Look::new(Purpose::Settle, Some("new@x.org".into()), Time(0));
        assert_eq!(
            look.clone().judge(Ok(held("new@x.org")), 6),
            Verdict::Holds("new@x.org".into())
        );
        let mut old = look.clone();
        assert_eq!(old.judge(Ok(held("old@x.org")), 6), Verdict::Confirm);
        assert_eq!(
            old.judge(Ok(held("old@x.org")), 6),
            Verdict::Holds("old@x.org".into())
        );
        let mut late = look;
        assert_eq!(late.judge(Ok(held("old@x.org")), 6), Verdict::Confirm);
        assert_eq!(
            late.judge(Ok(held("new@x.org")), 6),
            Verdict::Holds("new@x.org".into())
        );
    }

    #[test]
    fn the_search_is_believed_only_when_it_says_what_is_expected() {
        let look = Look::new(Purpose::Fresh, Some("old@x.org".into()), Time(0));
        assert_eq!(
            look.clone().judge(Ok(held("Old@x.org")), 6),
            Verdict::Holds("Old@x.org".into())
        );
        for reading in [Ok(held("moved@x.org")), Err(NotRead::Absent)] {
            let mut look = look.clone();
            assert_eq!(
                (look.judge(reading, 6), look.how),
                (Verdict::Confirm, How::Profile)
            );
            assert_eq!(
                look.judge(Ok(held("moved@x.org")), 6),
                Verdict::Holds("moved@x.org".into())
            );
        }
    }

    #[test]
    fn an_account_that_cannot_be_read_ends_the_reading() {
        let mut look = Look::new(Purpose::Settle, Some("new@x.org".into()), Time(0));
        for _ in 0..3 {
            assert_eq!(
                look.judge(Err(failure(Kind::Retry(None), 503)), 4),
                Verdict::Retry
            );
        }
        assert_eq!(look.judge(Ok(held("old@x.org")), 4), Verdict::Unreadable(None));
        let gone = failure(Kind::Refused(rollcall_atlassian::Refusal::UnknownAccount), 404);
        let mut look = Look::new(Purpose::Settle, Some("new@x.org".into()), Time(0));
        assert_eq!(look.judge(Err(gone.clone()), 6), Verdict::Unreadable(Some(gone)));
    }

    #[test]
    fn case_matters_only_where_it_is_all_that_changes() {
        assert_eq!(
            standing("ann@x.org", Some("old@x.org"), "Ann@x.org"),
            Standing::Wanted
        );
        assert_eq!(
            standing("OLD@x.org", Some("old@x.org"), "ann@x.org"),
            Standing::Before
        );
        assert_eq!(
            standing("ann@x.org", Some("ann@x.org"), "Ann@x.org"),
            Standing::Before
        );
        assert_eq!(
            standing("Ann@x.org", Some("ann@x.org"), "Ann@x.org"),
            Standing::Wanted
        );
        assert_eq!(
            standing("third@x.org", Some("old@x.org"), "ann@x.org"),
            Standing::Other
        );
        assert_eq!(standing("any@x.org", None, "ann@x.org"), Standing::Before);
    }
}
