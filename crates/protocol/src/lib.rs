//! The messages between the page and its worker, and the build id; nothing else.
//!
//! There are two workers, of one program: the *workbench* reads the file and knows the organization, the *run* carries out a
//! plan. Each has a [`Protocol`] of its own, so that neither can be asked what only the other one does. A [`Hello`] comes first and
//! says which of the two an instance is. From then on the page sends questions ([`WorkbenchQuestion`], [`RunQuestion`]) and gets
//! one answer with the same number ([`WorkbenchAnswer`], [`RunAnswer`]), or a [`Problem`]. At any time the worker may send news
//! ([`WorkbenchNews`], [`RunNews`]). What the page shows is the newest [`WorkbenchState`] and [`RunState`], and windows of rows that
//! it asked for ([`Rows`], [`ResultRows`], [`ListingRows`]): the rows themselves never leave the worker.
//!
//! Files and message ports do not fit into serde; they travel beside the message, as the attachment that each question names in
//! its docstring.
#![forbid(unsafe_code)]

mod channel;
mod connect;
mod journal;
mod listing;
mod message;
mod rename;
mod review;
mod run;
mod run_messages;
mod runs;
mod workbench;
mod workbench_messages;

pub use channel::{FromWorker, Hello, Numbered, Protocol, Role, RunProtocol, ToWorker, WorkbenchProtocol};
pub use connect::{Connect, Via};
pub use journal::{JournalState, OpenCycle, Seal, Turn};
pub use listing::{
    ListingColumn, ListingCounts, ListingDetails, ListingFacet, ListingFacetsView, ListingFile,
    ListingFilter, ListingOrder, ListingPerSubject, ListingPhase, ListingReading, ListingRowFilter,
    ListingRows, ListingSource, ListingState, ListingView, ListingsState, PolicyFilesState, PortalKey,
    PortalOffer, PortalState,
};
pub use message::{Problem, Saved, Severity};
pub use rename::{Rename, RenameKind, RenamePreview, RenameRule, RenameView};
pub use review::{
    Cell, FindingCount, GridColumn, ReviewState, Row, RowFinding, RowState, Rows, Sort, SortKey, Unchecked,
    View, WholeFile,
};
pub use run::{
    CanaryRow, Confirmation, ConfirmationKind, Ending, LeftOut, Parked, PlanOptions, PlanState, Proven,
    ResultRow, ResultRows, RunCommand, RunPhase, RunState, Traffic, UndoFile, Waiting,
};
pub use run_messages::{RunAnswer, RunDownload, RunNews, RunQuestion};
pub use runs::{KeptRunState, RunPlace, RunsState, UndoneRun};
pub use workbench::{
    ActionState, ColumnState, ConnectionState, FileState, LineState, PartState, ReadingState, RosterSource,
    RosterState, SheetState, WorkbenchState, WorkbookState,
};
pub use workbench_messages::{
    ASKING_DEEPLY, HeaderChoice, Reread, WorkbenchAnswer, WorkbenchDownload, WorkbenchNews, WorkbenchQuestion,
};

/// Names the build that page and worker come from. They compare it in the first message, so that a page from yesterday's
/// cache never talks to today's worker. `cargo xtask build` sets it; otherwise it is `dev`.
pub const BUILD: &str = match option_env!("ROLLCALL_BUILD") {
    Some(build) => build,
    None => "dev",
};
