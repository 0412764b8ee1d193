//! A run that has not come to its end and that nobody carries out: what is needed to go on with it, or to give it to somebody
//! else.

use std::rc::Rc;

use patternfly_yew::prelude::*;
use rollcall_protocol::{Connect, ConnectionState, KeptRunState, RunCommand, RunPlace, RunState};
use yew::prelude::*;

use crate::{
    format,
    screens::result::ResultTable,
    state::{runner::Runner, workbench::Workbench},
    widgets::ConnectForm,
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) run: Rc<RunState>,
    pub(crate) kept: KeptRunState,
    pub(crate) workbench: Workbench,
    pub(crate) runner: Runner,
}

#[component]
pub(crate) fn Interrupted(props: &Props) -> Html {
    let Props {
        run,
        kept,
        workbench,
        runner,
    } = props;
    if kept.place == (RunPlace::InPage { is_gone: true }) {
        return html! {
            <Alert inline=true r#type={AlertType::Info} title="The sandbox organization of this run ended with the page that it was in.">
                { "The run can be looked at, and deleted under Runs. Nothing real was changed by it." }
            </Alert>
        };
    }
    let is_taking_up = runner.known().is_taking_up;
    let is_there = match workbench.state().map(|state| &state.connection) {
        Some(ConnectionState::Live { organization, .. }) => *organization == kept.organization,
        Some(ConnectionState::Sandbox { .. }) => kept.place == RunPlace::InPage { is_gone: false },
        _ => false,
    };
    let go_on = {
        let (workbench, runner) = (workbench.link.clone(), runner.clone());
        Callback::from(move |_| runner.resume(&workbench, None))
    };
    let connect = {
        let (workbench, runner) = (workbench.link.clone(), runner.clone());
        Callback::from(move |asked: Connect| runner.resume(&workbench, Some(asked)))
    };
    let via = match &kept.place {
        RunPlace::At { via } => Some(AttrValue::from(via.clone())),
        RunPlace::InPage { .. } | RunPlace::Unknown => None,
    };
    html! {
        <section class="rc-panel" aria-labelledby="go-on-title">
            <h2 id="go-on-title" class="pf-v6-c-title pf-m-lg">{ "Go on with it" }</h2>
            <WhatItDoes run={run.clone()} />
            <details class="rc-details">
                <summary>{ "Look through the rows" }</summary>
                <ResultTable run_counts={run.counts.clone()} rows={run.rows} runner={runner.clone()} can_be_asked=true />
            </details>
            <p>
                { "Calls that were under way when it broke off are settled first, by reading their accounts; accounts are read again \
                   before anything is sent. No change is sent again before its account has been read." }
            </p>
            if is_there {
                <p>{ format!("You are connected to {}.", kept.organization_name) }</p>
                <div class="rc-buttons">
                    <Button
                        variant={ButtonVariant::Primary}
                        icon={Icon::Play}
                        label="Go on with this run"
                        disabled={is_taking_up}
                        onclick={go_on}
                    />
                </div>
            } else {
                <p>
                    { "It needs an API key of " }<strong>{ &kept.organization_name }</strong>
                    { format!(" ({}) once more: the key is never kept.", kept.organization) }
                </p>
                <ConnectForm
                    label="Connect and go on with this run"
                    problem={None::<rollcall_protocol::Problem>}
                    is_busy={is_taking_up || workbench.known().busy.is_some()}
                    on_connect={connect}
                    organization={Some(AttrValue::from(kept.organization.clone()))}
                    {via}
                />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct WhatItDoesProps {
    pub(crate) run: Rc<RunState>,
}

/// What going on means: which action, where, to how many. It stands wherever a key is asked for.
#[component]
pub(crate) fn WhatItDoes(props: &WhatItDoesProps) -> Html {
    let run = &props.run;
    let rest = if run.to_do.is_empty() {
        "Every row has its outcome; what was changed is read back.".to_owned()
    } else {
        format!("Still to come: {}.", run.to_do)
    };
    html! {
        <p>
            <strong>{ &run.action_title }</strong>
            { format!(" in {} ({}): {} of {} are done. {rest}", run.organization_name, run.organization,
                format::count(run.done), format::rows(run.rows)) }
        </p>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct HandOverProps {
    pub(crate) runner: Runner,
    /// Whether calls go out, which end first.
    pub(crate) is_under_way: bool,
}

/// Transfers a run that is not over.
#[component]
pub(crate) fn Transfer(props: &HandOverProps) -> Html {
    let asks = use_state_eq(|| false);
    let ask = |is_asked: bool| {
        let asks = asks.setter();
        Callback::from(move |_| asks.set(is_asked))
    };
    let transfer = {
        let (asks, runner) = (asks.setter(), props.runner.clone());
        Callback::from(move |_| {
            asks.set(false);
            runner.command(RunCommand::Transfer);
        })
    };
    html! {
        <details class="rc-details rc-hand-over">
            <summary>{ "Go on with it on another computer" }</summary>
            if *asks {
                <div role="group" aria-label="Hand the run over?">
                    <p>
                        if props.is_under_way {
                            { "What is under way ends; then the run is closed here. " }
                        }
                        { "Only whoever takes its journal in can go on with it." }
                    </p>
                    <div class="rc-buttons">
                        <Button variant={ButtonVariant::Warning} label="Hand it over" onclick={transfer} />
                        <Button variant={ButtonVariant::Link} label="Keep it here" onclick={ask(false)} />
                    </div>
                </div>
            } else {
                <p>{ "Closes the run here and gives you its journal as a file. It holds names and addresses, and no key." }</p>
                <div class="rc-buttons">
                    <Button variant={ButtonVariant::Secondary} label="Hand the run over …" onclick={ask(true)} />
                </div>
            }
        </details>
    }
}
