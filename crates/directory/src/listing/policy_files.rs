//! Files of addresses for the portal: members are added to an authentication policy in bulk from a file, up to 10,000 per file, without a
//! header.
//!
//! The format follows Atlassian's issue ACCESS-1082: one address per line, each but the last followed by a comma. The portal accepts
//! nothing else in the file, so there is no byte order mark, no quoting and no protection against spreadsheet formulas: an address that
//! cannot be written unchanged is left out.

use super::{ACCOUNT_ID, CLAIM, EMAIL, Order, Reading, managed_accounts};
use rollcall_model::address;
use rollcall_model::hash;

/// Maximum number of addresses that the portal accepts in one file (Atlassian, Edit authentication settings and members).
pub const MOST_ADDRESSES: usize = 10_000;

/// The value in [`CLAIM`] for accounts that the organization does not manage.
const UNMANAGED: &str = "unmanaged";

/// The addresses of some accounts, and how many accounts have no usable address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyFiles {
    addresses: Vec<String>,
    /// Accounts without an address.
    pub without_address: usize,
    /// Accounts that the organization does not manage: its policies do not apply to them.
    pub unmanaged: usize,
    /// Accounts whose address contains a comma, a quote or white space, which the file format cannot express.
    pub unwritable: usize,
    /// Addresses that a spreadsheet would take for a formula. They are written unchanged.
    pub like_formulas: usize,
    /// Whether the rows say which accounts are managed. If not, the portal checks it.
    pub managed_is_known: bool,
}

impl Reading {
    /// The files for the accounts in the rows of an order; `None` if the rows are not accounts.
    pub fn policy_files(&mut self, order: &Order) -> Option<PolicyFiles> {
        let listing = self.listing();
        let id = listing.column(ACCOUNT_ID)?;
        let email = listing.column(EMAIL)?;
        let claim = listing.column(CLAIM);
        let mut files = PolicyFiles {
            managed_is_known: claim.is_some() || listing.key == managed_accounts::LISTING.key,
            ..PolicyFiles::default()
        };
        let (mut accounts, mut addresses) = (hash::Set::default(), hash::Set::default());
        self.in_order(order, |rows, row| {
            // An account may have several rows.
            if !accounts.insert(rows.cell(row, id).to_owned()) {
                return;
            }
            let address = rows.cell(row, email).trim();
            if claim.is_some_and(|claim| rows.cell(row, claim) == UNMANAGED) {
                files.unmanaged += 1;
            } else if address.is_empty() {
                files.without_address += 1;
            } else if !is_writable(address) {
                files.unwritable += 1;
            } else if addresses.insert(address::fold(address).into_owned()) {
                files.like_formulas += usize::from(address.starts_with(['=', '+', '-', '@']));
                files.addresses.push(address.to_owned());
            }
        });
        Some(files)
    }
}

fn is_writable(address: &str) -> bool {
    !address.contains(|c: char| matches!(c, ',' | ';' | '"') || c.is_whitespace() || c.is_control())
}

impl PolicyFiles {
    /// Total number of addresses.
    pub fn addresses(&self) -> usize {
        self.addresses.len()
    }

    /// Number of files that the addresses need.
    pub fn files(&self) -> usize {
        self.addresses.len().div_ceil(MOST_ADDRESSES)
    }

    /// Name of the file with this zero-based index: `policy-members-1-of-3.csv`.
    pub fn name(&self, at: usize) -> String {
        format!("policy-members-{}-of-{}.csv", at + 1, self.files())
    }

    /// Content of the file with this zero-based index.
    pub fn file(&self, at: usize) -> Option<Vec<u8>> {
        let addresses = self.addresses.chunks(MOST_ADDRESSES).nth(at)?;
        Some(addresses.join(",\n").into_bytes())
    }
}
