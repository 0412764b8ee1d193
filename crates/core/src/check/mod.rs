//! The checks. A check is one file: its code, its severity (the code's letter), its title, the facts it needs, its text,
//! its fix. Adding one is adding a file, a line in the list of the action that it serves, and a fixture.
//!
//! A check looks at one row ([`Find::Row`]), at how one row touches the others ([`Find::Between`]), or at the file as a whole
//! ([`Find::File`]). It answers with a [`Verdict`], which costs nothing to keep; the text is made when somebody reads it.

pub(crate) mod conflicts;
mod context;
mod review;
mod target;

pub mod account_id_malformed;
pub mod account_id_missing;
pub mod account_not_here;
pub mod account_twice;
pub mod account_two_wishes;
pub mod address_chain;
pub mod address_circle;
pub mod address_missing;
pub mod address_taken;
pub mod address_unknown;
pub mod address_wanted_twice;
pub mod administrator;
pub mod administrator_stays;
pub mod already_here;
pub mod becomes_administrator;
pub mod blank_row;
pub mod case_only;
pub mod changed_since;
pub mod closed;
pub mod columns_shifted;
pub mod current_address_differs;
pub mod current_address_malformed;
pub mod current_domain_unclaimed;
pub mod deactivated;
pub mod directory_unclear;
pub mod domain_slip;
pub mod field_malformed;
pub mod field_missing;
pub mod for_deletion;
pub mod group_locked;
pub mod group_unclear;
pub mod groups_unclear;
pub mod invited_account;
pub mod last_administrator;
pub mod new_address_malformed;
pub mod new_address_missing;
pub mod new_domain_unclaimed;
pub mod no_directory;
pub mod not_as_in_journal;
pub mod not_for_deletion;
pub mod not_managed;
pub mod not_permitted;
pub mod nothing_given;
pub mod nothing_to_change;
pub mod other_action;
pub mod other_organization;
pub mod owns_tokens;
mod place;
pub mod policy_unclear;
pub mod portal_customer;
pub mod role_not_by_invitation;
pub mod role_unclear;
pub mod single_sign_on;
pub mod synced;
pub mod synced_life;
pub mod synced_profile;
pub mod tokens_unknown;
pub mod unusual_letter;
pub mod workspace_unclear;

pub use conflicts::{Conflict, Drift, RowRelations};
pub use context::{CheckContext, Domains, RowContext};
pub use review::{Counts, FindingCount, Review, RowState, Unchecked};
pub use target::{Named, ONLY_DIRECTORY, Target, WHERE};

use crate::action::Field;
use crate::finding::{Fix, Severity};

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Stable: a letter for the severity, a number, and a name: `E012-address-taken`.
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The part whose cell it is about.
    pub part: Option<Field>,
    /// Where it looks.
    pub find: Find,
    /// The text for a row, and for what [`Verdict::Found`] carried.
    pub text: fn(&CheckContext, &RowContext, u32) -> Text,
    /// What stays open when a fact is missing: "whether …". `None` where the file alone decides.
    pub question: Option<&'static str>,
    /// How to mend a row.
    pub fix: Option<Offer>,
    /// What the user is asked before a run that has so many rows with this finding.
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
    /// At the file as a whole. What it says is said once, and as an error it blocks every row.
    File(fn(&CheckContext, &Drift) -> Option<Text>),
}

/// What a check answers for one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say.
    Fine,
    /// Something, with a number that its text may need: mostly another row.
    Found(u32),
    /// A fact is missing.
    Lacks(MissingFact),
}

/// [`Verdict::Found`] where the text needs nothing besides the row.
pub const FOUND: Verdict = Verdict::Found(0);

impl From<bool> for Verdict {
    fn from(found: bool) -> Self {
        if found { FOUND } else { Self::Fine }
    }
}

/// Why a fact is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingFact {
    /// Nothing is known about any account.
    Roster,
    /// Accounts are known, but nobody says this of this one.
    Fact,
    /// Which domains are claimed is not known, or not in full.
    Domains,
    /// No organization is connected.
    Organization,
    /// The directories, groups or workspaces are not known.
    Places,
}

impl MissingFact {
    pub(crate) const ALL: [Self; 5] = [
        Self::Roster,
        Self::Fact,
        Self::Domains,
        Self::Organization,
        Self::Places,
    ];

    /// Why, and what would help.
    pub const fn why(self) -> &'static str {
        match self {
            Self::Roster => "No accounts are known yet. Look them up, or load an export file.",
            Self::Fact => {
                "None of the sources says it. Look the accounts up; what that does not tell, Atlassian's export of managed accounts may."
            }
            Self::Domains => {
                "The claimed domains are not known, or not all of them. Look them up, load a list of domains, or type them."
            }
            Self::Organization => "No organization is connected.",
            Self::Places => {
                "The organization's directories, groups or workspaces are not known. Look them up."
            }
        }
    }
}

/// The words of a finding.
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
    /// What it is called when it mends all rows at once.
    pub all: &'static str,
    /// Mends single rows only, as long as this check finds something about the file.
    pub all_unless: Option<&'static Check>,
    /// What mends one row.
    pub mend: Mend,
}

/// What mends one row.
#[derive(Clone, Copy, Debug)]
pub enum Mend {
    /// It is left out.
    LeaveOut,
    /// Another text, where one can be told.
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

    /// The fix for one row, where there is one.
    pub fn one(&self, case: &CheckContext, look: &RowContext) -> Option<Fix> {
        match self.mend {
            Mend::LeaveOut => Some(Fix::LeaveOut),
            // What a journal from elsewhere says stays as it is.
            Mend::Rewrite(_) if case.changes.are_claimed() => None,
            Mend::Rewrite(one) => one(case, look),
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
    pub(crate) const fn row(
        code: &'static str,
        title: &'static str,
        find: fn(&CheckContext, &RowContext) -> Verdict,
        text: fn(&CheckContext, &RowContext, u32) -> Text,
    ) -> Self {
        Self::new(code, title, Find::Row(find), text)
    }

    /// A check that looks at how a row touches the others.
    pub(crate) const fn between(
        code: &'static str,
        title: &'static str,
        find: fn(&RowRelations) -> Verdict,
        text: fn(&CheckContext, &RowContext, u32) -> Text,
    ) -> Self {
        Self::new(code, title, Find::Between(find), text)
    }

    /// A check that looks at the file as a whole.
    pub(crate) const fn file(
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

    pub(crate) const fn about(mut self, part: Field) -> Self {
        self.part = Some(part);
        self
    }

    pub(crate) const fn question(mut self, question: &'static str) -> Self {
        self.question = Some(question);
        self
    }

    pub(crate) const fn fix(mut self, offer: Offer) -> Self {
        self.fix = Some(offer);
        self
    }

    pub(crate) const fn confirm(mut self, confirm: fn(u32) -> Confirmation) -> Self {
        self.confirm = Some(confirm);
        self
    }

    pub(crate) const fn no_call(mut self) -> Self {
        self.no_call = true;
        self
    }

    /// How much its findings weigh: the letter of the code.
    pub const fn severity(&self) -> Severity {
        match self.code.as_bytes() {
            [b'E', ..] => Severity::Error,
            [b'W', ..] => Severity::Warning,
            _ => Severity::Note,
        }
    }
}
