//! What the invitation of a row grants.

use rollcall_atlassian::call::role::RoleId;
use rollcall_atlassian::{GroupId, WorkspaceId};

use crate::action::Field;
use rollcall_model::field::BETWEEN_GROUPS;
use rollcall_run::journal::{Access, RoleOn};
use rollcall_run::plan::Row;

/// The role on a workspace and the groups that a row grants; at least one of them.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) role: Option<(RoleId, WorkspaceId)>,
    pub(super) groups: Vec<GroupId>,
}

impl Given {
    /// Reads the role and groups from a row. `None` if the row grants nothing, has a role without a workspace or the reverse, or
    /// has an id that cannot be parsed.
    pub(super) fn by(row: &Row) -> Option<Self> {
        let text = |part: Field| row.details.get(part);
        let role = match (text(Field::Role), text(Field::Workspace)) {
            (Some(role), Some(workspace)) => {
                Some((RoleId::from(role.to_owned()), WorkspaceId::parse(workspace)?))
            }
            (None, None) => None,
            _ => return None,
        };
        let groups = text(Field::Groups).map(|text| text.split(BETWEEN_GROUPS));
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

    /// Reduces the roles and groups of `access` to those that the row grants.
    pub(super) fn among(&self, mut access: Access) -> Access {
        access.roles.retain(|role| self.role().as_ref() == Some(role));
        access
            .groups
            .retain(|group| self.groups.iter().any(|its| its.as_str() == group));
        access
    }

    /// Whether `access` includes everything that the row grants.
    pub(super) fn is_had(&self, access: &Access) -> bool {
        let has_role = self.role().is_none_or(|role| access.roles.contains(&role));
        let has = |group: &GroupId| access.groups.iter().any(|its| its == group.as_str());
        has_role && self.groups.iter().all(has)
    }
}

/// Rows of the same kind grant the same, with the same message, and can share one call.
pub(super) fn kind(row: &Row) -> String {
    let given = [Field::Role, Field::Workspace, Field::Groups, Field::Message];
    let texts = given.map(|part| row.details.get(part).unwrap_or_default());
    // No cell contains NUL, so it separates the texts unambiguously.
    texts.join("\u{0}")
}
