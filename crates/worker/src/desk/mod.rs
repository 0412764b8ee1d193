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
use rollcall_protocol::{
    DeskState, FileState, Problem, Saved, WorkbenchAnswer, WorkbenchDownload, WorkbenchQuestion,
};
use wasm_bindgen::JsValue;

use crate::convert;
use crate::reply::Reply;
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
    pub(crate) async fn answer(
        self: Rc<Self>,
        question: WorkbenchQuestion,
        attachment: JsValue,
    ) -> Reply<WorkbenchAnswer> {
        use WorkbenchQuestion as Q;

        match question {
            Q::Start => {
                self.keeper.open().await;
                Self::listen();
            }
            Q::TrySandbox => self.try_sandbox(),
            Q::CheckOnly => self.check_only(),
            Q::Connect(connect) => self.connect(&connect).await?,
            Q::Disconnect => self.disconnect(),
            Q::Choose { action } => self.choose(&action).await?,
            Q::OpenFile { name } => self.open_file(name, &attachment).await?,
            Q::OpenExample => self.open_example().await?,
            Q::Reread {
                encoding,
                delimiter,
                header,
            } => self.reread(encoding.as_deref(), delimiter, header).await?,
            Q::Map { columns } => self.map(&columns).await?,
            Q::CloseFile => self.close_file().await,
            Q::LookUp { again } => self.look_up(again).await?,
            Q::AskDeeply => {
                self.notes.borrow_mut().clear();
                self.ask_deeply().await?;
            }
            Q::StopAsking => {
                self.end_lookup();
            }
            Q::OpenRosterFile { name } => self.open_roster_file(&name, &attachment).await?,
            Q::TypeDomains { text } => self.type_domains(&text)?,
            Q::ForgetRoster => self.forget_roster(),
            Q::Edit { row, part, value } => self.edit(row, &part, &value).await?,
            Q::LeaveOut { row, out } => self.leave_out(row, out).await?,
            Q::Fix { code, row } => self.fix(&code, row).await?,
            Q::Undo => self.undo().await,
            Q::OpenJournal => self.open_journal(&attachment).await?,
            Q::OpenKeptJournal { run } => self.open_kept_journal(&run).await?,
            Q::ReviewJournal => self.review_journal().await?,
            Q::TurnCycles { turn, alone } => self.turn_cycles(turn, alone).await?,
            Q::CloseJournal => self.close_journal().await,
            Q::HandOver(options) => self.hand_over(&options, attachment)?,
            Q::GiveWay => self.give_way(attachment)?,

            Q::Rows(view) => return plain(self.rows(view)?),
            Q::Plan(options) => return plain(WorkbenchAnswer::Plan(Box::new(self.plan(&options)))),
            Q::Download(what) => return saved(self.download(what)?),
            Q::SaveJournal { run } => return saved(self.journal_file(&run).await?),

            Q::Listings => return plain(self.listings_answer()),
            Q::List { listing, anew, of } => {
                self.read_listing(&listing, anew, of).await?;
                return plain(self.listings_answer());
            }
            Q::StopListing { listing } => {
                self.stop_listing(&listing);
                return plain(self.listings_answer());
            }
            Q::LookForPortal => {
                self.look_for_portal().await?;
                return plain(self.listings_answer());
            }
            Q::GivePortal(given) => {
                self.give_portal(&given)?;
                return plain(self.listings_answer());
            }
            Q::ForgetPortal => {
                self.forget_portal();
                return plain(self.listings_answer());
            }
            Q::ListingRows(view) => return plain(self.listing_rows(&view)?),
            Q::ListingWhole { listing, id } => return plain(self.listing_whole(&listing, &id).await?),
            Q::ListingPictures(view) => return plain(self.listing_pictures(&view)?),
            Q::SaveListing(file) => return saved(self.listing_file(&file)?),
            Q::PolicyFiles(of) => return plain(self.policy_files(&of)?),
            Q::SavePolicyFile { of, at } => return saved(self.policy_file(&of, at)?),
            Q::Rename(view) => return plain(self.rename(&view)?),
            Q::SaveRename(rename) => return saved(self.rename_file(&rename)?),

            Q::Runs => return plain(self.runs_answer().await),
            Q::KeepJournal => return plain(self.after(self.keep_journal()).await?),
            Q::DeleteRun { run } => return plain(self.after(self.delete_run(&run)).await?),
            Q::KeepRunsFor { days } => return plain(self.after(self.keep_runs_for(days)).await?),
            Q::ForgetEverything => return plain(self.after(self.forget_everything()).await?),
        }
        plain(WorkbenchAnswer::State(Box::new(self.state())))
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

    fn rows(&self, view: rollcall_protocol::View) -> Result<WorkbenchAnswer, Problem> {
        let mut desk = self.desk.borrow_mut();
        let columns = desk.columns();
        let window = desk.view(&convert::view(view)).ok_or_else(nothing_to_show)?;
        Ok(WorkbenchAnswer::Rows(convert::rows(window, &columns)))
    }

    fn download(&self, what: WorkbenchDownload) -> Result<(Saved, Vec<u8>), Problem> {
        let desk = self.desk.borrow();
        let file = desk.file().ok_or_else(nothing_to_show)?;
        let stem = file::stem(file.name());
        let (name, bytes) = match what {
            WorkbenchDownload::ChangeFile => (file.name().to_owned(), desk.file_bytes()),
            WorkbenchDownload::Findings => (format!("{stem}-findings.csv"), desk.findings_csv()),
            WorkbenchDownload::Unmanaged => (format!("{stem}-not-managed.csv"), desk.unmanaged_csv()),
        };
        Ok((convert::csv(name), bytes.ok_or_else(nothing_to_show)?))
    }
}

/// An answer with nothing beside it.
#[expect(clippy::unnecessary_wraps, reason = "it is what a question is answered with")]
fn plain(answer: WorkbenchAnswer) -> Reply<WorkbenchAnswer> {
    Ok((answer, None))
}

/// A file to save.
#[expect(clippy::unnecessary_wraps, reason = "it is what a question is answered with")]
fn saved((saved, bytes): (Saved, Vec<u8>)) -> Reply<WorkbenchAnswer> {
    Ok((WorkbenchAnswer::Saved(saved), Some(bytes)))
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
