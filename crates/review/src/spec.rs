//! How the rows of an action are reviewed.

use rollcall_atlassian::OrganizationId;
use rollcall_atlassian::call::account::Privilege;
use rollcall_model::RowSpec;
use rollcall_roster::Roster;

use crate::changes::Changes;
use crate::check::{Check, Confirmation};
use crate::context::{CheckContext, CurrentState, Domains};

/// How the rows of an action are reviewed.
#[derive(Debug)]
pub struct ReviewSpec {
    /// Its checks.
    pub checks: &'static [&'static Check],
    /// What the roster says that the account of a row holds.
    pub current: CurrentState,
    /// What a key must be allowed for it, where Atlassian tells that of each account by itself.
    pub privilege: Option<Privilege>,
    /// What is asked before a run of so many rows, whatever the rows are.
    pub confirm: Option<fn(u32) -> Confirmation>,
}

/// What is reviewed, and against what.
#[derive(Clone, Copy, Debug)]
pub struct ReviewInput<'a> {
    /// What the rows ask for.
    pub changes: Changes<'a>,
    /// How their action has them reviewed.
    pub spec: &'static ReviewSpec,
    /// The rows of every action that there is: the file may be for another one.
    pub row_specs: &'static [&'static RowSpec],
    /// What is known about accounts and domains.
    pub roster: &'a Roster,
    /// The organization that is connected.
    pub organization: Option<&'a OrganizationId>,
}

impl<'a> CheckContext<'a> {
    pub(crate) fn new(input: ReviewInput<'a>, cycles: &'a [Box<[u32]>], domains: &'a Domains) -> Self {
        Self {
            changes: input.changes,
            roster: input.roster,
            organization: input.organization,
            current: input.spec.current,
            privilege: input.spec.privilege,
            row_specs: input.row_specs,
            cycles,
            domains,
        }
    }
}
