//! Files with a known header that contain no new addresses.

use rollcall_model::name::same_name;
use rollcall_table::Table;

/// A file with a known header that contains no new addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognized {
    /// `org_id,account_id,email`, the input of the script that suspends accounts.
    BulkSuspend,
    /// Directory > Users > Export users.
    UsersExport,
    /// Managed accounts > Export accounts; the export of an authentication policy's members has the same columns.
    ManagedAccountsExport,
    /// Domains > Export accounts.
    DomainAccountsExport,
    /// `account_id,email,account_status,access_billable`: `allmanagedusers.csv`.
    ManagedUsersScript,
    /// The managed accounts as the API returns them, flattened: `orgusers.csv`.
    OrgUsersScript,
    /// The domains as the API returns them, flattened: `domains.csv`.
    DomainsScript,
}

impl Recognized {
    /// Recognizes a file by its header. The column names come from scripts that read real files. Additional columns are allowed, so of two
    /// headers with common columns the one with more required columns is tested first.
    pub fn of(table: &Table) -> Option<Self> {
        const SHAPES: [(Recognized, &[&str]); 10] = [
            (
                Recognized::DomainsScript,
                &["attributes.name", "attributes.claim.status"],
            ),
            (Recognized::UsersExport, &["User id", "User name", "User status"]),
            (Recognized::UsersExport, &["User id", "email", "Added to org"]),
            // The format before September 2021.
            (
                Recognized::UsersExport,
                &["group_name", "username", "full_name", "email"],
            ),
            (
                Recognized::DomainAccountsExport,
                &["Atlassian ID", "Email", "Claimed"],
            ),
            (
                Recognized::DomainAccountsExport,
                &["Atlassian ID", "Email", "Verified email"],
            ),
            (
                Recognized::ManagedAccountsExport,
                &["Atlassian ID", "Email", "Status"],
            ),
            (
                Recognized::OrgUsersScript,
                &["account_id", "account_type", "account_status", "email"],
            ),
            (
                Recognized::ManagedUsersScript,
                &["account_id", "email", "account_status"],
            ),
            (Recognized::BulkSuspend, &["org_id", "account_id"]),
        ];
        let has = |name: &&str| {
            (0..table.columns())
                .any(|column| table.header(column).is_some_and(|header| same_name(header, name)))
        };
        SHAPES
            .iter()
            .find(|(_, names)| names.iter().all(has))
            .map(|&(shape, _)| shape)
    }

    /// Whether the file describes the current state, so that it can be a source for the roster.
    pub fn is_export(self) -> bool {
        self != Self::BulkSuspend
    }

    /// Stable code, for documentation and tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::BulkSuspend => "recognized-bulk-suspend",
            Self::UsersExport => "recognized-users-export",
            Self::ManagedAccountsExport => "recognized-managed-accounts-export",
            Self::DomainAccountsExport => "recognized-domain-accounts-export",
            Self::ManagedUsersScript => "recognized-managed-users",
            Self::OrgUsersScript => "recognized-org-users",
            Self::DomainsScript => "recognized-domains",
        }
    }

    /// Description of the file.
    pub fn what(self) -> &'static str {
        match self {
            Self::BulkSuspend => "This file asks for no new address: it is the bulk-suspend script's file.",
            Self::UsersExport => "This file asks for no new address: it is Atlassian's export of users.",
            Self::ManagedAccountsExport => {
                "This file asks for no new address: it is Atlassian's export of managed accounts."
            }
            Self::DomainAccountsExport => {
                "This file asks for no new address: it is Atlassian's export of the accounts of domains."
            }
            Self::ManagedUsersScript | Self::OrgUsersScript => {
                "This file asks for no new address: it is a script's export of managed accounts."
            }
            Self::DomainsScript => "This file names no accounts: it is a script's export of domains.",
        }
    }

    /// What to do with the file.
    pub fn hint(self) -> &'static str {
        match self {
            Self::BulkSuspend => {
                "Its rows name accounts to suspend. To suspend them, choose “Suspend in a directory”. To change their addresses, add a column named \"new_email\"."
            }
            Self::DomainsScript => {
                "Load it under “What is known about accounts”, with “Choose an export file”."
            }
            _ => {
                "Load it under “What is known about accounts”, with “Choose an export file”. To change addresses with it, add a column named \"new_email\"."
            }
        }
    }
}
