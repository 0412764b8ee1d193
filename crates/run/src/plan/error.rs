//! Why a plan could not be made.

use super::Row;

/// A row's account and line, for a [`PlanError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account's id, or the address of a person without an account in the organization.
    pub account: String,
    /// Line of the file where the row begins, counted from 1.
    pub line: u32,
}

impl From<&Row> for Member {
    fn from(row: &Row) -> Self {
        Self {
            account: row.person().to_owned(),
            line: row.line,
        }
    }
}

/// Why a plan could not be made. The checks report each of these earlier, as a finding on the row; this error is the last
/// safeguard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No row can run.
    #[error("There is no row that can run.")]
    NothingToDo,
    /// Two rows with the same operation are about the same account.
    #[error("The account {} stands in line {} and in line {}. Keep one of the two rows.", .0.account, .0.line, .1.line)]
    SameAccount(Member, Member),
    /// The legacy call cannot do what a row asks for.
    #[error(
        "The older call cannot do what line {} asks for ({}). It knows no directories and gives no groups: make the newer calls.",
        .0.line, .0.account
    )]
    NotByOlder(Member),
    /// A row lacks something that its call needs.
    #[error("Line {} does not say all that its call needs ({}).", .0.line, .0.account)]
    NoCall(Member),
    /// Two rows ask for the same address.
    #[error("Line {} and line {} ask for the same address. An address belongs to one account only.", .0.line, .1.line)]
    SameAddress(Member, Member),
    /// Two operations change the same state of one account, and nothing says which goes first.
    #[error("The account {} is to be changed in line {} and in line {}, and nothing says which goes first.", .0.account, .0.line, .1.line)]
    NoOrder(Member, Member),
    /// A row waits for itself through others.
    #[error("The row in line {} ({}) waits for itself, by way of others.", .0.line, .0.account)]
    WaitsForItself(Member),
    /// A row waits for a row that is not in the plan.
    #[error("The row in line {} ({}) waits for a row that is not part of the plan.", .0.line, .0.account)]
    WaitsForNothing(Member),
    /// The plan has more operations than a `u16` can index.
    #[error("The plan holds too many operations.")]
    TooManyOperations,
}
