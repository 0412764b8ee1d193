//! Why there is no plan.

use super::Row;

/// Someone in a [`PlanError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account's id, or the address of somebody who has none here.
    pub account: String,
    /// Line of the file.
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

/// Why there is no plan. The checks find each of these before, with the row's own finding; this is the last door.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No row can run.
    #[error("There is no row that can run.")]
    NothingToDo,
    /// Two rows for one account.
    #[error("The account {} stands in line {} and in line {}. Keep one of the two rows.", .0.account, .0.line, .1.line)]
    SameAccount(Member, Member),
    /// The older call cannot do what a row says.
    #[error(
        "The older call cannot do what line {} asks for ({}). It knows no directories and gives no groups: make the newer calls.",
        .0.line, .0.account
    )]
    NotByOlder(Member),
    /// A row says too little for any call.
    #[error("Line {} does not say all that its call needs ({}).", .0.line, .0.account)]
    NoCall(Member),
    /// Two accounts to one address.
    #[error("Line {} and line {} ask for the same address. An address belongs to one account only.", .0.line, .1.line)]
    SameAddress(Member, Member),
    /// Two operations change the same of one account, and nothing says which goes first.
    #[error("The account {} is to be changed in line {} and in line {}, and nothing says which goes first.", .0.account, .0.line, .1.line)]
    NoOrder(Member, Member),
    /// Rows wait for each other.
    #[error("The row in line {} ({}) waits for itself, by way of others.", .0.line, .0.account)]
    WaitsForItself(Member),
    /// A row waits for one that there is not.
    #[error("The row in line {} ({}) waits for a row that is not part of the plan.", .0.line, .0.account)]
    WaitsForNothing(Member),
    /// More operations than a plan can hold.
    #[error("The plan holds too many operations.")]
    TooManyOperations,
}
