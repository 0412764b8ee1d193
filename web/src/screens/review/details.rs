//! One row whole: who it is, what it asks for, what was found, and what can be done.

use patternfly_yew::prelude::*;
use rollcall_protocol::{Cell, GridColumn, ReviewState, Row, RowFinding, RowState};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    format,
    state::{filter::Filter, workbench::Link},
    widgets::{Field, severity_icon, state_label},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Link,
    pub(crate) revision: u32,
    pub(crate) review: ReviewState,
    /// Counted from 0.
    pub(crate) row: u32,
    pub(crate) on_close: Callback<()>,
}

/// The row is asked for by itself: a fix may have moved it out of the rows on show.
#[component]
pub(crate) fn Details(props: &Props) -> Html {
    // The row, and the review of the same moment: drawing an old row with a new review would take back for an instant what
    // the user has just ticked.
    let shown = use_state_eq(|| None::<(Row, ReviewState)>);
    let panel = use_node_ref();
    {
        let (workbench, review, shown) = (props.workbench.clone(), props.review.clone(), shown.setter());
        use_effect_with((props.revision, props.row), move |&(_, number)| {
            spawn_local(async move {
                // Without filter and order, the n-th row of the view is the n-th of the file.
                if let Some(rows) = workbench.rows(Filter::default().view(number, 1)).await {
                    let row = rows.rows.into_iter().find(|row| row.number == number);
                    shown.set(row.map(|row| (row, review)));
                }
            });
        });
    }
    {
        let panel = panel.clone();
        use_effect_with((), move |()| {
            if let Some(panel) = panel.cast::<HtmlElement>() {
                // Where it cannot take the focus, it can still be reached.
                let _ = panel.focus();
            }
        });
    }
    let close = props.on_close.reform(|_: MouseEvent| ());
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        })
    };
    let title = format!("Row {}", format::count(props.row + 1));
    html! {
        <aside class="rc-row-details" aria-labelledby="details-title" {onkeydown}>
            <div class="rc-row-details__head">
                <h2 id="details-title" ref={panel} tabindex="-1" class="pf-v6-c-title pf-m-lg">{ title }</h2>
                <Button variant={ButtonVariant::Plain} icon={Icon::Times} aria_label="Close details" onclick={close} />
            </div>
            if let Some((row, review)) = &*shown {
                <RowBody row={row.clone()} review={review.clone()} workbench={props.workbench.clone()} />
            }
        </aside>
    }
}

#[derive(Properties, PartialEq)]
struct RowBodyProps {
    row: Row,
    review: ReviewState,
    workbench: Link,
}

#[component]
fn RowBody(props: &RowBodyProps) -> Html {
    let RowBodyProps {
        row,
        review,
        workbench,
    } = props;
    let leave_out = {
        let (workbench, number) = (workbench.clone(), row.number);
        Callback::from(move |state: CheckboxState| workbench.leave_out(number, state.into()))
    };
    html! {
        <>
            <p>{ state_label(row.state) }<span class="rc-subtle">{ format!(" Line {} of the file", format::count(row.line)) }</span></p>
            <dl class="rc-facts">
                <div><dt>{ "Name" }</dt><dd>{ row.name.as_deref().unwrap_or("not known") }</dd></div>
                <div><dt>{ "Account id" }</dt><dd class="rc-mono">{ row.account.as_deref().unwrap_or("not known") }</dd></div>
                { for review.columns.iter().zip(&row.cells).filter(|(column, _)| !column.editable).map(|(column, cell)| html! {
                    <div key={column.key.clone()}>
                        <dt>{ &column.title }</dt>
                        <dd>{ cell.text.as_deref().unwrap_or("not known") }</dd>
                    </div>
                }) }
            </dl>
            { for review.columns.iter().zip(&row.cells).filter(|(column, _)| column.editable).map(|(column, cell)| html! {
                <CellForm
                    key={column.key.clone()}
                    column={column.clone()}
                    cell={cell.clone()}
                    row={row.number}
                    workbench={workbench.clone()}
                />
            }) }
            { for row.findings.iter().map(|finding| html! {
                <Finding
                    key={finding.code.clone()}
                    finding={finding.clone()}
                    row={row.number}
                    of_its_kind={of_its_kind(review, &finding.code)}
                    workbench={workbench.clone()}
                />
            }) }
            <Checkbox
                id="details-leave-out"
                label={html!("Leave this row out of the run")}
                checked={row.state == RowState::LeftOut}
                onchange={leave_out}
            />
        </>
    }
}

/// Rows for which the fix of this finding is there.
fn of_its_kind(review: &ReviewState, code: &str) -> u32 {
    review
        .findings
        .iter()
        .find(|finding| finding.code == code)
        .and_then(|finding| finding.fix.as_ref())
        .map_or(0, |(_, rows)| *rows)
}

#[derive(Properties, PartialEq)]
struct CellFormProps {
    column: GridColumn,
    cell: Cell,
    row: u32,
    workbench: Link,
}

#[component]
fn CellForm(props: &CellFormProps) -> Html {
    let CellFormProps {
        column,
        cell,
        row,
        workbench,
    } = props;
    let now = cell.text.clone().unwrap_or_default();
    let text = use_state(|| now.clone());
    {
        let text = text.setter();
        use_effect_with(now.clone(), move |now| text.set(now.clone()));
    }
    let onchange = {
        let text = text.setter();
        Callback::from(move |typed: String| text.set(typed))
    };
    let onsubmit = {
        let (workbench, row, part, text) = (workbench.clone(), *row, column.key.clone(), text.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            workbench.edit(row, part.clone(), (*text).clone());
        })
    };
    let id = format!("details-{}", column.key);
    let hint = cell.was.as_ref().map_or_else(Html::default, |was| {
        let was = if was.is_empty() { "nothing" } else { was };
        html!(format!("In the file: {was}"))
    });
    html! {
        <form class="rc-cell-form" {onsubmit}>
            <Field id={id.clone()} label={column.title.clone()} {hint}>
                <div class="rc-cell-form__line">
                    <TextInput {id} autocomplete="off" value={(*text).clone()} {onchange} />
                    <Button
                        r#type={ButtonType::Submit}
                        variant={ButtonVariant::Secondary}
                        label="Change"
                        disabled={*text == now}
                    />
                </div>
            </Field>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct FindingProps {
    finding: RowFinding,
    row: u32,
    of_its_kind: u32,
    workbench: Link,
}

#[component]
fn Finding(props: &FindingProps) -> Html {
    let FindingProps {
        finding,
        row,
        of_its_kind,
        workbench,
    } = props;
    let fix = |row: Option<u32>| {
        let (workbench, code) = (workbench.clone(), finding.code.clone());
        Callback::from(move |_| workbench.fix(code.clone(), row))
    };
    html! {
        <div class="rc-row-finding" data-code={finding.code.clone()}>
            <p>{ severity_icon(finding.severity) }<strong>{ &finding.message }</strong></p>
            if !finding.hint.is_empty() {
                <p>{ &finding.hint }</p>
            }
            if let Some(title) = &finding.fix {
                <p class="rc-buttons">
                    <Button
                        variant={ButtonVariant::Primary}
                        size={ButtonSize::Small}
                        label={title.clone()}
                        onclick={fix(Some(*row))}
                    />
                    if *of_its_kind > 1 {
                        <Button
                            variant={ButtonVariant::Link}
                            size={ButtonSize::Small}
                            label={format!("Do so in all {} of this kind", format::rows(*of_its_kind))}
                            onclick={fix(None)}
                        />
                    }
                </p>
            }
            <p class="rc-subtle rc-code">{ &finding.code }</p>
        </div>
    }
}
