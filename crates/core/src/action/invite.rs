//! Invites people: they get a role, groups, or both, and an account where they have none; 25 in one call, whose answer tells them apart
//! (Organizations REST API, v2).

use std::borrow::Cow;
use std::rc::Rc;

use http::{Request, Response};
use rollcall_atlassian::call::directory::{Expand, MOST_EMAILS, MembershipStatus, SearchUsers, User};
use rollcall_atlassian::call::invite::{InviteStatus, InviteUsers, Invited, MOST_INVITED, PermissionRule};
use rollcall_atlassian::call::retired::InviteUser;
use rollcall_atlassian::call::role::RoleId;
use rollcall_atlassian::{Body, Call, DirectoryId, Failure, GroupId, OrganizationId, WorkspaceId};

use super::access::{self, Whose};
use super::checks::with;
use super::deed::{Ask, Deed, Doing, Done, Fits, Holds, RowDone, Several, Shared, Told, asking};
use super::{Action, Back, Column, Part, Shows, Wish};
use crate::check::{self, Check, Look, ONLY_DIRECTORY};
use crate::diff::Details;
use crate::journal::{Access, RoleOn};
use crate::plan::{Row, same_address};
use crate::roster::Presence;
use crate::run::ResultRow;

/// How somebody can stand to what a row gives.
const OUTSIDE: &str = "not in the organization";
const WITHOUT: &str = "in the organization without this";
const WITH: &str = "in the organization with this";

/// What stands between the groups of a row.
pub(crate) const BETWEEN_GROUPS: char = ';';

/// The roles that an invitation can give (Organizations REST API, invite: `permissionRules`).
pub(crate) const ROLES: [RoleId; 8] = [
    RoleId::User,
    RoleId::Admin,
    RoleId::Guest,
    RoleId::Contributor,
    RoleId::Customer,
    RoleId::Basic,
    RoleId::Stakeholder,
    RoleId::Viewer,
];

/// The action.
pub static ACTION: Action = Action {
    key: "invite",
    title: "Invite people",
    hint: "People get a role on a workspace, groups, or both, which may cost licences; and an account, where they have none yet.",
    file: "One row for each person: the address; a role and its workspace, or groups, or both; and the text of a mail, where one is to be sent.",
    parts: &[
        Part::CurrentAddress,
        Part::Role,
        Part::Workspace,
        Part::Groups,
        Part::Message,
        Part::Organization,
    ],
    columns: &[
        Column::STATE_NOW,
        Column::new("address", "Address", Shows::Cell(Part::CurrentAddress)),
        Column::of(Part::Role),
        Column::of(Part::Workspace),
        Column::of(Part::Groups),
        Column::of(Part::Message),
    ],
    checks: &CHECKS,
    wish: Wish::Always(WITH),
    live,
    effect: ["person will be invited", "people will be invited"],
    privilege: None,
    confirm: None,
    undo: &[
        Back::with("remove-user", removals),
        Back::with("revoke-role", revocations),
        Back::with("remove-from-group", departures),
    ],
    way_back: "What this run gave is taken back by up to three files: people who were not in a directory before are removed from it; others lose the role, and the groups, that they got. A mail that was sent stays sent, and an account that came to be stays.",
    deed: Deed {
        call: |organization, row, _| call(organization, &[row]),
        several: Some(Several {
            most: MOST_INVITED,
            alike,
            call,
        }),
        older: Some(older),
        holds: Holds::Shared(Shared {
            what: "person",
            from: Fits::Mostly(OUTSIDE),
            most: MOST_EMAILS,
            together,
            alone,
        }),
    },
};

const CHECKS: [&Check; 14] = with(
    [
        &check::address_missing::CHECK,
        &check::current_address_malformed::CHECK,
        &check::nothing_to_change::CHECK,
        &check::other_organization::CHECK,
        &check::other_action::CHECK,
        &check::account_twice::CHECK,
        &check::blank_row::CHECK,
    ],
    [
        &check::nothing_given::CHECK,
        &check::role_unclear::CHECK,
        &check::role_not_by_invitation::CHECK,
        &check::workspace_unclear::CHECK,
        &check::groups_unclear::CHECK,
        &check::group_locked::CHECK,
        &check::invited_account::CHECK,
    ],
);

/// What the roster says: of roles, nothing.
fn live<'a>(look: &Look<'a>) -> Option<Cow<'a, str>> {
    let account = match look.account? {
        Presence::Absent => return Some(OUTSIDE.into()),
        Presence::Unknown => return None,
        Presence::Here(account) => account,
    };
    (account.in_directory.said() == Some(false)).then(|| OUTSIDE.into())
}

/// What a row gives.
struct Given {
    role: Option<(RoleId, WorkspaceId)>,
    groups: Vec<GroupId>,
}

impl Given {
    /// `None` where the row does not say it clearly.
    fn by(row: &Row) -> Option<Self> {
        let text = |part: Part| row.details.get(part.key()).map(String::as_str);
        let role = match (text(Part::Role), text(Part::Workspace)) {
            (Some(role), Some(workspace)) => {
                Some((RoleId::from(role.to_owned()), WorkspaceId::parse(workspace)?))
            }
            (None, None) => None,
            _ => return None,
        };
        let groups = text(Part::Groups).map(|text| text.split(BETWEEN_GROUPS));
        let groups = groups.into_iter().flatten().map(GroupId::parse);
        let given = Self {
            role,
            groups: groups.collect::<Option<_>>()?,
        };
        (given.role.is_some() || !given.groups.is_empty()).then_some(given)
    }

    fn role(&self) -> Option<RoleOn> {
        self.role.as_ref().map(|(role, workspace)| RoleOn {
            role: role.as_str().to_owned(),
            workspace: workspace.to_string(),
        })
    }

    /// That part of what somebody has which a row gives.
    fn among(&self, mut access: Access) -> Access {
        access.roles.retain(|role| self.role().as_ref() == Some(role));
        access
            .groups
            .retain(|group| self.groups.iter().any(|its| its.as_str() == group));
        access
    }

    /// Whether somebody has all of it.
    fn is_had(&self, access: &Access) -> bool {
        let has_role = self.role().is_none_or(|role| access.roles.contains(&role));
        let has = |group: &GroupId| access.groups.iter().any(|its| its == group.as_str());
        has_role && self.groups.iter().all(has)
    }
}

fn alike(one: &Row, other: &Row) -> bool {
    let given = [Part::Role, Part::Workspace, Part::Groups, Part::Message];
    given
        .iter()
        .all(|part| one.details.get(part.key()) == other.details.get(part.key()))
}

/// Invites the people of these rows, who are given the same.
fn call(organization: &OrganizationId, rows: &[&Row]) -> Option<Box<dyn Doing>> {
    let first = rows.first()?;
    let given = Given::by(first)?;
    let addresses: Option<Vec<String>> = rows.iter().map(|row| row.address().map(str::to_owned)).collect();
    let mut call = InviteUsers::new(organization.clone(), addresses?).ok()?;
    if let Some((role, workspace)) = given.role {
        call = call.with_role(workspace, role);
    }
    for group in given.groups {
        call = call.with_group(group);
    }
    if let Some(text) = first.details.get(Part::Message.key()) {
        call = call.with_mail(Some(text.clone()));
    }
    Some(Box::new(Invitation { call }))
}

/// Invites one person by the older call, which gives a role and no groups.
fn older(organization: &OrganizationId, row: &Row) -> Option<Box<dyn Doing>> {
    let given = Given::by(row)?;
    let (role, workspace) = given.role.filter(|_| given.groups.is_empty())?;
    let text = row.details.get(Part::Message.key()).cloned();
    Some(Box::new(OlderInvitation {
        call: InviteUser {
            organization: organization.clone(),
            email: row.address()?.to_owned(),
            rule: Some(PermissionRule { workspace, role }),
            mail: text.is_some(),
            text,
        },
    }))
}

/// The older call, which sends mail as well.
#[derive(Debug)]
struct OlderInvitation {
    call: InviteUser,
}

impl Doing for OlderInvitation {
    fn request(&self) -> Request<Body> {
        Call::request(&self.call)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        let accounts = Call::answer(&self.call, response)?;
        let role_on = |rule: &PermissionRule| RoleOn {
            role: rule.role.as_str().to_owned(),
            workspace: rule.workspace.to_string(),
        };
        let access = Access {
            account: accounts.first().map(ToString::to_string),
            address: Some(self.call.email.clone()),
            directories: None,
            roles: self.call.rule.iter().map(role_on).collect(),
            groups: Vec::new(),
        };
        Ok(Done::Each(vec![Some(RowDone {
            refused: None,
            access,
        })]))
    }

    fn may_repeat(&self) -> bool {
        false
    }
}

/// The call, which sends mail, and whose answer tells people apart.
#[derive(Debug)]
struct Invitation {
    call: InviteUsers,
}

impl Doing for Invitation {
    fn request(&self) -> Request<Body> {
        Call::request(&self.call)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        let told = Call::answer(&self.call, response)?;
        let of = |address: &String| {
            let is_of = |its: &&Invited| {
                its.email
                    .as_deref()
                    .is_some_and(|email| same_address(email, address))
            };
            told.iter().find(is_of).map(|its| done(address, its))
        };
        Ok(Done::Each(self.call.emails().iter().map(of).collect()))
    }

    fn may_repeat(&self) -> bool {
        false
    }
}

/// What became of one person.
fn done(address: &str, told: &Invited) -> RowDone {
    let is_given = |status: &InviteStatus| *status == InviteStatus::Invited;
    let role_on = |workspace: &WorkspaceId, role: &RoleId| RoleOn {
        role: role.as_str().to_owned(),
        workspace: workspace.to_string(),
    };
    let roles = told.roles.iter().filter(|role| is_given(&role.status));
    let groups = told.groups.iter().filter(|group| is_given(&group.status));
    let access = Access {
        account: told.account.as_ref().map(ToString::to_string),
        address: Some(address.to_owned()),
        directories: None,
        roles: roles
            .filter_map(|role| Some(role_on(role.workspace.as_ref()?, role.role.as_ref()?)))
            .collect(),
        groups: groups
            .filter_map(|group| Some(group.group.as_ref()?.to_string()))
            .collect(),
    };
    RowDone {
        refused: (!told.is_complete()).then(|| why(told, &access)),
        access,
    }
}

/// Why somebody did not get all of it.
fn why(told: &Invited, given: &Access) -> String {
    let roles = told
        .roles
        .iter()
        .map(|role| ("the role", &role.status, &role.status_reason));
    let groups = told
        .groups
        .iter()
        .map(|group| ("a group", &group.status, &group.status_reason));
    let failed = roles
        .chain(groups)
        .filter(|(_, status, _)| **status != InviteStatus::Invited);
    let mut reasons: Vec<String> = failed
        .map(|(what, _, reason)| match reason {
            Some(reason) => format!("{what}: {reason}"),
            None => format!("{what}, without a reason"),
        })
        .collect();
    reasons.dedup();
    let some = if given.roles.is_empty() && given.groups.is_empty() {
        "Atlassian did not give"
    } else {
        "Atlassian gave a part of it, but not"
    };
    format!("{some} {}", reasons.join("; "))
}

/// Who is not in the organization is told for a hundred addresses in one call; whoever is there has to be read alone.
fn together(organization: &OrganizationId, rows: &[&Row]) -> Option<Ask> {
    let addresses: Option<Vec<String>> = rows.iter().map(|row| row.address().map(str::to_owned)).collect();
    let addresses = addresses?;
    let search =
        SearchUsers::by_emails(organization.clone(), DirectoryId::every(), addresses.clone()).ok()?;
    Some(asking(search, move |page| {
        let held = |address: &String| match of_address(&page.items, address) {
            Some(user) if is_inside(user) => None,
            _ => Some(OUTSIDE.to_owned()),
        };
        Told::Held(addresses.iter().map(held).collect())
    }))
}

/// What one person has of what the row gives.
fn alone(organization: &OrganizationId, row: &Row) -> Option<Ask> {
    let address = row.address()?.to_owned();
    let given = Rc::new(Given::by(row)?);
    let only_directory = row.details.get(ONLY_DIRECTORY).cloned();
    let search =
        SearchUsers::by_emails(organization.clone(), DirectoryId::every(), [address.clone()]).ok()?;
    let organization = organization.clone();
    Some(asking(search.with(Expand::Groups), move |page| {
        let user = of_address(&page.items, &address);
        let mut access = Access {
            account: user.map(|user| user.id.to_string()),
            address: Some(address.clone()),
            ..Access::default()
        };
        let Some(user) = user.filter(|user| is_inside(user)) else {
            access.directories = Some(Vec::new());
            return Told::Having(Some(OUTSIDE.to_owned()), access);
        };
        let groups = user.groups.iter().flatten();
        access.groups = groups.map(|group| group.id.to_string()).collect();
        let whose = Whose {
            organization: organization.clone(),
            account: user.id.clone(),
            directory: DirectoryId::every(),
        };
        let given = given.clone();
        let judge = move |access: Access| {
            let held = if given.is_had(&access) { WITH } else { WITHOUT };
            Told::Having(Some(held.to_owned()), given.among(access))
        };
        let judge: access::Then = Rc::new(judge);
        let (of_directories, only_directory) = (whose.clone(), only_directory.clone());
        let then = move |access: Access| match &only_directory {
            Some(only) => judge(Access {
                directories: Some(vec![only.clone()]),
                ..access
            }),
            None => Told::Ask(access::directories(of_directories.clone(), access, judge.clone())),
        };
        Told::Ask(access::roles(whose, access, Rc::new(then)))
    }))
}

fn of_address<'u>(users: &'u [User], address: &str) -> Option<&'u User> {
    users.iter().find(|user| {
        user.email
            .as_deref()
            .is_some_and(|email| same_address(email, address))
    })
}

fn is_inside(user: &User) -> bool {
    user.membership_status != Some(MembershipStatus::NoMembership)
}

/// The directories that somebody is in since.
fn removals(row: &ResultRow) -> Vec<Details> {
    let Some(has) = row.has.as_ref().filter(|has| has.account.is_some()) else {
        return Vec::new();
    };
    let had = directories_before(row);
    let in_directory = |id: Option<&String>| {
        let id = id.map(|id| (Part::Directory.key().to_owned(), id.clone()));
        id.into_iter().collect::<Details>()
    };
    match &has.directories {
        // Nobody looked where: the file's check knows it where there is but one directory, and asks where there are several.
        None if had.is_some_and(<[String]>::is_empty) => vec![in_directory(None)],
        None => Vec::new(),
        Some(now) => now
            .iter()
            .filter(|directory| had.is_some_and(|had| !had.contains(directory)))
            .map(|directory| in_directory(Some(directory)))
            .collect(),
    }
}

/// The directories that somebody was in before; `None` where nobody knows.
fn directories_before(row: &ResultRow) -> Option<&[String]> {
    match &row.had {
        Some(had) => had.directories.as_deref(),
        None => (row.before.as_deref() == Some(OUTSIDE)).then_some(&[]),
    }
}

/// Whether somebody was in the organization before, and so keeps what he had.
fn was_inside(row: &ResultRow) -> bool {
    directories_before(row).is_none_or(|had| !had.is_empty())
}

/// The role, where somebody who was there before got it.
fn revocations(row: &ResultRow) -> Vec<Details> {
    let (Some(has), Some(had)) = (&row.has, &row.had) else {
        return Vec::new();
    };
    let new = has.roles.iter().filter(|role| !had.roles.contains(role));
    new.filter(|_| was_inside(row))
        .map(|role| {
            Details::from([
                (Part::Role.key().to_owned(), role.role.clone()),
                (Part::Workspace.key().to_owned(), role.workspace.clone()),
            ])
        })
        .collect()
}

/// The groups that somebody who was there before got into.
fn departures(row: &ResultRow) -> Vec<Details> {
    let (Some(has), Some(had)) = (&row.has, &row.had) else {
        return Vec::new();
    };
    let new = has.groups.iter().filter(|group| !had.groups.contains(group));
    new.filter(|_| was_inside(row))
        .map(|group| Details::from([(Part::Group.key().to_owned(), group.clone())]))
        .collect()
}
