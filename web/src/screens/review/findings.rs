//! The findings by kind, and what could not be checked.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ReviewState, Unchecked};
use yew::prelude::*;

use crate::{
    format,
    state::{
        desk::{Desk, Link},
        filter::Filter,
    },
    widgets::severity_icon,
};

#[derive(Properties, PartialEq)]
pub(crate) struct FindingsProps {
    pub(crate) review: ReviewState,
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
    pub(crate) desk: Link,
}

/// Every kind that occurs: a click shows its rows, and where there is a fix, another applies it to all of them.
#[component]
pub(crate) fn Findings(props: &FindingsProps) -> Html {
    let findings = &props.review.findings;
    if findings.is_empty() {
        return html! {
            <section class="rc-findings" aria-label="Findings">
                <p class="rc-subtle">{ "No findings." }</p>
            </section>
        };
    }
    html! {
        <section class="rc-findings" aria-label="Findings">
            <ul>
                { for findings.iter().map(|finding| {
                    let is_on = props.filter.code.as_deref() == Some(finding.code.as_str());
                    let show = {
                        let (filter, on_filter) = (props.filter.clone(), props.on_filter.clone());
                        let code = (!is_on).then(|| finding.code.clone());
                        Callback::from(move |_: MouseEvent| {
                            on_filter.emit(Filter { code: code.clone(), ..filter.clone() });
                        })
                    };
                    html! {
                        <li key={finding.code.clone()} class="rc-finding">
                            <button type="button" class="rc-finding__show" aria-pressed={is_on.to_string()} onclick={show}>
                                { severity_icon(finding.severity) }
                                <span class="rc-finding__title">{ &finding.title }</span>
                                <span class="rc-finding__rows">{ format::rows(finding.rows) }</span>
                            </button>
                            if let Some((fix, rows)) = &finding.fix {
                                <Button
                                    variant={ButtonVariant::Secondary}
                                    size={ButtonSize::Small}
                                    label={fix_all(fix, *rows)}
                                    onclick={ {
                                        let (desk, code) = (props.desk.clone(), finding.code.clone());
                                        Callback::from(move |_| desk.fix(code.clone(), None))
                                    } }
                                />
                            }
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

fn fix_all(fix: &str, rows: u32) -> String {
    match rows {
        1 => fix.to_owned(),
        rows => format!("{fix} ({})", format::rows(rows)),
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct NotCheckedProps {
    pub(crate) unchecked: Vec<Unchecked>,
    pub(crate) desk: Desk,
}

/// What was not checked, said rather than hidden: silence would read as "all is well". Where a look-up can help, it is one
/// click away.
#[component]
pub(crate) fn NotChecked(props: &NotCheckedProps) -> Html {
    let desk = &props.desk;
    let can_look_up = desk.state().is_some_and(|state| state.roster.can_look_up);
    if props.unchecked.is_empty() && !can_look_up {
        return html!();
    }
    let look_up = {
        let desk = desk.link.clone();
        Callback::from(move |_| desk.look_up())
    };
    html! {
        <section class="rc-unchecked" aria-labelledby="unchecked-title">
            <h2 id="unchecked-title">{ Icon::QuestionCircle }{ " Not checked" }</h2>
            if props.unchecked.is_empty() {
                <p>{ "whether all this is still so in the organization" }</p>
            }
            <ul>
                { for props.unchecked.iter().map(|unchecked| html! {
                    <li>
                        { &unchecked.what }
                        <span class="rc-subtle">
                            { format!(" ({}), because: {}", format::rows(unchecked.rows), unchecked.why) }
                        </span>
                    </li>
                }) }
            </ul>
            if can_look_up {
                <Button
                    variant={ButtonVariant::Primary}
                    icon={Icon::Search}
                    label="Look up these accounts"
                    disabled={desk.known().busy.is_some()}
                    onclick={look_up}
                />
            }
        </section>
    }
}
