//! Rename rules: new addresses for many accounts, made from what is known about each account, without a file. A rule is data, and its
//! result for every account is previewed before a change file is made from it. This module sends no requests.
//!
//! ```
//! use rollcall_directory::rename::{Account, Fate, Preview, Rule};
//!
//! let rule = Rule::Domain { from: "example.com".to_owned(), to: "example.org".to_owned() }.read().unwrap();
//! let ada = Account { id: "1", name: "Ada", address: "ada@example.com" };
//! let preview = Preview::new(&rule, [ada]);
//! assert_eq!(preview.rows()[0].new, "ada@example.org");
//! assert_eq!(preview.rows()[0].fate, Fate::Changes);
//! ```

mod error;
mod names;
mod pattern;
mod preview;
mod rule;

pub use error::{Left, RuleError};
pub use names::Spelling;
pub use preview::{Counts, Fate, Kind, Preview, Renamed};
pub use rule::{ReadRule, Rule};

/// What a rule knows about an account. Unknown values are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account<'a> {
    /// The account's id.
    pub id: &'a str,
    /// The person's name, as shown.
    pub name: &'a str,
    /// The current address.
    pub address: &'a str,
}
