//! Reads a fixture: a change file and what is known when it is checked, in sections. `[action]`, where it is there, comes first
//! and names the action by its key; else it is a change of addresses.
//!
//! `[file]` is CSV, read and mapped as the page does it; `[journal]` has lines of `id; address before; new address`, the rows of a
//! journal from elsewhere. `[accounts]` has a line for each account: `id; address; name; message`,
//! where `plain` says everything that makes no finding and the other words say one fact each. `[domains]` and
//! `[all domains]` list verified domains, the latter all of them. `[absent ids]` and `[absent addresses]` list what was looked up
//! in vain. `[organization]` is the connected one. `[directories]`, `[groups]` and `[workspaces]` have lines of `id; name`, for a group
//! `; directory; locked` besides.

use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::action::{Action, Field, change_email};
use rollcall_core::diff::Details;
use rollcall_core::file::Reading;
use rollcall_core::mapping::guess;
use rollcall_core::plan::OperationIndex;
use rollcall_core::plan::Row;
use rollcall_core::roster::{Claim, Knowledge, Place, PlaceKind, Provenance, Roster, Said, Status, Token};
use rollcall_core::time::Time;
use rollcall_core::workbench::Workbench;

pub(crate) fn workbench(fixture: &str) -> Workbench {
    desk_from(fixture, Provenance::looked_up(Time(0)))
}

/// The same, with the facts from another source.
pub(crate) fn desk_from(fixture: &str, origin: Provenance) -> Workbench {
    let action = fixture
        .strip_prefix("[action]\n")
        .and_then(|rest| Action::of_key(rest.lines().next()?.trim()));
    let mut workbench = Workbench::new(action.unwrap_or(&change_email::ACTION));
    let mut knowledge = Knowledge::default();
    for section in fixture
        .split("\n[")
        .map(|section| section.trim_start_matches('['))
    {
        let (name, body) = section.split_once("]\n").expect("a section has a name and lines");
        let message = || body.split_whitespace();
        match name {
            "action" => {}
            "file" => open(&mut workbench, body.as_bytes().to_vec()),
            "file in windows-1252" => {
                let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(body);
                open(&mut workbench, bytes.into_owned());
            }
            // A byte that is not UTF-8 stands for each replacement character.
            "file with bad bytes" => {
                let parts: Vec<&[u8]> = body.split('\u{FFFD}').map(str::as_bytes).collect();
                open(&mut workbench, parts.join(&0xFC));
            }
            "journal" => {
                let rows = (0..)
                    .zip(body.lines())
                    .map(|(at, line)| claimed(at, line))
                    .collect();
                let action = workbench.action();
                workbench.open_claim(action, "fixture.csv", rows).unwrap();
            }
            "accounts" => knowledge.accounts.extend(body.lines().map(account)),
            "domains" | "all domains" => {
                knowledge
                    .domains
                    .extend(message().map(|domain| (domain.to_owned(), true)));
                knowledge.domains_complete = name == "all domains";
            }
            "absent ids" => knowledge
                .absent_ids
                .extend(message().map(|id| AccountId::parse(id).unwrap())),
            "absent addresses" => knowledge.absent_addresses.extend(message().map(str::to_owned)),
            "directories" => knowledge
                .places
                .push((PlaceKind::Directory, body.lines().map(place).collect())),
            "groups" => knowledge
                .places
                .push((PlaceKind::Group, body.lines().map(place).collect())),
            "workspaces" => knowledge
                .places
                .push((PlaceKind::Workspace, body.lines().map(place).collect())),
            "organization" => workbench.connect(OrganizationId::parse(body.trim())),
            other => panic!("no such section: {other}"),
        }
    }
    workbench.learn(origin, knowledge);
    workbench
}

/// Reads a file as the page does, and maps it by the names of its columns, whatever stands in them: what is wrong there, checks say.
fn open(workbench: &mut Workbench, bytes: Vec<u8>) {
    let action = workbench.action();
    let file = rollcall_core::file::read("fixture.csv", bytes, &Reading::default()).unwrap();
    let table = file.table();
    let mut mapping = guess(table, action.row.fields, &Roster::default()).mapping;
    for column in 0..table.columns() {
        let field = table.header(column).and_then(Field::from_alias);
        let field =
            field.filter(|field| action.row.fields.contains(field) && mapping.column(*field).is_none());
        mapping.columns[column] = mapping.columns[column].or(field);
    }
    workbench.open(file, mapping);
}

/// A row of a journal of addresses.
fn claimed(at: u32, line: &str) -> Row {
    let fields: Vec<&str> = line.split(';').map(str::trim).collect();
    Row {
        operation: OperationIndex::default(),
        waits_for: Vec::new(),
        number: at,
        line: at + 2,
        account: AccountId::parse(fields[0]),
        name: None,
        before: Some(fields[1].to_owned()),
        wanted: fields[2].to_owned(),
        details: Details::new(),
        administrator: false,
    }
}

fn place(line: &str) -> Place {
    let fields: Vec<&str> = line.split(';').map(str::trim).collect();
    let given = |at: usize| fields.get(at).copied().filter(|text| !text.is_empty());
    Place {
        id: fields[0].to_owned(),
        name: fields[1].to_owned(),
        directory: given(2).map(str::to_owned),
        locked: given(3).map(|_| "an identity provider keeps it"),
        ..Place::default()
    }
}

fn account(line: &str) -> Said {
    let fields: Vec<&str> = line.split(';').map(str::trim).collect();
    let mut said = Said::of(AccountId::parse(fields[0]).unwrap());
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    said.email = given(fields[1]);
    said.name = given(fields[2]);
    for word in fields[3].split_whitespace() {
        said = match word {
            "plain" => said
                .status(Status::Active)
                .managed(true)
                .synced(false)
                .single_sign_on(false)
                .administrator(false)
                .in_directory(true),
            "active" => said.status(Status::Active),
            "deactivated" => said.status(Status::Deactivated),
            "for-deletion" => said.status(Status::ForDeletion),
            "closed" => said.status(Status::Closed),
            "unmanaged" => said.managed(false),
            "unclaimed" => said.claim(Claim::Unclaimed).managed(false),
            "synced" => said.synced(true),
            "sso" => said.single_sign_on(true),
            "admin" => said.administrator(true),
            "no-directory" => said.in_directory(false),
            "locked" => Said {
                refusals: Some(vec![(
                    "email.set".to_owned(),
                    "The identity provider keeps it.".to_owned(),
                )]),
                ..said
            },
            "name-locked" => Said {
                refusals: Some(vec![(
                    "profile.write name".to_owned(),
                    "The identity provider keeps it.".to_owned(),
                )]),
                ..said
            },
            "tokens" => Said {
                tokens: Some(vec![Token {
                    id: "t-1".to_owned(),
                    label: "nightly export".to_owned(),
                }]),
                ..said
            },
            "suspended" => Said {
                suspended: Some(true),
                ..said
            },
            "engineer" => Said {
                profile: Some([("job-title", "Engineer".to_owned())].into()),
                ..said
            },
            "present" => Said {
                suspended: Some(false),
                ..said
            },
            other => panic!("no such word: {other}"),
        };
    }
    said
}
