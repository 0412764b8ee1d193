//! What is asked for: a page of a list, and which rows.

use rollcall_core::action::Action;
use rollcall_core::check::RowState;
use rollcall_core::finding::Severity;
use rollcall_core::workbench::{MOST, Order, SortKey, View};

use crate::Problem;
use crate::given::{Given, Object};

/// Items of a page, where nothing else is asked for.
const USUAL: u32 = 100;

/// A page of a list.
pub(crate) struct Asked {
    /// First item of the page.
    pub(crate) from: u32,
    count: u32,
}

impl Asked {
    /// What was left out is the first page, and a usual one.
    pub(crate) fn of(given: Given) -> Result<Self, Problem> {
        let fields = given.optional().map(Given::object).transpose()?;
        Self::of_fields(fields.as_ref())
    }

    fn of_fields(fields: Option<&Object>) -> Result<Self, Problem> {
        let whole = |key, usual| -> Result<u32, Problem> {
            let given = fields
                .map(|fields| fields.optional(key, Given::whole))
                .transpose()?;
            Ok(given.flatten().unwrap_or(usual))
        };
        Ok(Self {
            from: whole("from", 0)?,
            count: whole("count", USUAL)?,
        })
    }

    /// What a list has on this page, each item with its place in the list.
    pub(crate) fn items<'a, T>(&self, list: &'a [T]) -> impl Iterator<Item = (u32, &'a T)> + use<'a, T> {
        let count = self.count.min(MOST) as usize;
        (self.from..).zip(list.iter().skip(self.from as usize).take(count))
    }
}

/// A page of rows.
pub(crate) struct AskedRows {
    page: Asked,
    severity: Option<String>,
    state: Option<String>,
    code: Option<String>,
    search: Option<String>,
    sort: Option<Sort>,
}

struct Sort {
    by: String,
    descending: bool,
}

impl Sort {
    fn of(given: Given) -> Result<Self, Problem> {
        let fields = given.object()?;
        Ok(Self {
            by: fields.field("by")?.text()?,
            descending: fields.optional("descending", Given::flag)?.unwrap_or(false),
        })
    }
}

impl AskedRows {
    pub(crate) fn of(given: Given) -> Result<Self, Problem> {
        let fields = given.optional().map(Given::object).transpose()?;
        let text = |key| -> Result<Option<String>, Problem> {
            let given = fields
                .as_ref()
                .map(|fields| fields.optional(key, Given::text))
                .transpose()?;
            Ok(given.flatten())
        };
        let sort = fields.as_ref().map(|fields| fields.field("sort")).transpose()?;
        Ok(Self {
            page: Asked::of_fields(fields.as_ref())?,
            severity: text("severity")?,
            state: text("state")?,
            code: text("code")?,
            search: text("search")?,
            sort: sort.and_then(Given::optional).map(Sort::of).transpose()?,
        })
    }

    /// The same in core's words, for an action with these checks and columns.
    pub(crate) fn view(self, action: &Action) -> Result<View, Problem> {
        let (by, descending) = match self.sort {
            None => (SortKey::Row, false),
            Some(sort) => (sort_key(&sort.by, action)?, sort.descending),
        };
        if let Some(code) = &self.code
            && !action.review.checks.iter().any(|check| check.code == code)
        {
            return Err(unknown(
                "code",
                code,
                action.review.checks.iter().map(|check| check.code),
            ));
        }
        Ok(View {
            from: self.page.from,
            count: self.page.count,
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
fn state_name(state: RowState) -> &'static str {
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
    let columns = || action.row.columns.iter().map(|column| column.key);
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
