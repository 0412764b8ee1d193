//! Small things that several screens draw.

mod as_read;
mod busy;
mod connect_form;
mod drop_zone;
mod field;
mod heading;
mod nothing;
mod origin_warning;
mod problem;
mod save;
mod search_box;
mod severity;

pub(crate) use as_read::{AsRead, Doubts};
pub(crate) use busy::BusyBar;
pub(crate) use connect_form::ConnectForm;
pub(crate) use drop_zone::{DropZone, dropped_file};
pub(crate) use field::{Choice, Field, Select};
pub(crate) use heading::StepHeading;
pub(crate) use nothing::nothing;
pub(crate) use origin_warning::{OriginWarning, use_origin_warning};
pub(crate) use problem::ProblemAlert;
pub(crate) use save::{SaveButton, Saving};
pub(crate) use search_box::SearchBox;
pub(crate) use severity::{alert_type, severity_icon, state_label};
