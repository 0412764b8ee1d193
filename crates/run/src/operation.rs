//! How a run performs an action: the call that changes an account, and the calls that read its current state.

use std::fmt;
use std::rc::Rc;

use http::{Request, Response};
use rollcall_atlassian::call::directory::{MOST_ACCOUNTS, MOST_EMAILS, SearchUsers, User};
use rollcall_atlassian::call::profile::{GetProfile, Profile};
use rollcall_atlassian::{Body, Call, DirectoryId, Failure, OrganizationId};

use crate::journal::Access;
use crate::plan::Row;

/// How a run performs an action.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Makes the call that changes the account of one row to the given value. `None` if the row lacks something that the call
    /// needs; such rows never reach a plan.
    pub call: fn(&OrganizationId, &Row, &str) -> Option<Box<dyn Command>>,
    /// How one call changes several rows. `None` if every row needs a call of its own.
    pub several: Option<Several>,
    /// The legacy call that does the same for one row, if there is one: some organizations may still need it.
    pub legacy: Option<CallForRow>,
    /// The kind of state that the operation changes, and how that state is read.
    pub holds: Holds,
}

impl Operation {
    /// Whether the operation changes an address. An address belongs to one account only, so a row that takes an address waits until
    /// the address is free, and the account that is said to have it is read.
    pub fn is_address(&self) -> bool {
        matches!(self.holds, Holds::Address)
    }

    /// The current states for which the action makes sense.
    pub(crate) fn fits(&self) -> Fits {
        match self.holds {
            Holds::Address => Fits::Anything,
            Holds::Shared(shared) => shared.from,
        }
    }

    /// The maximum number of rows that one call changes.
    pub(crate) fn most_in_a_call(&self) -> usize {
        self.several.map_or(1, |several| several.most)
    }

    /// The maximum number of rows that one call reads.
    pub(crate) fn most_in_a_reading(&self) -> usize {
        match self.holds {
            // Each row needs two addresses.
            Holds::Address => MOST_EMAILS / 2,
            Holds::Shared(shared) => shared.most,
        }
    }

    /// Whether states that differ only in case always count as different. For an address, case counts only when it is all that the
    /// step changes.
    pub(crate) fn minds_case(&self) -> bool {
        !self.is_address()
    }
}

/// How one call changes several rows.
#[derive(Clone, Copy, Debug)]
pub struct Several {
    /// The maximum number of rows in one call.
    pub most: usize,
    /// Returns the key by which rows are grouped: only rows with the same key can share a call.
    pub kind: fn(&Row) -> String,
    /// Makes the call. `None` if the rows lack something that the call needs.
    pub call: CallForRows,
}

/// Makes a call for one row. `None` if the call cannot do what the row asks for.
pub type CallForRow = fn(&OrganizationId, &Row) -> Option<Box<dyn Command>>;

/// Makes a call for several rows. `None` if the rows lack something that the call needs.
pub type CallForRows = fn(&OrganizationId, &[&Row]) -> Option<Box<dyn Command>>;

/// The kind of state that an operation changes.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// The account's address. Accounts are found by searching for the addresses that they are expected to have, and read by their
    /// profiles.
    Address,
    /// A state that any number of accounts can share: a status, a membership, a role.
    Shared(Shared),
}

/// How a state that any number of accounts can share is read.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// The thing whose state changes, for use in messages: "account", "API token".
    pub what: &'static str,
    /// The current states for which the action makes sense.
    pub from: Fits,
    /// The maximum number of rows that one call reads.
    pub most: usize,
    /// Makes a query that reads the states of several rows in one call, from an index that may lag. The answer lists the states in
    /// the order of the rows. `None` if these rows have to be read one by one. A row for which the answer has no state is read on
    /// its own.
    pub together: fn(&OrganizationId, &[&Row]) -> Option<BoxedQuery>,
    /// Makes a query that reads the state of one row from the most reliable source available, to settle an unknown outcome. `None`
    /// if no call can read it.
    pub alone: fn(&OrganizationId, &Row) -> Option<BoxedQuery>,
}

/// The current states for which an action makes sense.
#[derive(Clone, Copy, Debug)]
pub enum Fits {
    /// Any state.
    Anything,
    /// Only this state: a row whose account is in any other state is skipped.
    Only(&'static str),
    /// Usually this state. An index that shows it is trusted; other states are allowed.
    Mostly(&'static str),
}

/// The maximum number of rows that one call reads by account id.
pub const MOST_TOGETHER: usize = MOST_ACCOUNTS;

/// A call that changes something, with the type of its answer erased.
pub trait Command: fmt::Debug {
    /// The request, complete except for the API key.
    fn request(&self) -> Request<Body>;

    /// Reads from the response how far the call got.
    ///
    /// # Errors
    /// The [`Failure`] that Atlassian answered with.
    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure>;

    /// Whether the call may be repeated when it is unknown whether it was carried out. A call that sends mail may not.
    fn may_repeat(&self) -> bool {
        true
    }
}

/// How far a call got.
#[derive(Debug)]
pub enum Done {
    /// Everything is done.
    All,
    /// Atlassian carries the call out asynchronously; this query asks for its progress.
    Later(BoxedQuery),
    /// The result for each row, in the order in which the call named the rows; `None` for a row that the answer does not mention.
    Each(Vec<Option<RowDone>>),
}

/// The result for one row of a call for several rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDone {
    /// Why the row was refused in whole or in part, in the administrator's words; `None` if it was not refused.
    pub refused: Option<String>,
    /// The access that the person has as a result.
    pub access: Access,
}

impl<C: Call + fmt::Debug> Command for C {
    fn request(&self) -> Request<Body> {
        Call::request(self)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        Call::answer(self, response).map(|_| Done::All)
    }
}

/// Boxes a call that changes something. Always `Some`, so that it can be the last expression of a [`CallForRow`].
pub fn command(call: impl Call + fmt::Debug + 'static) -> Option<Box<dyn Command>> {
    Some(Box::new(call))
}

/// A call that reads the states of rows.
pub trait Query: fmt::Debug {
    /// The request, complete except for the API key.
    fn request(&self) -> Request<Body>;

    /// Reads the result from the response.
    ///
    /// # Errors
    /// The [`Failure`] that Atlassian answered with.
    fn answer(&self, response: &Response<Body>) -> Result<QueryOutcome, Failure>;
}

/// A query with its type erased.
pub type BoxedQuery = Box<dyn Query>;

/// The result of a query.
#[derive(Debug)]
pub enum QueryOutcome {
    /// The state of each row, in the order in which the query named the rows; `None` for a row that the answer does not mention.
    Held(Vec<Option<String>>),
    /// The state of one row, and the person's access.
    Having(Option<String>, Access),
    /// The answer is not enough: this query has to be sent as well.
    Next(BoxedQuery),
    /// The task is still running: this query is to be sent after a while.
    Later(BoxedQuery),
    /// The task has ended, and the account has to be read to find out its result.
    Over,
    /// The same, and something went wrong with the task: where the account does not show the change, this is why.
    OverWithErrors {
        /// The reason, in the administrator's words.
        message: String,
    },
    /// The asynchronous task is done.
    Done,
    /// The change was not made.
    Refused {
        /// HTTP status, if there is one.
        status: Option<u16>,
        /// The reason, in the administrator's words.
        message: String,
    },
}

impl QueryOutcome {
    /// The state of one row; `None` if it is unknown.
    pub fn one(held: impl Into<Option<String>>) -> Self {
        Self::Held(vec![held.into()])
    }
}

/// A call, and the function that turns its answer into a [`QueryOutcome`].
struct Question<C: Call, T> {
    call: C,
    tell: T,
}

impl<C: Call + fmt::Debug, T> fmt::Debug for Question<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

impl<C: Call + fmt::Debug, T: Fn(C::Answer) -> QueryOutcome> Query for Question<C, T> {
    fn request(&self) -> Request<Body> {
        self.call.request()
    }

    fn answer(&self, response: &Response<Body>) -> Result<QueryOutcome, Failure> {
        self.call.answer(response).map(&self.tell)
    }
}

/// Makes a query from a call and a function that turns its answer into a [`QueryOutcome`].
pub fn query<C: Call + fmt::Debug + 'static>(
    call: C,
    tell: impl Fn(C::Answer) -> QueryOutcome + 'static,
) -> BoxedQuery {
    Box::new(Question { call, tell })
}

/// Continues a query with `then` once the state of its one row is known.
pub fn and_then(ask: BoxedQuery, then: Rc<dyn Fn(String) -> QueryOutcome>) -> BoxedQuery {
    Box::new(Followed { ask, then })
}

struct Followed {
    ask: BoxedQuery,
    then: Rc<dyn Fn(String) -> QueryOutcome>,
}

impl fmt::Debug for Followed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ask.fmt(f)
    }
}

impl Query for Followed {
    fn request(&self) -> Request<Body> {
        self.ask.request()
    }

    fn answer(&self, response: &Response<Body>) -> Result<QueryOutcome, Failure> {
        Ok(match self.ask.answer(response)? {
            QueryOutcome::Held(held) => match held.into_iter().next().flatten() {
                Some(held) => (self.then)(held),
                None => QueryOutcome::one(None),
            },
            QueryOutcome::Next(ask) => QueryOutcome::Next(and_then(ask, self.then.clone())),
            told => told,
        })
    }
}

/// Reads an account's profile directly, not through an index. `None` if the row has no account.
pub fn profile(row: &Row, held: impl Fn(&Profile) -> Option<String> + 'static) -> Option<BoxedQuery> {
    let account = row.account.clone()?;
    Some(query(GetProfile { account }, move |profile| {
        QueryOutcome::one(held(&profile))
    }))
}

/// Searches for the accounts of these rows, in all directories. `held` gets `None` for an account that is not found. Returns `None`
/// if a row has no account, or if there are more than [`MOST_TOGETHER`] rows.
pub fn users(
    organization: &OrganizationId,
    rows: &[&Row],
    with: impl FnOnce(SearchUsers) -> SearchUsers,
    held: impl Fn(Option<&User>, &Row) -> Option<String> + 'static,
) -> Option<BoxedQuery> {
    let accounts: Vec<_> = rows
        .iter()
        .map(|row| row.account.clone())
        .collect::<Option<_>>()?;
    let search = SearchUsers::by_accounts(organization.clone(), DirectoryId::every(), accounts).ok()?;
    let rows: Vec<Row> = rows.iter().copied().cloned().collect();
    let tell = move |page: rollcall_atlassian::Page<User>| {
        let is_whole = page.is_whole();
        let of_row = |row: &Row| {
            let mut users = page.items.iter();
            match users.find(|user| Some(&user.id) == row.account.as_ref()) {
                None if !is_whole => None,
                user => held(user, row),
            }
        };
        QueryOutcome::Held(rows.iter().map(of_row).collect())
    };
    Some(query(with(search), tell))
}
