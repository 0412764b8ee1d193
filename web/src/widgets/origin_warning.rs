//! What is said beside a key field where the page does not have its origin to itself.

use patternfly_yew::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::nothing;
use crate::origin::{Warning, facts::Facts, warning};

/// What there is to warn of. It looks again each time that a key field is shown.
#[hook]
pub(crate) fn use_origin_warning() -> Option<Warning> {
    let known = use_state_eq(|| warning(&Facts::at_once()));
    {
        let known = known.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { known.set(warning(&Facts::all().await)) });
        });
    }
    (*known).clone()
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) warning: Option<Warning>,
}

/// Draws nothing without a warning.
#[component]
pub(crate) fn OriginWarning(props: &Props) -> Html {
    let Some(warning) = &props.warning else {
        return nothing();
    };
    let r#type = if warning.takes_key {
        AlertType::Warning
    } else {
        AlertType::Danger
    };
    html! {
        <div role="alert" class="rc-problem">
            <Alert inline=true {r#type} title={warning.title.clone()}>
                { for warning.signs.iter().map(|sign| html!(<p>{ sign }</p>)) }
                <p><strong>{ &warning.follows }</strong></p>
                <p>{ warning.hint }</p>
            </Alert>
        </div>
    }
}
