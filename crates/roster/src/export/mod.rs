//! Reads export files into the roster.
//!
//! Which facts each kind of file contains:
//!
//! | fact | users export | managed accounts export | accounts from domains | accounts from a script |
//! | --- | --- | --- | --- | --- |
//! | address, name, status | yes | yes | yes | yes (name in some) |
//! | managed | no | yes, all are | no, if *Claimed* says so; it does not say by whom | yes, all are |
//! | claimed by anybody | no | no | *Claimed* | no |
//! | organization administrator | *Org role* | no | no | no |
//! | in a directory | by *User status* | no | no | no |
//! | signs in through an identity provider | no | *SAML single sign-on* | *SAML single sign-on* | no |
//! | synced from an identity provider | no | no | no | no |
//!
//! A file proves that its accounts exist. It proves that other accounts do *not* exist only if it is known to be the complete list, and an
//! export may be partial: [`Exported::part`] says why.

mod error;
mod kind;
mod word;

pub use error::ExportError;
pub use kind::Kind;

use super::{Knowledge, Listing, Provenance, Said};
use error::shortened;
use kind::Columns;
use rollcall_atlassian::AccountId;
use rollcall_model::phrasing::{PART, counted};
use rollcall_model::time::Time;
use rollcall_table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// The content of a file. `roster.learn(exported.origin, exported.knowledge)` adds it to the roster.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Which kind of file it is.
    pub kind: Kind,
    /// The source, named after the file.
    pub origin: Provenance,
    /// The facts in the file.
    pub knowledge: Knowledge,
    /// Number of distinct accounts.
    pub accounts: usize,
    /// Number of rows about an account or domain that an earlier row was about.
    pub repeated: usize,
    /// Rows that were left out because they have no valid account id or domain.
    pub broken: Broken,
    /// If the file may contain only part of a list: the list, and the reason.
    pub part: Option<(Listing, Field)>,
}

/// Rows that were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// Number of rows.
    pub rows: usize,
    /// Line and text of the first of these rows.
    pub first: Vec<(u32, String)>,
}

/// Why a file may contain only part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Field {
    /// The dialog of the users export offers selected groups and active users only.
    #[error(
        "An export of users can be of selected groups or of active users only. So an account that is not in this file \
         may be there all the same."
    )]
    Selection,
    /// The file has only one policy's name, so it may be the export of that policy's members.
    #[error(
        "The accounts in this file have all the same authentication policy, so it may be the export of the members of \
         that policy. An account that is not in this file may be there all the same."
    )]
    Policy,
    /// The API returns 50 accounts per page, and some scripts stop at the end of a page, after an error or always.
    #[error(
        "This file ends where a page of Atlassian's list ends, so the script may have stopped there. An account that is \
         not in this file may be there all the same."
    )]
    Page,
    /// Accounts without an address are legal, and the common scripts stop at the first one with an error.
    #[error(
        "Every account in this file has an address. Atlassian lists accounts without one as well, and the common scripts stop at the \
         first of them, so the list may have broken off there. An account that is not in this file may be there all the same."
    )]
    Addressed,
    /// Rollcall saved the file before the list was read to its end.
    #[error(
        "The name of this file says that it is a part of a list. An account that is not in it may be there all the same."
    )]
    Named,
}

/// Number of accounts per page of Atlassian's list (jira.atlassian.com/browse/AX-243).
const PAGE: usize = 50;

/// Maximum number of left-out rows that are reported individually.
const TOLD: usize = 5;

/// Reads a file with facts about accounts or domains. `at` is the time when the facts were true: the file's time, as far as it is known.
///
/// # Errors
/// An [`ExportError`] if the file is not of a known kind, or has no usable row.
pub fn read(table: &Table, name: &str, at: Time) -> Result<Exported, ExportError> {
    let name = name.to_owned();
    let Some(columns) = Columns::of(table) else {
        return Err(ExportError::NoHeader { name });
    };
    let Some(kind) = columns.kind() else {
        return Err(not_recognized(table, &columns, name));
    };
    if table.rows() == 0 {
        return Err(ExportError::NoRows { name, kind });
    }
    let mut reading = Reading::default();
    if kind == Kind::ListedDomains {
        reading.domains(table, &columns);
    } else {
        reading.accounts(table, &columns, kind);
    }
    if reading.broken.rows == table.rows() {
        let (line, text) = reading.broken.first.into_iter().next().unwrap_or_default();
        return Err(ExportError::NoUsableRow {
            name,
            kind,
            line,
            text,
        });
    }
    let part = part(kind, &name, &reading);
    let mut knowledge = reading.knowledge;
    knowledge.complete = match kind {
        Kind::ManagedAccounts | Kind::ListedAccounts if part.is_none() && reading.broken.rows == 0 => {
            Some(Listing::Managed)
        }
        _ => None,
    };
    Ok(Exported {
        kind,
        origin: Provenance::file(&name, kind.title(), at),
        knowledge,
        accounts: reading.met.len(),
        repeated: reading.repeated,
        broken: reading.broken,
        part,
    })
}

impl Exported {
    /// Records the user's statement that the file is the complete list, so that an account's absence from it counts as a fact.
    pub fn declare_whole(&mut self) {
        if let Some((listing, _)) = self.part.take() {
            self.knowledge.complete = Some(listing);
        }
    }

    /// Notes about rows that were left out and facts that the file cannot contain, one or two sentences each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.broken.rows > 0 {
            let thing = if self.kind == Kind::ListedDomains {
                "domain"
            } else {
                "usable account id"
            };
            let lines: Vec<String> = self
                .broken
                .first
                .iter()
                .map(|(line, text)| {
                    if text.is_empty() {
                        format!("line {line} (empty)")
                    } else {
                        format!("line {line} (“{}”)", shortened(text))
                    }
                })
                .collect();
            let more = match self.broken.rows - self.broken.first.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let rows = counted(self.broken.rows, "row");
            notes.push(format!(
                "Left out, without a {thing}: {rows}: {}{more}.",
                lines.join(", ")
            ));
        }
        notes.extend(self.part.map(|(_, part)| part.to_string()));
        notes
    }
}

fn not_recognized(table: &Table, columns: &Columns<'_>, name: String) -> ExportError {
    let found: Vec<String> = (0..table.columns())
        .filter_map(|column| table.header(column))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if columns.is_change_file() {
        ExportError::ChangeFile { name, found }
    } else if columns.is_without_ids() {
        ExportError::WithoutIds { name }
    } else {
        ExportError::NotRecognized { name, found }
    }
}

fn part(kind: Kind, name: &str, reading: &Reading) -> Option<(Listing, Field)> {
    let listing = match kind {
        Kind::Users => Listing::Directory,
        Kind::ManagedAccounts | Kind::ListedAccounts => Listing::Managed,
        Kind::DomainAccounts | Kind::ListedDomains => return None,
    };
    let field = match kind {
        _ if name.contains(PART) => Some(Field::Named),
        Kind::Users => Some(Field::Selection),
        Kind::ManagedAccounts => (reading.policies.len() == 1).then_some(Field::Policy),
        _ if reading.met.len().is_multiple_of(PAGE) => Some(Field::Page),
        _ => {
            let mut accounts = reading.knowledge.accounts.iter();
            accounts
                .all(|said| said.email.is_some())
                .then_some(Field::Addressed)
        }
    };
    field.map(|field| (listing, field))
}

/// The state while a file is read.
#[derive(Debug, Default)]
struct Reading {
    knowledge: Knowledge,
    /// The accounts read so far, and the index in `knowledge` of the first statement about each.
    met: BTreeMap<AccountId, usize>,
    policies: BTreeSet<String>,
    repeated: usize,
    broken: Broken,
}

impl Reading {
    fn accounts(&mut self, table: &Table, columns: &Columns<'_>, kind: Kind) {
        let id = columns.named(match kind {
            Kind::Users => &["userid"],
            Kind::ListedAccounts => &["accountid"],
            _ => &["atlassianid"],
        });
        let email = columns.named(&["email", "emailaddress"]);
        let name = columns.named(&["username", "name", "fullname"]);
        let status = columns.named(&["userstatus", "accountstatus", "status"]);
        let role = columns.named(&["orgrole"]);
        let single_sign_on = columns.named(&["samlsinglesignon"]);
        let policy = columns.named(&["policyname"]);
        let claimed = columns.named(&["claimed"]);
        let all_managed = matches!(kind, Kind::ManagedAccounts | Kind::ListedAccounts);
        for row in 0..table.rows() {
            let text = columns.cell(row, id).unwrap_or_default();
            let Some(id) = AccountId::parse(text) else {
                self.leave_out(table.line(row), text);
                continue;
            };
            let word = columns.cell(row, status);
            let mut said = word::status(Said::of(id), word);
            if kind == Kind::Users {
                said = word::membership(said, word);
            } else if kind == Kind::DomainAccounts {
                said = word::claim(said, columns.cell(row, claimed));
            }
            said.email = columns.cell(row, email).map(str::to_owned);
            said.name = columns.cell(row, name).map(str::to_owned);
            said.administrator = columns.cell(row, role).map(word::is_administrator);
            said.single_sign_on = columns.cell(row, single_sign_on).and_then(word::single_sign_on);
            if all_managed {
                said.managed = Some(true);
            }
            self.policies.extend(columns.cell(row, policy).map(str::to_owned));
            self.account(said);
        }
    }

    /// An export with groups in their own column has a row per account and group; a row that adds nothing is skipped.
    fn account(&mut self, said: Said) {
        if let Some(&first) = self.met.get(&said.id) {
            self.repeated += 1;
            if self.knowledge.accounts[first] != said {
                self.knowledge.accounts.push(said);
            }
        } else {
            self.met.insert(said.id.clone(), self.knowledge.accounts.len());
            self.knowledge.accounts.push(said);
        }
    }

    fn domains(&mut self, table: &Table, columns: &Columns<'_>) {
        let name = columns.named(&["attributesname"]);
        let status = columns.named(&["attributesclaimstatus"]);
        let mut met = BTreeSet::new();
        let mut all_known = true;
        for row in 0..table.rows() {
            let text = columns.cell(row, name).unwrap_or_default();
            let (domains, rejected) = super::typed_domains(text);
            let ([domain], []) = (domains.as_slice(), rejected.as_slice()) else {
                self.leave_out(table.line(row), text);
                continue;
            };
            if !met.insert(domain.clone()) {
                self.repeated += 1;
            }
            match columns.cell(row, status).and_then(word::claimed) {
                Some(claimed) => self.knowledge.domains.push((domain.clone(), claimed)),
                None => all_known = false,
            }
        }
        self.knowledge.domains_complete = all_known && self.broken.rows == 0;
    }

    fn leave_out(&mut self, line: u32, text: &str) {
        self.broken.rows += 1;
        if self.broken.first.len() < TOLD {
            self.broken.first.push((line, text.to_owned()));
        }
    }
}
