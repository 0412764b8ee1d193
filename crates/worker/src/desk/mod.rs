//! The desk's worker: the change file, what is known about the organization, and what the checks say.

mod deep;
mod door;
mod edits;
mod file;
mod journal;
mod listings;
mod lookup;
mod plan;
mod roster;
mod runs;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use rollcall_core::desk::Desk;
use rollcall_core::journal::RunId;
use rollcall_protocol::{Answer, Ask, DeskState, Download, FileState, Problem};
use wasm_bindgen::JsValue;

use crate::{Reply, convert};
use door::Door;
use edits::Keeper;
use journal::OpenJournal;
use listings::{Listings, Portal};
use lookup::Asked;

pub(crate) use file::stem;

/// What this worker holds.
#[derive(Default)]
pub(crate) struct DeskRoom {
    desk: RefCell<Desk>,
    door: RefCell<Door>,
    /// What the page is told of the file that is open, but for the mapping.
    file: RefCell<Option<FileState>>,
    keeper: Keeper,
    /// What was worth telling when the roster last learned something.
    notes: RefCell<Vec<String>>,
    /// Counts the look-ups: a newer one, or a closed door, ends the one under way.
    lookup: Cell<u32>,
    /// How many accounts can be asked about one by one, at a revision of the desk: counting looks at every row.
    to_ask: Cell<Option<(u32, u32)>>,
    asked: RefCell<Asked>,
    /// What was read of the organization's listings.
    listings: RefCell<Listings>,
    /// The way to the admin portal.
    portal: RefCell<Portal>,
    /// Names the run that would begin next.
    next_run: Cell<RunId>,
    /// The journal from elsewhere that is open.
    journal: RefCell<Option<OpenJournal>>,
    /// Runs under way whose end is waited for.
    awaited: RefCell<BTreeSet<RunId>>,
}

impl DeskRoom {
    pub(crate) async fn answer(self: Rc<Self>, ask: Ask, attachment: JsValue) -> Reply {
        let done = match ask {
            Ask::Hello { .. } => {
                self.keeper.open().await;
                Self::listen();
                Ok(())
            }
            Ask::TrySandbox => {
                self.try_sandbox();
                Ok(())
            }
            Ask::CheckOnly => {
                self.check_only();
                Ok(())
            }
            Ask::Connect(connect) => self.connect(&connect).await,
            Ask::Disconnect => {
                self.disconnect();
                Ok(())
            }
            Ask::Choose { action } => self.choose(&action).await,
            Ask::OpenFile { name } => self.open_file(name, &attachment).await,
            Ask::OpenExample => self.open_example().await,
            Ask::Reread {
                encoding,
                delimiter,
                header,
            } => self.reread(encoding.as_deref(), delimiter, header).await,
            Ask::Map { columns } => self.map(&columns).await,
            Ask::CloseFile => {
                self.close_file().await;
                Ok(())
            }
            Ask::LookUp { again } => self.look_up(again).await,
            Ask::AskDeeply => {
                self.notes.borrow_mut().clear();
                self.ask_deeply().await
            }
            Ask::StopAsking => {
                self.end_lookup();
                Ok(())
            }
            Ask::OpenRosterFile { name } => self.open_roster_file(&name, &attachment).await,
            Ask::TypeDomains { text } => self.type_domains(&text),
            Ask::ForgetRoster => {
                self.forget_roster();
                Ok(())
            }
            Ask::Edit { row, part, value } => self.edit(row, &part, &value).await,
            Ask::LeaveOut { row, out } => self.leave_out(row, out).await,
            Ask::Fix { code, row } => self.fix(&code, row).await,
            Ask::Undo => self.undo().await,
            Ask::Rows(view) => return (self.rows(view), None),
            Ask::Plan(options) => return (Answer::Plan(Box::new(self.plan(&options))), None),
            Ask::OpenJournal
            | Ask::OpenKeptJournal { .. }
            | Ask::ReviewJournal
            | Ask::TurnCycles { .. }
            | Ask::CloseJournal => self.about_journal(ask, &attachment).await,
            Ask::SaveJournal { run } => return self.save_journal(&run).await,
            Ask::HandOver(options) => self.hand_over(&options, attachment),
            Ask::GiveWay => self.give_way(attachment),
            Ask::Download(what) => return self.download(what),
            Ask::Listings
            | Ask::List { .. }
            | Ask::StopListing { .. }
            | Ask::LookForPortal
            | Ask::GivePortal(_)
            | Ask::ForgetPortal
            | Ask::ListingRows(_)
            | Ask::ListingWhole { .. }
            | Ask::ListingPictures(_)
            | Ask::SaveListing(_)
            | Ask::PolicyFiles(_)
            | Ask::SavePolicyFile { .. }
            | Ask::Rename(_)
            | Ask::SaveRename(_) => return self.about_listings(ask).await,
            Ask::Runs
            | Ask::KeepJournal
            | Ask::DeleteRun { .. }
            | Ask::KeepRunsFor { .. }
            | Ask::ForgetEverything => {
                return (self.about_runs(ask).await, None);
            }
            Ask::TakeOver
            | Ask::NewWay
            | Ask::OpenRun { .. }
            | Ask::Resume
            | Ask::Run(_)
            | Ask::ResultRows { .. } => Err(not_here()),
        };
        let answer = match done {
            Ok(()) => Answer::Desk(Box::new(self.state())),
            Err(problem) => Answer::Problem(problem),
        };
        (answer, None)
    }

    /// All that the page shows of the desk.
    fn state(&self) -> DeskState {
        let desk = self.desk.borrow();
        DeskState {
            revision: desk.revision(),
            connection: self.door.borrow().state(),
            action: desk.action().key.to_owned(),
            actions: convert::actions(),
            file: self
                .file
                .borrow()
                .as_ref()
                .map(|file| file::with_mapping(file.clone(), &desk)),
            journal: self.journal_state(),
            roster: convert::roster_state(
                desk.roster(),
                self.can_look_up(&desk),
                self.to_ask_deeply(&desk),
                self.notes.borrow().clone(),
            ),
            review: convert::review_state(&desk),
            edits_are_kept: self.keeper.keeps(),
        }
    }

    fn rows(&self, view: rollcall_protocol::View) -> Answer {
        let mut desk = self.desk.borrow_mut();
        let columns = desk.columns();
        match desk.view(&convert::view(view)) {
            Some(window) => Answer::Rows(convert::rows(window, &columns)),
            None => Answer::Problem(nothing_to_show()),
        }
    }

    fn download(&self, what: Download) -> Reply {
        let desk = self.desk.borrow();
        let (Some(file), Some(bytes)) = (
            desk.file(),
            match what {
                Download::ChangeFile => desk.file_bytes(),
                Download::Findings => desk.findings_csv(),
                Download::Unmanaged => desk.unmanaged_csv(),
                Download::Results | Download::Report | Download::Retry | Download::Undo(_) => None,
            },
        ) else {
            return (Answer::Problem(nothing_to_show()), None);
        };
        let stem = file::stem(file.name());
        let saved = match what {
            Download::Findings => convert::csv(format!("{stem}-findings.csv")),
            Download::Unmanaged => convert::csv(format!("{stem}-not-managed.csv")),
            _ => convert::csv(file.name().to_owned()),
        };
        (Answer::Saved(saved), Some(bytes))
    }
}

fn not_here() -> Problem {
    convert::problem("not-here", "This worker carries out no runs.", "Reload the page.")
}

fn nothing_to_show() -> Problem {
    convert::problem(
        "nothing-to-show",
        "There is no checked file yet.",
        "Load a change file and map its columns first.",
    )
}
