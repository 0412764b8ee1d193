//! The change file: how it comes in, and how it was read.

use std::rc::Rc;

use patternfly_yew::prelude::*;
use rollcall_protocol::{ActionState, ConnectionState, FileState, WorkbenchState};
use web_sys::{Blob, File as WebFile};
use yew::prelude::*;

use super::reading::ReadingChoices;
use super::roster::Roster;
use crate::{
    format,
    state::{
        step::Step,
        workbench::{Topic, Workbench},
    },
    widgets::{AsRead, Choice, Doubts, DropZone, Field, ProblemAlert, Select, StepHeading, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn File(props: &Props) -> Html {
    let workbench = &props.workbench;
    let Some(state) = workbench.state() else {
        return nothing();
    };
    let on_file = {
        let workbench = workbench.link.clone();
        Callback::from(move |file: WebFile| workbench.open_file(file.name(), file.into()))
    };
    let chosen = state.actions.iter().find(|action| action.key == state.action);
    let has_example = matches!(state.connection, ConnectionState::Sandbox { .. })
        && chosen.is_some_and(|action| action.has_example);
    html! {
        <>
            <StepHeading
                title={if state.file.is_some() { "The change file" } else { "Which change file?" }}
                lead={html!(format!("{} A workbook (.xlsx, .xls, .ods), CSV or TSV.", chosen.map_or("", |action| action.file.as_str())))}
            />
            <Limited state={state.clone()} />
            <div class="rc-action">
            <Field
                id="action"
                label="What is to be done"
                hint={html!(chosen.map(|action| action.hint.clone()).unwrap_or_default())}
            >
                <Select
                    id="action"
                    value={state.action.clone()}
                    choices={choices(state)}
                    on_choose={ { let workbench = workbench.link.clone(); Callback::from(move |action: String| workbench.choose(action)) } }
                />
            </Field>
            </div>
            <ProblemAlert problem={workbench.problem(Topic::File).cloned()} />
            if let Some(file) = &state.file {
                <Reading file={file.clone()} workbench={workbench.clone()} go={props.go.clone()} />
            }
            <section aria-label="Load a file">
                <DropZone
                    id="change-file"
                    label={if state.file.is_some() { "Choose another file" } else { "Choose a file" }}
                    text="Drop a file anywhere on this page"
                    compact={state.file.is_some()}
                    {on_file}
                >
                    if has_example {
                        <Button
                            variant={if state.file.is_some() { ButtonVariant::Link } else { ButtonVariant::Primary }}
                            label="Open the example file"
                            onclick={ { let workbench = workbench.link.clone(); Callback::from(move |_| workbench.open_example()) } }
                        />
                    }
                </DropZone>
                <Paste workbench={workbench.clone()} />
            </section>
            <Roster workbench={workbench.clone()} />
        </>
    }
}

/// Whether the organization is known to manage no account.
fn has_nobody_to_manage(state: &WorkbenchState) -> bool {
    const NOBODY: &str = "connect-no-managed-accounts";
    let ConnectionState::Live {
        limit: Some(limit), ..
    } = &state.connection
    else {
        return false;
    };
    limit.code == NOBODY
}

/// The actions; where some cannot be carried out, they come last and say so.
fn choices(state: &WorkbenchState) -> Vec<Choice> {
    let cannot = |action: &ActionState| action.needs_managed && has_nobody_to_manage(state);
    let mut actions: Vec<&ActionState> = state.actions.iter().collect();
    actions.sort_by_key(|action| cannot(action));
    let choice = |action: &ActionState| {
        let title = if cannot(action) {
            format!("{} (needs managed accounts)", action.title)
        } else {
            action.title.clone()
        };
        Choice::new(action.key.clone(), title)
    };
    actions.into_iter().map(choice).collect()
}

#[derive(Properties, PartialEq)]
struct LimitedProps {
    state: Rc<WorkbenchState>,
}

/// What cannot be done in the organization, or is not proved, and what can be done all the same.
#[component]
fn Limited(props: &LimitedProps) -> Html {
    let state = &props.state;
    let ConnectionState::Live {
        limit: Some(limit), ..
    } = &state.connection
    else {
        return nothing();
    };
    let possible: Vec<&str> = state
        .actions
        .iter()
        .filter(|action| !action.needs_managed)
        .map(|action| action.title.as_str())
        .collect();
    html! {
        <div role="note" aria-label="What this connection cannot do" data-code={limit.code.clone()}>
            <Alert inline=true r#type={AlertType::Info} title={limit.what.clone()}>
                <p>{ &limit.hint }</p>
                if has_nobody_to_manage(state) {
                    <p>{ format!("What can be done here: {}.", possible.join(", ")) }</p>
                }
            </Alert>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PasteProps {
    workbench: Workbench,
}

/// Rows from the clipboard, such as cells copied from a spreadsheet.
#[component]
fn Paste(props: &PasteProps) -> Html {
    let text = use_state(String::new);
    let onchange = {
        let text = text.setter();
        Callback::from(move |typed: String| text.set(typed))
    };
    let onclick = {
        let (workbench, text) = (props.workbench.link.clone(), text.clone());
        Callback::from(move |_| {
            let parts = js_sys::Array::of1(&text.as_str().into());
            if let Ok(blob) = Blob::new_with_str_sequence(&parts) {
                workbench.open_file("pasted.csv".to_owned(), blob);
                text.set(String::new());
            }
        })
    };
    html! {
        <ExpandableSection
            toggle_text_hidden="Paste rows instead"
            toggle_text_expanded="Paste rows instead"
        >
            <Field
                id="pasted"
                label="Rows"
                hint={html!("Copied from a spreadsheet or a text file, with or without the header row.")}
            >
                <TextArea id="pasted" rows=6 wrap={Wrap::Off} spellcheck="false" value={(*text).clone()} {onchange} />
            </Field>
            <p class="rc-buttons">
                <Button
                    variant={ButtonVariant::Secondary}
                    label="Read the pasted rows"
                    disabled={text.trim().is_empty()}
                    {onclick}
                />
            </p>
        </ExpandableSection>
    }
}

#[derive(Properties, PartialEq)]
struct ReadingProps {
    file: FileState,
    workbench: Workbench,
    go: Callback<Step>,
}

/// How the file was read, all of it open to another choice.
#[component]
fn Reading(props: &ReadingProps) -> Html {
    let FileState {
        name,
        size,
        rows,
        reading,
        recognized_as,
        restored_edits,
        ..
    } = &props.file;
    let has_review = props
        .workbench
        .state()
        .is_some_and(|state| state.review.is_some());
    let go_columns = props.go.reform(|_| Step::Columns);
    let go_review = props.go.reform(|_| Step::Review);
    let close = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |_| workbench.close_file())
    };
    html! {
        <Card class="rc-reading">
            <CardTitle component="h2">{ name }</CardTitle>
            <CardBody>
                <p class="rc-subtle">
                    { format!("{}, {}", format::rows(*rows), format::size(*size)) }
                    if reading.workbook.is_none() {
                        { format!(", line breaks {}", reading.line_breaks) }
                        if reading.byte_order_mark { { ", with a byte order mark" } }
                    }
                </p>
                <ProblemAlert problem={recognized_as.clone()} r#type={AlertType::Info} />
                if *restored_edits > 0 {
                    <Alert
                        inline=true
                        r#type={AlertType::Info}
                        title={format!("{} from last time {} applied again.",
                            format::plural(*restored_edits, "edit", "edits"),
                            if *restored_edits == 1 { "was" } else { "were" })}
                    />
                }
                <Doubts file={props.file.clone()} />
                if let Some(workbook) = reading.workbook.as_ref().filter(|workbook| !workbook.remarks.is_empty()) {
                    <ul class="rc-subtle" aria-label="About the sheet">
                        { for workbook.remarks.iter().map(|remark| html!(<li key={remark.clone()}>{ remark }</li>)) }
                    </ul>
                }
                <AsRead file={props.file.clone()} />
                <ReadingChoices reading={reading.clone()} workbench={props.workbench.clone()} />
            </CardBody>
            <CardFooter>
                <div class="rc-buttons">
                    if has_review {
                        <Button variant={ButtonVariant::Primary} label="Review the rows" onclick={go_review} />
                        <Button variant={ButtonVariant::Secondary} label="Change the columns" onclick={go_columns} />
                    } else {
                        <Button variant={ButtonVariant::Primary} label="Choose the columns" onclick={go_columns} />
                    }
                    <Button variant={ButtonVariant::Link} label="Put this file away" onclick={close} />
                </div>
            </CardFooter>
        </Card>
    }
}
