//! How a call ended, and what follows.

use serde::{Deserialize, Serialize};

use super::access::Access;

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Answer {
    /// With a response.
    Response {
        /// Its status.
        status: u16,
        /// Atlassian's key or code.
        code: Option<String>,
        /// What it means, in the administrator's words; empty for a success.
        #[serde(rename = "words")]
        message: String,
        /// The body, where it is not a success.
        raw: String,
    },
    /// Without one: nobody knows whether the request arrived.
    Lost {
        /// What the browser said.
        #[serde(rename = "words")]
        message: String,
    },
    /// The request was never sent.
    Blocked {
        /// What the browser said.
        #[serde(rename = "words")]
        message: String,
    },
}

impl Answer {
    /// The status, where there is one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Response { status, .. } => Some(*status),
            Self::Lost { .. } | Self::Blocked { .. } => None,
        }
    }

    /// Atlassian's key or code, where there is one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Response { code, .. } => code.as_deref(),
            Self::Lost { .. } | Self::Blocked { .. } => None,
        }
    }

    /// The body, where there is one and it is not a success's.
    pub fn raw(&self) -> &str {
        match self {
            Self::Response { raw, .. } => raw,
            Self::Lost { .. } | Self::Blocked { .. } => "",
        }
    }

    /// What it means.
    pub fn message(&self) -> &str {
        match self {
            Self::Response { message, .. } | Self::Lost { message } | Self::Blocked { message } => message,
        }
    }
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// It is done.
    Changed,
    /// Not now and not later.
    Refused,
    /// It was refused, and an earlier call of which nothing is known may have done it: the account must be read.
    RefusedAgain,
    /// It was not done; it can be tried again.
    Again,
    /// It was not done because calls come too fast; it can be tried again.
    TooFast,
    /// It was not done, for a reason that is not the step's: the call never left, or the key was refused.
    NotDone,
    /// It was taken, and is carried out afterwards.
    Taken,
    /// It may have been done; the account must be read.
    InDoubt {
        /// True where the request may still arrive: the reading has to wait for longer than a request can live.
        late: bool,
    },
}

/// What the answer to a call for several steps says of one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAnswer {
    /// Index of the step.
    pub step: u32,
    /// How the call ended for it.
    pub answer: Answer,
    /// What follows from that.
    pub meaning: Meaning,
    /// What the person has by it.
    pub access: Access,
}
