//! A check as data: its code, its severity (the code's letter), its title, the facts it needs, its text, its fix.
//!
//! A check looks at one row ([`Find::Row`]), at how one row touches the others ([`Find::Between`]), or at the file as a whole
//! ([`Find::File`]). It returns a [`Verdict`], which is cheap to keep; the text is made on demand.

use rollcall_model::Field;
use rollcall_model::finding::{Fix, Severity};

use crate::conflicts::{Drift, RowRelations};
use crate::context::{CheckContext, RowContext};
use crate::verdict::Verdict;

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Stable: a letter for the severity, a number, and a name: `E012-address-taken`.
    pub code: &'static str,
    /// Short title.
    pub title: &'static str,
    /// The field whose cell it is about.
    pub part: Option<Field>,
    /// Where it looks.
    pub find: Find,
    /// The text for a row, and for what [`Verdict::Found`] carried.
    pub text: fn(&CheckContext, &RowContext, u32) -> Text,
    /// What remains unknown when a fact is missing: "whether …". `None` if the file alone decides.
    pub question: Option<&'static str>,
    /// How to fix a row.
    pub fix: Option<Offer>,
    /// What the user must confirm before a run in which this many rows have this finding.
    pub confirm: Option<fn(u32) -> Confirmation>,
    /// True where a row with this finding needs no call.
    pub no_call: bool,
}

/// Where a check looks.
#[derive(Clone, Copy, Debug)]
pub enum Find {
    /// At one row and what is known about its account.
    Row(fn(&CheckContext, &RowContext) -> Verdict),
    /// At how one row touches the others.
    Between(fn(&RowRelations) -> Verdict),
    /// At the file as a whole. The finding is reported once, and as an error it blocks every row.
    File(fn(&CheckContext, &Drift) -> Option<Text>),
}

/// The text of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Text {
    /// Puts the two together.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// A fix that a check offers.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The label of the fix when it is applied to all rows at once.
    pub all: &'static str,
    /// Fixes only single rows, as long as this check finds something about the file.
    pub all_unless: Option<&'static Check>,
    /// The fix for one row.
    pub mend: Mend,
}

/// The fix for one row.
#[derive(Clone, Copy, Debug)]
pub enum Mend {
    /// The row is excluded.
    LeaveOut,
    /// A replacement text, if there is one.
    Rewrite(fn(&CheckContext, &RowContext) -> Option<Fix>),
}

impl Offer {
    /// Leaves rows out.
    pub const fn leave_out(all: &'static str) -> Self {
        Self {
            all,
            all_unless: None,
            mend: Mend::LeaveOut,
        }
    }

    /// Writes another text into a cell.
    pub const fn rewrite(all: &'static str, one: fn(&CheckContext, &RowContext) -> Option<Fix>) -> Self {
        Self {
            all,
            all_unless: None,
            mend: Mend::Rewrite(one),
        }
    }

    /// The fix for one row, if there is one.
    pub fn one(&self, context: &CheckContext, row_context: &RowContext) -> Option<Fix> {
        match self.mend {
            Mend::LeaveOut => Some(Fix::LeaveOut),
            // What a journal from elsewhere says stays as it is.
            Mend::Rewrite(_) if context.changes.are_claimed() => None,
            Mend::Rewrite(one) => one(context, row_context),
        }
    }
}

/// Something to be confirmed before a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Stable key.
    pub key: &'static str,
    /// What must be typed; `None` for a tick.
    pub typed: Option<String>,
    /// What is confirmed, as a sentence or a question.
    pub text: String,
}

impl Check {
    /// A check that looks at one row.
    pub const fn row(
        code: &'static str,
        title: &'static str,
        find: fn(&CheckContext, &RowContext) -> Verdict,
        text: fn(&CheckContext, &RowContext, u32) -> Text,
    ) -> Self {
        Self::new(code, title, Find::Row(find), text)
    }

    /// A check that looks at how a row touches the others.
    pub const fn between(
        code: &'static str,
        title: &'static str,
        find: fn(&RowRelations) -> Verdict,
        text: fn(&CheckContext, &RowContext, u32) -> Text,
    ) -> Self {
        Self::new(code, title, Find::Between(find), text)
    }

    /// A check that looks at the file as a whole.
    pub const fn file(
        code: &'static str,
        title: &'static str,
        find: fn(&CheckContext, &Drift) -> Option<Text>,
    ) -> Self {
        Self::new(code, title, Find::File(find), |_, _, _| Text {
            message: String::new(),
            hint: String::new(),
        })
    }

    const fn new(
        code: &'static str,
        title: &'static str,
        find: Find,
        text: fn(&CheckContext, &RowContext, u32) -> Text,
    ) -> Self {
        Self {
            code,
            title,
            part: None,
            find,
            text,
            question: None,
            fix: None,
            confirm: None,
            no_call: false,
        }
    }

    /// The same, about the cells of a field.
    #[must_use]
    pub const fn about(mut self, field: Field) -> Self {
        self.part = Some(field);
        self
    }

    /// The same, with what stays open where a fact is missing.
    #[must_use]
    pub const fn question(mut self, question: &'static str) -> Self {
        self.question = Some(question);
        self
    }

    /// The same, with a way to mend a row.
    #[must_use]
    pub const fn fix(mut self, offer: Offer) -> Self {
        self.fix = Some(offer);
        self
    }

    /// The same, with what the user is asked before such rows run.
    #[must_use]
    pub const fn confirm(mut self, confirm: fn(u32) -> Confirmation) -> Self {
        self.confirm = Some(confirm);
        self
    }

    /// The same, for rows that need no call.
    #[must_use]
    pub const fn no_call(mut self) -> Self {
        self.no_call = true;
        self
    }

    /// The severity of its findings: the letter of the code.
    pub const fn severity(&self) -> Severity {
        match self.code.as_bytes() {
            [b'E', ..] => Severity::Error,
            [b'W', ..] => Severity::Warning,
            _ => Severity::Note,
        }
    }
}
