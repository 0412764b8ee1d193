//! The review: every row before the run.

mod counts;
mod details;
mod findings;
mod toolbar;

use patternfly_yew::prelude::*;
use rollcall_protocol::{ReviewState, SortKey, WorkbenchDownload, WorkbenchState};
use yew::prelude::*;

use super::roster::Roster;
use crate::{
    format,
    grid::{Grid, Jump},
    state::{
        filter::Filter,
        step::Step,
        workbench::{Link, Topic, Workbench},
    },
    widgets::{AsRead, Doubts, ProblemAlert, SaveButton, Saving, StepHeading, alert_type, nothing},
};
use counts::Counts;
use details::Details;
use findings::{Findings, NotChecked};
use toolbar::Toolbar;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) go: Callback<Step>,
    /// Kept outside, so that it is still so when the user comes back.
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
}

#[component]
pub(crate) fn Review(props: &Props) -> Html {
    let workbench = &props.workbench;
    let jump = use_state_eq(|| None::<Jump>);
    let shown = use_state_eq(|| None::<u32>);
    let opened = use_state_eq(|| None::<u32>);
    let Some(state) = workbench.state() else {
        return nothing();
    };
    let Some(review) = &state.review else {
        return nothing();
    };
    let filter = &props.filter;

    let on_jump = {
        let (jump, filter, on_filter) = (jump.clone(), filter.clone(), props.on_filter.clone());
        Callback::from(move |row: u32| {
            // The row may be hidden, or elsewhere: numbers are those of the file.
            if !filter.is_plain() {
                on_filter.emit(Filter::default());
            }
            jump.set(Some(Jump::after(*jump, row)));
        })
    };
    let on_sort = {
        let (filter, on_filter) = (filter.clone(), props.on_filter.clone());
        Callback::from(move |by: SortKey| on_filter.emit(filter.sorted_by(by)))
    };
    let on_edit = {
        let workbench = workbench.link.clone();
        Callback::from(move |(row, part, value): (u32, String, String)| workbench.edit(row, part, value))
    };
    let on_leave_out = {
        let workbench = workbench.link.clone();
        Callback::from(move |(row, out): (u32, bool)| workbench.leave_out(row, out))
    };
    let on_open = {
        let opened = opened.setter();
        Callback::from(move |row: u32| opened.set(Some(row)))
    };
    let on_close = {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(None))
    };
    let on_total = {
        let shown = shown.setter();
        Callback::from(move |total: u32| shown.set(Some(total)))
    };
    let choose = |action: String| {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.choose(action.clone()))
    };
    html! {
        <div class="rc-review">
            <ReviewHeading workbench={workbench.clone()} go={props.go.clone()} />
            if let Some(file) = &state.file {
                <AsRead file={file.clone()} />
                <Doubts file={file.clone()}>
                    <Button variant={ButtonVariant::Secondary} label="Check the columns" onclick={props.go.reform(|_| Step::Columns)} />
                </Doubts>
            }
            <ProblemAlert problem={workbench.problem(Topic::Review).cloned()} />
            { for review.whole_file.iter().map(|finding| html! {
                <div key={finding.code.clone()} class="rc-problem" data-code={finding.code.clone()}>
                    <Alert inline=true r#type={alert_type(finding.severity)} title={finding.message.clone()}>
                        <p>{ &finding.hint }</p>
                        if let Some((action, title)) = &finding.offers {
                            <Button
                                variant={ButtonVariant::Secondary}
                                label={format!("Take it as a file for “{title}”")}
                                onclick={choose(action.clone())}
                            />
                        }
                    </Alert>
                </div>
            }) }
            <Counts review={review.clone()} filter={filter.clone()} on_filter={props.on_filter.clone()} />
            <div class="rc-overview">
                <Findings
                    review={review.clone()}
                    filter={filter.clone()}
                    on_filter={props.on_filter.clone()}
                    workbench={workbench.link.clone()}
                />
                <NotChecked unchecked={review.unchecked.clone()} workbench={workbench.clone()} />
            </div>
            <Toolbar
                rows={review.rows}
                shown={*shown}
                filter={filter.clone()}
                on_filter={props.on_filter.clone()}
                {on_jump}
            />
            <div class="rc-grid-and-details">
                <Grid
                    workbench={workbench.link.clone()}
                    columns={review.columns.clone()}
                    revision={state.revision}
                    filter={filter.clone()}
                    jump={*jump}
                    opened={*opened}
                    {on_sort}
                    {on_edit}
                    {on_leave_out}
                    {on_open}
                    {on_total}
                />
                if let Some(row) = *opened {
                    <Details
                        key={row}
                        workbench={workbench.link.clone()}
                        revision={state.revision}
                        review={review.clone()}
                        {row}
                        {on_close}
                    />
                }
            </div>
            <Files
                workbench={workbench.link.clone()}
                is_workbook={state.file.as_ref().is_some_and(|file| file.reading.workbook.is_some())}
            />
            <Roster workbench={workbench.clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ReviewHeadingProps {
    workbench: Workbench,
    go: Callback<Step>,
}

/// What is reviewed, and what can be done with all of it.
#[component]
fn ReviewHeading(props: &ReviewHeadingProps) -> Html {
    let Some((state, review)) = with_review(&props.workbench) else {
        return nothing();
    };
    let undo = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |_| workbench.undo())
    };
    let columns = props.go.reform(|_| Step::Columns);
    let run = props.go.reform(|_| Step::Run);
    let reading = state.file.as_ref().map(|file| {
        format!(
            "{}: {}, {}",
            file.name,
            format::rows(file.rows),
            file.reading.encoding
        )
    });
    let is_journal = state.journal.as_ref().is_some_and(|journal| journal.is_reviewed);
    html! {
        <>
            <StepHeading title="Review" lead={html!(<>{ &review.action }{ " · " }{ reading }</>)}>
                // The rows of a journal are as they are.
                if !is_journal {
                    <Button
                        variant={ButtonVariant::Link}
                        label="Change the columns"
                        onclick={columns}
                    />
                }
                <Button
                    variant={ButtonVariant::Secondary}
                    icon={Icon::Undo}
                    label="Undo"
                    disabled={review.edits == 0}
                    onclick={undo}
                />
                <Button
                    variant={ButtonVariant::Primary}
                    label="Go on to the run"
                    onclick={run}
                />
            </StepHeading>
            if review.edits > 0 && !state.edits_are_kept {
                <Alert
                    inline=true
                    r#type={AlertType::Warning}
                    title="Your edits are not kept. They are lost with this tab: save the file."
                >
                    { "Another tab has the same file open and keeps its own edits, or this browser’s storage does not work." }
                </Alert>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FilesProps {
    workbench: Link,
    /// Whether the rows are a sheet of a workbook.
    is_workbook: bool,
}

/// What of the review can be taken along.
#[component]
fn Files(props: &FilesProps) -> Html {
    let save = |download: WorkbenchDownload| {
        let workbench = props.workbench.clone();
        Callback::from(move |()| {
            let workbench = workbench.clone();
            Box::pin(async move { workbench.download(Topic::Review, download).await }) as Saving
        })
    };
    let variant = ButtonVariant::Link;
    html! {
        <div class="rc-buttons" role="group" aria-label="Files to save">
            <SaveButton {variant} label="Save findings" make={save(WorkbenchDownload::Findings)} />
            if props.is_workbook {
                <SaveButton
                    {variant}
                    label="Save the sheet with its edits as CSV"
                    make={save(WorkbenchDownload::ChangeFile)}
                />
                <SaveButton
                    {variant}
                    label="Save the sheet with its edits as .xlsx"
                    make={save(WorkbenchDownload::Workbook)}
                />
            } else {
                <SaveButton {variant} label="Save the file with its edits" make={save(WorkbenchDownload::ChangeFile)} />
            }
            <SaveButton {variant} label="Save the list of people not managed" make={save(WorkbenchDownload::Unmanaged)} />
        </div>
    }
}

fn with_review(workbench: &Workbench) -> Option<(&WorkbenchState, &ReviewState)> {
    let state = workbench.state()?;
    Some((state, state.review.as_ref()?))
}
