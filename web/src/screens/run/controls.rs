//! What can be said to a run just now.

use std::rc::Rc;

use patternfly_yew::prelude::*;
use rollcall_protocol::{Ending, RunCommand, RunPhase, RunState};
use yew::prelude::*;

use crate::{format, state::runner::Runner, widgets::nothing};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) run: Rc<RunState>,
    pub(crate) runner: Runner,
}

#[component]
pub(crate) fn Controls(props: &Props) -> Html {
    let run = &props.run;
    let button = |variant, icon: Icon, label: String, command: RunCommand| {
        let runner = props.runner.clone();
        let onclick = Callback::from(move |_| runner.command(command));
        html!(<Button {variant} {icon} {label} {onclick} />)
    };
    match run.ending {
        Some(Ending::Stop) => {
            return html!(<EndAtOnce run={run.clone()} runner={props.runner.clone()} />);
        }
        Some(Ending::StopAtOnce | Ending::Transfer) => return nothing(),
        None => {}
    }
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
        RunPhase::Done
        | RunPhase::Stopped
        | RunPhase::Transferred
        | RunPhase::Broken
        | RunPhase::Interrupted
        | RunPhase::Elsewhere => return nothing(),
    };
    html! {
        <div class="rc-buttons" role="group" aria-label="The run">{ controls }</div>
    }
}

/// A stop waits for what would otherwise be left open. Who cannot wait is told what that is.
#[component]
fn EndAtOnce(props: &Props) -> Html {
    let asks = use_state_eq(|| false);
    let ask = |is_asked: bool| {
        let asks = asks.setter();
        Callback::from(move |_| asks.set(is_asked))
    };
    let end = {
        let (asks, runner) = (asks.setter(), props.runner.clone());
        Callback::from(move |_| {
            asks.set(false);
            runner.command(RunCommand::Stop);
        })
    };
    if !*asks {
        return html! {
            <div class="rc-buttons" role="group" aria-label="The run">
                <Button variant={ButtonVariant::DangerSecondary} icon={Icon::TimesCircle} label="End at once …" onclick={ask(true)} />
            </div>
        };
    }
    let what = match &props.run.parked {
        Some(parked) => format!(
            "{} keeps the temporary address {} until somebody gives that account its own. The result and the undo file name it.",
            parked.who, parked.temporary
        ),
        None => "What is in doubt stays in doubt, and what was changed is not read back.".to_owned(),
    };
    html! {
        <div role="group" aria-label="End the run at once?">
            <p>{ what }</p>
            <div class="rc-buttons">
                <Button variant={ButtonVariant::Danger} label="End it at once" onclick={end} />
                <Button variant={ButtonVariant::Link} label="Let it come to its end" onclick={ask(false)} />
            </div>
        </div>
    }
}
