//! How a run carries an action out: the call that changes an account, and the calls that say what it holds.

use std::fmt;
use std::rc::Rc;

use http::{Request, Response};
use rollcall_atlassian::call::directory::{MOST_ACCOUNTS, MOST_EMAILS, SearchUsers, User};
use rollcall_atlassian::call::profile::{GetProfile, Profile};
use rollcall_atlassian::{Body, Call, DirectoryId, Failure, OrganizationId};

use crate::journal::Access;
use crate::plan::Row;

/// How a run carries an action out.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The call that gives the account of a row this. `None` where the row does not say all that the call needs: no plan has such
    /// a row.
    pub call: fn(&OrganizationId, &Row, &str) -> Option<Box<dyn Command>>,
    /// Where one call does it for several rows: how. `None`: one call for each row.
    pub several: Option<Several>,
    /// The call of the older generation that does the same for one row, where there was one: organizations may have it still.
    pub legacy: Option<CallForRow>,
    /// What kind of thing is held, and how that is read.
    pub holds: Holds,
}

impl Operation {
    /// Whether what is held is an address, which belongs to one account only: then whoever takes it waits until it is free, and
    /// who is said to have it is asked.
    pub fn is_address(&self) -> bool {
        matches!(self.holds, Holds::Address)
    }

    /// What an account holds for which it makes sense.
    pub(crate) fn fits(&self) -> Fits {
        match self.holds {
            Holds::Address => Fits::Anything,
            Holds::Shared(shared) => shared.from,
        }
    }

    /// For so many rows at most one call does it.
    pub(crate) fn most_in_a_call(&self) -> usize {
        self.several.map_or(1, |several| several.most)
    }

    /// So many rows at most are read in one call.
    pub(crate) fn most_in_a_reading(&self) -> usize {
        match self.holds {
            // Two addresses for each row.
            Holds::Address => MOST_EMAILS / 2,
            Holds::Shared(shared) => shared.most,
        }
    }

    /// Whether a step that changes nothing but the case of letters changes something whatever it began from. Of addresses Atlassian
    /// minds it only where that is all that changes.
    pub(crate) fn minds_case(&self) -> bool {
        !self.is_address()
    }
}

/// How one call does it for several rows.
#[derive(Clone, Copy, Debug)]
pub struct Several {
    /// For so many at most.
    pub most: usize,
    /// What rows have in common for which one call can be made.
    pub kind: fn(&Row) -> String,
    /// The call. `None` where the rows do not say all that it needs.
    pub call: CallForRows,
}

/// Makes a call for one row. `None` where it cannot do what the row says.
pub type CallForRow = fn(&OrganizationId, &Row) -> Option<Box<dyn Command>>;

/// Makes a call for several rows.
pub type CallForRows = fn(&OrganizationId, &[&Row]) -> Option<Box<dyn Command>>;

/// What kind of thing an account holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// Its address. Accounts are searched for by those that they are expected to have, and read by their profiles.
    Address,
    /// Something that any number of accounts may hold: a state, a membership, a role.
    Shared(Shared),
}

/// How something is read that any number of accounts may hold.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// What it is that is said to be so: "account", "API token".
    pub what: &'static str,
    /// What an account holds for which the action makes sense.
    pub from: Fits,
    /// So many rows at most are read in one call.
    pub most: usize,
    /// Reads what several rows hold in one call, from an index that may lag, in the order in which they are told. `None` where
    /// these rows have to be read one by one. Of a row of which it tells nothing, the row is read by itself.
    pub together: fn(&OrganizationId, &[&Row]) -> Option<BoxedQuery>,
    /// Reads what one row holds, from the best source that there is: it settles doubt. `None` where no call does.
    pub alone: fn(&OrganizationId, &Row) -> Option<BoxedQuery>,
}

/// What an account holds for which an action makes sense.
#[derive(Clone, Copy, Debug)]
pub enum Fits {
    /// Whatever it is.
    Anything,
    /// This alone: an account that holds something else again is passed over.
    Only(&'static str),
    /// This mostly, so that an index that shows it is believed; and whatever else it is.
    Mostly(&'static str),
}

/// Rows that are read in one call by their accounts' ids.
pub const MOST_TOGETHER: usize = MOST_ACCOUNTS;

/// A changing call, whatever its answer holds.
pub trait Command: fmt::Debug {
    /// The request, complete but for the key.
    fn request(&self) -> Request<Body>;

    /// How far it is done.
    ///
    /// # Errors
    /// What Atlassian says instead.
    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure>;

    /// Whether it may be made again where it is not known whether it was made. A call that sends mail may not.
    fn may_repeat(&self) -> bool {
        true
    }
}

/// How far a call has done what it was made for.
#[derive(Debug)]
pub enum Done {
    /// It is done.
    All,
    /// Atlassian does it afterwards, and this asks how far it is.
    Later(BoxedQuery),
    /// What became of each row, in the order in which the call named them; `None` of whom the answer says nothing.
    Each(Vec<Option<RowDone>>),
}

/// What became of one row of a call for several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDone {
    /// Why it was not done, or not all of it, in the administrator's words.
    pub refused: Option<String>,
    /// What the person has by it.
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

/// A call that changes something.
pub fn command(call: impl Call + fmt::Debug + 'static) -> Option<Box<dyn Command>> {
    Some(Box::new(call))
}

/// A call that reads what rows hold.
pub trait Query: fmt::Debug {
    /// The request, complete but for the key.
    fn request(&self) -> Request<Body>;

    /// What is told.
    ///
    /// # Errors
    /// What Atlassian says instead.
    fn answer(&self, response: &Response<Body>) -> Result<QueryOutcome, Failure>;
}

/// A call that reads, whatever its answer holds.
pub type BoxedQuery = Box<dyn Query>;

/// What a reading tells.
#[derive(Debug)]
pub enum QueryOutcome {
    /// What each row holds, in the order in which they were asked about; `None` for a row of which nothing is said.
    Held(Vec<Option<String>>),
    /// What one row holds, and what the person has besides.
    Having(Option<String>, Access),
    /// Not enough: this has to be asked as well.
    Next(BoxedQuery),
    /// It is under way still: this is to be asked in a while.
    Later(BoxedQuery),
    /// It is over, and what came of it has to be read.
    Over,
    /// What was to be done afterwards is done.
    Done,
    /// It was not done.
    Refused {
        /// As an HTTP status, where that is told.
        status: Option<u16>,
        /// Why, in the administrator's words.
        message: String,
    },
}

impl QueryOutcome {
    /// What one row holds.
    pub fn one(held: impl Into<Option<String>>) -> Self {
        Self::Held(vec![held.into()])
    }
}

/// A call, and what its answer tells.
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

/// Reads by a call, whose answer tells this.
pub fn query<C: Call + fmt::Debug + 'static>(
    call: C,
    tell: impl Fn(C::Answer) -> QueryOutcome + 'static,
) -> BoxedQuery {
    Box::new(Question { call, tell })
}

/// Reads on, once it is known what one row holds.
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

/// Reads an account's profile, which no index stands before. `None` for somebody who has no account here.
pub fn profile(row: &Row, held: impl Fn(&Profile) -> Option<String> + 'static) -> Option<BoxedQuery> {
    let account = row.account.clone()?;
    Some(query(GetProfile { account }, move |profile| {
        QueryOutcome::one(held(&profile))
    }))
}

/// Searches for the accounts of these rows, in all directories; `held` is given `None` for one that is not found. `None` for more than
/// [`MOST_TOGETHER`].
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
        let of_row = |row: &Row| {
            held(
                page.items
                    .iter()
                    .find(|user| Some(&user.id) == row.account.as_ref()),
                row,
            )
        };
        QueryOutcome::Held(rows.iter().map(of_row).collect())
    };
    Some(query(with(search), tell))
}
