use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    DeskState, ListingFile, ListingPicture, ListingPicturesView, ListingRows, ListingSource, ListingView,
    ListingsState, PlanOptions, PlanState, PolicyFilesState, PortalKey, Problem, Rename, RenamePreview,
    RenameView, ResultRows, Rows, RunCommand, RunState, RunsState, Saved, Turn, View,
};

/// What the news of [`Ask::AskDeeply`] say is being done: by that the page knows that it can be stopped.
pub const ASKING_DEEPLY: &str = "Asking about each account";

/// What one worker instance is for. The run has an instance of its own, so that a panic while reading a file cannot take a
/// run with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Holds the change file, the roster and the findings.
    Desk,
    /// Carries out one run.
    Run,
}

/// A message from page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToWorker {
    /// Counts up; the answer carries the same number.
    pub number: u32,
    /// What is asked.
    pub ask: Ask,
}

/// A message from worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FromWorker {
    /// Answers the [`ToWorker`] of this number. [`Answer::Saved`] has the file's bytes beside it.
    Answer {
        /// The number of the question.
        number: u32,
        /// The answer.
        answer: Box<Answer>,
    },
    /// Not asked for.
    News {
        /// What is new.
        news: Box<News>,
    },
}

/// How to reach Atlassian.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via", rename_all = "kebab-case")]
pub enum Via {
    /// The browser calls `https://api.atlassian.com` itself.
    Direct,
    /// Through a Rollcall proxy at this address.
    Proxy {
        /// Origin of the proxy, such as `http://127.0.0.1:7655`.
        address: String,
    },
}

/// What connecting needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connect {
    /// Organization id.
    pub organization: String,
    /// The organization's API key. The page forgets it as soon as it is sent.
    pub key: String,
    /// How to reach Atlassian.
    pub via: Via,
}

impl std::fmt::Debug for Connect {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connect")
            .field("organization", &self.organization)
            .field("via", &self.via)
            .finish_non_exhaustive()
    }
}

/// Everything that the page can ask. Unless said otherwise the answer is [`Answer::Desk`] or [`Answer::Problem`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Ask {
    /// The first message. A worker of another build answers with a problem.
    Hello {
        /// The page's [`crate::BUILD`].
        build: String,
        /// What this instance is for.
        role: Role,
    },

    /// Opens the door to the sandbox organization, which lives in this worker.
    TrySandbox,
    /// Opens the door to checking without a connection.
    CheckOnly,
    /// Opens the door to a real organization.
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
    Reread {
        /// Label of the encoding, as in [`crate::ReadingState::encodings`].
        encoding: Option<String>,
        /// The delimiter: one character.
        delimiter: Option<char>,
        /// Whether the first row is a header.
        header: Option<bool>,
    },
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
    /// [`News::Progress`].
    LookUp {
        /// True: everything, because what is known may be old. False: only what is not known yet.
        again: bool,
    },
    /// Asks about each account of the file by itself, where that was not asked yet: may it be changed with this key, and does it own API
    /// tokens? Sends [`News::Progress`].
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

    /// A window of rows. Answer: [`Answer::Rows`].
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

    /// Makes a file to save. Answer: [`Answer::Saved`].
    Download(Download),

    /// The listings of the organization. Answer: [`Answer::Listings`], as to the two that follow.
    Listings,
    /// Reads a listing, page by page, up to its end; goes on where it was stopped. Sends [`News::Listings`] with each page. The
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
    /// A window of what was read. Answer: [`Answer::ListingRows`].
    ListingRows(ListingView),
    /// Asks Atlassian for everything about one row. Answer: [`Answer::Whole`].
    ListingWhole {
        /// [`crate::ListingState::key`].
        listing: String,
        /// What stands in the row's column [`crate::ListingWhole::by`].
        id: String,
    },
    /// Pictures of what was read. Answer: [`Answer::ListingPictures`].
    ListingPictures(ListingPicturesView),
    /// Writes what was read into a file to save. Answer: [`Answer::Saved`].
    SaveListing(ListingFile),
    /// The files from which an authentication policy takes the accounts of these rows. Answer: [`Answer::PolicyFiles`].
    PolicyFiles(ListingSource),
    /// One of them. Answer: [`Answer::Saved`].
    SavePolicyFile {
        /// Which rows.
        of: ListingSource,
        /// Which file, counted from 0.
        at: u32,
    },
    /// What a rule makes of the accounts of a listing. Answer: [`Answer::Renamed`].
    Rename(RenameView),
    /// The change file that follows. Answer: [`Answer::Saved`].
    SaveRename(Rename),

    /// Asks the proxy what it takes to ask the admin portal. Answer: [`Answer::Listings`], as to the two that follow.
    LookForPortal,
    /// Gives it.
    GivePortal(PortalKey),
    /// Forgets what was given, and stops what is read with it.
    ForgetPortal,

    /// The plan of a run over the rows that can run. Answer: [`Answer::Plan`].
    Plan(PlanOptions),
    /// To the desk: freezes the plan and gives it, with the connection, to the run's worker. Attachment: a `MessagePort`
    /// whose other end goes to the run's worker with [`Ask::TakeOver`].
    HandOver(PlanOptions),
    /// To the run's worker: takes plan and connection from the port. Attachment: the other `MessagePort`.
    /// Answer: [`Answer::Run`].
    TakeOver,
    /// To the desk: gives the connection to the run's worker, which has a plan already: the user has a new key. Attachment: a
    /// `MessagePort` whose other end goes there with [`Ask::NewWay`].
    GiveWay,
    /// To the run's worker: takes the connection from the port, and goes on. Attachment: the other `MessagePort`.
    /// Answer: [`Answer::Run`].
    NewWay,
    /// To the run's worker: reads a run of this browser from its journal, to be looked at. Nothing goes out.
    /// Answer: [`Answer::Run`].
    OpenRun {
        /// [`crate::KeptRunState::run`].
        run: String,
    },
    /// To the run's worker: goes on with the run that it looks at, over the connection from the port, which must be one to the
    /// run's organization. Attachment: the other end of the port of [`Ask::GiveWay`]. Answer: [`Answer::Run`].
    Resume,
    /// To the run's worker. Answer: [`Answer::Run`].
    Run(RunCommand),
    /// To the run's worker: a window of results. Answer: [`Answer::ResultRows`].
    ResultRows {
        /// First row of the window.
        from: u32,
        /// How many.
        count: u32,
        /// Only rows with this outcome key.
        outcome: Option<String>,
    },

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
    /// The journal of a run that is over or handed over, as a file: sealed, where a connection to its organization is in memory.
    /// Answer: [`Answer::Saved`].
    SaveJournal {
        /// The run's name.
        run: String,
    },

    /// The runs of this browser. Answer: [`Answer::Runs`], as to the four that follow.
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

/// The files that a user can save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Download {
    /// The change file as it is now: unedited, the same bytes; edited, with the edits.
    ChangeFile,
    /// All findings as CSV.
    Findings,
    /// The people whose accounts the organization does not manage, with what they can do themselves.
    Unmanaged,
    /// From the run: every row with its outcome.
    Results,
    /// From the run: what it was about and what became of it, on one page of text.
    Report,
    /// From the run: the rows that failed, loadable again as it is.
    Retry,
    /// From the run: the file in this place of [`crate::RunState::undo`], loadable again.
    Undo(u32),
}

/// An answer to an [`Ask`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "with", rename_all = "kebab-case")]
pub enum Answer {
    /// It is done, and this is so now.
    Desk(Box<DeskState>),
    /// A window of rows.
    Rows(Rows),
    /// A plan.
    Plan(Box<PlanState>),
    /// It is done, and the run stands so.
    Run(Box<RunState>),
    /// A window of results.
    ResultRows(ResultRows),
    /// The runs of this browser.
    Runs(Box<RunsState>),
    /// The listings, and how far each was read.
    Listings(Box<ListingsState>),
    /// A window of the rows of a listing.
    ListingRows(ListingRows),
    /// Everything about one row: titles and texts.
    Whole(Vec<(String, String)>),
    /// What a rule makes of accounts.
    Renamed(RenamePreview),
    /// Files for an authentication policy.
    PolicyFiles(PolicyFilesState),
    /// Pictures of a listing.
    ListingPictures(Vec<ListingPicture>),
    /// A file to save, its bytes beside the message.
    Saved(Saved),
    /// It did not work.
    Problem(Problem),
}

/// What a worker says unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "news", content = "with", rename_all = "kebab-case")]
pub enum News {
    /// Something that takes time goes on.
    Progress {
        /// In words: "Reading", "Looking up accounts" …
        doing: String,
        /// How far, in the units of `of`.
        done: u32,
        /// How much in all; 0 where that is not known.
        of: u32,
    },
    /// The run went on.
    Run(Box<RunState>),
    /// A listing was read further, or stopped.
    Listings(Box<ListingsState>),
    /// Something became of the runs of this browser, in this tab or another one: the list of them is out of date.
    Runs,
}
