//! A run under way, or over.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use patternfly_yew::prelude::*;
use rollcall_protocol::{Download, Proven, RunCommand, RunPhase, RunState, Waiting};
use yew::prelude::*;

use super::{
    canary::Canary,
    interrupted::{HandOver, Interrupted},
    new_key::NewKey,
    traffic::Traffic,
};
use crate::{
    format,
    state::{desk::Desk, runner::Runner, runs::Runs, step::Step},
    widgets::{ProblemAlert, SaveButton, Saving, StepHeading},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) run: Rc<RunState>,
    pub(crate) desk: Desk,
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
    let title = if died.is_some() {
        "The run broke off"
    } else {
        phase_title(run.phase)
    };
    html! {
        <>
            <StepHeading {title} lead={html!(lead(run, died.is_some()))} />
            if let Some(why) = died {
                <Died why={why.clone()} run={run.clone()} runner={props.runner.clone()} />
            }
            <ProblemAlert problem={run.problem.clone()} r#type={AlertType::Warning} />
            <ProblemAlert problem={props.runner.known().problem.clone()} />
            if run.phase == RunPhase::Paused && run.problem.as_ref().is_some_and(|problem| problem.code == "run-key") {
                <NewKey desk={props.desk.clone()} runner={props.runner.clone()} />
            }
            if run.phase == RunPhase::Interrupted && died.is_none() {
                if let Some(kept) = props.runs.find(&run.run) {
                    <Interrupted kept={kept.clone()} desk={props.desk.clone()} runner={props.runner.clone()} />
                }
            }
            if run.phase == RunPhase::HandedOver && died.is_none() {
                <Journal runner={props.runner.clone()} />
            }
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
            if died.is_none() && (!is_over || run.phase == RunPhase::Interrupted) {
                <HandOver runner={props.runner.clone()} is_under_way={!is_over} />
            }
            if !is_over && props.runner.known().is_lasting == Some(false) {
                <p class="rc-subtle">
                    { "The run is journaled in this browser. The browser has not promised to keep the journal should the disk get                        full; do not clear its data before the run is over." }
                </p>
            }
            if is_over {
                <div class="rc-buttons">
                    <Button
                        variant={if run.phase == RunPhase::Interrupted { ButtonVariant::Secondary } else { ButtonVariant::Primary }}
                        label="See the result"
                        onclick={props.go.reform(|_| Step::Result)}
                    />
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

fn is_read_back(run: &RunState) -> bool {
    run.phase == RunPhase::CanaryDone || run.canary.iter().any(|row| row.read_back.is_some())
}

/// The phase, as the heading says it.
pub(crate) fn phase_title(phase: RunPhase) -> &'static str {
    match phase {
        RunPhase::Ready => "Ready to run",
        RunPhase::Running => "Running",
        RunPhase::Proving => "Reading back",
        RunPhase::CanaryDone => "The canary batch is done",
        RunPhase::BatchDone => "A batch is done",
        RunPhase::Paused => "Paused",
        RunPhase::Done => "Done",
        RunPhase::Stopped => "Stopped",
        RunPhase::HandedOver => "Handed over",
        RunPhase::Interrupted => "Interrupted",
    }
}

fn lead(run: &RunState, has_died: bool) -> String {
    let batch = format!(
        "Batch {} of {}.",
        format::count(run.batch),
        format::count(run.batches)
    );
    if has_died {
        return format!(
            "{} of {} had an outcome by then.",
            format::count(run.done),
            format::rows(run.rows)
        );
    }
    match run.phase {
        RunPhase::CanaryDone => "Look at what became of these few. Then go on, or stop.".to_owned(),
        RunPhase::BatchDone => format!("Next: {}.", format::rows(run.next_rows)),
        RunPhase::Running => batch,
        RunPhase::Paused => format!("{batch} Nothing is sent now."),
        RunPhase::Ready => "Nothing has been sent.".to_owned(),
        RunPhase::Done => format!("Every row has an outcome. {}", proven(run)),
        RunPhase::Stopped => "Rows not sent stay as they were.".to_owned(),
        RunPhase::Proving => format!(
            "Every account that was changed is read once more: {} of {} so far.",
            format::count(run.proven.verified + run.proven.instead + run.proven.unread),
            format::rows(run.done)
        ),
        RunPhase::HandedOver => {
            "Whoever takes its journal in goes on with it; nothing more is sent from here.".to_owned()
        }
        RunPhase::Interrupted => format!(
            "{}: {} of {} have an outcome. Nothing is sent until you go on with it.",
            run.file,
            format::count(run.done),
            format::rows(run.rows)
        ),
    }
}

/// What reading back has shown, in a sentence.
pub(crate) fn proven(run: &RunState) -> String {
    let Proven {
        verified,
        instead,
        unread,
    } = run.proven;
    let mut parts = vec![format!("Read back: {} verified", format::count(verified))];
    if instead > 0 {
        parts.push(format!("{} not as planned", format::count(instead)));
    }
    if unread > 0 {
        parts.push(format!("{} could not be read", format::count(unread)));
    }
    parts.join(", ") + "."
}

#[derive(Properties, PartialEq)]
struct JournalProps {
    runner: Runner,
}

/// The journal of a run that was handed over.
#[component]
fn Journal(props: &JournalProps) -> Html {
    let save = {
        let runner = props.runner.clone();
        Callback::from(move |()| {
            let runner = runner.clone();
            Box::pin(async move { runner.download(Download::Journal).await }) as Saving
        })
    };
    html! {
        <section class="rc-panel" aria-labelledby="journal-title">
            <h2 id="journal-title" class="pf-v6-c-title pf-m-lg">{ "Its journal" }</h2>
            <p>{ "Save it, and take it in under Runs on the other computer. Taken in here, the run comes back here. \
                  Do not take it in on two computers: both would go on with it." }</p>
            <div class="rc-buttons">
                <SaveButton variant={ButtonVariant::Primary} label="Save the journal" make={save} />
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
    let take_up = {
        let (runner, run) = (props.runner.clone(), props.run.run.clone());
        Callback::from(move |_| runner.open(run.clone(), Callback::noop()))
    };
    html! {
        <div role="alert">
            <Alert inline=true r#type={AlertType::Danger} title="The part of this page that carries out the run has stopped.">
                <p>
                    { format!("At least {} had been done, and all that was sent is in the run’s journal. Take the run up from it: \
                        calls that were under way are settled by reading their accounts.", format::rows(props.run.done)) }
                </p>
                <p class="rc-buttons">
                    <Button variant={ButtonVariant::Primary} label="Take the run up again" onclick={take_up} />
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
        RunPhase::Stopped | RunPhase::Interrupted => ProgressVariant::Warning,
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

#[derive(Properties, PartialEq)]
struct ControlsProps {
    run: Rc<RunState>,
    runner: Runner,
}

/// What can be said to the run just now.
#[component]
fn Controls(props: &ControlsProps) -> Html {
    let run = &props.run;
    let button = |variant, icon: Icon, label: String, command: RunCommand| {
        let runner = props.runner.clone();
        let onclick = Callback::from(move |_| runner.command(command));
        html!(<Button {variant} {icon} {label} {onclick} />)
    };
    let stop = button(
        ButtonVariant::DangerSecondary,
        Icon::TimesCircle,
        "Stop the run".to_owned(),
        RunCommand::Stop,
    );
    let next = || format!("Go on with {}", format::rows(run.next_rows));
    let controls = match run.phase {
        RunPhase::Ready => html! {
            <>{ button(ButtonVariant::Primary, Icon::Play, "Begin".to_owned(), RunCommand::Begin) }{ stop }</>
        },
        RunPhase::Running | RunPhase::Proving => html! {
            <>{ button(ButtonVariant::Secondary, Icon::Pause, "Pause".to_owned(), RunCommand::Pause) }{ stop }</>
        },
        RunPhase::CanaryDone | RunPhase::BatchDone => html! {
            <>
                { button(ButtonVariant::Primary, Icon::Play, next(), RunCommand::NextBatch) }
                { button(ButtonVariant::Secondary, Icon::Play, "Go on, and do not ask again".to_owned(), RunCommand::AllBatches) }
                { stop }
            </>
        },
        RunPhase::Paused => html! {
            <>{ button(ButtonVariant::Primary, Icon::Play, "Go on".to_owned(), RunCommand::GoOn) }{ stop }</>
        },
        RunPhase::Done | RunPhase::Stopped | RunPhase::HandedOver | RunPhase::Interrupted => return html!(),
    };
    html! {
        <div class="rc-buttons" role="group" aria-label="The run">{ controls }</div>
    }
}
