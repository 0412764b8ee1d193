//! One row of the grid.

use patternfly_yew::prelude::Icon;
use rollcall_protocol::{Cell, GridColumn, Row, RowState, Severity};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    format,
    widgets::{severity_icon, state_label},
};

/// Height of a row before the stylesheet has been asked.
pub(crate) const ROW_HEIGHT: f64 = 48.0;

/// The column of the grid in which the action's first one stands: row, state and who come before.
pub(super) const FIRST_CELL: usize = 3;

/// A cell being edited.
pub(super) struct Editing {
    /// Row number.
    pub(super) row: u32,
    pub(super) part: String,
    pub(super) was: String,
    pub(super) text: String,
}

/// The field in which a cell is edited, and whom it tells.
pub(super) struct Editor<'a> {
    pub(super) editing: &'a Editing,
    pub(super) field: &'a NodeRef,
    pub(super) on_typed: Callback<String>,
    pub(super) on_key: Callback<KeyboardEvent>,
    pub(super) on_left: Callback<FocusEvent>,
}

/// How a row stands in the grid just now.
pub(super) struct RowLook<'a> {
    /// Place in the view.
    pub(super) at: u32,
    /// Which of the drawn rows it takes the place of.
    pub(super) key: u32,
    pub(super) columns: &'a [GridColumn],
    /// Column of the grid that has the keyboard.
    pub(super) active: Option<usize>,
    pub(super) is_opened: bool,
    pub(super) editor: Option<Editor<'a>>,
    pub(super) edited: Option<&'a (u32, String, String)>,
    pub(super) is_out: bool,
}

/// The id by which a cell is named to assistive technology, and found again at a click.
pub(super) fn cell_id(at: u32, column: usize) -> String {
    format!("cell-{at}-{column}")
}

pub(super) fn read_cell_id(id: &str) -> Option<(u32, usize)> {
    let (at, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((at.parse().ok()?, column.parse().ok()?))
}

/// How many columns the action has decides how wide they are.
pub(super) fn columns_class(columns: usize) -> String {
    format!("rc-row--{columns}")
}

pub(super) fn draw_row(row: &Row, look: &RowLook<'_>) -> Html {
    let RowLook {
        at,
        columns,
        active,
        is_opened,
        ..
    } = *look;
    let number = format::count(row.number + 1);
    let cell = |column: usize, class: &'static str, content: Html| {
        html! {
            <div
                id={cell_id(at, column)}
                class={classes!("rc-cell", class, (active == Some(column)).then_some("rc-cell--active"))}
                role="gridcell"
                aria-colindex={(column + 1).to_string()}
            >
                { content }
            </div>
        }
    };
    let last = FIRST_CELL + columns.len();
    let class = classes!(
        "rc-row",
        columns_class(columns.len()),
        is_opened.then_some("rc-row--opened"),
        (row.state == RowState::LeftOut).then_some("rc-row--left-out"),
    );
    html! {
        <div key={look.key} {class} role="row" aria-rowindex={(at + 2).to_string()}>
            { cell(0, "rc-cell--row", html!(<>
                <span class="rc-number">{ &number }</span>
                <span class="rc-second">{ "line " }{ format::count(row.line) }</span>
            </>)) }
            { cell(1, "rc-cell--state", state_label(row.state)) }
            { cell(2, "rc-cell--who", draw_who(row)) }
            { for columns.iter().zip(&row.cells).enumerate().map(|(index, (column, value))| {
                let is_last = index + 1 == columns.len();
                let class = if is_last { "rc-cell--value rc-cell--wish" } else { "rc-cell--value" };
                cell(FIRST_CELL + index, class, draw_cell(row, column, value, look))
            }) }
            { cell(last, "rc-cell--findings", draw_findings(row, &number)) }
            { cell(last + 1, "rc-cell--out", html!(
                // Keyed by its row: a tick that a click has set is not handed on to the row that is drawn here next.
                <input
                    key={row.number}
                    type="checkbox"
                    class="pf-v6-c-check__input"
                    aria-label={format!("Leave out row {number}")}
                    checked={look.is_out}
                />
            )) }
        </div>
    }
}

/// Stands where a row will be as soon as it has come.
pub(super) fn draw_missing(at: u32, key: u32, columns: usize) -> Html {
    html! {
        <div key={key} class={classes!("rc-row", "rc-row--missing", columns_class(columns))} role="row" aria-rowindex={(at + 2).to_string()}>
            <div class="rc-cell" role="gridcell" id={cell_id(at, 0)}>{ "…" }</div>
        </div>
    }
}

fn draw_who(row: &Row) -> Html {
    let account = row.account.as_deref();
    match (&row.name, account) {
        (Some(name), Some(account)) => html!(<>
            <span class="rc-first">{ name }</span>
            <span class="rc-second rc-mono">{ account }</span>
        </>),
        (Some(name), None) => html!(<span class="rc-first">{ name }</span>),
        (None, Some(account)) => html!(<span class="rc-first rc-mono">{ account }</span>),
        (None, None) => html!(<span class="rc-unknown">{ "not known" }</span>),
    }
}

fn draw_cell(row: &Row, column: &GridColumn, cell: &Cell, look: &RowLook<'_>) -> Html {
    let editor = look.editor.as_ref();
    if let Some(editor) = editor.filter(|editor| editor.editing.part == column.key) {
        let on_typed = editor.on_typed.clone();
        let oninput = move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_typed.emit(input.value());
            }
        };
        return html! {
            <input
                ref={editor.field.clone()}
                class="rc-editor"
                aria-label={format!("{} of row {}", column.title, format::count(row.number + 1))}
                autocomplete="off"
                spellcheck="false"
                value={editor.editing.text.clone()}
                {oninput}
                onkeydown={editor.on_key.clone()}
                onblur={editor.on_left.clone()}
            />
        };
    }
    let edited = look
        .edited
        .filter(|(_, part, _)| *part == column.key)
        .map(|(.., text)| text.as_str());
    let text = edited.or(cell.text.as_deref());
    let tone = match cell.severity {
        Some(Severity::Error) => "rc-value--error",
        Some(Severity::Warning) => "rc-value--warning",
        Some(Severity::Note) | None => "",
    };
    html! {
        <>
            { match text {
                Some("") => html!(<span class="rc-unknown">{ "empty" }</span>),
                Some(text) => html!(<span class={classes!("rc-first", tone, cell.was.is_none().then_some("rc-first--two"))} title={text.to_owned()}>{ breakable(text) }</span>),
                None => html!(<span class="rc-unknown">{ "not known" }</span>),
            } }
            if let Some(was) = &cell.was {
                <span class="rc-second">{ "was: " }{ if was.is_empty() { "empty" } else { was.as_str() } }</span>
            }
            if column.editable {
                <span class="rc-pencil" aria-hidden="true">{ Icon::PencilAlt }</span>
            }
        </>
    }
}

/// An address that does not fit is broken before its domain.
fn breakable(text: &str) -> Html {
    match text.rsplit_once('@') {
        Some((name, domain)) => html!(<>{ name.to_owned() }<wbr />{ "@" }{ domain.to_owned() }</>),
        None => html!(text.to_owned()),
    }
}

/// The gravest finding, and how many more there are.
fn draw_findings(row: &Row, number: &str) -> Html {
    let more = row.findings.len().saturating_sub(1);
    html! {
        <button type="button" class="rc-row__open" tabindex="-1">
            if let Some(finding) = row.findings.first() {
                { severity_icon(finding.severity) }
                <span class="rc-row__message" title={finding.message.clone()}>{ &finding.message }</span>
                if more > 0 {
                    <span class="rc-row__more">{ format!("+{more}") }</span>
                }
            }
            <span class="pf-v6-screen-reader">{ format!("Details of row {number}") }</span>
            <span class="rc-row__chevron">{ Icon::AngleRight }</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_cell_is_found_again_by_its_id() {
        assert_eq!(read_cell_id(&cell_id(999_999, 6)), Some((999_999, 6)));
        assert_eq!(read_cell_id("row-3"), None);
    }
}
