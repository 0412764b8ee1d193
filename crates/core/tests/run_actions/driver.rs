//! A run that is driven against the sandbox organization, and the files that come out of it.

use std::collections::{BTreeMap, VecDeque};

use http::{Request, Response};
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::{
    action::{Action, Field},
    diff::{Details, Diff},
    journal::{Attempt, Decision, Entry, Event, Origin, OutcomeKind, Question, RunId},
    plan::{Options, Plan, StopRules},
    run::{Effect, Input, ReadId, Run, Settings, Transport},
    time::Time,
};
use rollcall_sandbox::{Life, Lock, Organization};

const NOW: i64 = 1_767_225_600_000;

/// What is said of a task that is not done.
pub(crate) const UNDER_WAY: &str = r#"{"inProgressCount":1,"successCount":0,"failureCount":0}"#;

/// A run, its disk, and the organization.
pub(crate) struct Driver<'s> {
    pub(crate) sandbox: &'s mut Organization,
    pub(crate) run: Run,
    pub(crate) now: Time,
    pub(crate) journal: Vec<Entry>,
    /// Every so many changing calls the reply is lost.
    pub(crate) lose: usize,
    pub(crate) sent: usize,
    /// The first changing call never arrives.
    pub(crate) drop_first: bool,
    /// Changing calls never arrive, and are answered as taken all the same.
    pub(crate) pretends: bool,
    /// So many questions about a task are answered with this.
    pub(crate) about_tasks: (usize, &'static str),
    /// Readings so far, and the one that fails, with this status.
    pub(crate) reads: usize,
    pub(crate) fails: Option<usize>,
    pub(crate) fails_with: u16,
    /// Calls are answered only when nothing else is to be done for a while.
    pub(crate) is_slow: bool,
    /// When nothing more happens, by the calls and the readings so far.
    pub(crate) rests: fn(usize, usize) -> bool,
    /// The user stops the run when its first call is answered.
    pub(crate) stops: bool,
    /// When the first call is answered this account is locked.
    pub(crate) after_first: Option<(String, Lock)>,
    /// What was asked on the way.
    pub(crate) asked: Vec<Question>,
    /// What was said of it.
    pub(crate) problems: Vec<String>,
    /// Calls under way, by the steps that they are for: no two are about one person.
    under_way: BTreeMap<Attempt, Vec<u32>>,
}

pub(crate) enum Work {
    Input(Input),
    Send(Attempt, Request<Vec<u8>>),
    Read(ReadId, Request<Vec<u8>>),
}

impl<'s> Driver<'s> {
    pub(crate) fn new(sandbox: &'s mut Organization, plan: Plan, lose: usize) -> Self {
        let origin = Origin {
            run: RunId::of_draw(1),
            organization: OrganizationId::parse(sandbox.organization_id()).unwrap(),
            organization_name: String::new(),
            file: "changes.csv".to_owned(),
            sha256: String::new(),
            left_out: Vec::new(),
            read_as: None,
            undoes: None,
        };
        let now = Time(NOW);
        Self {
            run: Run::new(now, plan, origin, 1, Settings::default()),
            sandbox,
            now,
            journal: Vec::new(),
            lose,
            sent: 0,
            drop_first: false,
            pretends: false,
            about_tasks: (0, UNDER_WAY),
            reads: 0,
            fails: None,
            fails_with: 503,
            is_slow: false,
            problems: Vec::new(),
            rests: |_, _| false,
            stops: false,
            after_first: None,
            asked: Vec::new(),
            under_way: BTreeMap::new(),
        }
    }

    pub(crate) fn answer(&mut self, mut request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let key = format!("Bearer {}", self.sandbox.key()).parse().unwrap();
        request.headers_mut().insert("authorization", key);
        self.sandbox
            .answer(self.now.0, "https://api.atlassian.com", &request)
    }

    /// Carries the run on to its end, or to a crash after so many changing calls.
    pub(crate) fn drive(&mut self, crash_after: Option<usize>) {
        let mut work = VecDeque::from([Work::Input(Input::Decided(Decision::Begin))]);
        if !self.journal.is_empty() {
            work = VecDeque::from([Work::Input(Input::Decided(Decision::GoOn))]);
        }
        self.under_way.clear();
        let (mut wait, mut calls): (Option<Time>, VecDeque<Work>) = (None, VecDeque::new());
        for _ in 0..100_000 {
            let is_soon = wait.is_some_and(|until| until.0 < self.now.0 + 2_000);
            if work.is_empty() && !is_soon {
                work.extend(calls.pop_front());
            }
            let input = match work.pop_front() {
                Some(Work::Input(input)) => input,
                Some(Work::Send(attempt, request)) => {
                    self.sent += 1;
                    if self.drop_first && self.sent == 1 {
                        let lost = Transport::Lost {
                            message: String::new(),
                        };
                        work.push_back(Work::Input(Input::Answered(attempt, Err(lost))));
                        continue;
                    }
                    let reply = if self.pretends {
                        told(202, r#"{"taskId":"358d916a-aed3-474a-9ae0-17def3bad866"}"#)
                    } else {
                        self.answer(request)
                    };
                    if crash_after.is_some_and(|calls| self.sent >= calls) {
                        return;
                    }
                    if let Some((account, lock)) = self.after_first.take() {
                        self.sandbox.set_lock(&account, Some(lock));
                    }
                    if self.stops && self.sent == 1 {
                        work.push_back(Work::Input(Input::Decided(Decision::Stop)));
                    }
                    let is_lost = self.lose > 0 && self.sent.is_multiple_of(self.lose);
                    Input::Answered(
                        attempt,
                        if is_lost {
                            Err(Transport::Lost {
                                message: String::new(),
                            })
                        } else {
                            Ok(reply)
                        },
                    )
                }
                Some(Work::Read(read, request)) => {
                    self.reads += 1;
                    let is_of_task = request.uri().path().contains("/auth-policy/task/");
                    if self.fails == Some(self.reads) {
                        Input::Read(read, Ok(told(self.fails_with, "")))
                    } else if is_of_task && self.about_tasks.0 > 0 {
                        self.about_tasks.0 -= 1;
                        Input::Read(read, Ok(told(200, self.about_tasks.1)))
                    } else {
                        Input::Read(read, Ok(self.answer(request)))
                    }
                }
                None if (self.rests)(self.sent, self.reads) => return,
                None => match wait.take() {
                    Some(until) => {
                        self.now = self.now.max(until);
                        Input::Time
                    }
                    None => return,
                },
            };
            self.now = Time(self.now.0 + 1);
            if let Input::Answered(attempt, _) = &input {
                self.under_way.remove(attempt);
            }
            self.run.input(self.now, input);
            for effect in self.run.effects() {
                match effect {
                    Effect::Append(seq, entries) => {
                        self.journal.extend(entries);
                        work.push_back(Work::Input(Input::Durable(seq)));
                    }
                    Effect::Send(attempt, request) => {
                        self.goes_out(attempt);
                        let call = Work::Send(attempt, *request);
                        if self.is_slow { &mut calls } else { &mut work }.push_back(call);
                    }
                    Effect::Read(read, request) => work.push_back(Work::Read(read, *request)),
                    Effect::Wait(until) => wait = Some(until),
                    Effect::Ask(question) => {
                        self.asked.push(question);
                        self.problems
                            .extend(self.run.state(self.now).problem.map(|problem| problem.what));
                        work.push_back(Work::Input(Input::Decided(Decision::GoOn)));
                    }
                    Effect::Done => return,
                }
            }
        }
        panic_of("the run never ends");
    }

    fn goes_out(&mut self, attempt: Attempt) {
        let intended = self.journal.iter().find_map(|entry| match &entry.event {
            Event::Intended {
                attempt: of,
                step,
                with,
            } if *of == attempt => Some([&[*step][..], with].concat()),
            _ => None,
        });
        let steps = intended.unwrap();
        let person = |step: &u32| self.run.plan().row_of(*step).person().to_lowercase();
        let people: Vec<String> = steps.iter().map(person).collect();
        let others = self.under_way.values().flatten();
        let is_busy = others.map(person).any(|other| people.contains(&other));
        assert!(!is_busy, "two calls are about one of {people:?}");
        self.under_way.insert(attempt, steps);
    }

    pub(crate) fn outcomes(&self) -> BTreeMap<OutcomeKind, usize> {
        let mut outcomes = BTreeMap::new();
        for row in self.run.all_results() {
            *outcomes.entry(row.outcome).or_default() += 1;
        }
        outcomes
    }
}

fn told(status: u16, body: &str) -> Response<Vec<u8>> {
    let response = Response::builder().status(status);
    response.body(body.as_bytes().to_vec()).unwrap()
}

pub(crate) fn panic_of(why: &str) {
    assert!(why.is_empty(), "{why}");
}

/// A row: account, what is wanted, details.
pub(crate) type Wanted = (String, String, Vec<(&'static str, String)>);

pub(crate) fn plan(action: &'static Action, rows: Vec<Wanted>) -> Plan {
    in_batches(action, rows, 5)
}

pub(crate) fn in_batches(action: &'static Action, rows: Vec<Wanted>, batch: u32) -> Plan {
    let left = |details: &[(&str, String)]| {
        let left = details.iter().find(|(key, _)| *key == Field::Left.key());
        left.map(|(_, left)| left.clone())
    };
    let diffs = (0..).zip(rows).map(|(row, (account, after, details))| Diff {
        row,
        line: row + 2,
        account: (!account.contains('@'))
            .then(|| AccountId::parse(&account))
            .flatten(),
        name: None,
        before: left(&details),
        after,
        details: details_of(details),
        administrator: false,
    });
    let options = Options {
        canary: 2,
        batch,
        stop_rules: StopRules {
            in_a_row: None,
            percent: None,
        },
        ..Options::default()
    };
    Plan::make(action.run(), diffs.collect(), &options, |_| false).unwrap()
}

/// What a row says beside who is meant and what is wanted, by key.
pub(crate) fn details_of(texts: Vec<(&'static str, String)>) -> Details {
    let texts = texts.into_iter().map(|(key, text)| (key.to_owned(), text.into()));
    serde_json::from_value(serde_json::Value::Object(texts.collect())).unwrap()
}

/// The rows of an undo file.
pub(crate) fn undo_rows(sandbox: &Organization, action: &'static Action, file: &[u8]) -> Vec<Wanted> {
    let mut reader = csv::Reader::from_reader(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file));
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let cell = |part: Field| {
                let column = header.iter().position(|name| name == part.key())?;
                Some(record[column].to_owned()).filter(|text| !text.is_empty())
            };
            let account = record[0].to_owned();
            let address = if account.contains('@') {
                account.clone()
            } else {
                address(sandbox, &account)
            };
            let details = Field::ALL
                .into_iter()
                .filter_map(|part| Some((part.key(), cell(part)?)))
                .chain([("address", address)]);
            let after = match action.row.desired {
                rollcall_core::action::DesiredState::Always(held) => held.to_owned(),
                rollcall_core::action::DesiredState::Worded(part, message) => message(&cell(part).unwrap()),
                rollcall_core::action::DesiredState::Address => String::new(),
                rollcall_core::action::DesiredState::Profile => {
                    let title = |part: Field| part.key().replace('-', " ");
                    let fields = Field::ALL.into_iter().filter(|part| part.is_field());
                    let texts: Vec<String> = fields
                        .filter_map(|part| Some(format!("{} {:?}", title(part), cell(part)?)))
                        .collect();
                    texts.join(", ")
                }
            };
            (account, after, details.collect())
        })
        .collect()
}

pub(crate) fn address(sandbox: &Organization, account: &str) -> String {
    sandbox.account(account).unwrap().address.clone()
}

pub(crate) fn action(key: &str) -> &'static Action {
    Action::of_key(key).unwrap()
}

/// People with an account that works, who are active in the first directory alone.
pub(crate) fn people(sandbox: &Organization) -> Vec<String> {
    let people = sandbox.accounts().iter().filter(|account| {
        account.managed
            && account.life == Life::Active
            && !account.administrator
            && matches!(account.memberships[..], [only] if only.directory == 0 && !only.suspended)
    });
    people.map(|account| account.id.clone()).take(9).collect()
}

pub(crate) fn directory(sandbox: &Organization) -> String {
    sandbox.directories().next().unwrap().0.to_owned()
}
