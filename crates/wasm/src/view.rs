//! What is asked for: a page of a list, and which rows.

use rollcall_core::action::Action;
use rollcall_core::check::RowState;
use rollcall_core::desk::{MOST, Order, SortKey, View};
use rollcall_core::finding::Severity;
use serde::{Deserialize, Serialize};

use crate::Problem;

/// Items of a page, where nothing else is asked for.
const USUAL: u32 = 100;

/// A page of a list.
#[derive(Default, Deserialize)]
#[serde(default, expecting = "an object with options")]
pub(crate) struct Asked {
    from: u32,
    count: Option<u32>,
}

impl Asked {
    /// What a list has on this page, each item with its place in the list.
    pub(crate) fn of<'a, T>(&self, list: &'a [T]) -> impl Iterator<Item = (u32, &'a T)> + use<'a, T> {
        let count = self.count.unwrap_or(USUAL).min(MOST) as usize;
        (self.from..).zip(list.iter().skip(self.from as usize).take(count))
    }

    /// First item of the page.
    pub(crate) fn from(&self) -> u32 {
        self.from
    }
}

/// A page of rows.
#[derive(Default, Deserialize)]
#[serde(default, expecting = "an object with options")]
pub(crate) struct AskedRows {
    from: u32,
    count: Option<u32>,
    severity: Option<String>,
    state: Option<String>,
    code: Option<String>,
    search: Option<String>,
    sort: Option<Sort>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `by`")]
struct Sort {
    by: String,
    descending: Option<bool>,
}

impl AskedRows {
    /// The same in core's words, for an action with these checks and columns.
    pub(crate) fn view(self, action: &Action) -> Result<View, Problem> {
        let (by, descending) = match self.sort {
            None => (SortKey::Row, false),
            Some(sort) => (sort_key(&sort.by, action)?, sort.descending.unwrap_or(false)),
        };
        if let Some(code) = &self.code
            && !action.checks.iter().any(|check| check.code == code)
        {
            return Err(unknown(
                "code",
                code,
                action.checks.iter().map(|check| check.code),
            ));
        }
        Ok(View {
            from: self.from,
            count: self.count.unwrap_or(USUAL),
            order: Order {
                severity: chosen("severity", self.severity, &SEVERITIES, Severity::name)?,
                state: chosen("state", self.state, &STATES, state_name)?,
                code: self.code,
                search: self.search.unwrap_or_default(),
                by,
                descending,
            },
        })
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

const STATES: [RowState; 5] = [
    RowState::Ready,
    RowState::Look,
    RowState::Blocked,
    RowState::Nothing,
    RowState::LeftOut,
];

/// A row's state in JavaScript.
pub(crate) fn state_name(state: RowState) -> &'static str {
    match state {
        RowState::Ready => "ready",
        RowState::Look => "look",
        RowState::Blocked => "blocked",
        RowState::Nothing => "nothing",
        RowState::LeftOut => "left-out",
    }
}

fn sort_key(by: &str, action: &Action) -> Result<SortKey, Problem> {
    const OWN: [&str; 4] = ["row", "state", "who", "findings"];
    let columns = || action.columns.iter().map(|column| column.key);
    match by {
        "row" => Ok(SortKey::Row),
        "state" => Ok(SortKey::State),
        "who" => Ok(SortKey::Who),
        "findings" => Ok(SortKey::Findings),
        _ if columns().any(|key| key == by) => Ok(SortKey::Column(by.to_owned())),
        _ => Err(unknown("sort.by", by, OWN.into_iter().chain(columns()))),
    }
}

fn chosen<T: Copy>(
    what: &str,
    name: Option<String>,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<Option<T>, Problem> {
    let Some(name) = name else { return Ok(None) };
    match all.iter().find(|one| name_of(**one) == name) {
        Some(one) => Ok(Some(*one)),
        None => Err(unknown(what, &name, all.iter().map(|one| name_of(*one)))),
    }
}

/// A name that is none of those that there are.
pub(crate) fn unknown(what: &str, name: &str, known: impl Iterator<Item = &'static str>) -> Problem {
    let known: Vec<&str> = known.collect();
    Problem::new(
        "argument",
        format!("There is no {what} “{name}”."),
        format!("There are: {}.", known.join(", ")),
    )
}

/// One page of a list.
#[derive(Serialize)]
pub(crate) struct Page<T> {
    pub(crate) from: u32,
    pub(crate) total: u32,
    pub(crate) items: Vec<T>,
}
