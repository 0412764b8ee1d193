//! The roles of each user, on a workspace or for the whole organization (Organizations REST API, v2).

use rollcall_atlassian::call::role::{
    AssignmentMethod, GetUserRoles, RoleAssignment, RoleId, RolesOnWorkspace,
};
use rollcall_atlassian::{AccountId, Call, Cursor, DirectoryId};

use super::definition::nobody;
use super::{ACCOUNT_ID, Column, EMAIL, Listing, NAME, Of, PerSubject, Question, per_subject, texts, users};

pub(super) static LISTING: Listing = Listing {
    key: "user-roles",
    title: "Roles of users",
    hint: "Which roles some accounts have, on which workspace, and how they came by them.",
    columns: &[
        Column::text(NAME, "Name"),
        Column::text(EMAIL, "E-mail").wide().by_domain(),
        Column::text("role", "Role").pictured(),
        Column::text("resource", "Resource").wide(),
        Column::text("app", "App").pictured(),
        Column::text("by", "Came by").by_each().pictured(),
        Column::text("membership", "Membership").hidden(),
        Column::text("directory_id", "Directory id").wide().hidden(),
        Column::text(per_subject::SAID, "Why not known").wide().hidden(),
        Column::text(ACCOUNT_ID, "Account id").wide(),
    ],
    named_by: &[ACCOUNT_ID, "resource", "role"],
    of: Of::PerSubject(PerSubject {
        noun: ["account", "accounts"],
        keys: &[ACCOUNT_ID, NAME, EMAIL],
        finish: |_| {},
    }),
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: Some(&users::WHOLE),
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

fn call(question: &Question, cursor: Option<&Cursor>) -> Option<GetUserRoles> {
    Some(GetUserRoles {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
        account: AccountId::parse(question.subject.first()?)?,
        cursor: cursor.cloned(),
    })
}

/// One row for each role on the workspace.
fn rows(on: RolesOnWorkspace) -> Vec<Vec<String>> {
    let plain = |role: RoleId| RoleAssignment {
        role,
        methods: Vec::new(),
    };
    let roles = on.roles.into_iter().map(plain);
    let assignments = on.assignments.unwrap_or_else(|| roles.collect());
    let resource = texts::number(on.workspace);
    let owner = on.owner.unwrap_or_default();
    let membership = on.membership.map(|membership| membership.as_str().to_owned());
    let membership = membership.unwrap_or_default();
    let directory = texts::number(on.directory);
    let row = |assignment: RoleAssignment| {
        vec![
            String::new(),
            String::new(),
            assignment.role.as_str().to_owned(),
            resource.clone(),
            owner.clone(),
            texts::list(assignment.methods.iter().map(AssignmentMethod::as_str)),
            membership.clone(),
            directory.clone(),
            String::new(),
            String::new(),
        ]
    };
    assignments.into_iter().map(row).collect()
}
