//! The head of the page: its name, the connection, and the theme.

use patternfly_yew::prelude::*;
use rollcall_protocol::ConnectionState;
use yew::prelude::*;

use crate::state::{side_page::SidePage, theme::use_theme, workbench::Workbench};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    /// Runs that wait for somebody to go on with them.
    pub(crate) open_runs: u32,
    /// What is shown beside the steps.
    pub(crate) at: Option<SidePage>,
    pub(crate) to: Callback<SidePage>,
}

#[component]
pub(crate) fn Header(props: &Props) -> Html {
    let (dark, toggle) = use_theme();
    let connection = props.workbench.state().map(|state| state.connection.clone());
    let is_connected = connection.as_ref().is_some_and(has_organization);
    html! {
        <header class="rc-header">
            <span class="rc-brand"><Mark />{ "Rollcall" }</span>
            { match connection {
                Some(ConnectionState::Sandbox { name, .. }) => html! {
                    <span class="rc-door-open rc-door-open--sandbox">{ "Sandbox: " }{ name }</span>
                },
                Some(ConnectionState::Live { name, sandbox: true, .. }) => html! {
                    <span class="rc-door-open rc-door-open--sandbox">{ "Sandbox server: " }{ name }</span>
                },
                Some(ConnectionState::Live { name, .. }) => html! {
                    <span class="rc-door-open rc-door-open--live">{ "Connected: " }{ name }</span>
                },
                Some(ConnectionState::CheckOnly) => html! {
                    <span class="rc-door-open">{ "Not connected" }</span>
                },
                Some(ConnectionState::Closed) | None => html!(),
            } }
            <nav class="rc-beside" aria-label="Beside the steps">
                if is_connected {
                    { side_page(props, SidePage::Directory, html!()) }
                }
                { side_page(props, SidePage::Runs, html! {
                    if props.open_runs > 0 {
                        <span class="rc-to-runs__open">{ format!(" {} open", props.open_runs) }</span>
                    }
                }) }
            </nav>
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

/// Whether there is an organization whose things can be listed.
pub(crate) fn has_organization(connection: &ConnectionState) -> bool {
    matches!(
        connection,
        ConnectionState::Live { .. } | ConnectionState::Sandbox { .. }
    )
}

fn side_page(props: &Props, to: SidePage, more: Html) -> Html {
    html! {
        <button
            type="button"
            class="pf-v6-c-button pf-m-link"
            aria-current={(props.at == Some(to)).then_some("page")}
            onclick={props.to.reform(move |_| to)}
        >
            { to.title() }
            { more }
        </button>
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
