//! The run: the plan, then the run itself.

mod canary;
mod controls;
mod going;
mod interrupted;
mod plan;
mod texts;
mod traffic;

use patternfly_yew::prelude::*;
use yew::prelude::*;

use crate::{
    state::{runner::Runner, runs::Runs, step::Step, workbench::Workbench},
    widgets::ProblemAlert,
};
use going::Going;
use plan::Plan;
pub(crate) use texts::{BROKE_OFF, phase_title, proven, run_title};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) runner: Runner,
    pub(crate) runs: Runs,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Run(props: &Props) -> Html {
    let known = props.runner.known();
    match &known.state {
        Some(run) if !known.plans_next => html! {
            <Going
                run={run.clone()}
                workbench={props.workbench.clone()}
                runner={props.runner.clone()}
                runs={props.runs.clone()}
                go={props.go.clone()}
            />
        },
        _ => html! {
            if let Some(state) = props.workbench.state() {
                <Plan
                    defaults={state.plan_defaults.clone()}
                    workbench={props.workbench.clone()}
                    runner={props.runner.clone()}
                    go={props.go.clone()}
                >
                    <ProblemAlert problem={known.problem.clone()} />
                    // What became of an earlier run stands with that one.
                    if let Some(why) = known.died.as_ref().filter(|_| known.state.is_none()) {
                        <Alert inline=true r#type={AlertType::Danger} title="The run could not begin. Nothing was sent.">
                            <p>{ why }</p>
                        </Alert>
                    }
                </Plan>
            }
        },
    }
}
