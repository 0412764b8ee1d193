//! What concerns the whole page: a worker that died, a blocked address, another build.

use patternfly_yew::prelude::*;
use yew::prelude::*;

use crate::{
    state::{
        step::Step,
        workbench::{FileFate, Health, Restart, Topic, Workbench},
    },
    widgets::{ProblemAlert, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) shown: Step,
}

#[component]
pub(crate) fn Notices(props: &Props) -> Html {
    let workbench = &props.workbench;
    html! {
        <>
            { match &workbench.known().health {
                Health::Starting | Health::Well => html!(),
                Health::Unusable(problem) => html! {
                    <ProblemAlert problem={problem.clone()}>
                        <p><Button variant={ButtonVariant::Secondary} label="Reload the page" onclick={Callback::from(|_| reload())} /></p>
                    </ProblemAlert>
                },
                Health::Restarted(restart) => html!(<Restarted restart={restart.clone()} workbench={workbench.clone()} />),
            } }
            if let Some((_, problem)) = workbench.known().problem.as_ref().filter(|(topic, _)| !has_place(props.shown, *topic)) {
                <ProblemAlert problem={problem.clone()} />
            }
            { for workbench.known().blocked.iter().map(|address| html! {
                <div role="alert" key={address.clone()}>
                    <Alert
                        inline=true
                        r#type={AlertType::Warning}
                        title={format!("This page was kept from calling {address}.")}
                        onclose={ { let workbench = workbench.link.clone(); Callback::from(move |()| workbench.blocked_is_seen()) } }
                    >
                        { "Its own security policy allows calls to Atlassian, to this computer and to where the page comes from. \
                           A proxy elsewhere has to be named when the page is built: cargo xtask build --connect ADDRESS." }
                    </Alert>
                </div>
            }) }
            { nothing() }
        </>
    }
}

/// Whether the step shows problems of this topic itself, beside what they are about.
fn has_place(step: Step, topic: Topic) -> bool {
    // The page of listings does, and nowhere else does such a problem mean anything.
    if topic == Topic::Listing {
        return true;
    }
    match step {
        Step::Organization => topic == Topic::Connection,
        Step::File => matches!(topic, Topic::File | Topic::Roster),
        Step::Columns => topic == Topic::Columns,
        Step::Review => matches!(topic, Topic::Review | Topic::Roster),
        Step::Run | Step::Result => false,
    }
}

fn reload() {
    if let Some(window) = web_sys::window() {
        // A browser that refuses leaves the user with its own button.
        let _ = window.location().reload();
    }
}

#[derive(Properties, PartialEq)]
struct RestartedProps {
    restart: Restart,
    workbench: Workbench,
}

#[component]
fn Restarted(props: &RestartedProps) -> Html {
    let Restart {
        why,
        file,
        key_is_lost,
    } = &props.restart;
    let edits = props
        .workbench
        .state()
        .and_then(|state| state.review.as_ref())
        .map_or(0, |review| review.edits);
    let seen = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |_| workbench.restart_is_seen())
    };
    let what = match file {
        FileFate::None => "Nothing was open.".to_owned(),
        FileFate::OpenAgain if edits > 0 => {
            format!("Your file is open again, with {}.", crate::format::plural(edits, "edit", "edits"))
        }
        FileFate::OpenAgain => "Your file is open again.".to_owned(),
        FileFate::LeftOut => {
            "Your file was not opened again, because that made it stop once more. The file itself is untouched.".to_owned()
        }
    };
    html! {
        <div role="alert">
            <Alert
                inline=true
                r#type={AlertType::Warning}
                title="The part of this page that reads files stopped by a fault, and was started again."
            >
                <p>{ what }</p>
                if *key_is_lost {
                    <p>{ "Connect again: the API key was in its memory alone." }</p>
                }
                <details class="rc-details">
                    <summary>{ "What it said last" }</summary>
                    <pre>{ why }</pre>
                </details>
                <p><Button variant={ButtonVariant::InlineLink} label="Understood" onclick={seen} /></p>
            </Alert>
        </div>
    }
}
