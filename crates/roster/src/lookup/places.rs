//! Reading complete lists of places: directories, groups, workspaces.

use http::{Request, Response};
use rollcall_atlassian::call::directory::{Directory, GetDirectories};
use rollcall_atlassian::call::group::{Group, SearchGroups};
use rollcall_atlassian::call::workspace::{SearchWorkspaces, Workspace};
use rollcall_atlassian::{Body, Call, Cursor, DirectoryId, Failure, OrganizationId, Page};

use crate::{Place, PlaceKind};

/// A list of places that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceList {
    /// All directories.
    Directories,
    /// The groups of all directories.
    Groups,
    /// All workspaces.
    Workspaces,
}

impl PlaceList {
    /// The list of the places of one kind; `None` if no call is needed.
    pub fn of(kind: PlaceKind) -> Option<Self> {
        match kind {
            PlaceKind::Directory => Some(Self::Directories),
            PlaceKind::Group => Some(Self::Groups),
            PlaceKind::Workspace => Some(Self::Workspaces),
            PlaceKind::Role => None,
        }
    }

    /// The kind of places in the list.
    pub(super) fn kind(self) -> PlaceKind {
        match self {
            Self::Directories => PlaceKind::Directory,
            Self::Groups => PlaceKind::Group,
            Self::Workspaces => PlaceKind::Workspace,
        }
    }
}

/// The request for a page of a list.
pub(super) fn request(
    organization: &OrganizationId,
    list: PlaceList,
    cursor: Option<&Cursor>,
) -> Request<Body> {
    match list {
        PlaceList::Directories => directories(organization, cursor).request(),
        PlaceList::Groups => groups(organization, cursor).request(),
        PlaceList::Workspaces => workspaces(organization, cursor).request(),
    }
}

/// Parses the answer to that request.
pub(super) fn answer(
    organization: &OrganizationId,
    list: PlaceList,
    cursor: Option<&Cursor>,
    response: &Response<Body>,
) -> Result<Page<Place>, Failure> {
    Ok(match list {
        PlaceList::Directories => each(directories(organization, cursor).answer(response)?, of_directory),
        PlaceList::Groups => each(groups(organization, cursor).answer(response)?, of_group),
        PlaceList::Workspaces => each(workspaces(organization, cursor).answer(response)?, of_workspace),
    })
}

fn each<T>(page: Page<T>, of: fn(T) -> Place) -> Page<Place> {
    page.map(|items| items.into_iter().map(of).collect())
}

fn directories(organization: &OrganizationId, cursor: Option<&Cursor>) -> GetDirectories {
    GetDirectories {
        organization: organization.clone(),
        account: None,
        cursor: cursor.cloned(),
    }
}

fn groups(organization: &OrganizationId, cursor: Option<&Cursor>) -> SearchGroups {
    let search = SearchGroups::all(organization.clone(), DirectoryId::every());
    match cursor {
        Some(cursor) => search.after(cursor),
        None => search,
    }
}

fn workspaces(organization: &OrganizationId, cursor: Option<&Cursor>) -> SearchWorkspaces {
    SearchWorkspaces {
        organization: organization.clone(),
        text: None,
        cursor: cursor.cloned(),
    }
}

fn of_directory(directory: Directory) -> Place {
    let id = directory.id.to_string();
    Place {
        name: directory.name.unwrap_or_else(|| id.clone()),
        id,
        ..Place::default()
    }
}

fn of_group(group: Group) -> Place {
    let locked = if group.synced == Some(true) {
        Some("an identity provider keeps it")
    } else if group.modifiable == Some(false) {
        Some("its members cannot be changed with this key")
    } else {
        None
    };
    let id = group.id.to_string();
    Place {
        name: group.name.unwrap_or_else(|| id.clone()),
        id,
        directory: group.directory.map(|directory| directory.to_string()),
        locked,
        ..Place::default()
    }
}

/// Two apps may have the same address, and two sites the same app, so the name contains both.
fn of_workspace(workspace: Workspace) -> Place {
    let id = workspace.id.to_string();
    let own = workspace.name.or(workspace.app).unwrap_or_else(|| id.clone());
    let host = workspace
        .url
        .as_deref()
        .map(|url| url.trim_start_matches("https://").trim_end_matches('/'));
    Place {
        name: host.map_or_else(|| own.clone(), |host| format!("{own} on {host}")),
        others: [Some(own), host.map(str::to_owned), workspace.url.clone()]
            .into_iter()
            .flatten()
            .collect(),
        id,
        ..Place::default()
    }
}
