//! A run under way, or over.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use patternfly_yew::prelude::*;
use rollcall_protocol::{Connect, RunCommand, RunPhase, RunPlace, RunState, Waiting};
use yew::prelude::*;

use super::{
    canary::Canary,
    controls::Controls,
    interrupted::{Interrupted, Transfer, WhatItDoes},
    texts::{BROKE_OFF, lead, run_title},
    traffic::Traffic,
};
use crate::{
    format,
    screens::{journal::SaveJournal, result::FromElsewhere},
    state::{runner::Runner, runs::Runs, step::Step, workbench::Workbench},
    widgets::{ConnectForm, ProblemAlert, StepHeading},
};

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct Props {
    pub(crate) run: Rc<RunState>,
    pub(crate) workbench: Workbench,
    pub(crate) runner: Runner,
    pub(crate) runs: Runs,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Going(props: &Props) -> Html {
    let run = &props.run;
    let died = props.runner.known().died.as_ref();
    let is_over = props.runner.known().has_result();
    let plan_next = {
        let runner = props.runner.clone();
        Callback::from(move |_| runner.plan_next())
    };
    let title = if died.is_some() { BROKE_OFF } else { run_title(run) };
    html! {
        <>
            <StepHeading {title} lead={html!(lead(run, died.is_some()))} />
            if let Some(why) = died {
                <Died why={why.clone()} run={run.clone()} runner={props.runner.clone()} />
            }
            if run.phase == RunPhase::Elsewhere && died.is_none() {
                <Alert inline=true r#type={AlertType::Info} title="Another tab or window of this browser is carrying out this run.">
                    { "Go on there. Once that tab has come to an end with it, or is closed, this page shows it." }
                </Alert>
            }
            <ProblemAlert problem={run.problem.clone()} r#type={AlertType::Warning} />
            <ProblemAlert problem={props.runner.known().problem.clone()} />
            if run.phase == RunPhase::Paused && run.problem.as_ref().is_some_and(|problem| problem.code == "run-key") {
                <NewKey ..props.clone() />
            }
            if run.phase == RunPhase::Interrupted && died.is_none() {
                if let Some(kept) = props.runs.find(&run.run) {
                    <Interrupted run={run.clone()} kept={kept.clone()} workbench={props.workbench.clone()} runner={props.runner.clone()} />
                }
            }
            if run.phase == RunPhase::Transferred && died.is_none() {
                <Journal run={run.clone()} workbench={props.workbench.clone()} />
            }
            <FromElsewhere run={run.clone()} />
            <Bar run={run.clone()} is_moving={!is_over} />
            if let Some(parked) = &run.parked {
                <Alert
                    inline=true
                    r#type={AlertType::Info}
                    title={format!("{} has a temporary address right now: {}", parked.who, parked.temporary)}
                >
                    { "The accounts of a circle take each other’s addresses, and this one comes last. A pause or a stop waits \
                       until it has its own." }
                </Alert>
            }
            <Outcomes run={run.clone()} />
            <Traffic traffic={run.traffic.clone()} />
            if died.is_none() {
                if let Some(waiting) = &run.waiting {
                    <WaitingAlert waiting={waiting.clone()} runner={props.runner.clone()} />
                }
                <Controls run={run.clone()} runner={props.runner.clone()} />
            }
            if died.is_none() && run.phase == RunPhase::Broken {
                <div class="rc-buttons">
                    <TakeUp run={run.clone()} runner={props.runner.clone()} />
                </div>
            }
            if died.is_none() && run.ending.is_none() && (!is_over || run.phase == RunPhase::Interrupted) {
                <Transfer runner={props.runner.clone()} is_under_way={!is_over} />
            }
            if !is_over && props.runner.known().is_lasting == Some(false) {
                <p class="rc-subtle">
                    { "The run is journaled in this browser. The browser has not promised to keep the journal should the disk get \
                       full; do not clear its data before the run is over." }
                </p>
            }
            if is_over {
                <div class="rc-buttons">
                    if run.phase != RunPhase::Elsewhere {
                        <Button
                            variant={if can_go_on(run.phase) { ButtonVariant::Secondary } else { ButtonVariant::Primary }}
                            label="See the result"
                            onclick={props.go.reform(|_| Step::Result)}
                        />
                    }
                    <Button
                        variant={ButtonVariant::Secondary}
                        label="Plan another run"
                        onclick={plan_next}
                    />
                </div>
            }
            if !run.canary.is_empty() {
                <section class="rc-panel" aria-labelledby="canary-title">
                    <h2 id="canary-title" class="pf-v6-c-title pf-m-lg">{ "The canary batch" }</h2>
                    <Canary rows={run.canary.clone()} is_done={is_read_back(run)} />
                </section>
            }
        </>
    }
}

/// Whether the way on is to go on with it, rather than its result.
fn can_go_on(phase: RunPhase) -> bool {
    matches!(phase, RunPhase::Interrupted | RunPhase::Broken)
}

fn is_read_back(run: &RunState) -> bool {
    run.phase == RunPhase::CanaryDone || run.canary.iter().any(|row| row.read_back.is_some())
}

#[derive(Properties, PartialEq)]
struct JournalProps {
    run: Rc<RunState>,
    workbench: Workbench,
}

/// The journal of a run that was transferred.
#[component]
fn Journal(props: &JournalProps) -> Html {
    html! {
        <section class="rc-panel" aria-labelledby="journal-title">
            <h2 id="journal-title" class="pf-v6-c-title pf-m-lg">{ "Its journal" }</h2>
            <p>{ "Save it, and choose it under Runs on the other computer, where its rows are reviewed first. Chosen here, the run comes back \
                  here. Do not go on with it on two computers." }</p>
            <div class="rc-buttons">
                <SaveJournal
                    variant={ButtonVariant::Primary}
                    run={props.run.run.clone()}
                    organization={props.run.organization.clone()}
                    workbench={props.workbench.clone()}
                    from_elsewhere={props.run.from_elsewhere}
                />
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DiedProps {
    why: String,
    run: Rc<RunState>,
    runner: Runner,
}

/// Honest: what was sent was sent.
#[component]
fn Died(props: &DiedProps) -> Html {
    html! {
        <div role="alert">
            <Alert inline=true r#type={AlertType::Danger} title="The part of this page that carries out the run has stopped.">
                <p>
                    { format!("At least {} had been done, and all that was sent is in the run’s journal. Take the run up from it: \
                        calls that were under way are settled by reading their accounts.", format::rows(props.run.done)) }
                </p>
                <p class="rc-buttons">
                    <TakeUp run={props.run.clone()} runner={props.runner.clone()} />
                </p>
                <details class="rc-details">
                    <summary>{ "What it said last" }</summary>
                    <pre>{ &props.why }</pre>
                </details>
            </Alert>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TakeUpProps {
    run: Rc<RunState>,
    runner: Runner,
}

/// Opens the run from its journal, to go on with it.
#[component]
fn TakeUp(props: &TakeUpProps) -> Html {
    let take_up = {
        let (runner, run) = (props.runner.clone(), props.run.run.clone());
        Callback::from(move |_| runner.open(run.clone(), Callback::noop()))
    };
    html!(<Button variant={ButtonVariant::Primary} label="Take the run up again" onclick={take_up} />)
}

/// A new key for a run whose key died.
#[component]
fn NewKey(props: &Props) -> Html {
    let Props {
        run,
        workbench,
        runner,
        ..
    } = props;
    let connect = {
        let (workbench, runner) = (workbench.link.clone(), runner.clone());
        Callback::from(move |asked: Connect| runner.new_key(&workbench, asked))
    };
    let via = match props.runs.find(&run.run).map(|kept| &kept.place) {
        Some(RunPlace::At { via }) => Some(AttrValue::from(via.clone())),
        _ => None,
    };
    html! {
        <section class="rc-panel" aria-labelledby="new-key-title">
            <h2 id="new-key-title" class="pf-v6-c-title pf-m-lg">{ "Give it a new key" }</h2>
            <WhatItDoes run={run.clone()} />
            <p>{ format!("Make a key in {} ({}).", run.organization_name, run.organization) }</p>
            <ConnectForm
                label="Connect with this key and go on"
                problem={None::<rollcall_protocol::Problem>}
                is_busy={runner.known().is_taking_up}
                on_connect={connect}
                organization={Some(AttrValue::from(run.organization.clone()))}
                {via}
            />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RunProps {
    run: Rc<RunState>,
}

#[derive(Properties, PartialEq)]
struct BarProps {
    run: Rc<RunState>,
    is_moving: bool,
}

#[component]
fn Bar(props: &BarProps) -> Html {
    let run = &props.run;
    let variant = match run.phase {
        RunPhase::Done => ProgressVariant::Success,
        RunPhase::Stopped | RunPhase::Broken | RunPhase::Interrupted => ProgressVariant::Warning,
        _ => ProgressVariant::Default,
    };
    let description = match &run.in_hand {
        Some(who) => format!("Now: {who}"),
        None => "Rows done".to_owned(),
    };
    let value_text = format!(
        "{} of {} ({} %)",
        format::count(run.done),
        format::count(run.rows),
        format::percent(run.done, run.rows)
    );
    html! {
        <div class="rc-run-bar">
            <Progress
                id="run"
                {description}
                value={f64::from(run.done)}
                range={0.0..f64::from(run.rows.max(1))}
                {value_text}
                {variant}
                size={ProgressSize::Large}
            />
            <p class="rc-subtle rc-run-bar__rate">
                if props.is_moving && run.waiting.is_none() && run.rate > 0.0 {
                    { format!("{:.1} rows a second", run.rate) }
                    if let Some(seconds) = run.seconds_left {
                        { format!(", about {} left", format::duration(seconds)) }
                    }
                }
            </p>
        </div>
    }
}

#[component]
fn Outcomes(props: &RunProps) -> Html {
    html! {
        <ul class="rc-outcomes" aria-label="Outcomes">
            { for props.run.counts.iter().map(|(key, title, rows)| html! {
                <li key={key.clone()} class={classes!("rc-outcome", format!("rc-outcome--{key}"), (*rows == 0).then_some("rc-outcome--none"))}>
                    <span class="rc-outcome__number">{ format::count(*rows) }</span>{ " " }
                    <span class="rc-outcome__title">{ title }</span>
                </li>
            }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct WaitingAlertProps {
    waiting: Waiting,
    runner: Runner,
}

#[component]
fn WaitingAlert(props: &WaitingAlertProps) -> Html {
    let now = use_state(js_sys::Date::now);
    {
        let now = now.setter();
        use_effect_with((), move |()| {
            let second = Interval::new(1_000, move || now.set(js_sys::Date::now()));
            move || drop(second)
        });
    }
    let left = (props.waiting.until as f64 - *now) / 1_000.0;
    let try_now = {
        let runner = props.runner.clone();
        Callback::from(move |_| runner.command(RunCommand::GoOn))
    };
    html! {
        <Alert inline=true r#type={AlertType::Info} title={props.waiting.why.clone()}>
            <p>
                { if left > 0.0 { format!("Going on by itself in {}. ", format::duration(left)) } else { "Going on now. ".to_owned() } }
                <Button variant={ButtonVariant::InlineLink} label="Try now" onclick={try_now} />
            </p>
        </Alert>
    }
}
