//! The findings by kind, and what could not be checked.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ASKING_DEEPLY, FindingCount, ReviewState, Unchecked};
use yew::prelude::*;

use crate::{
    format,
    state::{
        filter::Filter,
        workbench::{Link, Workbench},
    },
    widgets::{nothing, severity_icon},
};

#[derive(Properties, PartialEq)]
pub(crate) struct FindingsProps {
    pub(crate) review: ReviewState,
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
    pub(crate) workbench: Link,
}

/// Every kind that occurs: a click shows its rows, and then the fix for all of them, where there is one. First look, then fix.
#[component]
pub(crate) fn Findings(props: &FindingsProps) -> Html {
    let findings = &props.review.findings;
    if findings.is_empty() {
        return html! {
            <section aria-label="Findings">
                <p class="rc-subtle">{ "No findings." }</p>
            </section>
        };
    }
    let on_show = props.filter.code.as_ref();
    html! {
        <section class="rc-findings" aria-label="Findings">
            <ul>
                { for findings.iter().map(|finding| {
                    let is_on = on_show == Some(&finding.code);
                    let show = {
                        let (filter, on_filter) = (props.filter.clone(), props.on_filter.clone());
                        let code = (!is_on).then(|| finding.code.clone());
                        Callback::from(move |_: MouseEvent| {
                            on_filter.emit(Filter { code: code.clone(), ..filter.clone() });
                        })
                    };
                    html! {
                        <li key={finding.code.clone()}>
                            <button type="button" class="rc-finding" aria-pressed={is_on.to_string()} onclick={show}>
                                { severity_icon(finding.severity) }
                                <span>{ &finding.title }</span>
                                <span class="rc-finding__rows">{ format::rows(finding.rows) }</span>
                                if finding.fix.is_some() {
                                    <span class="rc-finding__fix">{ "has a fix" }</span>
                                }
                            </button>
                        </li>
                    }
                }) }
            </ul>
            { for findings.iter().filter(|finding| on_show == Some(&finding.code)).map(|finding| html! {
                <FixAll key={finding.code.clone()} finding={finding.clone()} workbench={props.workbench.clone()} />
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FixAllProps {
    finding: FindingCount,
    workbench: Link,
}

#[component]
fn FixAll(props: &FixAllProps) -> Html {
    let FixAllProps { finding, workbench } = props;
    let Some((fix, rows)) = &finding.fix else {
        return nothing();
    };
    let onclick = {
        let (workbench, code) = (workbench.clone(), finding.code.clone());
        Callback::from(move |_| workbench.fix(code.clone(), None))
    };
    html! {
        <p class="rc-fix-all rc-buttons">
            <Button variant={ButtonVariant::Primary} size={ButtonSize::Small} label={fix_all(fix, *rows)} {onclick} />
            <span class="rc-subtle">{ reach(*rows, finding.rows) }{ " It can be undone." }</span>
        </p>
    }
}

fn reach(fixed: u32, all: u32) -> String {
    if fixed == all {
        "For all rows with this finding.".to_owned()
    } else {
        format!(
            "For {} of {} with this finding.",
            format::count(fixed),
            format::rows(all)
        )
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
    pub(crate) workbench: Workbench,
}

/// What was not checked, said rather than hidden: silence would read as "all is well". Where a look-up can help, it is one
/// click away.
#[component]
pub(crate) fn NotChecked(props: &NotCheckedProps) -> Html {
    let workbench = &props.workbench;
    let can_look_up = workbench.state().is_some_and(|state| state.roster.can_look_up);
    let to_ask = workbench.state().map_or(0, |state| state.roster.to_ask_deeply);
    if props.unchecked.is_empty() && !can_look_up && to_ask == 0 {
        return nothing();
    }
    let look_up = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.look_up())
    };
    html! {
        <section class="rc-unchecked" aria-labelledby="unchecked-title">
            <h2 id="unchecked-title">{ Icon::QuestionCircle }{ " Not checked" }</h2>
            if props.unchecked.is_empty() && can_look_up {
                <p>{ "Whether all this is still so in the organization." }</p>
            }
            { for by_reason(&props.unchecked).into_iter().map(|(why, what)| html! {
                <div>
                    <p class="rc-subtle">{ why }</p>
                    <ul>
                        { for what.iter().map(|unchecked| html! {
                            <li>
                                { &unchecked.what }
                                <span class="rc-subtle">{ format!(" ({})", format::rows(unchecked.rows)) }</span>
                            </li>
                        }) }
                    </ul>
                </div>
            }) }
            if can_look_up {
                <Button
                    variant={ButtonVariant::Primary}
                    icon={Icon::Search}
                    label="Look up these accounts"
                    disabled={workbench.known().busy.is_some()}
                    onclick={look_up}
                />
            } else if to_ask > 0 {
                <AskDeeply workbench={workbench.clone()} accounts={to_ask} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct AskDeeplyProps {
    workbench: Workbench,
    accounts: u32,
}

/// What only a call or two for each account can tell.
#[component]
fn AskDeeply(props: &AskDeeplyProps) -> Html {
    let (link, accounts) = (&props.workbench.link, props.accounts);
    let busy = props.workbench.known().busy.as_ref();
    let is_asking = busy.is_some_and(|busy| busy.doing == ASKING_DEEPLY);
    let ask = {
        let link = link.clone();
        Callback::from(move |_| link.ask_deeply())
    };
    let stop = {
        let link = link.clone();
        Callback::from(move |_| link.stop_asking())
    };
    html! {
        <div>
            <p>
                { "Whether Atlassian lets this key change each of these accounts, and which API tokens they own: scripts sign in with an " }
                { "address and a token. It takes a call or two for each account, can be stopped, and goes on where it was." }
            </p>
            if is_asking {
                <Button variant={ButtonVariant::Secondary} label="Stop asking" onclick={stop} />
            } else {
                <Button
                    variant={ButtonVariant::Secondary}
                    icon={Icon::Search}
                    label={format!("Ask about {} one by one", format::plural(accounts, "account", "accounts"))}
                    disabled={busy.is_some()}
                    onclick={ask}
                />
            }
        </div>
    }
}

/// Together what lacks the same, in the order in which it came.
fn by_reason(unchecked: &[Unchecked]) -> Vec<(&str, Vec<&Unchecked>)> {
    let mut reasons: Vec<(&str, Vec<&Unchecked>)> = Vec::new();
    for one in unchecked {
        match reasons.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, what)) => what.push(one),
            None => reasons.push((&one.why, vec![one])),
        }
    }
    reasons
}
