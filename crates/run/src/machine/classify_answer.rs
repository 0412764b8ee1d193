//! What an answer to a changing call means for its step and for the run.

use http::Response;
use rollcall_atlassian::{Body, Failure, Kind, Refusal, Wait};

use super::{Transport, texts};
use crate::{
    journal::{Answer, Meaning, RowAnswer},
    operation::{BoxedQuery, Command, Done, RowDone},
};

/// A classified answer.
#[derive(Debug)]
pub(super) struct Weighed {
    /// The answer as the journal stores it.
    pub(super) answer: Answer,
    /// What it means for the step.
    pub(super) meaning: Meaning,
    /// What it means for the run.
    pub(super) sign: Sign,
    /// How to query the progress, if Atlassian carries the call out later.
    pub(super) afterwards: Option<BoxedQuery>,
    /// The result for each row of the call, if the answer distinguishes them.
    pub(super) each: Vec<Option<RowDone>>,
}

/// What an answer says about the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Calls are succeeding.
    Good,
    /// Calls come too fast.
    TooFast(Option<Wait>),
    /// Something is wrong on the server or the network.
    Trouble(Option<Wait>),
    /// Something on the way answers with web pages.
    WebPage,
    /// The browser does not send the calls.
    Blocked,
    /// The key does not work for this call.
    Key {
        /// Because it has scopes.
        by_scopes: bool,
    },
}

/// Classifies the answer to a call. `may_be_taken_still`: the address was freed a moment ago, and the server may not know that yet.
pub(super) fn weigh(
    call: &dyn Command,
    result: Result<Response<Body>, Transport>,
    may_be_taken_still: bool,
) -> Weighed {
    let response = match result {
        Ok(response) => response,
        Err(Transport::Lost { message }) => {
            let answer = Answer::Lost {
                message: texts::lost(&message),
            };
            return Weighed {
                answer,
                meaning: Meaning::InDoubt { late: true },
                sign: Sign::Trouble(None),
                afterwards: None,
                each: Vec::new(),
            };
        }
        Err(Transport::Blocked { message }) => {
            let answer = Answer::Blocked {
                message: texts::blocked(&message),
            };
            return Weighed {
                answer,
                meaning: Meaning::NotDone,
                sign: Sign::Blocked,
                afterwards: None,
                each: Vec::new(),
            };
        }
    };
    let status = response.status().as_u16();
    let failure = match call.answer(&response) {
        Ok(done) => {
            let (meaning, afterwards, each) = match done {
                Done::All => (Meaning::Changed, None, Vec::new()),
                Done::Later(ask) => (Meaning::Taken, Some(ask), Vec::new()),
                // Accounts that the answer does not mention are read.
                Done::Each(each) => (Meaning::InDoubt { late: false }, None, each),
            };
            return Weighed {
                answer: success(status, String::new()),
                meaning,
                sign: Sign::Good,
                afterwards,
                each,
            };
        }
        Err(failure) => failure,
    };
    let (meaning, sign) = judge(&failure, may_be_taken_still);
    Weighed {
        answer: answer(failure),
        meaning,
        sign,
        afterwards: None,
        each: Vec::new(),
    }
}

/// The result of a call for one of its rows, if the call as a whole succeeded.
pub(super) fn for_row(status: Option<u16>, done: RowDone, step: u32) -> RowAnswer {
    let meaning = match done.refused {
        None => Meaning::Changed,
        Some(_) => Meaning::Refused,
    };
    RowAnswer {
        step,
        answer: success(status.unwrap_or_default(), done.refused.unwrap_or_default()),
        meaning,
        access: done.access,
    }
}

fn success(status: u16, message: String) -> Answer {
    Answer::Response {
        status,
        code: None,
        message,
        raw: String::new(),
    }
}

fn judge(failure: &Failure, may_be_taken_still: bool) -> (Meaning, Sign) {
    match &failure.kind {
        Kind::Retry(wait) if failure.status == 429 => (Meaning::TooFast, Sign::TooFast(*wait)),
        Kind::Retry(wait) => {
            // A gateway timeout says nothing about the server behind it.
            let late = matches!(failure.status, 408 | 502 | 504);
            (Meaning::InDoubt { late }, Sign::Trouble(*wait))
        }
        Kind::NotUnderstood => (Meaning::InDoubt { late: false }, Sign::Trouble(None)),
        // A page that refuses is the outcome, if the account shows that nothing was done.
        Kind::WebPage if (400..500).contains(&failure.status) => (Meaning::RefusedAgain, Sign::WebPage),
        Kind::WebPage => (Meaning::InDoubt { late: false }, Sign::WebPage),
        Kind::Refused(Refusal::AddressTaken) if may_be_taken_still => (Meaning::Again, Sign::Good),
        Kind::Refused(_) => (Meaning::Refused, Sign::Good),
        Kind::ScopedKey => (Meaning::NotDone, Sign::Key { by_scopes: true }),
        Kind::WrongKey | Kind::WrongOrganization => (Meaning::NotDone, Sign::Key { by_scopes: false }),
    }
}

fn answer(failure: Failure) -> Answer {
    Answer::Response {
        status: failure.status,
        code: failure.code,
        message: failure.message,
        raw: failure.raw,
    }
}
