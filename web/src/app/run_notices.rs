//! What the page says of runs where it is not about to show them: one that was interrupted, and one that the file undoes.

use patternfly_yew::prelude::*;
use rollcall_protocol::KeptRunState;
use yew::prelude::*;

use crate::{
    format,
    screens::runs::{NotOpened, not_opened},
    state::{runner::Runner, runs::Runs, step::Step, workbench::Workbench},
    widgets::{ProblemAlert, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: Step,
    pub(crate) runs: Runs,
    pub(crate) runner: Runner,
    pub(crate) workbench: Workbench,
    pub(crate) on_open: Callback<String>,
}

#[component]
pub(crate) fn RunNotices(props: &Props) -> Html {
    let known = props.runner.known();
    let plans = !known.is_going() && (known.state.is_none() || known.plans_next);
    let undone = props
        .workbench
        .state()
        .and_then(|state| state.file.as_ref()?.undoes.clone())
        .filter(|_| props.shown == Step::Review || (props.shown == Step::Run && plans));
    let open: Vec<&KeptRunState> = props
        .runs
        .open()
        .filter(|_| props.shown == Step::Organization || (props.shown == Step::Run && plans))
        .filter(|_| !known.is_going())
        .filter(|run| known.state.as_ref().is_none_or(|shown| shown.run != run.run))
        .collect();
    // Where another run is about to begin, the open one is the first thing to look at.
    let is_at_plan = props.shown == Step::Run;
    let problem = known
        .problem
        .clone()
        .filter(|_| props.shown == Step::Organization);
    let why = not_opened(&props.runner).filter(|_| props.shown == Step::Organization);
    html! {
        <>
            <ProblemAlert {problem} />
            if let Some(why) = why {
                <NotOpened {why} />
            }
            { for open.into_iter().map(|run| {
                let id = run.run.clone();
                html! {
                    <div key={run.run.clone()} role="alert">
                        <Alert
                            inline=true
                            r#type={AlertType::Warning}
                            title={if run.came_in {
                                format!("The run of {} came in from elsewhere and waits for you.", run.file)
                            } else {
                                format!("The run of {} has not come to its end.", run.file)
                            }}
                        >
                            <p>
                                { format!("{}, {}: {} of {} have an outcome. ", run.organization_name, format::time(run.planned),
                                    format::count(run.done), format::rows(run.rows)) }
                                if is_at_plan {
                                    { "If your file has people of that run in it, go on with it or stop it first: two runs over the same \
                                       people get in each other’s way." }
                                }
                            </p>
                            <p class="rc-buttons">
                                <Button
                                    variant={ButtonVariant::Secondary}
                                    label="Open this run"
                                    onclick={props.on_open.reform(move |_| id.clone())}
                                />
                            </p>
                        </Alert>
                    </div>
                }
            }) }
            if let Some(undone) = undone {
                <Alert
                    inline=true
                    r#type={AlertType::Info}
                    title={format!("Undo of the run of {}, {}, {}.", undone.file, format::time(undone.planned), undone.organization_name)}
                >
                    { "Each row is checked against the account as it is now: what somebody has changed since then is shown, and not \
                       overwritten." }
                </Alert>
            }
            { nothing() }
        </>
    }
}
