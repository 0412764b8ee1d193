//! The roles of each group, which its members inherit (Organizations REST API, v2).

use rollcall_atlassian::call::role::{GetGroupRoles, RoleId, RolesOfGroup};
use rollcall_atlassian::{Call, Cursor, DirectoryId, GroupId};

use super::definition::nobody;
use super::{
    Column, DIRECTORY_ID, GROUP_ID, Listing, NAME, Of, PerSubject, Question, groups, per_subject, texts,
};

pub(super) static LISTING: Listing = Listing {
    key: "group-roles",
    title: "Roles of groups",
    hint: "Which roles some groups give to whoever is in them, and on which workspace.",
    columns: &[
        Column::text(NAME, "Name"),
        Column::text("role", "Role").pictured(),
        Column::text("resource", "Resource").wide(),
        Column::text("app", "App").pictured(),
        Column::text("default_role", "Role for new people"),
        Column::text(per_subject::SAID, "Why not known").wide().hidden(),
        Column::text(DIRECTORY_ID, "Directory id").wide().hidden(),
        Column::text(GROUP_ID, "Group id").wide(),
    ],
    named_by: &[GROUP_ID, "resource", "role"],
    of: Of::PerSubject(PerSubject {
        noun: ["group", "groups"],
        keys: &[GROUP_ID, NAME, DIRECTORY_ID],
        finish: |_| {},
    }),
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: Some(&groups::WHOLE),
    request: |question, cursor| Some(call(question, cursor)?.request()),
    answer: |question, _, response| {
        let Some(call) = call(question, None) else {
            return Ok(nobody());
        };
        let page = call.answer(response)?;
        // A total counts roles of places, of which each has a row of its own.
        let mut rows = page.map(|items| items.into_iter().flat_map(rows).collect());
        rows.total = None;
        Ok(rows)
    },
};

fn call(question: &Question, cursor: Option<&Cursor>) -> Option<GetGroupRoles> {
    Some(GetGroupRoles {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
        group: GroupId::parse(question.subject.first()?)?,
        cursor: cursor.cloned(),
    })
}

/// One row for each role on the workspace.
fn rows(on: RolesOfGroup) -> Vec<Vec<String>> {
    let resource = texts::number(on.workspace);
    let owner = on.owner.unwrap_or_default();
    let default = on
        .default_role
        .map(|role| role.as_str().to_owned())
        .unwrap_or_default();
    let row = |role: RoleId| {
        vec![
            String::new(),
            role.as_str().to_owned(),
            resource.clone(),
            owner.clone(),
            default.clone(),
            String::new(),
            String::new(),
            String::new(),
        ]
    };
    on.roles.into_iter().map(row).collect()
}
