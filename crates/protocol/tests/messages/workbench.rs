//! The messages of the workbench.

use std::collections::BTreeMap;

use rollcall_protocol::{
    ActionState, Cell, ColumnState, Confirmation, ConfirmationKind, Connect, ConnectionState, FileState,
    FindingCount, GridColumn, HeaderChoice, JournalState, KeptRunState, LeftOut, LineState, ListingColumn,
    ListingCounts, ListingDetails, ListingFacet, ListingFacetsView, ListingFile, ListingFilter, ListingOrder,
    ListingPerSubject, ListingPhase, ListingReading, ListingRowFilter, ListingRows, ListingSource,
    ListingState, ListingView, ListingsState, OpenCycle, PartState, PlanOptions, PlanState, PolicyFilesState,
    PortalKey, PortalState, ReadingState, Rename, RenameKind, RenamePreview, RenameRule, RenameView, Reread,
    ReviewState, RosterSource, RosterState, Row, RowFinding, RowState, Rows, RunPlace, RunsState, Seal,
    Severity, SheetState, Sort, SortKey, Turn, Unchecked, UndoneRun, Via, View, WholeFile, WorkbenchAnswer,
    WorkbenchDownload, WorkbenchNews, WorkbenchQuestion, WorkbenchState, WorkbookState,
};

use super::common::{PHASE, problem, saved};
use super::{check, each_variant};

const ORGANIZATION: &str = "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";
const RUN: &str = "00000000000000ab";

fn undone() -> UndoneRun {
    UndoneRun {
        run: RUN.to_owned(),
        file: "moves.csv".to_owned(),
        organization_name: "Example Industries".to_owned(),
        planned: 1_700_000_000_000,
    }
}

fn file() -> FileState {
    FileState {
        name: "moves.csv".to_owned(),
        size: 40,
        sha256: "00ff".to_owned(),
        rows: 1,
        reading: ReadingState {
            encoding: "UTF-8".to_owned(),
            encoding_is_guessed: false,
            encodings: vec!["UTF-8".to_owned()],
            byte_order_mark: false,
            delimiter: ';',
            delimiter_is_guessed: true,
            line_breaks: "LF".to_owned(),
            header: true,
            begins: 2,
            skipped: 1,
            first_lines: vec![LineState {
                line: 2,
                text: "email".to_owned(),
            }],
            last_lines: Vec::new(),
            first_line: None,
            last_line: Some(9),
            ragged_rows: 0,
            bad_bytes: 0,
            workbook: Some(WorkbookState {
                sheets: vec![SheetState {
                    name: "Staff".to_owned(),
                    hidden: false,
                    rows: Some(12),
                }],
                sheet: 0,
                sheet_is_guessed: true,
                remarks: vec!["2 cells have formulas.".to_owned()],
            }),
        },
        columns: vec![ColumnState {
            name: "email".to_owned(),
            samples: vec!["bob@example.com".to_owned()],
            part: Some("current-address".to_owned()),
            evidence: Some("By its name.".to_owned()),
        }],
        parts: vec![PartState {
            key: "current-address".to_owned(),
            title: "Current address".to_owned(),
            hint: "Who it is.".to_owned(),
        }],
        mapping_is_certain: true,
        doubts: vec!["Some rows are irregular.".to_owned()],
        as_read: Some("Line 3: bob@example.com: deactivate. From column A; header in line 2.".to_owned()),
        mapping_is_remembered: false,
        mapping_problems: vec![problem()],
        recognized_as: None,
        restored_edits: 1,
        undoes: Some(undone()),
    }
}

fn review() -> ReviewState {
    ReviewState {
        action: "Change e-mail addresses".to_owned(),
        columns: vec![GridColumn {
            key: "new-address".to_owned(),
            title: "New address".to_owned(),
            editable: true,
        }],
        rows: 1,
        ready: 0,
        errors: 1,
        warnings: 0,
        notes: 0,
        left_out: 0,
        edits: 1,
        findings: vec![FindingCount {
            code: "W017-address-circle".to_owned(),
            title: "Addresses in a circle".to_owned(),
            severity: Severity::Warning,
            rows: 1,
            fix: Some(("Trim".to_owned(), 1)),
        }],
        whole_file: vec![WholeFile {
            code: "N001".to_owned(),
            severity: Severity::Note,
            message: "It is empty.".to_owned(),
            hint: String::new(),
            offers: Some(("deactivate-account".to_owned(), "Deactivate accounts".to_owned())),
        }],
        unchecked: vec![Unchecked {
            what: "Claimed domains".to_owned(),
            rows: 1,
            why: "They are not known.".to_owned(),
        }],
    }
}

fn journal() -> JournalState {
    JournalState {
        run: RUN.to_owned(),
        action_title: "Change e-mail addresses".to_owned(),
        file: "moves.csv".to_owned(),
        organization: ORGANIZATION.to_owned(),
        organization_name: "Example Industries".to_owned(),
        planned: 1_700_000_000_000,
        effect: "1 account gets another address".to_owned(),
        says: vec![("Changed".to_owned(), 1)],
        is_over: false,
        replaces: true,
        seal: Seal::NotChecked,
        is_reviewed: true,
        parked: vec![OpenCycle {
            people: vec!["Bob".to_owned()],
            temporary: "bob+rollcall@example.com".to_owned(),
        }],
        turn: Some(Turn::TakeBack),
    }
}

fn state() -> WorkbenchState {
    WorkbenchState {
        revision: 3,
        connection: ConnectionState::Live {
            name: "Example Industries".to_owned(),
            organization: ORGANIZATION.to_owned(),
            via: "directly".to_owned(),
            sandbox: false,
            limit: None,
        },
        action: "change-email".to_owned(),
        actions: vec![ActionState {
            key: "change-email".to_owned(),
            title: "Change e-mail addresses".to_owned(),
            hint: "What it does.".to_owned(),
            file: "One row for each account.".to_owned(),
            has_example: true,
            needs_managed: true,
        }],
        file: Some(file()),
        journal: Some(journal()),
        roster: RosterState {
            accounts: 1,
            domains: vec!["example.com".to_owned()],
            domains_are_known: true,
            notes: vec!["A note.".to_owned()],
            sources: vec![RosterSource {
                title: "Looked up".to_owned(),
                gave: "1 account".to_owned(),
                at: 1_700_000_000_000,
            }],
            can_look_up: true,
            to_ask_deeply: 1,
        },
        review: Some(review()),
        plan_defaults: plan_options(),
        looks_up_at_once: true,
        edits_are_kept: true,
    }
}

fn order() -> ListingOrder {
    ListingOrder {
        search: "bob".to_owned(),
        row_filters: vec![
            ListingRowFilter::OneOf {
                column: "state".to_owned(),
                values: vec!["closed".to_owned()],
            },
            ListingRowFilter::NotForDays {
                column: "last_active".to_owned(),
                days: 90,
                or_unknown: true,
            },
        ],
        sort: Some(("email".to_owned(), true)),
    }
}

fn source() -> ListingSource {
    ListingSource {
        listing: "managed-accounts".to_owned(),
        order: order(),
    }
}

fn rename() -> Rename {
    Rename {
        listing: "managed-accounts".to_owned(),
        order: ListingOrder::default(),
        rule: RenameRule::Domain {
            from: "example.com".to_owned(),
            to: "example.org".to_owned(),
        },
    }
}

fn plan_options() -> PlanOptions {
    PlanOptions {
        canary: 1,
        batch: 100,
        confirm_each: true,
        stop_in_a_row: 5,
        stop_percent: 20,
        legacy: false,
        confirmed: vec![("administrators".to_owned(), "2".to_owned())],
    }
}

fn listings() -> ListingsState {
    let listing = ListingState {
        key: "managed-accounts".to_owned(),
        title: "Managed accounts".to_owned(),
        hint: "What is in it.".to_owned(),
        columns: vec![ListingColumn {
            key: "email".to_owned(),
            title: "E-mail".to_owned(),
            shown: true,
            wide: false,
            facet: "Domain".to_owned(),
            facet_is_shown: true,
        }],
        filters: vec![ListingFilter {
            key: "generation".to_owned(),
            title: "Generation".to_owned(),
            hint: String::new(),
            choices: vec![("v1".to_owned(), "Version 1".to_owned())],
            none: "Newest".to_owned(),
            chooses_call: true,
        }],
        change_file: vec!["email".to_owned()],
        last_active: "last_active".to_owned(),
        portal: Some(PortalState::default()),
        per_subject: Some(ListingPerSubject {
            one: "account".to_owned(),
            many: "accounts".to_owned(),
            of: vec!["managed-accounts".to_owned()],
            a_minute: Some(100),
        }),
        details: Some(ListingDetails {
            noun: "user".to_owned(),
            by: "account_id".to_owned(),
        }),
        reading: Some(ListingReading {
            number: 1,
            phase: ListingPhase::Stopped,
            rows: 50,
            done: 50,
            of: Some(70),
            seconds_left: Some(3),
            counts: ListingCounts {
                listed: Some(70),
                by: vec![("State".to_owned(), vec![("active".to_owned(), 60)])],
                not: vec!["403".to_owned()],
            },
            filters: BTreeMap::from([("search".to_owned(), "bob".to_owned())]),
            problem: Some(problem()),
            waits: Some("A pause.".to_owned()),
            part: Some("-part-50-of-70".to_owned()),
        }),
    };
    ListingsState {
        listings: vec![listing],
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one sample a variant")]
fn questions() {
    let run = || RUN.to_owned();
    let name = || "moves.csv".to_owned();
    let listing = || "managed-accounts".to_owned();
    check(
        "WorkbenchQuestion",
        each_variant!(WorkbenchQuestion {
            Start: WorkbenchQuestion::Start,
            TrySandbox: WorkbenchQuestion::TrySandbox,
            CheckOnly: WorkbenchQuestion::CheckOnly,
            Connect: WorkbenchQuestion::Connect(Connect {
                organization: ORGANIZATION.to_owned(),
                key: "the-key".to_owned(),
                via: Via::Proxy {
                    address: "http://127.0.0.1:7655".to_owned()
                },
            }),
            Disconnect: WorkbenchQuestion::Disconnect,
            Choose: WorkbenchQuestion::Choose {
                action: "change-email".to_owned()
            },
            OpenFile: WorkbenchQuestion::OpenFile { name: name() },
            Reread: WorkbenchQuestion::Reread(Reread {
                encoding: None,
                delimiter: Some(';'),
                header: Some(HeaderChoice::Line(3)),
                first_line: None,
                last_line: Some(9),
                sheet: Some(1),
            }),
            Map: WorkbenchQuestion::Map {
                columns: vec![Some("new-address".to_owned()), None]
            },
            CloseFile: WorkbenchQuestion::CloseFile,
            OpenExample: WorkbenchQuestion::OpenExample,
            LookUp: WorkbenchQuestion::LookUp { again: true },
            AskDeeply: WorkbenchQuestion::AskDeeply,
            StopAsking: WorkbenchQuestion::StopAsking,
            OpenRosterFile: WorkbenchQuestion::OpenRosterFile {
                name: "export-users.csv".to_owned()
            },
            TypeDomains: WorkbenchQuestion::TypeDomains {
                text: "example.com".to_owned()
            },
            ForgetRoster: WorkbenchQuestion::ForgetRoster,
            Rows: WorkbenchQuestion::Rows(View {
                from: 100,
                count: 50,
                severity: Some(Severity::Error),
                state: Some(RowState::LeftOut),
                code: Some("W017-address-circle".to_owned()),
                search: "bob".to_owned(),
                sort: Some(Sort {
                    by: SortKey::Column("new-address".to_owned()),
                    descending: true
                }),
            }),
            Edit: WorkbenchQuestion::Edit {
                row: 1,
                part: "new-address".to_owned(),
                value: "bob@example.org".to_owned(),
            },
            LeaveOut: WorkbenchQuestion::LeaveOut { row: 1, out: true },
            Fix: WorkbenchQuestion::Fix {
                code: "E001".to_owned(),
                row: None
            },
            Undo: WorkbenchQuestion::Undo,
            Download: WorkbenchQuestion::Download(WorkbenchDownload::Findings),
            Listings: WorkbenchQuestion::Listings,
            List: WorkbenchQuestion::List {
                listing: listing(),
                anew: Some(BTreeMap::from([("search".to_owned(), "bob".to_owned())])),
                of: Some(source()),
            },
            StopListing: WorkbenchQuestion::StopListing { listing: listing() },
            ListingRows: WorkbenchQuestion::ListingRows(ListingView {
                listing: listing(),
                from: 0,
                count: 50,
                order: order(),
            }),
            ListingDetails: WorkbenchQuestion::ListingDetails {
                listing: listing(),
                id: "712020:one".to_owned()
            },
            ListingFacets: WorkbenchQuestion::ListingFacets(ListingFacetsView {
                listing: listing(),
                order: order(),
                columns: vec!["email".to_owned()],
                values: 8,
            }),
            SaveListing: WorkbenchQuestion::SaveListing(ListingFile {
                listing: listing(),
                order: order(),
                columns: vec!["email".to_owned()],
                once: true,
            }),
            PolicyFiles: WorkbenchQuestion::PolicyFiles(source()),
            SavePolicyFile: WorkbenchQuestion::SavePolicyFile { of: source(), at: 0 },
            Rename: WorkbenchQuestion::Rename(RenameView {
                rename: rename(),
                kind: Some(RenameKind::Conflict),
                from: 0,
                count: 50,
            }),
            SaveRename: WorkbenchQuestion::SaveRename(rename()),
            LookForPortal: WorkbenchQuestion::LookForPortal,
            GivePortal: WorkbenchQuestion::GivePortal(PortalKey {
                text: "curl …".to_owned()
            }),
            ForgetPortal: WorkbenchQuestion::ForgetPortal,
            Plan: WorkbenchQuestion::Plan(plan_options()),
            Transfer: WorkbenchQuestion::Transfer(plan_options()),
            GiveRoute: WorkbenchQuestion::GiveRoute,
            OpenJournal: WorkbenchQuestion::OpenJournal,
            OpenKeptJournal: WorkbenchQuestion::OpenKeptJournal { run: run() },
            ReviewJournal: WorkbenchQuestion::ReviewJournal,
            TurnCycles: WorkbenchQuestion::TurnCycles {
                turn: Turn::Finish,
                alone: true
            },
            CloseJournal: WorkbenchQuestion::CloseJournal,
            SaveJournal: WorkbenchQuestion::SaveJournal { run: run() },
            Runs: WorkbenchQuestion::Runs,
            KeepJournal: WorkbenchQuestion::KeepJournal,
            DeleteRun: WorkbenchQuestion::DeleteRun { run: run() },
            KeepRunsFor: WorkbenchQuestion::KeepRunsFor { days: Some(30) },
            ForgetEverything: WorkbenchQuestion::ForgetEverything,
        }),
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one sample a variant")]
fn answers() {
    let row = Row {
        number: 0,
        line: 2,
        state: RowState::Look,
        name: Some("Bob".to_owned()),
        account: Some("712020:one".to_owned()),
        cells: vec![Cell {
            text: Some("bob@example.org".to_owned()),
            was: Some("bob@example.com".to_owned()),
            severity: Some(Severity::Warning),
        }],
        findings: vec![RowFinding {
            code: "W017-address-circle".to_owned(),
            severity: Severity::Warning,
            column: Some("new-address".to_owned()),
            message: "They take each other's addresses.".to_owned(),
            hint: "Look at it.".to_owned(),
            fix: None,
        }],
    };
    let kept = KeptRunState {
        run: RUN.to_owned(),
        action_title: "Change e-mail addresses".to_owned(),
        file: "moves.csv".to_owned(),
        organization_name: "Example Industries".to_owned(),
        organization: ORGANIZATION.to_owned(),
        place: RunPlace::At {
            via: "directly".to_owned(),
        },
        planned: 1_700_000_000_000,
        changed_at: 1_700_000_000_001,
        phase: PHASE,
        rows: 8,
        done: 3,
        changed: 3,
        parked: Some("Eve".to_owned()),
        in_doubt: 1,
        came_in: false,
        undoes: None,
    };
    let window = || ListingRows {
        from: 0,
        total: 1,
        rows: vec![vec!["bob@example.com".to_owned()]],
    };
    check(
        "WorkbenchAnswer",
        each_variant!(WorkbenchAnswer {
            State: WorkbenchAnswer::State(Box::new(state())),
            Rows: WorkbenchAnswer::Rows(Rows {
                revision: 3,
                from: 0,
                total: 1,
                rows: vec![row]
            }),
            Plan: WorkbenchAnswer::Plan(Box::new(PlanState {
                sentence: "1 account gets another address.".to_owned(),
                calls: 1,
                batches: 1,
                can_be_legacy: false,
                parked: Vec::new(),
                canary: Vec::new(),
                left_out: vec![LeftOut {
                    rows: 1,
                    why: "You left them out.".to_owned()
                }],
                confirmations: vec![
                    Confirmation {
                        key: "administrators".to_owned(),
                        kind: ConfirmationKind::Type {
                            expected: "2".to_owned()
                        },
                        text: "2 administrators are among them.".to_owned(),
                        given: false,
                    },
                    Confirmation {
                        key: "unchecked".to_owned(),
                        kind: ConfirmationKind::Tick,
                        text: "Some rows were not checked.".to_owned(),
                        given: true,
                    },
                ],
                refused: Some(problem()),
            })),
            Runs: WorkbenchAnswer::Runs(Box::new(RunsState {
                broken: None,
                runs: vec![kept],
                unreadable: vec!["00000000000000ac".to_owned()],
                keep_days: Some(30),
            })),
            Listings: WorkbenchAnswer::Listings(Box::new(listings())),
            ListingRows: WorkbenchAnswer::ListingRows(window()),
            Details: WorkbenchAnswer::Details(vec![("Name".to_owned(), "Bob".to_owned())]),
            Renamed: WorkbenchAnswer::Renamed(RenamePreview {
                counts: [1, 2, 3, 4],
                window: window()
            }),
            PolicyFiles: WorkbenchAnswer::PolicyFiles(PolicyFilesState {
                addresses: 1,
                files: vec!["addresses-1.csv".to_owned()],
                most: 100,
                without_address: 2,
                unmanaged: 3,
                unwritable: 4,
                like_formulas: 5,
                managed_is_known: true,
            }),
            ListingFacets: WorkbenchAnswer::ListingFacets(vec![ListingFacet {
                column: "email".to_owned(),
                values: vec![("example.com".to_owned(), 1)],
                others: 2,
                rows_of_others: 3,
            }]),
            Saved: WorkbenchAnswer::Saved(saved()),
        }),
    );
}

#[test]
fn news() {
    check(
        "WorkbenchNews",
        each_variant!(WorkbenchNews {
            Progress: WorkbenchNews::Progress {
                doing: "Reading".to_owned(),
                done: 1,
                of: 2
            },
            Listings: WorkbenchNews::Listings(Box::new(listings())),
            Runs: WorkbenchNews::Runs,
        }),
    );
}

#[test]
fn connections() {
    check(
        "ConnectionState",
        each_variant!(ConnectionState {
            Closed: ConnectionState::Closed,
            CheckOnly: ConnectionState::CheckOnly,
            Sandbox: ConnectionState::Sandbox {
                name: "Example Industries".to_owned(),
                organization: ORGANIZATION.to_owned(),
            },
            Live: ConnectionState::Live {
                name: "Example Industries".to_owned(),
                organization: ORGANIZATION.to_owned(),
                via: "directly".to_owned(),
                sandbox: true,
                limit: Some(problem()),
            },
        }),
    );
}
