use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Connect, ListingFacet, ListingFacetsView, ListingFile, ListingRows, ListingSource, ListingView,
    ListingsState, PlanOptions, PlanState, PolicyFilesState, PortalKey, Rename, RenamePreview, RenameView,
    Rows, RunsState, Saved, Turn, View, WorkbenchState,
};

/// What the news of [`WorkbenchQuestion::AskDeeply`] say is being done: by that the page knows that it can be stopped.
pub const ASKING_DEEPLY: &str = "Asking about each account";

/// What the page can ask the workbench. Unless said otherwise the answer is [`WorkbenchAnswer::State`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum WorkbenchQuestion {
    /// The first question: opens what the browser keeps.
    Start,

    /// Connects to the sandbox organization, which lives in this worker.
    TrySandbox,
    /// Begins to check without a connection.
    CheckOnly,
    /// Connects to a real organization.
    Connect(Connect),
    /// Forgets the key and the live roster; the file stays.
    Disconnect,

    /// Chooses what is to be done. The file stays, with its edits, and its columns are matched anew.
    Choose {
        /// [`crate::ActionState::key`].
        action: String,
    },
    /// Reads a change file, and where it is the undo file of a run of this browser, chooses the action that it is for.
    /// Attachment: the `File` or `Blob`.
    OpenFile {
        /// Its name, for messages and for the names of downloads.
        name: String,
    },
    /// Reads the file that is open once more, another way. `None` leaves the choice to the guess.
    Reread(Reread),
    /// Says which column plays which part: one entry a column, with a part's key or nothing.
    Map {
        /// As long as [`crate::FileState::columns`].
        columns: Vec<Option<String>>,
    },
    /// Puts the change file away, with its edits.
    CloseFile,
    /// An example file of the sandbox organization, so that the way can be tried without a file at hand.
    OpenExample,

    /// Looks up the file's accounts, who holds the wanted addresses, and the claimed domains, over the connection. Sends
    /// [`WorkbenchNews::Progress`].
    LookUp {
        /// True: everything, because what is known may be old. False: only what is not known yet.
        again: bool,
    },
    /// Asks about each account of the file by itself, where that was not asked yet: may it be changed with this key, and does it own API
    /// tokens? Sends [`WorkbenchNews::Progress`].
    AskDeeply,
    /// Ends that; what was learned stays.
    StopAsking,
    /// Reads an export file into the roster. Attachment: the `File` or `Blob`.
    OpenRosterFile {
        /// Its name.
        name: String,
    },
    /// Claimed domains, typed: separated by anything that no domain contains.
    TypeDomains {
        /// As typed.
        text: String,
    },
    /// Forgets what is known about accounts and domains.
    ForgetRoster,

    /// A window of rows. Answer: [`WorkbenchAnswer::Rows`].
    Rows(View),
    /// Changes one cell.
    Edit {
        /// Row number, counted from 0 over the rows of the file.
        row: u32,
        /// Key of the part whose cell changes.
        part: String,
        /// The new text.
        value: String,
    },
    /// Leaves a row out of the run, or takes it back in.
    LeaveOut {
        /// Row number.
        row: u32,
        /// True: leave it out.
        out: bool,
    },
    /// Applies the fix that a finding offers, to one row or to all rows where the same finding offers one.
    Fix {
        /// Code of the finding.
        code: String,
        /// `None` for all of its kind.
        row: Option<u32>,
    },
    /// Takes back the last edit, leaving out, or fix (a fix of all rows is taken back whole).
    Undo,

    /// Makes a file to save. Answer: [`WorkbenchAnswer::Saved`].
    Download(WorkbenchDownload),

    /// The listings of the organization. Answer: [`WorkbenchAnswer::Listings`], as to the two that follow.
    Listings,
    /// Reads a listing, page by page, up to its end; goes on where it was stopped. Sends [`WorkbenchNews::Listings`] with each page. The
    /// answer comes when it has ended or was stopped.
    List {
        /// [`crate::ListingState::key`].
        listing: String,
        /// `None`: goes on. Otherwise it is read from the start, narrowed by these filters: what was written, by key.
        anew: Option<BTreeMap<String, String>>,
        /// Of whom it is read, where it is read of each account or group: then it is read from the start.
        of: Option<ListingSource>,
    },
    /// Stops reading a listing. What was read stays.
    StopListing {
        /// [`crate::ListingState::key`].
        listing: String,
    },
    /// A window of what was read. Answer: [`WorkbenchAnswer::ListingRows`].
    ListingRows(ListingView),
    /// Asks Atlassian for everything about one row. Answer: [`WorkbenchAnswer::Details`].
    ListingDetails {
        /// [`crate::ListingState::key`].
        listing: String,
        /// What stands in the row's column [`crate::ListingDetails::by`].
        id: String,
    },
    /// Facets of what was read. Answer: [`WorkbenchAnswer::ListingFacets`].
    ListingFacets(ListingFacetsView),
    /// Writes what was read into a file to save. Answer: [`WorkbenchAnswer::Saved`].
    SaveListing(ListingFile),
    /// The files from which an authentication policy takes the accounts of these rows. Answer: [`WorkbenchAnswer::PolicyFiles`].
    PolicyFiles(ListingSource),
    /// One of them. Answer: [`WorkbenchAnswer::Saved`].
    SavePolicyFile {
        /// Which rows.
        of: ListingSource,
        /// Which file, counted from 0.
        at: u32,
    },
    /// What a rule makes of the accounts of a listing. Answer: [`WorkbenchAnswer::Renamed`].
    Rename(RenameView),
    /// The change file that follows. Answer: [`WorkbenchAnswer::Saved`].
    SaveRename(Rename),

    /// Asks the proxy what it takes to ask the admin portal. Answer: [`WorkbenchAnswer::Listings`], as to the two that follow.
    LookForPortal,
    /// Gives it.
    GivePortal(PortalKey),
    /// Forgets what was given, and stops what is read with it.
    ForgetPortal,

    /// The plan of a run over the rows that can run. Answer: [`WorkbenchAnswer::Plan`].
    Plan(PlanOptions),
    /// Freezes the plan and gives it, with the connection, to the run's worker. Attachment: a `MessagePort` whose other end goes
    /// there with [`crate::RunQuestion::TakeOver`].
    Transfer(PlanOptions),
    /// Gives the connection to the run's worker, which has a plan already. Attachment: a `MessagePort` whose other end goes
    /// there with [`crate::RunQuestion::NewRoute`] or [`crate::RunQuestion::Resume`].
    GiveRoute,
    /// Opens a journal that was exported elsewhere, to look at what it says. Nothing is kept of it. Attachment: the `File` or `Blob`.
    OpenJournal,
    /// The same, for one that an older Rollcall took in, and that this browser keeps.
    OpenKeptJournal {
        /// [`crate::KeptRunState::run`].
        run: String,
    },
    /// Puts the rows of the open journal in the place of the change file, to be reviewed against the live accounts.
    ReviewJournal,
    /// Says what becomes of the people who have a temporary address.
    TurnCycles {
        /// What.
        turn: Turn,
        /// Whether the run is about them alone, and the other rows wait for another time.
        alone: bool,
    },
    /// Puts the open journal away, with its rows.
    CloseJournal,
    /// The journal of a run that is over or transferred, as a file: sealed, where a connection to its organization is in memory.
    /// Answer: [`WorkbenchAnswer::Saved`].
    SaveJournal {
        /// The run's name.
        run: String,
    },

    /// The runs of this browser. Answer: [`WorkbenchAnswer::Runs`], as to the four that follow.
    Runs,
    /// Keeps the journal from elsewhere that is open, which must be over: to be looked at as what its file says.
    KeepJournal,
    /// Removes a run and its journal. One that is being carried out stays.
    DeleteRun {
        /// [`crate::KeptRunState::run`].
        run: String,
    },
    /// Says how long runs that are over are kept, in days; `None` for as long as there is room.
    KeepRunsFor {
        /// Days.
        days: Option<u32>,
    },
    /// Removes all that the browser keeps: runs, journals, edits, mappings. Not while a run is being carried out.
    ForgetEverything,
}

/// The files that a user can save of the workbench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkbenchDownload {
    /// The change file as it is now: unedited, the same bytes; edited, with the edits. The sheet of a workbook as CSV.
    ChangeFile,
    /// The sheet of a workbook, with the edits, as a workbook of this one sheet.
    Workbook,
    /// All findings as CSV.
    Findings,
    /// The people whose accounts the organization does not manage, with what they can do themselves.
    Unmanaged,
}

/// An answer to a [`WorkbenchQuestion`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "with", rename_all = "kebab-case")]
pub enum WorkbenchAnswer {
    /// It is done, and this is so now.
    State(Box<WorkbenchState>),
    /// A window of rows.
    Rows(Rows),
    /// A plan.
    Plan(Box<PlanState>),
    /// The runs of this browser.
    Runs(Box<RunsState>),
    /// The listings, and how far each was read.
    Listings(Box<ListingsState>),
    /// A window of the rows of a listing.
    ListingRows(ListingRows),
    /// Everything about one row: titles and texts.
    Details(Vec<(String, String)>),
    /// What a rule makes of accounts.
    Renamed(RenamePreview),
    /// Files for an authentication policy.
    PolicyFiles(PolicyFilesState),
    /// Facets of a listing.
    ListingFacets(Vec<ListingFacet>),
    /// A file to save, its bytes beside the message.
    Saved(Saved),
}

/// What the workbench says unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "news", content = "with", rename_all = "kebab-case")]
pub enum WorkbenchNews {
    /// Something that takes time goes on.
    Progress {
        /// In words: "Reading", "Looking up accounts" …
        doing: String,
        /// How far, in the units of `of`.
        done: u32,
        /// How much in all; 0 where that is not known.
        of: u32,
    },
    /// A listing was read further, or stopped.
    Listings(Box<ListingsState>),
    /// Something became of the runs of this browser, in this tab or another one: the list of them is out of date.
    Runs,
}

/// How a file is to be read again; what is `None` is found anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reread {
    /// Label of the encoding, as in [`crate::ReadingState::encodings`].
    pub encoding: Option<String>,
    /// The delimiter: one character.
    pub delimiter: Option<char>,
    /// Where the header is.
    pub header: Option<HeaderChoice>,
    /// Line where the first row begins.
    pub first_line: Option<u32>,
    /// Line where the last row begins.
    pub last_line: Option<u32>,
    /// Which sheet of a workbook, counted from 0; `None`: the one that is read.
    pub sheet: Option<u32>,
}

/// Where the header of a file is, where that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderChoice {
    /// There is none.
    Absent,
    /// On this line of the file, counted from 1.
    Line(u32),
}
