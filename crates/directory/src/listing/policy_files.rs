//! Files of addresses for the portal: an authentication policy takes members in bulk from a file, up to 10,000 a file, without a header.
//!
//! The form is the one that Atlassian's own issue about it gives (ACCESS-1082): one address a line, a comma after each but the last.
//! The portal is particular about anything else in the file, so there is no byte order mark, no quotes, and no guard against
//! spreadsheets: an address stands there as it is or not at all.

use super::{ACCOUNT_ID, CLAIM, EMAIL, Order, Reading, managed_accounts};
use rollcall_model::address;
use rollcall_model::hash;

/// Most addresses that the portal takes in one file (Atlassian, Edit authentication settings and members).
pub const MOST_ADDRESSES: usize = 10_000;

/// What the cells of [`CLAIM`] say of accounts that the organization does not manage.
const UNMANAGED: &str = "unmanaged";

/// The addresses of some accounts, and how many accounts have none that can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyFiles {
    addresses: Vec<String>,
    /// Accounts without an address.
    pub without_address: usize,
    /// Accounts that the organization does not manage: they are under no policy of it.
    pub unmanaged: usize,
    /// Accounts whose address has a comma, a quote or a blank in it, which the file has no way to write.
    pub unwritable: usize,
    /// Addresses that a spreadsheet would take for a formula. They stand in the files as they are.
    pub like_formulas: usize,
    /// Whether the rows say who is managed. If not, the portal finds out.
    pub managed_is_known: bool,
}

impl Reading {
    /// The files for the accounts of the rows of an order; `None` where they are no accounts.
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
    /// How many addresses there are in all.
    pub fn addresses(&self) -> usize {
        self.addresses.len()
    }

    /// How many files they fill.
    pub fn files(&self) -> usize {
        self.addresses.len().div_ceil(MOST_ADDRESSES)
    }

    /// The name of one of them, counted from 0: `policy-members-1-of-3.csv`.
    pub fn name(&self, at: usize) -> String {
        format!("policy-members-{}-of-{}.csv", at + 1, self.files())
    }

    /// One of them, counted from 0.
    pub fn file(&self, at: usize) -> Option<Vec<u8>> {
        let addresses = self.addresses.chunks(MOST_ADDRESSES).nth(at)?;
        Some(addresses.join(",\n").into_bytes())
    }
}
