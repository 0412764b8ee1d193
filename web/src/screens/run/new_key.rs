//! A new key for a run whose key died: the desk connects with it to the same organization, and the run goes on.

use patternfly_yew::prelude::*;
use rollcall_protocol::{Connect, Connection, Via};
use yew::prelude::*;

use crate::{
    state::{desk::Desk, runner::Runner},
    widgets::Field,
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) desk: Desk,
    pub(crate) runner: Runner,
}

#[component]
pub(crate) fn NewKey(props: &Props) -> Html {
    let key = use_state_eq(String::new);
    let connection = props.desk.state().map(|state| state.connection.clone());
    let Some(Connection::Live {
        organization, via, ..
    }) = connection
    else {
        return html!();
    };
    let on_key = {
        let key = key.setter();
        Callback::from(move |typed: String| key.set(typed))
    };
    let onsubmit = {
        let (desk, runner, key) = (props.desk.link.clone(), props.runner.clone(), key.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let via = if via.starts_with("http") {
                Via::Proxy { address: via.clone() }
            } else {
                Via::Direct
            };
            let connect = Connect {
                organization: organization.clone(),
                key: (*key).clone(),
                via,
            };
            runner.new_key(&desk, connect);
            // From here on only the worker has it.
            key.set(String::new());
        })
    };
    html! {
        <form class="rc-new-key" {onsubmit}>
            <Field id="new-key" label="New API key" hint={html!("It stays in the memory of this tab.")}>
                <TextInput
                    id="new-key"
                    r#type={TextInputType::Password}
                    autocomplete="off"
                    value={(*key).clone()}
                    onchange={on_key}
                />
            </Field>
            <Button
                r#type={ButtonType::Submit}
                variant={ButtonVariant::Primary}
                label="Connect with this key and go on"
                disabled={key.is_empty()}
            />
        </form>
    }
}
