//! A problem, in the words that came with it.

use patternfly_yew::prelude::*;
use rollcall_protocol::Problem;
use yew::prelude::*;

use super::nothing;

#[derive(Properties, PartialEq)]
pub(crate) struct ProblemAlertProps {
    pub(crate) problem: Option<Problem>,
    #[prop_or(AlertType::Danger)]
    pub(crate) r#type: AlertType,
    /// What can be done about it, beyond the hint.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// Read out as soon as it is there. Draws nothing without a problem.
#[component]
pub(crate) fn ProblemAlert(props: &ProblemAlertProps) -> Html {
    let Some(problem) = &props.problem else {
        return nothing();
    };
    html! {
        <div role="alert" class="rc-problem" data-code={problem.code.clone()}>
            <Alert inline=true r#type={props.r#type} title={problem.what.clone()}>
                if !problem.hint.is_empty() {
                    <p>{ &problem.hint }</p>
                }
                if let Some(detail) = &problem.detail {
                    <details class="rc-details">
                        <summary>{ "In the words that came back" }</summary>
                        <pre>{ detail }</pre>
                    </details>
                }
                { props.children.clone() }
            </Alert>
        </div>
    }
}
