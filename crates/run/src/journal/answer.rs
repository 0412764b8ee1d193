//! The result of a call, and what follows from it.

use serde::{Deserialize, Serialize};

use super::access::Access;

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Answer {
    /// A response arrived.
    Response {
        /// HTTP status.
        status: u16,
        /// Atlassian's key or code for the error.
        code: Option<String>,
        /// What the response means, in the administrator's words; empty for a success.
        #[serde(rename = "words")]
        message: String,
        /// The body of an error response; empty for a success.
        raw: String,
    },
    /// No response arrived: it is unknown whether the request reached Atlassian.
    Lost {
        /// The browser's message.
        #[serde(rename = "words")]
        message: String,
    },
    /// The request was never sent.
    Blocked {
        /// The browser's message.
        #[serde(rename = "words")]
        message: String,
    },
}

impl Answer {
    /// The HTTP status, if a response arrived.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Response { status, .. } => Some(*status),
            Self::Lost { .. } | Self::Blocked { .. } => None,
        }
    }

    /// Atlassian's key or code, if there is one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Response { code, .. } => code.as_deref(),
            Self::Lost { .. } | Self::Blocked { .. } => None,
        }
    }

    /// The body of an error response; empty for a success or if no response arrived.
    pub fn raw(&self) -> &str {
        match self {
            Self::Response { raw, .. } => raw,
            Self::Lost { .. } | Self::Blocked { .. } => "",
        }
    }

    /// Whether it was a web page.
    pub(crate) fn is_web_page(&self) -> bool {
        self.raw().trim_start().starts_with('<')
    }

    /// What the answer means, in the administrator's words; empty for a success.
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
    /// The change was made.
    Changed,
    /// The change was refused, and trying again would not help.
    Refused,
    /// The call was refused, but an earlier call whose result is unknown may have made the change: the account must be read.
    RefusedAgain,
    /// The change was not made; it can be tried again.
    Again,
    /// The change was not made because calls are sent too fast; it can be tried again.
    TooFast,
    /// The change was not made, for a reason that has nothing to do with the step: the call was never sent, or the key was refused.
    NotDone,
    /// Atlassian accepted the call and carries it out asynchronously.
    Taken,
    /// The change may have been made; the account must be read.
    InDoubt {
        /// True if the request may still arrive: the account must not be read before the longest lifetime of a request has passed.
        late: bool,
    },
}

/// What the answer to a call for several steps says about one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAnswer {
    /// Index of the step.
    pub step: u32,
    /// The result of the call for this step.
    pub answer: Answer,
    /// What follows from the result.
    pub meaning: Meaning,
    /// The person's access as a result of the call.
    pub access: Access,
}
