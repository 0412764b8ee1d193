//! The filters of the user search and of the older calls.

use rollcall_atlassian::{AccountId, DirectoryId, GroupId, WorkspaceId};

use super::{ALL, Filter, TODAY, WAY, each, put_way};

pub(in crate::listing) static OF_USERS: &[Filter] = &[
    Filter {
        key: WAY,
        title: "Generation of the API",
        hint: "The list ends on 2027-06-30, and the first generation ended on 2026-06-30. Choose one where your organization still has it. Neither tells apps and last-active dates, and the first cannot be narrowed.",
        choices: &[("list", "The list of users (v2)"), ("first", "The first (v1)")],
        none: TODAY,
        put: put_way,
    },
    Filter {
        key: "text",
        title: "Name or address",
        hint: "A part of it.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.users.search_term = Some(text.to_owned());
            Ok(())
        },
    },
    Filter {
        key: "status",
        title: "State",
        hint: "",
        choices: &[
            ("active", "Active"),
            ("suspended", "Suspended everywhere"),
            ("not_invited", "In no directory"),
            ("deactivated", "Deactivated"),
            ("for_deletion", "To be deleted"),
        ],
        none: ALL,
        put: |wanted, text| {
            wanted.users.status = vec![text.to_owned().into()];
            Ok(())
        },
    },
    Filter {
        key: "claim",
        title: "Managed",
        hint: "",
        choices: &[
            ("managed", "By your organization"),
            ("unmanaged", "Not by your organization"),
        ],
        none: ALL,
        put: |wanted, text| {
            wanted.users.claim_status = Some(text.to_owned().into());
            Ok(())
        },
    },
    Filter {
        key: "account-status",
        title: "Account",
        hint: "",
        choices: &[
            ("active", "Active"),
            ("inactive", "Deactivated"),
            ("closed", "Deleted"),
        ],
        none: ALL,
        put: |wanted, text| {
            wanted.users.account_status = vec![text.to_owned().into()];
            Ok(())
        },
    },
    Filter {
        key: "membership",
        title: "Membership",
        hint: "",
        choices: &[
            ("active", "Active in a directory"),
            ("suspended", "Suspended in all"),
            ("no_membership", "In none"),
        ],
        none: ALL,
        put: |wanted, text| {
            wanted.users.membership_status = vec![text.to_owned().into()];
            Ok(())
        },
    },
    Filter {
        key: "two-step",
        title: "Two-step verification",
        hint: "",
        choices: &[("on", "On"), ("off", "Off")],
        none: ALL,
        put: |wanted, text| {
            wanted.users.two_step = Some(text == "on");
            Ok(())
        },
    },
    Filter {
        key: "role",
        title: "Role",
        hint: "",
        choices: &[
            ("atlassian/org-admin", "Organization admin"),
            ("atlassian/site-admin", "Site admin"),
            ("atlassian/user-access-admin", "User access admin"),
            ("atlassian/admin", "App admin"),
            ("atlassian/user", "User"),
            ("atlassian/guest", "Guest"),
            ("atlassian/customer", "Customer"),
            ("atlassian/contributor", "Contributor"),
            ("atlassian/basic", "Basic"),
            ("atlassian/stakeholder", "Stakeholder"),
            ("atlassian/ai-access", "AI features"),
        ],
        none: ALL,
        put: |wanted, text| {
            wanted.users.role_ids = vec![text.to_owned().into()];
            Ok(())
        },
    },
    Filter {
        key: "domains",
        title: "Domains",
        hint: "Up to 10, separated by commas.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.users.email_domains = each(text, |domain| {
                (domain.contains('.') && !domain.contains('@')).then(|| domain.to_owned())
            })?;
            Ok(())
        },
    },
    Filter {
        key: "directories",
        title: "Directory ids",
        hint: "Up to 10, separated by commas. The listing of directories has them.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.users.directory_ids = each(text, DirectoryId::parse)?;
            Ok(())
        },
    },
    Filter {
        key: "groups",
        title: "Group ids",
        hint: "Up to 10, separated by commas. The listing of groups has them.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.users.group_ids = each(text, GroupId::parse)?;
            Ok(())
        },
    },
    Filter {
        key: "workspaces",
        title: "Workspace ids",
        hint: "Up to 20, separated by commas. The listing of workspaces has them.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.users.resource_ids = each(text, WorkspaceId::parse)?;
            Ok(())
        },
    },
    Filter {
        key: "accounts",
        title: "Account ids",
        hint: "Up to 10, separated by commas.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.users.account_ids = each(text, AccountId::parse)?;
            Ok(())
        },
    },
];
