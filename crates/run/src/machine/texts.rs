//! The messages of a run, in the administrator's words and in short sentences. What Atlassian itself said comes from
//! [`rollcall_atlassian::Failure::message`].

use super::record::Record;
use crate::journal::OutcomeKind;

/// A call whose answer never came.
pub(super) fn lost(detail: &str) -> String {
    with_detail("The connection was lost before Atlassian answered", detail)
}

/// A call that the browser did not send.
pub(super) fn blocked(detail: &str) -> String {
    with_detail("The browser did not send the call", detail)
}

fn with_detail(sentence: &str, detail: &str) -> String {
    if detail.is_empty() {
        format!("{sentence}.")
    } else {
        format!("{sentence} ({detail}).")
    }
}

/// What a step assigns to its account.
#[derive(Clone, Copy, Debug)]
pub(super) enum About<'a> {
    /// An address.
    Address,
    /// A state, of the account or of whatever else the action changes.
    State(&'a str, &'a str),
    /// Fields of the account's profile.
    Profile(&'a str),
}

impl About<'_> {
    /// "has the address ann@example.com", "is deactivated".
    fn holds(self, what: &str) -> String {
        match self {
            Self::Address => format!("has the address {what}"),
            Self::State(..) => format!("is {what}"),
            Self::Profile(_) => format!("says {what}"),
        }
    }

    /// "the address is changed", "the account is deactivated".
    fn done(self) -> String {
        match self {
            Self::Address => "the address is changed".to_owned(),
            Self::State(of, state) => format!("the {of} is {state}"),
            Self::Profile(fields) => format!("the profile says {fields}"),
        }
    }
}

pub(super) fn changed(about: About) -> String {
    match about {
        About::Address => "The address is changed.".to_owned(),
        About::State(of, state) => format!("The {of} is {state}."),
        About::Profile(fields) => format!("The profile says {fields}."),
    }
}

/// How a call without a clear answer ended, before the message says what the account showed.
fn unanswered(was_taken: bool) -> &'static str {
    if was_taken {
        "Atlassian took the call to carry it out afterwards"
    } else {
        "The answer to the call was lost or unclear"
    }
}

pub(super) fn changed_by_reading(about: About, was_taken: bool) -> String {
    let is_so = match about {
        About::Address => "has the new address",
        About::State(..) => "is so",
        About::Profile(_) => "says so",
    };
    format!(
        "{} {}; the account was read and {is_so}.",
        changed(about),
        unanswered(was_taken)
    )
}

pub(super) fn already(about: About) -> String {
    match about {
        About::Address => "The account had this address before the run. Nothing was sent.".to_owned(),
        About::State(of, state) => format!("The {of} was {state} before the run. Nothing was sent."),
        About::Profile(_) => "The profile said so before the run. Nothing was sent.".to_owned(),
    }
}

/// Before its step, the account had neither the expected nor the desired state.
pub(super) fn moved(about: About, held: &str, from: Option<&str>) -> String {
    let now = about.holds(held);
    match from {
        Some(from) => format!(
            "Not sent: the account {now} now, not {from}. Somebody changed it after the plan was made."
        ),
        None => format!("Not sent: the account {now} now."),
    }
}

/// The call was made before, and names the account by an address that it no longer has.
pub(super) fn named_otherwise(has: &str, named: &str) -> String {
    format!(
        "Not changed, and not sent again: the account has the address {has} now, and the call would name it by {named}, which may be \
         somebody else's."
    )
}

/// The account's current state does not fit the action.
pub(super) fn unfit(about: About, held: &str, must: &str) -> String {
    format!(
        "Not sent: the account {}. This is for accounts that are {must}.",
        about.holds(held)
    )
}

/// After a call in doubt, the account has neither the old nor the desired state.
pub(super) fn not_as_planned(about: About, held: &str, was_taken: bool) -> String {
    let neither = match about {
        About::Address => "which is neither the old nor the new one",
        About::State(..) | About::Profile(_) => "which is neither what it was nor what is wanted",
    };
    format!(
        "{}, and the account now {}, {neither}. Somebody else changes this account; look at it.",
        unanswered(was_taken),
        about.holds(held)
    )
}

/// A step that reached the maximum number of tries.
pub(super) fn given_up(tries: u32, last: &str) -> String {
    let times = if tries == 1 {
        "once".to_owned()
    } else {
        format!("{tries} times")
    };
    format!("Tried {times}, not changed. Last: {last}")
}

/// A step that would have been retried if the run had not been stopped.
pub(super) fn stopped_before_retry(last: &str) -> String {
    format!("Not changed, and the run was stopped before another try. Last: {last}")
}

/// Stands for the last answer if there was none: after a crash it is unknown whether an answer came.
pub(super) const NO_ANSWER: &str = "no answer came.";

/// A call whose answer was lost, whose effect cannot be seen, and which must not be repeated.
pub(super) fn not_repeated(held: &str) -> String {
    format!(
        "It is not known whether Atlassian did it: the answer to the call was lost or unclear, and the person was {held} \
         afterwards. It is not sent again, because it sends mail. Look whether it shows in a while; else run the retry file."
    )
}

/// A call that Atlassian accepted to carry out later, and whose effect cannot be seen yet.
pub(super) fn not_seen_yet(held: &str) -> String {
    format!(
        "Atlassian took the call and has not carried it out yet, or does not show it: the account is {held}. It may still happen. \
         Look at the account in a while; if nothing came of it, run the retry file."
    )
}

/// A doubt that could not be settled.
pub(super) fn in_doubt(about: About, why: &str) -> String {
    format!(
        "It is not known whether {}. Look at the account. It cannot be read: {why}",
        about.done()
    )
}

/// An account that could not be read before its step.
pub(super) fn not_read(why: &str) -> String {
    format!("Not sent: the account cannot be read, so nobody would know what to undo. {why}")
}

pub(super) const ABSENT: &str = "Atlassian does not find the account, or does not say what it has.";

pub(super) const NO_AGREEMENT: &str = "It was another one at each reading.";

pub(super) fn left_in_doubt(about: About) -> String {
    format!(
        "It is not known whether {}: the run ended before the account could be read. Look at it.",
        about.done()
    )
}

/// A step whose desired address was not freed by the step before it.
pub(super) fn skipped(who: &str, line: u32, before: &Record) -> String {
    if before.is_gone {
        return format!(
            "Not sent: this row was to follow {who} (line {line}), who has another address by somebody else's hand. The wanted one \
             may be free now: run the retry file."
        );
    }
    if before.kind() == Some(OutcomeKind::InDoubt) {
        return format!(
            "Not sent: the wanted address belongs to {who} (line {line}), or did: it is not known whether that change was made."
        );
    }
    format!("Not sent: the wanted address belongs to {who} (line {line}), whose own change was not made.")
}

/// A row that waits for another row, which was not done.
pub(super) fn row_before_not_done(who: &str, line: u32) -> String {
    format!("Not sent: it comes after line {line} ({who}), which was not done.")
}

/// The address belongs to an account that does not give it up.
pub(super) fn held_by(address: &str, who: &str, account: &str) -> String {
    let account = if who == account {
        String::new()
    } else {
        format!(" (account {account})")
    };
    format!(
        "Not sent: {address} belongs to {who}{account} now. Give that account another address first, or choose another one \
         for this row; then run the retry file."
    )
}

/// Atlassian says in advance that it would refuse the change.
pub(super) fn not_permitted(why: &str) -> String {
    format!(
        "Not sent: Atlassian was asked beforehand whether this address may be changed, and says no. {why}"
    )
}

/// A row of a cycle that never began or stopped before this row.
pub(super) fn circle_not_gone(why: &str) -> String {
    format!("Not sent: this account takes part in a circle of addresses, and that came to a stop. {why}")
}

/// The parked account received its desired address from someone else.
pub(super) const CLOSED_BY_OTHERS: &str = "The account has the wanted address. It had been given a temporary one, and somebody else gave it this one.";

/// A row of a cycle that was unwound.
pub(super) fn undone(why: &str) -> String {
    format!("The account has its former address again: its circle of addresses could not be closed. {why}")
}

/// The closing call was refused, and the cycle was unwound.
pub(super) fn back_again(said: &str) -> String {
    format!("{said} The account has its former address again.")
}

/// The account is parked, and the run could not change that.
pub(super) fn parked(temporary: &str, why: &str) -> String {
    let why = if why.is_empty() {
        String::new()
    } else {
        format!(" {why}")
    };
    format!(
        "The account has the temporary address {temporary}: its circle of addresses was neither closed nor unwound. Give it an \
         address: by hand, with the retry file, or with the undo file.{why}"
    )
}

/// It is unknown whether an account is parked.
pub(super) fn parked_in_doubt(temporary: &str) -> String {
    format!(
        "It is not known whether the account has the temporary address {temporary}: the answer to a call was lost, and the \
         account was not read afterwards. Look at it; the undo file gives it its former address back."
    )
}

pub(super) const NOT_SENT: &str = "Not sent.";

pub(super) const UNDER_WAY: &str = "Under way.";

pub(super) const BEING_SETTLED: &str =
    "The answer was lost or unclear. The account is read before anything else is sent.";

pub(super) const BEING_CARRIED_OUT: &str =
    "Atlassian took the call and carries it out. It is asked how far that is, after ever longer waits.";

pub(super) const TROUBLE: &str = "Atlassian did not answer as it should. The next call waits a little.";

pub(super) const SETTLING: &str =
    "The answer to a call was lost. The account is read when that call can no longer arrive.";

pub(super) const TRYING_AGAIN: &str = "A call is tried again after a short wait.";

/// The first refusal of its kind.
pub(super) fn refusal(who: &str, line: u32, status: u16, said: &str) -> String {
    format!("Atlassian refused the change of {who} (line {line}) with status {status}: {said}")
}

pub(super) const REFUSAL_HINT: &str = "This is the first refusal of this kind in this run. If other \
     rows will fare the same, stop and repair the file; if it is this row alone, go on. Refusals of this kind are not asked about again.";

/// An answer that accused the key, which works.
pub(super) fn about_row(status: u16, code: Option<&str>) -> String {
    let code = code.map(|code| format!(", {code}")).unwrap_or_default();
    format!(
        "Atlassian refused this row (status {status}{code}) as if the key or the organization were wrong. The key was tried and works, \
         so it is about this row: its account, directory, role or group may be another organization's, or gone."
    )
}

pub(super) const KEY: &str = "The key no longer works.";

pub(super) const KEY_HINT: &str = "Nothing more is sent. Make a new API key without scopes for the same organization, give it \
     here, and go on: what is in doubt is settled first.";

pub(super) const KEY_LATE_HINT: &str = "The run was stopping, and has ended. What could not be read any more is in doubt; \
     look at those accounts.";

/// Accounts with neither their old nor their desired address, the parked one first.
pub(super) fn needs_you(who: &[String]) -> String {
    format!("Somebody must look after this now: {}.", who.join("; "))
}

/// An account that is parked when nothing more can be sent.
pub(super) fn parked_now(who: &str, temporary: &str) -> String {
    format!("{who} has the temporary address {temporary}")
}

pub(super) const NEEDS_YOU_HINT: &str = "The run has ended, and everything else is as the results say. Save the undo file \
     and run it, which gives these accounts their former addresses; or give them an address by hand.";

/// The number of failed rows, and the last of them with its reason.
pub(super) fn failures(in_a_row: Option<u32>, of_batch: Option<(u32, u32)>, last: Option<&str>) -> String {
    let many = match (in_a_row, of_batch) {
        (_, Some((failed, rows))) => format!("{failed} of the {rows} rows of this batch failed."),
        (Some(failed), None) => format!("{failed} rows in a row failed."),
        (None, None) => "Rows failed.".to_owned(),
    };
    match last {
        Some(last) => format!("{many} The last: {last}"),
        None => many,
    }
}

pub(super) const FAILURES_HINT: &str = "Your stop rules ask you to look before more is sent. If the rest will fare the same, \
     stop and repair the file; else go on.";

pub(super) const JOURNAL: &str = "The journal of the run cannot be kept.";

pub(super) const JOURNAL_HINT: &str = "The run has stopped before the next call. Make room on the disk, or leave private browsing; \
     then open this run under Runs, and go on with it. If its journal was erased, save the results here: they are nowhere else.";

pub(super) const TROUBLE_ASKED: &str =
    "Atlassian cannot be reached, or does not answer as it should, several times in a row.";

pub(super) const TROUBLE_HINT: &str = "Look whether the network and the proxy are there, and whether Atlassian reports an \
     outage (status.atlassian.com). Then go on, or stop.";

pub(super) const WEB_PAGES_ASKED: &str = "A web page came instead of Atlassian's answer, several times: probably your company's \
     network. The accounts of those calls are read before anything else is sent for them.";

pub(super) const WEB_PAGES_HINT: &str = "Look at the answer of such a row in the results, and open any other website: a network that \
     asks for a login shows its page. Log in, or ask whoever runs the network to let changing calls to Atlassian through. Then go on, \
     or stop.";

pub(super) const BLOCKED_ASKED: &str = "The browser does not let calls out.";

pub(super) const BLOCKED_HINT: &str = "Look whether the computer is online, and whether the browser asks for leave to reach \
     the local network. Then go on, or stop.";

#[cfg(test)]
mod tests {
    use super::*;

    /// A rename in the code once reached these texts.
    #[test]
    fn what_is_said_has_no_names_of_the_code() {
        let texts = [
            TROUBLE_HINT,
            BLOCKED_HINT,
            &not_repeated("not in the organization"),
        ];
        for text in texts {
            assert!(text.contains("Look whether"), "{text}");
            assert!(!text.contains("Readback"), "{text}");
        }
    }

    #[test]
    fn counts_tries_and_keeps_details() {
        assert_eq!(given_up(1, "Gone."), "Tried once, not changed. Last: Gone.");
        assert_eq!(given_up(6, "Gone."), "Tried 6 times, not changed. Last: Gone.");
        assert_eq!(lost(""), "The connection was lost before Atlassian answered.");
        assert_eq!(blocked("policy"), "The browser did not send the call (policy).");
    }
}
