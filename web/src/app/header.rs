//! The head of the page: its name, the open door, and the theme.

use patternfly_yew::prelude::*;
use rollcall_protocol::Connection;
use yew::prelude::*;

use crate::state::{desk::Desk, theme::use_theme};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) desk: Desk,
    /// Runs that wait for somebody to go on with them.
    pub(crate) open_runs: u32,
    pub(crate) is_at_runs: bool,
    pub(crate) to_runs: Callback<()>,
}

#[component]
pub(crate) fn Header(props: &Props) -> Html {
    let (dark, toggle) = use_theme();
    let connection = props.desk.state().map(|state| state.connection.clone());
    html! {
        <header class="rc-header">
            <span class="rc-brand"><Mark />{ "Rollcall" }</span>
            { match connection {
                Some(Connection::Sandbox { name, .. }) => html! {
                    <span class="rc-door-open rc-door-open--sandbox">{ "Sandbox: " }{ name }</span>
                },
                Some(Connection::Live { name, sandbox: true, .. }) => html! {
                    <span class="rc-door-open rc-door-open--sandbox">{ "Sandbox server: " }{ name }</span>
                },
                Some(Connection::Live { name, .. }) => html! {
                    <span class="rc-door-open rc-door-open--live">{ "Connected: " }{ name }</span>
                },
                Some(Connection::CheckOnly) => html! {
                    <span class="rc-door-open">{ "Not connected" }</span>
                },
                Some(Connection::Closed) | None => html!(),
            } }
            <button
                type="button"
                class="pf-v6-c-button pf-m-link rc-to-runs"
                aria-current={props.is_at_runs.then_some("page")}
                onclick={props.to_runs.reform(|_| ())}
            >
                { "Runs" }
                if props.open_runs > 0 {
                    <span class="rc-to-runs__open">{ format!(" {} open", props.open_runs) }</span>
                }
            </button>
            <Button
                class="rc-theme"
                variant={ButtonVariant::Plain}
                icon={if dark { html!(<i class="rc-sun" aria-hidden="true" />) } else { html!(<i class="rc-moon" aria-hidden="true" />) }}
                aria_label={if dark { "Switch to light" } else { "Switch to dark" }}
                onclick={toggle.reform(|_| ())}
            />
        </header>
    }
}

/// Three lines of a list, as in the page's icon.
#[component]
fn Mark() -> Html {
    html! {
        <svg class="rc-mark" viewBox="0 0 16 16" aria-hidden="true">
            <rect width="16" height="16" rx="3" />
            <path d="M3.5 5h9M3.5 8h9M3.5 11h5" />
        </svg>
    }
}
