//! What a row gives.

use rollcall_atlassian::call::role::RoleId;
use rollcall_atlassian::{GroupId, WorkspaceId};

use crate::action::Field;
use rollcall_model::field::BETWEEN_GROUPS;
use rollcall_run::journal::{Access, RoleOn};
use rollcall_run::plan::Row;

/// What a row gives.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) role: Option<(RoleId, WorkspaceId)>,
    pub(super) groups: Vec<GroupId>,
}

impl Given {
    /// `None` where the row does not say it clearly.
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

    /// That part of what somebody has which a row gives.
    pub(super) fn among(&self, mut access: Access) -> Access {
        access.roles.retain(|role| self.role().as_ref() == Some(role));
        access
            .groups
            .retain(|group| self.groups.iter().any(|its| its.as_str() == group));
        access
    }

    /// Whether somebody has all of it.
    pub(super) fn is_had(&self, access: &Access) -> bool {
        let has_role = self.role().is_none_or(|role| access.roles.contains(&role));
        let has = |group: &GroupId| access.groups.iter().any(|its| its == group.as_str());
        has_role && self.groups.iter().all(has)
    }
}

/// What rows have in common that give the same: one call can be for them.
pub(super) fn kind(row: &Row) -> String {
    let given = [Field::Role, Field::Workspace, Field::Groups, Field::Message];
    let texts = given.map(|part| row.details.get(part).unwrap_or_default());
    // No cell holds this character: it parts them.
    texts.join("\u{0}")
}
