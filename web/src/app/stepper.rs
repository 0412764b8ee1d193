//! The steps at the top: where the user is, and the way back.

use patternfly_yew::prelude::*;
use yew::prelude::*;

use crate::state::step::Step;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// `None` where the page shows something beside the steps.
    pub(crate) shown: Option<Step>,
    /// For each of [`Step::ALL`], whether there is something to show.
    pub(crate) open: Vec<bool>,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Stepper(props: &Props) -> Html {
    let steps = Step::ALL.into_iter().zip(&props.open).map(|(step, &is_open)| {
        let is_current = props.shown == Some(step);
        let status = if is_current {
            ProgressStepperStepStatus::Info
        } else if props.shown.is_some_and(|shown| step < shown) && is_open {
            ProgressStepperStepStatus::Success
        } else {
            ProgressStepperStepStatus::Pending
        };
        let onclick = props.go.reform(move |_: MouseEvent| step);
        html_nested! {
            <ProgressStepperStep {status} {is_current}>
                if is_current {
                    <span class="rc-step" aria-current="step">{ step.title() }</span>
                } else {
                    <button type="button" class="rc-step" disabled={!is_open} {onclick}>{ step.title() }</button>
                }
            </ProgressStepperStep>
        }
    });
    html! {
        <nav class="rc-steps" aria-label="Steps">
            <ProgressStepper>{ for steps }</ProgressStepper>
        </nav>
    }
}
