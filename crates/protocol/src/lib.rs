//! The messages between the page and its worker, and the build id; nothing else.
//!
//! The page sends an [`Ask`] and gets one [`Answer`] with the same number. Between the two, and at any other time, the
//! worker may send [`News`]. What the page shows is the newest [`DeskState`] and [`RunState`], and windows of rows that it
//! asked for ([`Rows`], [`ResultRows`], [`ListingRows`]): the rows themselves never leave the worker.
//!
//! Files and message ports do not fit into serde; they travel beside the message, as the attachment that each
//! [`Ask`] names in its docstring.
#![forbid(unsafe_code)]

mod ask;
mod desk;
mod journal;
mod listing;
mod message;
mod rename;
mod review;
mod run;
mod runs;

pub use ask::{ASKING_DEEPLY, Answer, Ask, Connect, Download, FromWorker, News, Role, ToWorker, Via};
pub use desk::{
    ActionState, ColumnState, Connection, DeskState, FileState, PartState, ReadingState, RosterSource,
    RosterState,
};
pub use journal::{JournalState, OpenCycle, Seal, Turn};
pub use listing::{
    ListingColumn, ListingCounts, ListingEach, ListingFile, ListingFilter, ListingOnly, ListingOrder,
    ListingPhase, ListingPicture, ListingPicturesView, ListingReading, ListingRows, ListingSource,
    ListingState, ListingView, ListingWhole, ListingsState, PolicyFilesState, PortalKey, PortalOffer,
    PortalState,
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
pub use runs::{KeptRunState, RunPlace, RunsState, UndoneRun};

/// Names the build that page and worker come from. They compare it in the first message, so that a page from yesterday's
/// cache never talks to today's worker. `cargo xtask build` sets it; otherwise it is `dev`.
pub const BUILD: &str = match option_env!("ROLLCALL_BUILD") {
    Some(build) => build,
    None => "dev",
};
