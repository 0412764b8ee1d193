//! A journal from elsewhere: what its file says, what its seal shows, and what becomes of it. Nothing of it counts before its rows were
//! reviewed.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ConnectionState, JournalState, OpenCycle, Seal, Turn};
use yew::prelude::*;

use crate::{
    format,
    state::{runs::Runs, workbench::Workbench},
    widgets::{SaveButton, Saving, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct OpenProps {
    pub(crate) journal: JournalState,
    pub(crate) workbench: Workbench,
    pub(crate) runs: Runs,
}

/// The journal that was chosen, before its rows are reviewed.
#[component]
pub(crate) fn OpenJournal(props: &OpenProps) -> Html {
    let OpenProps {
        journal,
        workbench,
        runs,
    } = props;
    let review = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.review_journal())
    };
    let keep = {
        let (workbench, runs) = (workbench.link.clone(), runs.clone());
        Callback::from(move |_| runs.keep_journal(&workbench))
    };
    let close = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.close_journal())
    };
    html! {
        <section class="rc-panel" aria-labelledby="open-journal-title">
            <h2 id="open-journal-title" class="pf-v6-c-title pf-m-lg">{ format!("The journal of {}", journal.file) }</h2>
            <p>{ "This is what the file says. Anybody could have written it." }</p>
            <Facts journal={journal.clone()} />
            if journal.is_over {
                <p>
                    { "Its run is over, the file says, so there is nothing to go on with. Keep it to see its rows. " }
                    if journal.replaces {
                        { "It takes the place of the journal of this run that this browser keeps." }
                    }
                </p>
            } else {
                <p>
                    { "Its rows are checked like those of any file, against the accounts as they are now. Nothing is sent before you have \
                      reviewed them, confirmed the plan, and started the run. " }
                    if journal.replaces {
                        { "Then it takes the place of the journal of this run that this browser keeps." }
                    }
                </p>
            }
            <div class="rc-buttons">
                if journal.is_over {
                    <Button variant={ButtonVariant::Primary} label="Keep this journal" onclick={keep} />
                } else {
                    <Button variant={ButtonVariant::Primary} label="Review its rows" onclick={review} />
                }
                <Button variant={ButtonVariant::Link} label="Discard" onclick={close} />
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct FactsProps {
    pub(crate) journal: JournalState,
}

/// What the file says of itself.
#[component]
fn Facts(props: &FactsProps) -> Html {
    let journal = &props.journal;
    let says: Vec<String> = journal
        .says
        .iter()
        .map(|(title, rows)| format!("{} {}", format::count(*rows), title.to_lowercase()))
        .collect();
    let facts = [
        ("Action", journal.action_title.clone()),
        ("Effect", format!("{}.", journal.effect)),
        (
            "Organization",
            format!("{} ({})", journal.organization_name, journal.organization),
        ),
        ("Planned", format::time(journal.planned)),
        ("So far", says.join(", ")),
        ("Seal", seal(journal.seal).to_owned()),
    ];
    html! {
        <dl class="rc-facts">
            { for facts.into_iter().map(|(title, fact)| html! {
                <div key={title}><dt>{ title }</dt><dd>{ fact }</dd></div>
            }) }
        </dl>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SaveJournalProps {
    /// The run's name, and the organization that it is of.
    pub(crate) run: AttrValue,
    pub(crate) organization: AttrValue,
    pub(crate) workbench: Workbench,
    #[prop_or(ButtonVariant::Secondary)]
    pub(crate) variant: ButtonVariant,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Whether the run is what a journal from elsewhere says.
    #[prop_or_default]
    pub(crate) from_elsewhere: bool,
}

/// Saves the journal of a run, and says whether it is sealed.
#[component]
pub(crate) fn SaveJournal(props: &SaveJournalProps) -> Html {
    let make = {
        let (workbench, run) = (props.workbench.link.clone(), props.run.to_string());
        Callback::from(move |()| {
            let (workbench, run) = (workbench.clone(), run.clone());
            Box::pin(async move { workbench.save_journal(run).await }) as Saving
        })
    };
    let connection = props.workbench.state().map(|state| &state.connection);
    let is_sealed = matches!(
        connection,
        Some(ConnectionState::Live { organization, .. }) if *organization == *props.organization
    );
    html! {
        <>
            <SaveButton variant={props.variant} label="Save the journal" disabled={props.disabled} {make} />
            <span class="rc-subtle">
                if props.from_elsewhere {
                    { "Without a seal: it came in from elsewhere, and a seal would say that it was written here." }
                } else if is_sealed {
                    { "Sealed with your API key, so that a colleague who has it can tell where the journal comes from." }
                } else {
                    { "Without a seal: the organization’s API key is not in memory." }
                }
            </span>
        </>
    }
}

fn seal(seal: Seal) -> &'static str {
    match seal {
        Seal::None => "None: not proved to come from your organization.",
        Seal::NotChecked => "Not checked yet: that needs your organization’s API key.",
        Seal::Fits => "Sealed with this key. Everything is checked all the same.",
        Seal::DoesNotFit => {
            "Not proved to come from your organization: it was sealed with another key, or changed since."
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct NoticeProps {
    pub(crate) workbench: Workbench,
}

/// The journal whose rows are under review: where they come from, and the one question that it can raise.
#[component]
pub(crate) fn JournalNotice(props: &NoticeProps) -> Html {
    let journal = props.workbench.state().and_then(|state| state.journal.as_ref());
    let Some(journal) = journal.filter(|journal| journal.is_reviewed) else {
        return nothing();
    };
    let close = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |_| workbench.close_journal())
    };
    html! {
        <>
            if !journal.parked.is_empty() || journal.turn.is_some() {
                <Cycles journal={journal.clone()} workbench={props.workbench.clone()} />
            }
            <Alert
                inline=true
                r#type={AlertType::Info}
                title={format!("These rows come from a journal from elsewhere: the run of {}.", journal.file)}
            >
                <p>{ "A row runs only if the account is as the journal says, and if the review makes of it what the journal says. \
                      Names come from Atlassian." }</p>
                <details class="rc-details">
                    <summary>{ "What the journal says" }</summary>
                    <Facts journal={journal.clone()} />
                </details>
                <p><Button variant={ButtonVariant::InlineLink} label="Put this journal away" onclick={close} /></p>
            </Alert>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CyclesProps {
    journal: JournalState,
    workbench: Workbench,
}

/// Somebody has a temporary address, and only the journal says which one is meant.
#[component]
fn Cycles(props: &CyclesProps) -> Html {
    let alone = use_state_eq(|| false);
    // Who ticks and clicks at once is quicker than the page draws: a click takes what is ticked, and not what was drawn.
    let is_ticked = use_mut_ref(|| false);
    let turn = |turn: Turn| {
        let (workbench, is_ticked) = (props.workbench.link.clone(), is_ticked.clone());
        Callback::from(move |_| workbench.turn_cycles(turn, *is_ticked.borrow()))
    };
    let said = match props.journal.turn {
        None => None,
        Some(Turn::Finish) => {
            Some("It is to be finished: its people get the addresses that the journal wants.")
        }
        Some(Turn::TakeBack) => Some("It is to be taken back: its people get their former addresses."),
    };
    let on_alone = {
        let (alone, is_ticked) = (alone.setter(), is_ticked.clone());
        Callback::from(move |state: CheckboxState| {
            *is_ticked.borrow_mut() = state.into();
            alone.set(state.into());
        })
    };
    html! {
        <div role="group" aria-label="Finish or take back?">
            <Alert
                inline=true
                r#type={AlertType::Warning}
                title={said.unwrap_or("The run broke off while people were taking each other’s addresses. Finish or take back?")}
            >
                <ul>
                    { for props.journal.parked.iter().map(|cycle| html!(<li>{ people(cycle) }</li>)) }
                </ul>
                <Checkbox
                    id="cycles-alone"
                    label={html!("Only these people now; the other rows wait for another run")}
                    checked={*alone}
                    onchange={on_alone}
                />
                <p class="rc-buttons">
                    <Button variant={ButtonVariant::Primary} label="Finish it" onclick={turn(Turn::Finish)} />
                    <Button variant={ButtonVariant::Secondary} label="Take it back" onclick={turn(Turn::TakeBack)} />
                </p>
            </Alert>
        </div>
    }
}

/// "Ann Lee has the temporary address …; Bob and Eve are waiting."
fn people(cycle: &OpenCycle) -> String {
    let OpenCycle { people, temporary } = cycle;
    match people.as_slice() {
        [] => temporary.clone(),
        [parked] => format!("{parked} has the temporary address {temporary}."),
        [parked, others @ ..] => format!(
            "{parked} has the temporary address {temporary}. In the same circle: {}.",
            others.join(", ")
        ),
    }
}
