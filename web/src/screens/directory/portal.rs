//! What it takes to ask the admin portal: a session that is pasted, or the secret of a proxy that lends one; and what such a session is.

use patternfly_yew::prelude::*;
use rollcall_protocol::{PortalKey, PortalOffer, PortalState};
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use crate::{
    state::{directory_view::DirectoryView, workbench::Link},
    widgets::{Field, OriginWarning, nothing, use_origin_warning},
};

/// Key of the listing that the public API gives in its place.
const USERS: &str = "users";
/// Key of the filter of the site.
const SITE: &str = "site";

#[derive(Clone, Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Link,
    pub(super) portal: PortalState,
    pub(super) directory_view: DirectoryView,
    pub(super) on_look: Callback<DirectoryView>,
}

/// Whether it can be read now.
pub(super) fn is_ready(portal: &PortalState) -> bool {
    portal.given || portal.offer == PortalOffer::Open
}

#[component]
pub(super) fn Portal(props: &Props) -> Html {
    let workbench = &props.workbench;
    {
        let workbench = workbench.clone();
        use_effect_with(props.portal.offer == PortalOffer::Unknown, move |&is_unknown| {
            if is_unknown {
                workbench.look_for_portal();
            }
        });
    }
    let again = {
        let workbench = workbench.clone();
        html!(<div><Button variant={ButtonVariant::Secondary} label="Look again" onclick={move |_| workbench.look_for_portal()} /></div>)
    };
    html! {
        <section class="rc-panel" aria-labelledby="portal-title">
            <h2 id="portal-title" class="pf-v6-c-title pf-m-lg">{ "Your session at the admin portal" }</h2>
            { match props.portal.offer {
                PortalOffer::Unknown => html!(<><p class="rc-subtle">{ "Asking the proxy …" }</p>{ again }</>),
                PortalOffer::NoProxy => html! {
                    <p>
                        { "The admin portal can be asked through a Rollcall proxy alone, and you are connected directly. Leave this organization, start the proxy with " }
                        <code>{ "rollcall-proxy --admin-portal" }</code>
                        { ", and connect through it." }
                    </p>
                },
                PortalOffer::Off => html! {
                    <>
                        <p>
                            { "The proxy passes nothing on to the admin portal. If it should, start it again, at the same address and with " }
                            <code>{ "--admin-portal" }</code>
                            { " added to what it was started with." }
                        </p>
                        <Caution on_look={props.on_look.clone()} />
                        { again }
                    </>
                },
                PortalOffer::Open => html! {
                    <p>{ "The sandbox organization in this page lets everybody in: nothing has to be pasted." }</p>
                },
                PortalOffer::Session | PortalOffer::Secret if props.portal.given => html!(<Given ..props.clone() />),
                PortalOffer::Session => html! {
                    <>
                        <Caution on_look={props.on_look.clone()} />
                        <HowToCopy />
                        <Give
                            key="session"
                            workbench={workbench.clone()}
                            label="Request copied as cURL, or the session alone"
                            hint="It stays in the memory of this tab, and nowhere else. Not even this field shows it."
                            button="Use this session"
                        />
                    </>
                },
                PortalOffer::Secret => html! {
                    <>
                        <p>{ "The proxy lends the session of the browser on its own computer, to whoever knows the secret that it printed at its start." }</p>
                        <Caution on_look={props.on_look.clone()} />
                        <Give
                            key="secret"
                            workbench={workbench.clone()}
                            label="Secret of the proxy"
                            hint="It stands behind “secret=” in what the proxy printed. It stays in the memory of this tab."
                            button="Use this secret"
                        />
                    </>
                },
            } }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct CautionProps {
    on_look: Callback<DirectoryView>,
}

/// What such a session is, that another listing does the same, and what can go wrong.
#[component]
fn Caution(props: &CautionProps) -> Html {
    let users = props.on_look.reform(|_| DirectoryView::at(USERS.to_owned()));
    html! {
        <>
            <p>
                { "Your browser got a session when you logged in at admin.atlassian.com. " }
                <strong>{ "Whoever has it is you" }</strong>
                { ": it can do everything that you can, in every organization of yours, until you log out there. Rollcall reads this list with it, and nothing else." }
            </p>
            <p>
                { "The public API tells the same and more, with the API key that you are connected with:" }
                <Button variant={ButtonVariant::Link} label="Read the listing “Users” instead" onclick={users} />
            </p>
            <details class="rc-details">
                <summary>{ "What can go wrong" }</summary>
                <ul class="rc-list">
                    <li>{ "The session ends when you log out, when you were idle for too long, or when your address changes. Then log in and paste the new one; what was read stays." }</li>
                    <li>{ "A session that gets into other hands cannot be narrowed, as a key can. Log out at admin.atlassian.com: that ends it." }</li>
                    <li>{ "Whatever is done with it stands under your name in the audit log." }</li>
                    <li>{ "No document describes this list. Atlassian may change it, or end it, any day." }</li>
                </ul>
            </details>
        </>
    }
}

#[component]
fn HowToCopy() -> Html {
    html! {
        <details class="rc-details">
            <summary>{ "How to copy it" }</summary>
            <ol class="rc-list">
                <li>{ "Log in at " }<strong>{ "admin.atlassian.com" }</strong>{ " with your browser." }</li>
                <li>{ "Open the developer tools with F12, choose Network, and reload the page." }</li>
                <li>{ "Right-click on a request to admin.atlassian.com, and choose Copy as cURL: for bash, cmd or PowerShell, whichever there is." }</li>
                <li>{ "Paste it here. Rollcall finds the cookie " }<code>{ "cloud.session.token" }</code>{ " in it and forgets the rest." }</li>
            </ol>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct GiveProps {
    workbench: Link,
    label: AttrValue,
    hint: AttrValue,
    button: AttrValue,
}

/// A masked field. What is pasted is taken from the clipboard, because such a field drops line breaks.
#[component]
fn Give(props: &GiveProps) -> Html {
    let text = use_state(String::new);
    let warning = use_origin_warning();
    let onchange = {
        let text = text.setter();
        Callback::from(move |written| text.set(written))
    };
    let onpaste = {
        let text = text.setter();
        Callback::from(move |event: Event| {
            let pasted = event
                .dyn_ref::<ClipboardEvent>()
                .and_then(ClipboardEvent::clipboard_data);
            if let Some(Ok(pasted)) = pasted.map(|data| data.get_data("text")) {
                event.prevent_default();
                text.set(pasted);
            }
        })
    };
    let onsubmit = {
        let (workbench, text) = (props.workbench.clone(), text.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            workbench.give_portal(PortalKey {
                text: (*text).clone(),
            });
            // From here on only the worker has it.
            text.set(String::new());
        })
    };
    if warning.as_ref().is_some_and(|warning| !warning.takes_key) {
        return html!(<OriginWarning {warning} />);
    }
    html! {
        <Form {onsubmit}>
            <OriginWarning {warning} />
            <Field id="portal-key" label={props.label.clone()} hint={html!(props.hint.clone())}>
                <div {onpaste}>
                    <TextInput
                        id="portal-key"
                        r#type={TextInputType::Password}
                        autocomplete="off"
                        value={(*text).clone()}
                        {onchange}
                    />
                </div>
            </Field>
            <div>
                <Button
                    r#type={ButtonType::Submit}
                    variant={ButtonVariant::Primary}
                    label={props.button.to_string()}
                    disabled={text.is_empty()}
                />
            </div>
        </Form>
    }
}

/// That it is there, what it came with, and the way to be rid of it.
#[component]
fn Given(props: &Props) -> Html {
    let portal = &props.portal;
    let forget = {
        let workbench = props.workbench.clone();
        Callback::from(move |_| workbench.forget_portal())
    };
    let message = if portal.offer == PortalOffer::Secret {
        "The secret of the proxy is in the memory of this tab. The proxy takes the session from its browser, anew for each call."
    } else {
        "Your session is in the memory of this tab, until you leave the organization, forget it here, or close the tab. It ends everywhere when you log out at admin.atlassian.com."
    };
    let site = portal
        .site
        .as_ref()
        .filter(|site| props.directory_view.filters.get(SITE) != Some(*site));
    html! {
        <>
            <p>{ message }</p>
            { match site {
                Some(site) => {
                    let (directory_view, id) = (props.directory_view.clone(), site.clone());
                    let alone = props.on_look.reform(move |_| directory_view.with_filter(SITE.to_owned(), id.clone()));
                    html! {
                        <p>
                            { "The copied request was about the site " }<code>{ site }</code>{ "." }
                            <Button variant={ButtonVariant::Link} label="List that site alone" onclick={alone} />
                        </p>
                    }
                }
                None => nothing(),
            } }
            if let Some(organization) = &portal.other_organization {
                <p>
                    { "The copied request was about another organization, " }<code>{ organization }</code>
                    { ". What is listed here is the one that you are connected to." }
                </p>
            }
            <div><Button variant={ButtonVariant::Secondary} label="Forget it" onclick={forget} /></div>
        </>
    }
}
