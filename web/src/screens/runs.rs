//! All runs of this browser: what became of them, going on with one that was interrupted, and forgetting.

use patternfly_yew::prelude::*;
use rollcall_protocol::{KeptRunState, RunPhase, RunPlace, RunsState};
use web_sys::{Blob, File as WebFile};
use yew::prelude::*;

use crate::{
    format,
    screens::journal::OpenJournal,
    screens::run::phase_title,
    state::{runner::Runner, runs::Runs as RunsOf, workbench::Workbench},
    widgets::{Choice, DropZone, Field, ProblemAlert, Select, StepHeading},
};

/// Days that runs can be kept, and how that is said. 0 stands for as long as there is room.
const KEEP_FOR: [(u32, &str); 5] = [
    (7, "a week"),
    (30, "30 days"),
    (90, "90 days"),
    (365, "a year"),
    (0, "until I delete them"),
];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) runs: RunsOf,
    pub(crate) runner: Runner,
    /// Shows this run.
    pub(crate) on_open: Callback<String>,
    /// Everything was forgotten.
    pub(crate) on_forgotten: Callback<()>,
    pub(crate) back: Callback<()>,
}

#[component]
pub(crate) fn Runs(props: &Props) -> Html {
    let runs = &props.runs;
    html! {
        <>
            <StepHeading
                title="Runs"
                lead={html!("The runs of this browser. What they hold, names and addresses among it, is on this computer only.")}
            >
                <Button variant={ButtonVariant::Link} label="Back" onclick={props.back.reform(|_| ())} />
            </StepHeading>
            <ProblemAlert problem={runs.problem().cloned()} />
            <ProblemAlert problem={props.runner.known().problem.clone()} />
            if let Some(why) = not_opened(&props.runner) {
                <NotOpened {why} />
            }
            { match runs.state() {
                None => html!(<p class="rc-subtle">{ "Reading …" }</p>),
                Some(RunsState { broken: Some(why), .. }) => html! {
                    <Alert inline=true r#type={AlertType::Warning} title="This browser keeps no runs for this page.">
                        <p>{ format!("Its storage says: {why}. Checking works; a run cannot begin.") }</p>
                    </Alert>
                },
                Some(state) => html! {
                    <>
                        if !state.unreadable.is_empty() {
                            <Unreadable names={state.unreadable.clone()} runs={runs.clone()} />
                        }
                        <List
                            list={state.runs.clone()}
                            runs={runs.clone()}
                            runner={props.runner.clone()}
                            on_open={props.on_open.clone()}
                        />
                        <TakeIn workbench={props.workbench.clone()} runs={runs.clone()} />
                        <Keeping
                            keep_days={state.keep_days}
                            runs={runs.clone()}
                            on_forgotten={props.on_forgotten.clone()}
                        />
                    </>
                },
            } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ListProps {
    list: Vec<KeptRunState>,
    runs: RunsOf,
    runner: Runner,
    on_open: Callback<String>,
}

#[component]
fn List(props: &ListProps) -> Html {
    let asks_about = use_state_eq(|| None::<String>);
    if props.list.is_empty() {
        return html!(<p>{ "There is none yet." }</p>);
    }
    let known = props.runner.known();
    let here = known
        .state
        .as_ref()
        .filter(|_| known.is_going())
        .map(|run| run.run.clone());
    html! {
        <table class="pf-v6-c-table pf-m-compact rc-runs">
            <caption class="pf-v6-screen-reader">{ "Runs" }</caption>
            <thead class="pf-v6-c-table__thead">
                <tr class="pf-v6-c-table__tr">
                    { for ["File", "Organization", "When", "State", ""].map(|title| html! {
                        <th class="pf-v6-c-table__th" scope="col">{ title }</th>
                    }) }
                </tr>
            </thead>
            <tbody class="pf-v6-c-table__tbody">
                { for props.list.iter().map(|run| {
                    let is_here = here.as_deref() == Some(run.run.as_str());
                    let can_open = is_here || (here.is_none() && run.phase != RunPhase::Elsewhere);
                    let open = {
                        let run = run.run.clone();
                        props.on_open.reform(move |_| run.clone())
                    };
                    let ask = {
                        let (asks_about, run) = (asks_about.setter(), run.run.clone());
                        Callback::from(move |_| asks_about.set(Some(run.clone())))
                    };
                    let answer = {
                        let (asks_about, runs, run) = (asks_about.setter(), props.runs.clone(), run.run.clone());
                        Callback::from(move |is_to_go: bool| {
                            asks_about.set(None);
                            if is_to_go {
                                runs.delete(run.clone());
                            }
                        })
                    };
                    html! {
                        <tr key={run.run.clone()} class={classes!("pf-v6-c-table__tr", run.is_open().then_some("rc-runs__open"))}>
                            <th class="pf-v6-c-table__td" scope="row" data-label="File">
                                { &run.file }
                                <div class="rc-subtle">{ &run.action_title }</div>
                                if let Some(undone) = &run.undoes {
                                    <div class="rc-subtle">{ format!("Undoes the run of {undone}") }</div>
                                }
                            </th>
                            <td class="pf-v6-c-table__td" data-label="Organization">
                                { &run.organization_name }
                                if let RunPlace::InPage { .. } = run.place {
                                    <div class="rc-subtle">{ "Sandbox organization in the page" }</div>
                                }
                            </td>
                            <td class="pf-v6-c-table__td" data-label="When">{ format::time(run.planned) }</td>
                            <td class="pf-v6-c-table__td" data-label="State">
                                <strong>{ state_title(run, is_here) }</strong>
                                <div class="rc-subtle">
                                    { if run.came_in { "From elsewhere; its file says: " } else { "" } }
                                    { format!("{} of {}, {} changed", format::count(run.done), format::rows(run.rows), format::count(run.changed)) }
                                </div>
                            </td>
                            <td class="pf-v6-c-table__td rc-runs__do">
                                if asks_about.as_deref() == Some(run.run.as_str()) {
                                    <DeleteQuestion run={run.clone()} on_answer={answer} />
                                } else {
                                    <div class="rc-buttons">
                                        <Button
                                            variant={if run.is_open() { ButtonVariant::Primary } else { ButtonVariant::Secondary }}
                                            label="Open"
                                            aria_label={format!("Open the run of {}", run.file)}
                                            disabled={!can_open}
                                            onclick={open}
                                        />
                                        <Button
                                            variant={ButtonVariant::Link}
                                            label="Delete"
                                            aria_label={format!("Delete the run of {}", run.file)}
                                            disabled={run.phase == RunPhase::Elsewhere}
                                            onclick={ask}
                                        />
                                    </div>
                                }
                            </td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
    }
}

fn state_title(run: &KeptRunState, is_here: bool) -> &'static str {
    match (run.phase, &run.place) {
        (RunPhase::Interrupted, RunPlace::InPage { is_gone: true }) => "Ended with its page",
        (RunPhase::Interrupted, _) if run.came_in => "Taken in, waiting for you",
        (RunPhase::Elsewhere, _) if is_here => "Under way in this tab",
        (phase, _) => phase_title(phase),
    }
}

#[derive(Properties, PartialEq)]
struct DeleteProps {
    run: KeptRunState,
    on_answer: Callback<bool>,
}

#[component]
fn DeleteQuestion(props: &DeleteProps) -> Html {
    let run = &props.run;
    let what = if run.is_open() && (run.changed > 0 || run.in_doubt > 0) {
        "It has not come to its end. Without its journal nobody can go on with it, nor undo what it changed."
    } else {
        "Its results, its undo file and its journal go with it."
    };
    html! {
        <div role="group" aria-label="Delete this run?">
            if let Some(who) = &run.parked {
                <p><strong>
                    { format!("{who} has a temporary address, and only this run knows which address is meant for that account.") }
                </strong></p>
            }
            if run.in_doubt > 0 {
                <p><strong>
                    { format!("Of {} it is not known whether the change was made; going on with the run finds out.", format::rows(run.in_doubt)) }
                </strong></p>
            }
            <p>{ what }</p>
            <div class="rc-buttons">
                <Button variant={ButtonVariant::Danger} label="Delete it" onclick={props.on_answer.reform(|_| true)} />
                <Button variant={ButtonVariant::Link} label="Keep it" onclick={props.on_answer.reform(|_| false)} />
            </div>
        </div>
    }
}

/// Why a run could not be opened, where its worker died of it.
pub(crate) fn not_opened(runner: &Runner) -> Option<String> {
    let known = runner.known();
    known.died.clone().filter(|_| known.state.is_none())
}

#[derive(Properties, PartialEq)]
pub(crate) struct NotOpenedProps {
    pub(crate) why: String,
}

#[component]
pub(crate) fn NotOpened(props: &NotOpenedProps) -> Html {
    html! {
        <div role="alert">
            <Alert inline=true r#type={AlertType::Danger} title="The part of this page that carries out runs has stopped. Nothing was sent.">
                <details class="rc-details">
                    <summary>{ "What it said last" }</summary>
                    <pre>{ &props.why }</pre>
                </details>
            </Alert>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct UnreadableProps {
    names: Vec<String>,
    runs: RunsOf,
}

/// Runs that are kept, and of which nothing can be shown.
#[component]
fn Unreadable(props: &UnreadableProps) -> Html {
    let asks = use_state_eq(|| None::<String>);
    let ask = |name: Option<&str>| {
        let (asks, name) = (asks.setter(), name.map(str::to_owned));
        Callback::from(move |_| asks.set(name.clone()))
    };
    let delete = |name: &str| {
        let (asks, runs, name) = (asks.setter(), props.runs.clone(), name.to_owned());
        Callback::from(move |_| {
            asks.set(None);
            runs.delete(name.clone());
        })
    };
    let what = format::plural(
        props.names.len() as u32,
        "run is kept here that",
        "runs are kept here that",
    );
    html! {
        <Alert inline=true r#type={AlertType::Warning} title={format!("{what} this Rollcall cannot read.")}>
            <p>{ "A newer Rollcall wrote it, or it was damaged. Load the page again to get the newest one. Nothing is removed until you say so." }</p>
            <ul>
                { for props.names.iter().map(|name| html! {
                    <li key={name.clone()}>
                        { format!("Run {name} ") }
                        if asks.as_deref() == Some(name.as_str()) {
                            <div role="group" aria-label="Delete what cannot be read?">
                                <p>{ "Whether such a run has come to its end is not known. Without its journal nobody can go on with it, nor undo what it changed." }</p>
                                <div class="rc-buttons">
                                    <Button variant={ButtonVariant::Danger} label="Delete what cannot be read" onclick={delete(name)} />
                                    <Button variant={ButtonVariant::Link} label="Keep it" onclick={ask(None)} />
                                </div>
                            </div>
                        } else {
                            <Button
                                variant={ButtonVariant::InlineLink}
                                label="Delete it …"
                                aria_label={format!("Delete the run {name} …")}
                                onclick={ask(Some(name))}
                            />
                        }
                    </li>
                }) }
            </ul>
        </Alert>
    }
}

#[derive(Properties, PartialEq)]
struct TakeInProps {
    workbench: Workbench,
    runs: RunsOf,
}

/// A journal from another machine.
#[component]
fn TakeIn(props: &TakeInProps) -> Html {
    let on_file = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |file: WebFile| workbench.open_journal(Blob::from(file)))
    };
    let journal = props.workbench.state().and_then(|state| state.journal.clone());
    html! {
        <section class="rc-panel" aria-labelledby="take-in-title">
            <h2 id="take-in-title" class="pf-v6-c-title pf-m-lg">{ "Take over a run from elsewhere" }</h2>
            <p>{ "On the other computer, open the run and hand it over: that closes it there, and gives you its journal as a file. Choose that \
                  file here. Its rows are reviewed before anything goes on, and nothing is kept of it before you say so." }</p>
            if let Some(journal) = journal.filter(|journal| !journal.is_reviewed) {
                <OpenJournal {journal} workbench={props.workbench.clone()} runs={props.runs.clone()} />
            }
            <DropZone
                id="journal"
                label="Choose a journal"
                text="Drop the journal here, or"
                compact=true
                {on_file}
            />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct KeepingProps {
    keep_days: Option<u32>,
    runs: RunsOf,
    on_forgotten: Callback<()>,
}

#[component]
fn Keeping(props: &KeepingProps) -> Html {
    let asks = use_state_eq(|| false);
    let days = props.keep_days.unwrap_or(0);
    let keep_for = {
        let runs = props.runs.clone();
        Callback::from(move |days: String| runs.keep_for(days.parse().ok().filter(|&days| days > 0)))
    };
    let ask = |is_asked: bool| {
        let asks = asks.setter();
        Callback::from(move |_| asks.set(is_asked))
    };
    let forget = {
        let (asks, runs, then) = (asks.setter(), props.runs.clone(), props.on_forgotten.clone());
        Callback::from(move |_| {
            asks.set(false);
            runs.forget_everything(then.clone());
        })
    };
    html! {
        <section class="rc-panel rc-keeping" aria-labelledby="keeping-title">
            <h2 id="keeping-title" class="pf-v6-c-title pf-m-lg">{ "What is kept" }</h2>
            <Field id="keep-for" label="Keep runs that are over for" hint={html!("Counted from the last thing that happened in them. A run that is not over stays.")}>
                <Select
                    id="keep-for"
                    value={days.to_string()}
                    choices={KEEP_FOR.map(|(days, title)| Choice::new(days.to_string(), title)).to_vec()}
                    on_choose={keep_for}
                />
            </Field>
            if *asks {
                <div role="group" aria-label="Forget everything?">
                    <p>{ "All runs with their journals and undo files, all edits and mappings, the file that is open and the connection \
                          are gone then. Nothing changes at Atlassian." }</p>
                    <div class="rc-buttons">
                        <Button variant={ButtonVariant::Danger} label="Forget it all" onclick={forget} />
                        <Button variant={ButtonVariant::Link} label="Keep it" onclick={ask(false)} />
                    </div>
                </div>
            } else {
                <div class="rc-buttons">
                    <Button variant={ButtonVariant::DangerSecondary} label="Forget everything" onclick={ask(true)} />
                </div>
            }
        </section>
    }
}
