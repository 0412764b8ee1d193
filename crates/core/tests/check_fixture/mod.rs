//! Reads a fixture: a change file and what is known when it is checked, in sections.
//!
//! `[file]` is CSV with the headers of the seeds' files. `[accounts]` has a line for each account: `id; address; name; words`,
//! where `plain` says everything that makes no finding and the other words say one fact each. `[domains]` and
//! `[all domains]` list verified domains, the latter all of them. `[absent ids]` and `[absent addresses]` list what was looked up
//! in vain. `[organization]` is the connected one.

use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::action::Part;
use rollcall_core::desk::Desk;
use rollcall_core::file::Table;
use rollcall_core::mapping::Mapping;
use rollcall_core::roster::{Knowledge, Origin, Said, Status};
use rollcall_core::time::Time;

pub(crate) fn desk(fixture: &str) -> Desk {
    desk_from(fixture, Origin::looked_up(Time(0)))
}

/// The same, with the facts from another source.
pub(crate) fn desk_from(fixture: &str, origin: Origin) -> Desk {
    let mut desk = Desk::default();
    let mut knowledge = Knowledge::default();
    for section in fixture
        .split("\n[")
        .map(|section| section.trim_start_matches('['))
    {
        let (name, body) = section.split_once("]\n").expect("a section has a name and lines");
        let words = || body.split_whitespace();
        match name {
            "file" => {
                let (table, mapping) = table(body);
                desk.open(table, mapping);
            }
            "accounts" => knowledge.accounts.extend(body.lines().map(account)),
            "domains" | "all domains" => {
                knowledge
                    .domains
                    .extend(words().map(|domain| (domain.to_owned(), true)));
                knowledge.domains_complete = name == "all domains";
            }
            "absent ids" => knowledge
                .absent_ids
                .extend(words().map(|id| AccountId::parse(id).unwrap())),
            "absent addresses" => knowledge.absent_addresses.extend(words().map(str::to_owned)),
            "organization" => desk.connect(OrganizationId::parse(body.trim())),
            other => panic!("no such section: {other}"),
        }
    }
    desk.learn(origin, knowledge);
    desk
}

pub(crate) fn table(csv: &str) -> (Table, Mapping) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cells: Vec<Vec<&str>> = records.iter().map(|record| record.iter().collect()).collect();
    let rows: Vec<&[&str]> = cells[1..].iter().map(Vec::as_slice).collect();
    let columns = cells[0].iter().map(|&header| match header {
        "account_id" => Some(Part::AccountId),
        "old_email" => Some(Part::CurrentAddress),
        "new_email" => Some(Part::NewAddress),
        "org_id" => Some(Part::Organization),
        _ => None,
    });
    let mapping = Mapping {
        columns: columns.collect(),
    };
    (Table::from_cells(Some(&cells[0]), &rows), mapping)
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
            "synced" => said.synced(true),
            "sso" => said.single_sign_on(true),
            "admin" => said.administrator(true),
            "no-directory" => said.in_directory(false),
            other => panic!("no such word: {other}"),
        };
    }
    said
}
