//! The run: the plan, then the run itself.

mod canary;
mod going;
mod plan;

use patternfly_yew::prelude::*;
use yew::prelude::*;

use crate::{
    state::{desk::Desk, runner::Runner, step::Step},
    widgets::ProblemAlert,
};
use going::Going;
pub(crate) use going::phase_title;
use plan::Plan;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) desk: Desk,
    pub(crate) runner: Runner,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Run(props: &Props) -> Html {
    let known = props.runner.known();
    // A run that is over stays on show until the next one is planned: its way on is the result.
    let wants_new = use_state_eq(|| false);
    let is_over = known.has_result();
    let plan_next = {
        let wants_new = wants_new.setter();
        Callback::from(move |()| wants_new.set(true))
    };
    {
        let wants_new = wants_new.setter();
        use_effect_with(known.is_going(), move |&is_going| {
            if is_going {
                wants_new.set(false);
            }
        });
    }
    match &known.state {
        Some(run) if !is_over || !*wants_new => html! {
            <Going
                run={run.clone()}
                runner={props.runner.clone()}
                go={props.go.clone()}
                {plan_next}
            />
        },
        _ => html! {
            <>
                <Plan desk={props.desk.clone()} runner={props.runner.clone()} go={props.go.clone()}>
                    <ProblemAlert problem={known.problem.clone()} />
                    if let Some(why) = &known.died {
                        <Alert inline=true r#type={AlertType::Danger} title="The run could not begin. Nothing was sent.">
                            <p>{ why }</p>
                        </Alert>
                    }
                </Plan>
            </>
        },
    }
}
