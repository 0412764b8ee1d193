//! Connecting: organization, key, and the way to Atlassian.

use patternfly_yew::prelude::*;
use rollcall_protocol::{Connect, Problem, Via};
use yew::prelude::*;

use crate::origin::facts::is_this_computer;

use super::{Field, OriginWarning, ProblemAlert, use_origin_warning};

/// Where the documents have a proxy listen, and where `cargo xtask start` does.
const PROXY: &str = "http://127.0.0.1:7655";

#[derive(Properties, PartialEq)]
pub(crate) struct ConnectFormProps {
    /// What the button says.
    pub(crate) label: AttrValue,
    pub(crate) problem: Option<Problem>,
    pub(crate) is_busy: bool,
    pub(crate) on_connect: Callback<Connect>,
    /// The id of the organization, where only one will do.
    #[prop_or_default]
    pub(crate) organization: Option<AttrValue>,
    /// "directly", or the address of a proxy: the way that was taken before.
    #[prop_or_default]
    pub(crate) via: Option<AttrValue>,
}

/// The page's own origin, where it is served from this computer: then a Rollcall proxy is the likeliest server.
fn local_origin() -> Option<String> {
    let location = web_sys::window()?.location();
    let host = location.hostname().ok()?;
    is_this_computer(&host).then(|| location.origin().ok())?
}

#[component]
pub(crate) fn ConnectForm(props: &ConnectFormProps) -> Html {
    let organization = use_state(|| {
        let only = props.organization.as_ref();
        only.map(ToString::to_string).unwrap_or_default()
    });
    let key = use_state(String::new);
    let warning = use_origin_warning();
    let proxy = use_memo((), |()| match &props.via {
        Some(via) => via.starts_with("http").then(|| via.to_string()),
        None => local_origin(),
    });
    let via_proxy = {
        let via_proxy = proxy.is_some();
        use_state(move || via_proxy)
    };
    let address = {
        let proxy = (*proxy).clone();
        use_state(move || proxy.unwrap_or_else(|| PROXY.to_owned()))
    };
    let is_busy = props.is_busy;

    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text: String| state.set(text))
    };
    let choose = |proxy: bool| {
        let via_proxy = via_proxy.setter();
        Callback::from(move |()| via_proxy.set(proxy))
    };
    let onsubmit = {
        let on_connect = props.on_connect.clone();
        let (organization, key, via_proxy, address) = (
            organization.clone(),
            key.clone(),
            via_proxy.clone(),
            address.clone(),
        );
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let via = if *via_proxy {
                Via::Proxy {
                    address: address.trim().trim_end_matches('/').to_owned(),
                }
            } else {
                Via::Direct
            };
            on_connect.emit(Connect {
                organization: organization.trim().to_owned(),
                key: (*key).clone(),
                via,
            });
            // From here on only the worker has it.
            key.set(String::new());
        })
    };
    if warning.as_ref().is_some_and(|warning| !warning.takes_key) {
        return html!(<OriginWarning {warning} />);
    }
    html! {
        <Form {onsubmit}>
            <ProblemAlert problem={props.problem.clone()} />
            if props.organization.is_none() {
                <Field
                    id="organization"
                    label="Organization id"
                    hint={html!(<>{ "In the address of " }<strong>{ "admin.atlassian.com" }</strong>{ ", behind " }<code>{ "/o/" }</code>{ "." }</>)}
                >
                    <TextInput
                        id="organization"
                        name="organization"
                        autocomplete="off"
                        value={(*organization).clone()}
                        onchange={set(&organization)}
                    />
                </Field>
            }
            <OriginWarning {warning} />
            <Field
                id="key"
                label="API key"
                hint={html!(<>
                    { "Organization settings, API keys. Create it " }<strong>{ "without scopes" }</strong>
                    { ": Atlassian refuses a key with scopes for these changes. It stays in the memory of this tab, and nowhere else." }
                </>)}
            >
                <TextInput
                    id="key"
                    r#type={TextInputType::Password}
                    autocomplete="off"
                    value={(*key).clone()}
                    onchange={set(&key)}
                />
            </Field>
            <fieldset class="rc-fieldset">
                <legend class="pf-v6-c-form__label-text">{ "The way to Atlassian" }</legend>
                <Radio id="via-proxy" name="via" checked={*via_proxy} onchange={choose(true)}>
                    { "Through a Rollcall proxy" }
                </Radio>
                <Radio id="via-direct" name="via" checked={!*via_proxy} onchange={choose(false)}>
                    { "Directly from this browser" }
                </Radio>
            </fieldset>
            if *via_proxy {
                <Field
                    id="proxy"
                    label="Address of the proxy"
                    hint={html!("Atlassian does not answer the pages of other sites. The proxy on your own computer passes the calls on.")}
                >
                    <TextInput
                        id="proxy"
                        inputmode="url"
                        autocomplete="off"
                        value={(*address).clone()}
                        onchange={set(&address)}
                    />
                </Field>
            }
            <div>
                <Button
                    r#type={ButtonType::Submit}
                    variant={ButtonVariant::Primary}
                    label={props.label.to_string()}
                    disabled={is_busy || organization.trim().is_empty() || key.is_empty()}
                />
            </div>
        </Form>
    }
}
