//! The three doors.

use patternfly_yew::prelude::*;
use rollcall_protocol::{Connect, Connection, Via};
use yew::prelude::*;

use crate::{
    state::{
        desk::{Desk, Topic},
        step::Step,
    },
    widgets::{Field, ProblemAlert, StepHeading},
};

/// Where a proxy listens unless it was told otherwise.
const PROXY: &str = "http://127.0.0.1:8484";

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) desk: Desk,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Organization(props: &Props) -> Html {
    let desk = &props.desk;
    let connection = desk
        .state()
        .map_or(Connection::Closed, |state| state.connection.clone());
    let is_busy = desk.known().busy.is_some();
    let try_sandbox = {
        let desk = desk.link.clone();
        Callback::from(move |_| desk.try_sandbox())
    };
    let check_only = {
        let desk = desk.link.clone();
        Callback::from(move |_| desk.check_only())
    };
    html! {
        <>
            <StepHeading
                title="Which organization?"
                lead={html!("Change the e-mail addresses of many accounts from one file. Nothing is changed before you have seen it and said so.")}
            />
            <OpenDoor {connection} desk={desk.clone()} go={props.go.clone()} />
            <div class="rc-doors">
                <Card class="rc-door" full_height=true>
                    <CardTitle component="h2">{ "Try the sandbox organization" }</CardTitle>
                    <CardBody>
                        <p>{ "A made-up organization inside this page. It answers like Atlassian, refusals included. \
                              No network, no key; you cannot break anything." }</p>
                        <p class="rc-subtle">{ "An example file is there as well." }</p>
                    </CardBody>
                    <CardFooter>
                        <Button
                            variant={ButtonVariant::Primary}
                            label="Try the sandbox organization"
                            disabled={is_busy}
                            onclick={try_sandbox}
                        />
                    </CardFooter>
                </Card>
                <Card class="rc-door" full_height=true>
                    <CardTitle component="h2">{ "Check a file without connecting" }</CardTitle>
                    <CardBody>
                        <p>{ "See what is wrong with a file before you touch the organization. The file stays in this browser." }</p>
                        <p class="rc-subtle">{ "With an export from Atlassian beside it, the check knows your accounts too." }</p>
                    </CardBody>
                    <CardFooter>
                        <Button
                            variant={ButtonVariant::Secondary}
                            label="Check a file without connecting"
                            disabled={is_busy}
                            onclick={check_only}
                        />
                    </CardFooter>
                </Card>
                <Card class="rc-door rc-door--connect" full_height=true>
                    <CardTitle component="h2">{ "Connect your organization" }</CardTitle>
                    <CardBody>
                        <ConnectForm desk={desk.clone()} />
                    </CardBody>
                </Card>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OpenDoorProps {
    connection: Connection,
    desk: Desk,
    go: Callback<Step>,
}

/// Which door is open now, and the ways on.
#[component]
fn OpenDoor(props: &OpenDoorProps) -> Html {
    let (title, text) = match &props.connection {
        Connection::Closed => return html!(),
        Connection::CheckOnly => ("You are checking without a connection.".to_owned(), String::new()),
        Connection::Sandbox { name, organization } => (
            format!("You are in the sandbox organization {name}."),
            format!("Organization id {organization}."),
        ),
        Connection::Live {
            name,
            organization,
            via,
            sandbox,
        } => (
            if *sandbox {
                format!("You are connected to the sandbox server of {name}. Nothing real can change there.")
            } else {
                format!("You are connected to {name}.")
            },
            format!("Organization id {organization}, {via}."),
        ),
    };
    let go_on = props.go.reform(|_| Step::File);
    let leave = {
        let desk = props.desk.link.clone();
        Callback::from(move |_| desk.disconnect())
    };
    html! {
        <Alert inline=true r#type={AlertType::Info} {title}>
            <p>{ text }</p>
            <p class="rc-buttons">
                <Button variant={ButtonVariant::Primary} label="Go on to the file" onclick={go_on} />
                <Button variant={ButtonVariant::Link} label="Leave this organization" onclick={leave} />
            </p>
        </Alert>
    }
}

#[derive(Properties, PartialEq)]
struct ConnectFormProps {
    desk: Desk,
}

/// The page's own origin, where it is served from this computer: then a Rollcall proxy is the likeliest server.
fn local_origin() -> Option<String> {
    let location = web_sys::window()?.location();
    let host = location.hostname().ok()?;
    let is_local = matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]");
    is_local.then(|| location.origin().ok())?
}

#[component]
fn ConnectForm(props: &ConnectFormProps) -> Html {
    let organization = use_state(String::new);
    let key = use_state(String::new);
    let local = use_memo((), |()| local_origin());
    let via_proxy = {
        let local = local.is_some();
        use_state(move || local)
    };
    let address = {
        let local = (*local).clone();
        use_state(move || local.unwrap_or_else(|| PROXY.to_owned()))
    };
    let is_busy = props.desk.known().busy.is_some();

    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text: String| state.set(text))
    };
    let choose = |proxy: bool| {
        let via_proxy = via_proxy.setter();
        Callback::from(move |()| via_proxy.set(proxy))
    };
    let onsubmit = {
        let desk = props.desk.link.clone();
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
            desk.connect(Connect {
                organization: organization.trim().to_owned(),
                key: (*key).clone(),
                via,
            });
            // From here on only the worker has it.
            key.set(String::new());
        })
    };
    html! {
        <Form {onsubmit}>
            <ProblemAlert problem={props.desk.problem(Topic::Door).cloned()} />
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
                    hint={html!("Atlassian answers few browsers directly; the proxy on your own computer passes the calls on.")}
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
                    label="Connect"
                    disabled={is_busy || organization.trim().is_empty() || key.is_empty()}
                />
            </div>
        </Form>
    }
}
