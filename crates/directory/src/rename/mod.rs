//! Rename rules: new addresses for many accounts, made from what is known of each, without a file. A rule is data; what it makes of
//! every account is seen before anything becomes a change file. Nothing here sends anything.
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

/// What a rule is told of an account. What is not known is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account<'a> {
    /// Its id.
    pub id: &'a str,
    /// The person's name, as it is shown.
    pub name: &'a str,
    /// The address that it has.
    pub address: &'a str,
}
