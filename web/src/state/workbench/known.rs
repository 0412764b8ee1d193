//! What the page knows of the workbench, and what changes it.

use std::rc::Rc;

use rollcall_protocol::{ListingsState, Problem, WorkbenchState};
use yew::prelude::*;

/// Where on the page a question was asked, so that its problem is shown there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    Connection,
    File,
    Columns,
    Roster,
    Review,
    Listing,
    Journal,
}

/// How the workbench is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Health {
    Starting,
    Well,
    /// It died and was started again.
    Restarted(Restart),
    /// It cannot be used: reload the page.
    Unusable(Problem),
}

/// What a fresh worker brought back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Restart {
    /// What the dead worker said.
    pub(crate) why: String,
    pub(crate) file: FileFate,
    /// The connection has to be made anew, because the key was in the dead worker's memory alone.
    pub(crate) key_is_lost: bool,
}

/// What became of the file that was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFate {
    None,
    OpenAgain,
    /// Opening it again ended the fresh worker too.
    LeftOut,
}

/// Something that takes time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Busy {
    pub(crate) doing: String,
    pub(crate) done: u32,
    /// 0 where it is not known.
    pub(crate) of: u32,
}

/// All that the page knows of the workbench.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) health: Health,
    pub(crate) state: Option<Rc<WorkbenchState>>,
    /// The listings, once somebody has looked at them.
    pub(crate) listings: Option<Rc<ListingsState>>,
    pub(crate) busy: Option<Busy>,
    pub(crate) problem: Option<(Topic, Problem)>,
    /// Addresses that the security policy kept the page from calling.
    pub(crate) blocked: Vec<String>,
    /// Counts what became of the runs of this browser: with each, the list of them is out of date.
    pub(crate) runs_changed: u32,
    /// Questions under way.
    asked: u32,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            health: Health::Starting,
            state: None,
            listings: None,
            busy: None,
            problem: None,
            blocked: Vec::new(),
            runs_changed: 0,
            asked: 0,
        }
    }
}

/// What changes [`Known`].
pub(crate) enum Change {
    Asked(String),
    Progress(Busy),
    /// The answer to the last [`Change::Asked`]: `None` where its worker died.
    Answered(Topic, Option<Result<WorkbenchState, Problem>>),
    Found(Topic, Problem),
    Forgiven,
    State(WorkbenchState),
    Listings(ListingsState),
    Health(Health),
    Blocked(String),
    BlockedSeen,
    RunsChanged,
}

impl Reducible for Known {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut known = (*self).clone();
        match change {
            Change::Asked(doing) => {
                known.asked += 1;
                known.problem = None;
                known.busy = Some(Busy {
                    doing,
                    done: 0,
                    of: 0,
                });
            }
            Change::Progress(busy) if known.asked > 0 => known.busy = Some(busy),
            Change::Progress(_) => {}
            Change::Answered(topic, answer) => {
                known.asked = known.asked.saturating_sub(1);
                if known.asked == 0 {
                    known.busy = None;
                }
                match answer {
                    Some(Ok(state)) => known.state = Some(Rc::new(state)),
                    Some(Err(problem)) => known.problem = Some((topic, problem)),
                    None => {}
                }
            }
            Change::Found(topic, problem) => known.problem = Some((topic, problem)),
            Change::Forgiven => known.problem = None,
            Change::State(state) => known.state = Some(Rc::new(state)),
            Change::Listings(listings) => known.listings = Some(Rc::new(listings)),
            Change::Health(health) => known.health = health,
            Change::Blocked(address) if known.blocked.contains(&address) => {}
            Change::Blocked(address) => known.blocked.push(address),
            Change::BlockedSeen => known.blocked.clear(),
            Change::RunsChanged => known.runs_changed = known.runs_changed.wrapping_add(1),
        }
        Rc::new(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn after(changes: impl IntoIterator<Item = Change>) -> Rc<Known> {
        let start = Rc::new(Known::default());
        changes.into_iter().fold(start, Reducible::reduce)
    }

    fn asked() -> Change {
        Change::Asked("Checking".to_owned())
    }

    fn progress() -> Change {
        Change::Progress(Busy {
            doing: "Looking up".to_owned(),
            done: 1,
            of: 2,
        })
    }

    fn problem() -> Problem {
        Problem {
            code: "file-empty".to_owned(),
            what: "The file is empty.".to_owned(),
            hint: String::new(),
            detail: None,
        }
    }

    #[test]
    fn it_is_busy_until_the_last_question_is_answered() {
        let answered = || Change::Answered(Topic::File, None);
        assert!(after([asked(), asked(), answered()]).busy.is_some());
        assert_eq!(after([asked(), asked(), answered(), answered()]).busy, None);
    }

    #[test]
    fn progress_that_comes_after_the_answer_is_not_shown() {
        assert_eq!(after([progress()]).busy, None);
        let known = after([asked(), progress()]);
        assert_eq!(known.busy.as_ref().map(|busy| busy.done), Some(1));
    }

    #[test]
    fn a_problem_is_shown_until_the_next_question() {
        let refused = || Change::Answered(Topic::File, Some(Err(problem())));
        let known = after([asked(), refused()]);
        assert_eq!(known.problem, Some((Topic::File, problem())));
        assert_eq!(after([asked(), refused(), asked()]).problem, None);
        assert_eq!(after([asked(), refused(), Change::Forgiven]).problem, None);
    }

    #[test]
    fn a_blocked_address_is_named_once() {
        let blocked = |address: &str| Change::Blocked(address.to_owned());
        let known = after([
            blocked("https://a.example"),
            blocked("https://a.example"),
            blocked("https://b.example"),
        ]);
        assert_eq!(known.blocked, ["https://a.example", "https://b.example"]);
    }
}
