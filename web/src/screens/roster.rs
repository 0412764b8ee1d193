//! What is known about accounts and domains, and the ways to know more.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ConnectionState, RosterState};
use web_sys::File;
use yew::prelude::*;

use crate::{
    format,
    state::workbench::{Topic, Workbench},
    widgets::{DropZone, Field, ProblemAlert, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
}

/// The panel. Each step that may need it draws it.
#[component]
pub(crate) fn Roster(props: &Props) -> Html {
    let workbench = &props.workbench;
    let Some(state) = workbench.state() else {
        return nothing();
    };
    let roster = &state.roster;
    let is_connected = matches!(
        state.connection,
        ConnectionState::Sandbox { .. } | ConnectionState::Live { .. }
    );
    let on_file = {
        let workbench = workbench.link.clone();
        Callback::from(move |file: File| workbench.open_roster_file(file.name(), file.into()))
    };
    let look_up = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.look_up_again())
    };
    let forget = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.forget_roster())
    };
    html! {
        <section class="rc-panel" aria-labelledby="roster-title">
            <h2 id="roster-title" class="pf-v6-c-title pf-m-lg">{ "What is known about accounts" }</h2>
            <p>{ known(roster) }</p>
            <ProblemAlert problem={workbench.problem(Topic::Roster).cloned()} />
            <Sources roster={roster.clone()} />
            { for roster.notes.iter().map(|note| html! {
                <Alert inline=true plain=true r#type={AlertType::Info} title={note.clone()} />
            }) }
            <div class="rc-buttons">
                if is_connected {
                    <Button
                        variant={ButtonVariant::Secondary}
                        icon={Icon::Search}
                        label="Look up the accounts of this file"
                        disabled={state.file.is_none() || workbench.known().busy.is_some()}
                        onclick={look_up}
                    />
                }
                if !roster.sources.is_empty() {
                    <Button variant={ButtonVariant::Link} label="Forget all this" onclick={forget} />
                }
            </div>
            <div class="rc-two">
                <DropZone
                    id="roster-file"
                    label="Choose an export file"
                    text="Drop an export of Atlassian here: users, managed accounts or domains"
                    compact=true
                    {on_file}
                />
                <Domains workbench={workbench.clone()} />
            </div>
        </section>
    }
}

/// One sentence.
fn known(roster: &RosterState) -> String {
    if roster.sources.is_empty() {
        return "Nothing yet. What cannot be checked without it is named in the review.".to_owned();
    }
    let domains = roster.domains.len() as u32;
    format!(
        "{} and {}{}.",
        format::plural(roster.accounts, "account", "accounts"),
        format::plural(domains, "claimed domain", "claimed domains"),
        if roster.domains_are_known {
            ""
        } else {
            " (there may be more domains)"
        },
    )
}

#[derive(Properties, PartialEq)]
struct SourcesProps {
    roster: RosterState,
}

#[component]
fn Sources(props: &SourcesProps) -> Html {
    let roster = &props.roster;
    if roster.sources.is_empty() && roster.domains.is_empty() {
        return nothing();
    }
    html! {
        <ul class="rc-sources" aria-label="Sources">
            { for roster.sources.iter().map(|source| html! {
                <li>
                    <strong>{ &source.title }</strong>{ ": " }{ &source.gave }
                    <span class="rc-subtle">{ ", " }{ clock(source.at) }</span>
                </li>
            }) }
            if !roster.domains.is_empty() {
                <li class="rc-subtle">{ "Claimed domains: " }{ some_of(&roster.domains) }</li>
            }
        </ul>
    }
}

/// The first few, and how many more.
fn some_of(domains: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = domains.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match domains.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {} more", format::count(more as u32)),
    }
}

/// The time of day, as the user's system writes it.
fn clock(at: i64) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    String::from(date.to_locale_time_string("default"))
}

#[derive(Properties, PartialEq)]
struct DomainsProps {
    workbench: Workbench,
}

#[component]
fn Domains(props: &DomainsProps) -> Html {
    let text = use_state(String::new);
    let onchange = {
        let text = text.setter();
        Callback::from(move |typed: String| text.set(typed))
    };
    let onsubmit = {
        let (workbench, text) = (props.workbench.link.clone(), text.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            workbench.type_domains((*text).clone());
        })
    };
    html! {
        <form class="rc-domains" {onsubmit}>
            <Field id="domains" label="Claimed domains, typed" hint={html!("Separated by commas or blanks.")}>
                <TextInput id="domains" autocomplete="off" placeholder="example.com, example.org" value={(*text).clone()} {onchange} />
            </Field>
            <Button
                r#type={ButtonType::Submit}
                variant={ButtonVariant::Secondary}
                label="Use these domains"
                disabled={text.trim().is_empty()}
            />
        </form>
    }
}
