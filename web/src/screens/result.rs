//! What became of every row, and what to keep of it.

use std::rc::Rc;

use patternfly_yew::prelude::*;
use rollcall_protocol::{ResultRow, ResultRows, RunDownload, RunPhase, RunState};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag};
use yew::prelude::*;

use crate::{
    format,
    screens::{journal::SaveJournal, run::proven},
    state::{runner::Runner, step::Step, workbench::Workbench},
    widgets::{ProblemAlert, SaveButton, Saving, StepHeading, nothing},
};

/// Rows on one leaf of the table.
const LEAF: u32 = 50;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) runner: Runner,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Result(props: &Props) -> Html {
    let known = props.runner.known();
    let Some(run) = &known.state else { return nothing() };
    let save = |download: RunDownload| {
        let runner = props.runner.clone();
        Callback::from(move |()| {
            let runner = runner.clone();
            Box::pin(async move { runner.download(download).await }) as Saving
        })
    };
    let load = |download: RunDownload, action: String| {
        let (runner, workbench) = (props.runner.clone(), props.workbench.link.clone());
        Callback::from(move |_| {
            let (runner, workbench, action) = (runner.clone(), workbench.clone(), action.clone());
            spawn_local(async move {
                let Some((saved, bytes)) = runner.download(download).await else {
                    return;
                };
                let options = BlobPropertyBag::new();
                options.set_type(&saved.mime);
                let parts = js_sys::Array::of1(&bytes);
                if let Ok(blob) = Blob::new_with_buffer_source_sequence_and_options(&parts, &options) {
                    workbench.open_made_file(action, saved.name, blob);
                }
            });
        })
    };
    let start_over = {
        let (runner, workbench) = (props.runner.clone(), props.workbench.link.clone());
        Callback::from(move |_| {
            runner.put_away();
            workbench.close_file();
        })
    };
    let can_be_asked = known.died.is_none();
    html! {
        <>
            <StepHeading
                title="Result"
                lead={html!(format!("{} of {} have an outcome.", format::count(run.done), format::rows(run.rows)))}
            >
                <SaveButton
                    variant={ButtonVariant::Primary}
                    label="Save the results"
                    disabled={!can_be_asked}
                    make={save(RunDownload::Results)}
                />
                <SaveButton label="Save the report" disabled={!can_be_asked} make={save(RunDownload::Report)} />
                if matches!(run.phase, RunPhase::Done | RunPhase::Stopped | RunPhase::Transferred) {
                    <SaveJournal
                        variant={ButtonVariant::Link}
                        run={run.run.clone()}
                        organization={run.organization.clone()}
                        workbench={props.workbench.clone()}
                        from_elsewhere={run.from_elsewhere}
                    />
                }
            </StepHeading>
            <ProblemAlert problem={run.problem.clone()} r#type={AlertType::Warning} />
            <ProblemAlert problem={known.problem.clone()} />
            <FromElsewhere run={run.clone()} />
            if can_be_asked {
                <p class="rc-subtle">{ proven(run) }</p>
            }
            if !can_be_asked {
                <Alert
                    inline=true
                    r#type={AlertType::Danger}
                    title="The part of this page that held the list of results has stopped."
                >
                    { "The counts below are the last that it gave. Open the run again under Runs: its journal has the list." }
                </Alert>
            }
            if can_be_asked {
                <section class="rc-panel" aria-labelledby="next-title">
                    <h2 id="next-title" class="pf-v6-c-title pf-m-lg">{ "What next" }</h2>
                    <div class="rc-nexts">
                        <div>
                            <h3>{ "Rows to retry" }</h3>
                            <p>{ "The retry file holds every row of this run that is not changed yet, with your edits. Load it to try them again." }</p>
                            <div class="rc-buttons">
                                <SaveButton label="Save the retry file" make={save(RunDownload::Retry)} />
                                <Button variant={ButtonVariant::Link} label="Load the retry file" onclick={load(RunDownload::Retry, run.action.clone())} />
                            </div>
                        </div>
                        <div>
                            <h3>{ "The way back" }</h3>
                            <p>{ &run.way_back }</p>
                            if !run.file_says.is_empty() && !run.from_elsewhere {
                                <p>{ "It takes back what was changed from this browser. What was changed before the run was taken in is in the \
                                      undo file of the computer that changed it." }</p>
                            }
                            { for (0..).zip(&run.undo).map(|(place, file)| {
                                let which = match run.undo.len() {
                                    1 => format!("the {}", file.called),
                                    _ => format!("{} {}, {}", file.called, place + 1, file.action_title.to_lowercase()),
                                };
                                html! {
                                    <div class="rc-buttons" key={place}>
                                        <SaveButton label={format!("Save {which}")} make={save(RunDownload::Undo(place))} />
                                        <Button
                                            variant={ButtonVariant::Link}
                                            label={format!("Load {which}")}
                                            onclick={load(RunDownload::Undo(place), file.action.clone())}
                                        />
                                    </div>
                                }
                            }) }
                        </div>
                        <div>
                            <h3>{ "Something else" }</h3>
                            <p>{ "Puts the file away. The run stays under Runs, with its results and its undo file." }</p>
                            <div class="rc-buttons">
                                <Button variant={ButtonVariant::Secondary} label="Start over" onclick={start_over} />
                            </div>
                        </div>
                    </div>
                </section>
            }
            <ResultTable
                run_counts={run.counts.clone()}
                rows={run.rows}
                runner={props.runner.clone()}
                {can_be_asked}
            />
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct FromElsewhereProps {
    pub(crate) run: Rc<RunState>,
}

/// What of a run is not this browser's own word.
#[component]
pub(crate) fn FromElsewhere(props: &FromElsewhereProps) -> Html {
    let run = &props.run;
    html! {
        <>
            if run.from_elsewhere {
                <Alert inline=true r#type={AlertType::Info} title="This is what a journal from elsewhere says.">
                    { "Nothing of it was read from Atlassian by this browser. Its retry and undo files are checked like any other file." }
                </Alert>
            }
            if !run.file_says.is_empty() {
                <p class="rc-subtle">{ &run.file_says }</p>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct TableProps {
    pub(crate) run_counts: Vec<(String, String, u32)>,
    pub(crate) rows: u32,
    pub(crate) runner: Runner,
    pub(crate) can_be_asked: bool,
}

/// The rows of a run, by outcome.
#[component]
pub(crate) fn ResultTable(props: &TableProps) -> Html {
    let outcome = use_state_eq(|| None::<String>);
    let from = use_state_eq(|| 0_u32);
    let leaf = use_state_eq(|| None::<ResultRows>);
    {
        let (runner, leaf) = (props.runner.clone(), leaf.setter());
        let done = props.run_counts.clone();
        use_effect_with(((*outcome).clone(), *from, done), move |(outcome, from, _)| {
            let (outcome, from) = (outcome.clone(), *from);
            let is_current = std::rc::Rc::new(std::cell::Cell::new(true));
            let current = is_current.clone();
            spawn_local(async move {
                let rows = runner.results(from, LEAF, outcome).await;
                if current.get() {
                    leaf.set(rows);
                }
            });
            move || is_current.set(false)
        });
    }
    let show = |key: Option<&str>, title: &str, rows: u32| {
        let is_on = outcome.as_deref() == key;
        let onclick = {
            let (outcome, from, key) = (outcome.setter(), from.setter(), key.map(str::to_owned));
            Callback::from(move |_: MouseEvent| {
                outcome.set(key.clone());
                from.set(0);
            })
        };
        html! {
            <button
                type="button"
                class={classes!("rc-count", key.map(|key| format!("rc-count--{key}")))}
                aria-pressed={is_on.to_string()}
                {onclick}
            >
                <span class="rc-count__number">{ format::count(rows) }</span>
                <span class="rc-count__title">{ " " }{ title }</span>
            </button>
        }
    };
    html! {
        <>
            <div class="rc-counts" role="group" aria-label="Show results">
                { show(None, "all", props.rows) }
                { for props.run_counts.iter().filter(|(_, _, rows)| *rows > 0).map(|(key, title, rows)| {
                    show(Some(key), title, *rows)
                }) }
            </div>
            if let Some(leaf) = leaf.as_ref().filter(|_| props.can_be_asked) {
                <table class="pf-v6-c-table pf-m-compact rc-results">
                    <caption class="pf-v6-screen-reader">{ "Results" }</caption>
                    <thead class="pf-v6-c-table__thead">
                        <tr class="pf-v6-c-table__tr">
                            { for ["Line", "Who", "Before", "After", "Outcome"].map(|title| html! {
                                <th class="pf-v6-c-table__th" scope="col">{ title }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody class="pf-v6-c-table__tbody">
                        { for (leaf.from..).zip(&leaf.rows).map(|(at, row)| draw_result(at, row)) }
                    </tbody>
                </table>
                <Leaves from={leaf.from} total={leaf.total} on_from={ {
                    let from = from.setter();
                    Callback::from(move |first: u32| from.set(first))
                } } />
            }
        </>
    }
}

/// By its place: one row of a file may have several steps.
fn draw_result(at: u32, row: &ResultRow) -> Html {
    html! {
        <tr key={at} class={classes!("pf-v6-c-table__tr", format!("rc-result--{}", row.outcome))}>
            <td class="pf-v6-c-table__td" data-label="Line">{ format::count(row.line) }</td>
            <th class="pf-v6-c-table__td" scope="row" data-label="Who">{ &row.who }</th>
            <td class="pf-v6-c-table__td" data-label="Before">{ &row.before }</td>
            <td class="pf-v6-c-table__td" data-label="After">{ &row.after }</td>
            <td class="pf-v6-c-table__td" data-label="Outcome">
                { &row.message }
                if let Some(status) = row.status {
                    <span class="rc-subtle">{ format!(" ({status})") }</span>
                }
                if !row.proof.is_empty() {
                    <span class="rc-subtle">{ format!(" {}.", row.proof) }</span>
                }
            </td>
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct LeavesProps {
    from: u32,
    total: u32,
    on_from: Callback<u32>,
}

#[component]
fn Leaves(props: &LeavesProps) -> Html {
    let LeavesProps { from, total, on_from } = props;
    if *total <= LEAF {
        return nothing();
    }
    let last = (from + LEAF).min(*total);
    let turn = |to: u32| on_from.reform(move |_: MouseEvent| to);
    html! {
        <nav class="rc-leaves" aria-label="Pages of results">
            <Button
                variant={ButtonVariant::Secondary}
                label="Previous"
                disabled={*from == 0}
                onclick={turn(from.saturating_sub(LEAF))}
            />
            <span>{ format!("{} to {} of {}", format::count(from + 1), format::count(last), format::count(*total)) }</span>
            <Button variant={ButtonVariant::Secondary} label="Next" disabled={last == *total} onclick={turn(last)} />
        </nav>
    }
}
