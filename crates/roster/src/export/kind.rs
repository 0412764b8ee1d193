//! The kinds of files that can be read into the roster. They are recognized by the names in their header.

use rollcall_table::Table;

/// A kind of file with facts about accounts or domains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// *Directory > Users > Export users* (Atlassian Administration, "Export users from a site").
    Users,
    /// *Managed accounts > Export members*, and the export of an authentication policy's members, which has the same columns
    /// (Atlassian Administration, "Export managed accounts", "Export members from authentication policies").
    ManagedAccounts,
    /// *Domains > Export accounts* (Atlassian Administration, "Export accounts from domains").
    DomainAccounts,
    /// Output of scripts that list the managed accounts through the API: `account_id`, `account_status` and more.
    ListedAccounts,
    /// Output of scripts that list the domains through the API: `attributes.name`, `attributes.claim.status`.
    ListedDomains,
}

impl Kind {
    /// Name of this kind of file within a sentence: `users export`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Users => "users export",
            Self::ManagedAccounts => "managed accounts export",
            Self::DomainAccounts => "export of accounts from domains",
            Self::ListedAccounts => "managed accounts from a script",
            Self::ListedDomains => "domains from a script",
        }
    }
}

/// Finds the columns of a table by name.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    table: &'a Table,
    names: Vec<String>,
}

impl<'a> Columns<'a> {
    /// The columns of a table; `None` if the table has no header.
    pub(super) fn of(table: &'a Table) -> Option<Self> {
        let names = (0..table.columns())
            .map(|column| table.header(column).map(bare))
            .collect::<Option<Vec<_>>>()?;
        (!names.is_empty()).then_some(Self { table, names })
    }

    /// Index of the first column with one of these names, which must be normalized as by `bare`.
    pub(super) fn named(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.names.iter().position(|have| have == name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.named(&[name]).is_some()
    }

    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        self.named(names).is_some()
    }

    /// The trimmed text of a cell; `None` if it is empty.
    pub(super) fn cell(&self, row: usize, column: Option<usize>) -> Option<&'a str> {
        let cell = self.table.cell(row, column?).trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The kind of file with these columns.
    pub(super) fn kind(&self) -> Option<Kind> {
        if self.has("attributesname") && self.has("attributesclaimstatus") {
            Some(Kind::ListedDomains)
        } else if self.has("atlassianid") && self.has_any(&["claimed", "verifiedemail"]) {
            Some(Kind::DomainAccounts)
        } else if self.has("atlassianid") && self.has_any(&["status", "email"]) {
            Some(Kind::ManagedAccounts)
        } else if self.has("userid")
            && self.has_any(&["userstatus", "orgrole", "addedtoorg", "username", "active"])
        {
            Some(Kind::Users)
        } else if self.has("accountid") && self.has("accountstatus") {
            Some(Kind::ListedAccounts)
        } else {
            None
        }
    }

    /// An export without account ids, which cannot be matched to accounts: of users until September 2021
    /// (confluence.atlassian.com/cloud/export-users-833925313.html), and of managed accounts in those years.
    pub(super) fn is_without_ids(&self) -> bool {
        let users = self.has("email") && self.has("active") && self.has_any(&["username", "fullname"]);
        let managed =
            self.has("email") && self.has("status") && self.has_any(&["samlsinglesignon", "billable"]);
        users || managed
    }

    /// Whether this is a change file.
    pub(super) fn is_change_file(&self) -> bool {
        self.has_any(&["oldemail", "newemail", "emailnew"])
    }
}

/// A name, normalized for comparison: only letters and digits, in lower case. `User id`, `user_id` and `userId` are equal.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
