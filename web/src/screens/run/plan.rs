//! Before the run: what it would do, and what must be said first.

use patternfly_yew::prelude::*;
use rollcall_protocol::{Confirmation, ConfirmationKind, Parked, PlanOptions, PlanState, Problem};
use wasm_bindgen_futures::spawn_local;
use web_sys::NotificationPermission;
use yew::prelude::*;

use super::canary::Canary;
use crate::{
    attention::{ask_to_notify, permission},
    format,
    state::{runner::Runner, step::Step, workbench::Workbench},
    widgets::{AsRead, Doubts, Field, ProblemAlert, StepHeading, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What the plan is made with at first.
    pub(crate) defaults: PlanOptions,
    pub(crate) workbench: Workbench,
    pub(crate) runner: Runner,
    pub(crate) go: Callback<Step>,
    /// What came in the way of the last try.
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Plan(props: &Props) -> Html {
    let options = use_state_eq(|| props.defaults.clone());
    let plan = use_state_eq(|| None::<Result<PlanState, Problem>>);
    let newest = use_mut_ref(|| 0_u32);
    let revision = props.workbench.state().map_or(0, |state| state.revision);
    {
        let (workbench, plan, newest) = (props.workbench.link.clone(), plan.setter(), newest.clone());
        use_effect_with((revision, (*options).clone()), move |(_, options)| {
            let options = options.clone();
            let number = *newest.borrow() + 1;
            newest.replace(number);
            spawn_local(async move {
                let answer = workbench.plan(options).await;
                // A plan of earlier options says nothing about these.
                if answer.is_some() && *newest.borrow() == number {
                    plan.set(answer);
                }
            });
        });
    }
    let is_starting = props.runner.known().is_starting;
    let can_start = !is_starting
        && matches!(&*plan, Some(Ok(plan)) if plan.refused.is_none()
            && plan.confirmations.iter().all(|confirmation| confirmation.given));
    let start = {
        let (runner, workbench, options) = (
            props.runner.clone(),
            props.workbench.link.clone(),
            options.clone(),
        );
        Callback::from(move |_| runner.begin(&workbench, (*options).clone()))
    };
    let can_look_up = props
        .workbench
        .state()
        .is_some_and(|state| state.roster.can_look_up);
    let look_up = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |_| workbench.look_up())
    };
    let file = props.workbench.state().and_then(|state| state.file.clone());
    let back = props.go.reform(|_| Step::Review);
    let on_options = {
        let options = options.setter();
        Callback::from(move |new: PlanOptions| options.set(new))
    };
    html! {
        <>
            <StepHeading title="Run" lead={html!("What will happen, before it happens.")}>
                <Button variant={ButtonVariant::Link} label="Back to the review" onclick={back} />
            </StepHeading>
            { props.children.clone() }
            { match &*plan {
                None => html!(<p class="rc-subtle">{ "Planning …" }</p>),
                Some(Err(problem)) => html!(<ProblemAlert problem={problem.clone()} />),
                Some(Ok(plan)) => html! {
                    <>
                        <p class="rc-plan-sentence">{ &plan.sentence }</p>
                        <ParkedPeople parked={plan.parked.clone()} />
                        <ProblemAlert problem={plan.refused.clone()} r#type={AlertType::Warning} />
                        if plan.refused.is_some() && can_look_up {
                            <Button
                                variant={ButtonVariant::Primary}
                                icon={Icon::Search}
                                label="Look up these accounts"
                                disabled={props.workbench.known().busy.is_some()}
                                onclick={look_up}
                            />
                        }
                        <LeftOut plan={plan.clone()} />
                        <Options options={(*options).clone()} can_be_legacy={plan.can_be_legacy} on_options={on_options.clone()} />
                        if !plan.canary.is_empty() {
                            <section class="rc-panel" aria-labelledby="canary-title">
                                <h2 id="canary-title" class="pf-v6-c-title pf-m-lg">{ "First: the canary batch" }</h2>
                                <p>{ "These few go first. You see what became of them before anything else is sent." }</p>
                                <Canary rows={plan.canary.clone()} is_done=false />
                            </section>
                        }
                        <Confirmations
                            confirmations={plan.confirmations.clone()}
                            options={(*options).clone()}
                            on_options={on_options}
                        />
                    </>
                },
            } }
            <Notify />
            if let Some(file) = &file {
                <Doubts file={file.clone()} />
                <AsRead file={file.clone()} />
            }
            <div class="rc-buttons rc-start">
                <Button
                    variant={ButtonVariant::Primary}
                    size={ButtonSize::Large}
                    icon={Icon::Play}
                    label={if is_starting { "Starting …" } else { "Start the run" }}
                    disabled={!can_start}
                    onclick={start}
                />
            </div>
        </>
    }
}

/// Offers to notify the user, where the browser can.
#[component]
fn Notify() -> Html {
    let permission = use_state(permission);
    let ask = {
        let permission = permission.setter();
        Callback::from(move |_| {
            let permission = permission.clone();
            ask_to_notify(Callback::from(move |answer| permission.set(answer)));
        })
    };
    match *permission {
        Some(NotificationPermission::Default) => html! {
            <p><Button variant={ButtonVariant::InlineLink} label="Notify me when the run ends or asks something" onclick={ask} /></p>
        },
        Some(NotificationPermission::Granted) => html! {
            <p class="rc-subtle">{ "You are notified when the run ends or asks something while you look elsewhere." }</p>
        },
        _ => html!(),
    }
}

#[derive(Properties, PartialEq)]
struct ParkedProps {
    parked: Vec<Parked>,
}

/// So many are named one by one.
const PARKED_SHOWN: usize = 10;

/// Who is logged out twice, and which address they have in between.
#[component]
fn ParkedPeople(props: &ParkedProps) -> Html {
    if props.parked.is_empty() {
        return nothing();
    }
    let more = props.parked.len().saturating_sub(PARKED_SHOWN) as u32;
    html! {
        <section class="rc-left-out" aria-labelledby="parked-title">
            <h2 id="parked-title" class="pf-v6-c-title pf-m-md">{ "Logged out twice" }</h2>
            <p>
                { "These accounts take an address that is freed by others who wait for theirs. Each has a temporary address for a \
                   moment; if its circle cannot be closed, all of it is changed back." }
            </p>
            <ul>
                { for props.parked.iter().take(PARKED_SHOWN).map(|parked| html! {
                    <li><strong>{ &parked.who }</strong>{ " by way of " }{ &parked.temporary }</li>
                }) }
                if more > 0 {
                    <li>{ format!("and {} more", format::count(more)) }</li>
                }
            </ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct LeftOutProps {
    plan: PlanState,
}

#[component]
fn LeftOut(props: &LeftOutProps) -> Html {
    if props.plan.left_out.is_empty() {
        return nothing();
    }
    html! {
        <section class="rc-left-out" aria-labelledby="left-out-title">
            <h2 id="left-out-title" class="pf-v6-c-title pf-m-md">{ "Rows that do not run" }</h2>
            <ul>
                { for props.plan.left_out.iter().map(|left| html! {
                    <li><strong>{ format::rows(left.rows) }</strong>{ ": " }{ &left.why }</li>
                }) }
            </ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct OptionsProps {
    options: PlanOptions,
    can_be_legacy: bool,
    on_options: Callback<PlanOptions>,
}

#[component]
fn Options(props: &OptionsProps) -> Html {
    let OptionsProps {
        options, on_options, ..
    } = props;
    let number = |change: fn(&mut PlanOptions, u32)| {
        let (options, on_options) = (options.clone(), on_options.clone());
        Callback::from(move |text: String| {
            if let Ok(number) = text.trim().parse() {
                let mut options = options.clone();
                change(&mut options, number);
                on_options.emit(options);
            }
        })
    };
    let tick = |change: fn(&mut PlanOptions, bool)| {
        let (options, on_options) = (options.clone(), on_options.clone());
        Callback::from(move |state: CheckboxState| {
            let mut options = options.clone();
            change(&mut options, state.into());
            on_options.emit(options);
        })
    };
    html! {
        <section class="rc-options" aria-label="How it runs">
            <Field id="canary" label="Rows in the canary batch" hint={html!("0 for none.")}>
                <NumberBox id="canary" value={options.canary} on_number={number(|options, rows| options.canary = rows)} />
            </Field>
            <Field id="batch" label="Rows in a batch">
                <NumberBox id="batch" value={options.batch} on_number={number(|options, rows| options.batch = rows.max(1))} />
            </Field>
            <Field id="stop-in-a-row" label="Ask after failures in a row" hint={html!("0 for never.")}>
                <NumberBox
                    id="stop-in-a-row"
                    value={options.stop_in_a_row}
                    on_number={number(|options, rows| options.stop_in_a_row = rows)}
                />
            </Field>
            <Field id="stop-percent" label="Ask when more than this share of a batch fails (%)" hint={html!("100 for never.")}>
                <NumberBox
                    id="stop-percent"
                    value={options.stop_percent}
                    on_number={number(|options, percent| options.stop_percent = percent.min(100))}
                />
            </Field>
            <Checkbox
                id="confirm-each"
                label={html!("Ask before each batch")}
                checked={options.confirm_each}
                onchange={tick(|options, is_on| options.confirm_each = is_on)}
            />
            if props.can_be_legacy {
                <Checkbox
                    id="older"
                    label={html!("Make the calls of the older generation (v1)")}
                    description={html!("For an organization that still has them: Atlassian announced their end for 30 June 2026. They know no \
                        directories, and do one person at a time.")}
                    checked={options.legacy}
                    onchange={tick(|options, is_on| options.legacy = is_on)}
                />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct NumberBoxProps {
    id: AttrValue,
    value: u32,
    on_number: Callback<String>,
}

/// Keeps what is typed until it is a number.
#[component]
fn NumberBox(props: &NumberBoxProps) -> Html {
    let text = use_state(|| props.value.to_string());
    let onchange = {
        let (text, on_number) = (text.setter(), props.on_number.clone());
        Callback::from(move |typed: String| {
            on_number.emit(typed.clone());
            text.set(typed);
        })
    };
    let is_number = text.trim().parse::<u32>().is_ok();
    html! {
        <TextInput
            id={props.id.clone()}
            inputmode="numeric"
            autocomplete="off"
            size="6"
            state={if is_number { InputState::Default } else { InputState::Error }}
            value={(*text).clone()}
            {onchange}
        />
    }
}

#[derive(Properties, PartialEq)]
struct ConfirmationsProps {
    confirmations: Vec<Confirmation>,
    options: PlanOptions,
    on_options: Callback<PlanOptions>,
}

#[component]
fn Confirmations(props: &ConfirmationsProps) -> Html {
    if props.confirmations.is_empty() {
        return nothing();
    }
    let confirm = |key: &str| {
        let (options, on_options, key) = (props.options.clone(), props.on_options.clone(), key.to_owned());
        Callback::from(move |typed: Option<String>| {
            let mut options = options.clone();
            options.confirmed.retain(|(confirmed, _)| *confirmed != key);
            options.confirmed.extend(typed.map(|typed| (key.clone(), typed)));
            on_options.emit(options);
        })
    };
    let given = |key: &str| {
        props
            .options
            .confirmed
            .iter()
            .find(|(confirmed, _)| confirmed == key)
            .map(|(_, typed)| typed.clone())
    };
    html! {
        <section class="rc-panel rc-confirmations" aria-labelledby="confirm-title">
            <h2 id="confirm-title" class="pf-v6-c-title pf-m-lg">{ "Before it starts" }</h2>
            { for props.confirmations.iter().map(|confirmation| {
                let confirm = confirm(&confirmation.key);
                let typed = given(&confirmation.key);
                let id = format!("confirm-{}", confirmation.key);
                html! {
                    <div key={confirmation.key.clone()} class="rc-confirmation">
                        { match &confirmation.kind {
                            ConfirmationKind::Tick => html! {
                                <Checkbox
                                    {id}
                                    label={html!(confirmation.text.clone())}
                                    checked={typed.is_some()}
                                    onchange={confirm.reform(|state: CheckboxState| bool::from(state).then(String::new))}
                                />
                            },
                            ConfirmationKind::Type { expected } => html! {
                                <Field
                                    id={id.clone()}
                                    label={confirmation.text.clone()}
                                    hint={html!(<>
                                        { "Type " }<strong>{ expected }</strong>{ "." }
                                        if confirmation.given { { " Confirmed." } }
                                    </>)}
                                >
                                    <TextInput
                                        {id}
                                        autocomplete="off"
                                        value={typed.unwrap_or_default()}
                                        onchange={confirm.reform(Some)}
                                    />
                                </Field>
                            },
                        } }
                    </div>
                }
            }) }
        </section>
    }
}
