//! The page as a whole: its frame, the step that is shown, and what concerns all steps.

mod framed;
mod guard;
mod header;
mod notices;
mod run_notices;
mod stepper;

use rollcall_protocol::{KeptRunState, RunPhase};
use web_sys::File as WebFile;
use yew::prelude::*;

use crate::{
    attention::{use_awake, use_notice},
    format,
    screens::{
        columns::Columns,
        directory::Directory,
        file::File,
        journal::JournalNotice,
        organization::Organization,
        result::Result,
        review::Review,
        run::{Run, run_title},
        runs::Runs,
    },
    state::{
        directory_view::DirectoryView,
        filter::Filter,
        runner::{Runner, use_runner},
        runs::use_runs,
        side_page::SidePage,
        step::Step,
        theme,
        workbench::{Workbench, use_workbench},
    },
    widgets::BusyBar,
};
pub(crate) use framed::Framed;
use guard::{use_blocked, use_file_drop, use_leave_question, use_title};
use header::{Header, has_organization};
use notices::Notices;
use run_notices::RunNotices;
use stepper::Stepper;

#[component]
pub(crate) fn App() -> Html {
    let wanted = use_state_eq(|| Step::Organization);
    let side_page = use_state_eq(|| None::<SidePage>);
    let filter = use_state_eq(Filter::default);
    let directory_view = use_state_eq(DirectoryView::default);
    let go = {
        let (wanted, side_page) = (wanted.setter(), side_page.setter());
        use_callback((), move |step: Step, ()| {
            wanted.set(step);
            side_page.set(None);
        })
    };
    let workbench = use_workbench(go.clone());
    let runner = use_runner();
    let runs = use_runs(&workbench.link);
    // Without an organization there is nothing to list.
    let is_connected = workbench
        .state()
        .is_some_and(|state| has_organization(&state.connection));
    let at = side_page.filter(|&at| at != SidePage::Directory || is_connected);
    {
        // What the list depends on: the workbench is there, the connection, the run of this tab, what other tabs do, and that somebody
        // looks at it.
        let runs = runs.clone();
        let run = runner
            .known()
            .state
            .as_ref()
            .map(|run| (run.run.clone(), run.phase));
        let connection = workbench.state().map(|state| state.connection.clone());
        let changed = workbench.known().runs_changed;
        use_effect_with(
            (connection, run, at == Some(SidePage::Runs), changed),
            move |(connection, ..)| {
                if connection.is_some() {
                    runs.refresh();
                }
            },
        );
    }
    let is_open = |step: Step| {
        let known = runner.known();
        step.is_open(
            workbench.state().map(AsRef::as_ref),
            known.state.is_some(),
            known.has_result(),
        )
    };
    // What was open can close, when a file is put away: then the step before it is shown.
    let shown = Step::ALL
        .into_iter()
        .rev()
        .find(|step| *step <= *wanted && is_open(*step))
        .unwrap_or(Step::Organization);

    let on_filter = {
        let filter = filter.setter();
        Callback::from(move |new: Filter| filter.set(new))
    };
    let on_look = {
        let directory_view = directory_view.setter();
        Callback::from(move |new: DirectoryView| directory_view.set(new))
    };
    {
        // Another file: what was searched for in the last one means nothing in this one, and the next run is about it.
        let (filter, runner) = (filter.setter(), runner.clone());
        let sha256 = workbench
            .state()
            .and_then(|state| state.file.as_ref())
            .map(|file| file.sha256.clone());
        use_effect_with(sha256, move |_| {
            filter.set(Filter::default());
            runner.plan_next();
        });
    }
    {
        let link = workbench.link.clone();
        use_effect_with(shown, move |_| {
            link.forgive();
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        });
    }
    use_blocked(&workbench.link);
    use_file_drop(on_drop(&workbench, &runner));
    use_leave_question(is_work_lost(&workbench, &runner));
    use_awake(runner.known().is_going());
    use_notice(runner.known());
    use_title(&title(shown, at, &workbench, &runner));
    let to = {
        let side_page = side_page.setter();
        Callback::from(move |to| side_page.set(Some(to)))
    };
    let open_run = {
        let (runner, runs, workbench, go) =
            (runner.clone(), runs.clone(), workbench.link.clone(), go.clone());
        let to_runs = {
            let side_page = side_page.setter();
            Callback::from(move |()| side_page.set(Some(SidePage::Runs)))
        };
        Callback::from(move |run: String| {
            // The run of this tab is there already, and is not taken out of its worker's hands.
            let known = runner.known();
            // Nor does another one take its place: the user is led to the one that is going.
            if known.is_going() {
                go.emit(Step::Run);
                return;
            }
            // A journal that an older Rollcall took in has not been reviewed here.
            let waits = |kept: &KeptRunState| kept.came_in && kept.is_open();
            if runs.find(&run).is_some_and(waits) {
                workbench.open_kept_journal(run);
                to_runs.emit(());
                return;
            }
            let go = go.clone();
            let then = Callback::from(move |phase| {
                go.emit(match phase {
                    RunPhase::Done | RunPhase::Stopped => Step::Result,
                    _ => Step::Run,
                });
            });
            runner.open(run, then);
        })
    };
    let forgotten = {
        let (runner, workbench, side_page) = (runner.clone(), workbench.link.clone(), side_page.setter());
        Callback::from(move |()| {
            runner.put_away();
            workbench.close_file();
            workbench.forget_roster();
            workbench.disconnect();
            side_page.set(None);
            theme::forget_choice();
        })
    };

    let screen = match shown {
        Step::Organization => html!(<Organization workbench={workbench.clone()} go={go.clone()} />),
        Step::File => html!(<File workbench={workbench.clone()} go={go.clone()} />),
        Step::Columns => html!(<Columns workbench={workbench.clone()} go={go.clone()} />),
        Step::Review => html! {
            <Review workbench={workbench.clone()} go={go.clone()} filter={(*filter).clone()} {on_filter} />
        },
        Step::Run => html! {
            <Run workbench={workbench.clone()} runner={runner.clone()} runs={runs.clone()} go={go.clone()} />
        },
        Step::Result => {
            html!(<Result workbench={workbench.clone()} runner={runner.clone()} go={go.clone()} />)
        }
    };
    html! {
        <div class="rc-page">
            <Header workbench={workbench.clone()} open_runs={runs.open().count() as u32} {at} {to} />
            <Stepper shown={at.is_none().then_some(shown)} open={Step::ALL.map(is_open).to_vec()} go={go.clone()} />
            <main class="rc-main">
                <Notices workbench={workbench.clone()} {shown} />
                { match at {
                    Some(SidePage::Runs) => html! {
                        <Runs
                            workbench={workbench.clone()}
                            runs={runs.clone()}
                            runner={runner.clone()}
                            on_open={open_run}
                            on_forgotten={forgotten}
                            back={go.reform(move |()| shown)}
                        />
                    },
                    Some(SidePage::Directory) => html! {
                        <Directory
                            workbench={workbench.clone()}
                            directory_view={(*directory_view).clone()}
                            {on_look}
                            back={go.reform(move |()| shown)}
                        />
                    },
                    None => html! {
                        <>
                            if shown != Step::Result && !runner.known().is_going() {
                                <JournalNotice workbench={workbench.clone()} />
                            }
                            <RunNotices {shown} {runs} runner={runner.clone()} workbench={workbench.clone()} on_open={open_run} />
                            { screen }
                        </>
                    },
                } }
            </main>
            <BusyBar busy={workbench.doing()} />
            <div class="pf-v6-screen-reader" role="status" aria-label="Progress">{ spoken(&workbench, &runner) }</div>
        </div>
    }
}

/// Takes a change file dropped anywhere, unless a run is going.
fn on_drop(workbench: &Workbench, runner: &Runner) -> Callback<WebFile> {
    let (workbench, is_going) = (workbench.clone(), runner.known().is_going());
    Callback::from(move |file: WebFile| {
        let has_connection = workbench
            .state()
            .is_some_and(|state| state.connection != rollcall_protocol::ConnectionState::Closed);
        if is_going {
            return;
        }
        if !has_connection {
            // A file says what the user wants to do; which organization can be said later.
            workbench.check_only();
        }
        workbench.open_file(file.name(), file.into());
    })
}

/// Whether closing the page would lose something.
fn is_work_lost(workbench: &Workbench, runner: &Runner) -> bool {
    let known = runner.known();
    let edits = workbench.state().is_some_and(|state| {
        !state.edits_are_kept && state.review.as_ref().is_some_and(|review| review.edits > 0)
    });
    known.is_going() || edits
}

fn title(step: Step, at: Option<SidePage>, workbench: &Workbench, runner: &Runner) -> String {
    let run = runner
        .known()
        .state
        .as_ref()
        .filter(|_| runner.known().is_going());
    if let Some(run) = run {
        return format!("{} % · Run · Rollcall", format::percent(run.done, run.rows));
    }
    if let Some(at) = at {
        return format!("{} · Rollcall", at.title());
    }
    match workbench
        .state()
        .and_then(|state| state.file.as_ref())
        .filter(|_| step > Step::Organization)
    {
        Some(file) => format!("{} · {} · Rollcall", step.title(), file.name),
        None => format!("{} · Rollcall", step.title()),
    }
}

/// What a screen reader is told while it goes on: in steps of ten per cent, so that it does not talk all the time.
fn spoken(workbench: &Workbench, runner: &Runner) -> String {
    let tenths = |done: u32, of: u32| format::percent(done, of) / 10 * 10;
    if let Some(busy) = &workbench.known().busy {
        return match busy.of {
            0 => busy.doing.clone(),
            of => format!("{}: {} %", busy.doing, tenths(busy.done, of)),
        };
    }
    match runner
        .known()
        .state
        .as_ref()
        .filter(|_| runner.known().is_going())
    {
        Some(run) => format!("{}: {} %", run_title(run), tenths(run.done, run.rows)),
        None => String::new(),
    }
}
