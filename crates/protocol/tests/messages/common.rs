//! What is common to both workers.

use rollcall_protocol::{FromWorker, Hello, Problem, Role, RunPhase, Saved, ToWorker};

use super::check;

pub(crate) fn problem() -> Problem {
    Problem {
        code: "no-connection".to_owned(),
        what: "There is no connection.".to_owned(),
        hint: "Connect first.".to_owned(),
        detail: Some("403".to_owned()),
    }
}

pub(crate) fn saved() -> Saved {
    Saved {
        name: "moves-results.csv".to_owned(),
        mime: "text/csv".to_owned(),
    }
}

pub(crate) const PHASE: RunPhase = RunPhase::Running;

#[test]
fn the_greeting_keeps_its_shape_from_build_to_build() {
    let hello = |role| Hello {
        build: "0.1.0-abc".to_owned(),
        role,
    };
    check(
        "Hello",
        vec![("Workbench", hello(Role::Workbench)), ("Run", hello(Role::Run))],
    );
}

#[test]
fn what_messages_travel_in() {
    let question = "what is asked".to_owned();
    check("ToWorker", vec![("ToWorker", ToWorker { number: 7, question })]);
    let answer = |answer| FromWorker::<String, String>::Answer {
        number: 7,
        answer: Box::new(answer),
    };
    let news = FromWorker::News {
        news: Box::new("what is new".to_owned()),
    };
    check(
        "FromWorker",
        vec![
            ("Answer", answer(Ok("what is answered".to_owned()))),
            ("Refusal", answer(Err(problem()))),
            ("News", news),
        ],
    );
}
