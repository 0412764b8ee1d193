//! A driver whose calls are answered by hand. Readings are answered at once from a list of addresses, and entries are kept
//! at once unless they are held back.

use std::{collections::BTreeMap, time::Duration};

use http::{Request, Response};
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::{
    diff::{Details, Diff, LeftOut},
    journal::{Attempt, Decision, Entry, Event, Origin, OutcomeKind, Question, RunId, Seq},
    plan::{Options, Plan, StopRules},
    run::{Effect, Input, Rates, ReadId, Run, Settings, State, Transport},
    time::Time,
};
use serde_json::json;

/// The body for a taken address is documented nowhere; this is one that says it.
pub(crate) const TAKEN: &str = r#"{"key":"emailTaken","context":"This email address is already in use."}"#;

pub(crate) const SYNCED: &str =
    r#"{"key":"forbidden.action","context":{"allowed":false,"reason":{"key":"externalDirectory.scim"}}}"#;

/// What the runs of these tests are about.
pub(crate) fn origin() -> Origin {
    Origin {
        // The run for which [`plan`] makes its plans.
        run: RunId::default(),
        organization: OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").unwrap(),
        organization_name: "Example Industries".to_owned(),
        file: "changes.csv".to_owned(),
        sha256: String::new(),
        left_out: Vec::new(),
        read_as: None,
        undoes: None,
    }
}

/// Fast enough that only what a test is about makes a run wait.
pub(crate) fn settings() -> Settings {
    let rates = Rates {
        start: 1e6,
        least: 1e6,
        most: 1e6,
        growth: 0.0,
    };
    Settings {
        rates,
        ..Settings::default()
    }
}

/// One call under way at a time.
pub(crate) fn one_by_one() -> Settings {
    Settings {
        concurrency: 1,
        ..settings()
    }
}

pub(crate) fn diff(row: usize, id: &str, before: &str, after: &str) -> Diff {
    Diff {
        row: row as u32,
        line: row as u32 + 2,
        account: AccountId::parse(id),
        name: None,
        before: Some(before.to_owned()),
        after: after.to_owned(),
        details: Details::new(),
        administrator: false,
    }
}

/// Rows of id, address before and address wanted.
pub(crate) fn plan(people: &[(&str, &str, &str)], canary: u32) -> Plan {
    let diffs = people
        .iter()
        .enumerate()
        .map(|(at, (id, before, after))| diff(at, id, before, after));
    let options = Options {
        canary,
        stop_rules: StopRules {
            in_a_row: None,
            percent: None,
        },
        ..Options::default()
    };
    Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &options,
        |_| false,
    )
    .unwrap()
}

/// A run that has announced a call whose intent is not safe yet.
pub(crate) fn announced() -> Hand {
    let is_intent = |entry: &Entry| matches!(entry.event, Event::Intended { .. });
    let mut hand = Hand::holding_back(plan(&[("a", "a@x.org", "b@x.org")], 0), settings());
    hand.decide(Decision::Begin);
    while !hand.appended.iter().any(is_intent) {
        hand.keep();
        hand.read();
    }
    hand
}

pub(crate) struct Hand {
    pub(crate) run: Run,
    pub(crate) now: Time,
    /// What is safe, and what was transferred and is not.
    pub(crate) journal: Vec<Entry>,
    pub(crate) appended: Vec<Entry>,
    holds_back: bool,
    /// Readings stay out until they are answered by hand.
    pub(crate) holds_readings: bool,
    /// Calls that wait for an answer, with their accounts.
    pub(crate) sent: Vec<(Attempt, Request<Vec<u8>>)>,
    pub(crate) calls: u32,
    pub(crate) reads_made: u32,
    reads: Vec<(ReadId, Request<Vec<u8>>)>,
    addresses: BTreeMap<String, String>,
    /// Accounts whose profile is answered otherwise: status and body, or nothing.
    pub(crate) unreadable: BTreeMap<String, Result<(u16, String), Transport>>,
    /// Accounts whose address may not be changed, and the reason that the permissions give.
    pub(crate) locked: BTreeMap<String, String>,
    /// Accounts that a search shows at another address than they have, because its index lags.
    pub(crate) indexed: BTreeMap<String, String>,
    /// So many readings more are answered 429.
    pub(crate) too_fast: u32,
    /// The key is refused by every reading: from the first call that is answered 401 to the next decision to go on.
    pub(crate) is_key_dead: bool,
    /// The key works whatever a call is answered.
    pub(crate) is_key_good: bool,
    /// How the trial of the key is answered instead.
    pub(crate) trial: Option<Result<(u16, String), Transport>>,
    /// The paths of all readings.
    pub(crate) paths_read: Vec<String>,
    pub(crate) asked: Vec<Question>,
    wait: Option<Time>,
    pub(crate) is_done: bool,
}

impl Hand {
    pub(crate) fn ready(plan: Plan, settings: Settings) -> Self {
        // 2026-01-01.
        let now = Time(1_767_225_600_000);
        Self::with(Run::new(now, plan, origin(), 1, settings), now, false)
    }

    pub(crate) fn begun(plan: Plan) -> Self {
        Self::begun_with(plan, settings())
    }

    pub(crate) fn begun_with(plan: Plan, settings: Settings) -> Self {
        let mut hand = Self::ready(plan, settings);
        hand.decide(Decision::Begin);
        hand
    }

    /// Begun, with rows that were left out of the run.
    pub(crate) fn about(plan: Plan, left_out: Vec<LeftOut>) -> Self {
        let now = Time(1_767_225_600_000);
        let origin = Origin { left_out, ..origin() };
        let mut hand = Self::with(Run::new(now, plan, origin, 1, settings()), now, false);
        hand.decide(Decision::Begin);
        hand
    }

    /// Neither keeps entries nor reads before it is told to.
    pub(crate) fn holding_back(plan: Plan, settings: Settings) -> Self {
        Self::with(Run::new(Time(0), plan, origin(), 1, settings), Time(0), true)
    }

    fn with(run: Run, now: Time, holds_back: bool) -> Self {
        let plan = run.plan();
        let addresses = plan
            .rows
            .iter()
            .map(|row| (row.person().to_owned(), row.before.clone().unwrap_or_default()))
            .collect();
        Self::around(run, now, holds_back, addresses)
    }

    fn around(run: Run, now: Time, holds_back: bool, addresses: BTreeMap<String, String>) -> Self {
        let mut hand = Self {
            run,
            now,
            journal: Vec::new(),
            appended: Vec::new(),
            holds_back,
            holds_readings: false,
            sent: Vec::new(),
            calls: 0,
            reads_made: 0,
            reads: Vec::new(),
            addresses,
            unreadable: BTreeMap::new(),
            locked: BTreeMap::new(),
            indexed: BTreeMap::new(),
            too_fast: 0,
            is_key_dead: false,
            is_key_good: false,
            trial: None,
            paths_read: Vec::new(),
            asked: Vec::new(),
            wait: None,
            is_done: false,
        };
        hand.carry_out();
        hand
    }

    pub(crate) fn state(&self) -> State {
        self.run.state(self.now)
    }

    /// In the order of the file.
    pub(crate) fn outcomes(&self) -> Vec<OutcomeKind> {
        self.run.all_results().map(|row| row.outcome).collect()
    }

    /// The address that an account has.
    pub(crate) fn address(&self, account: &str) -> &str {
        &self.addresses[account]
    }

    /// What is said of a row, by its place in the file.
    pub(crate) fn words_of(&self, row: u32) -> String {
        self.run.results(row, 1, None).rows[0].message.clone()
    }

    /// The body of the first call that is out.
    pub(crate) fn body_of_next(&self) -> String {
        String::from_utf8(self.sent[0].1.body().clone()).unwrap()
    }

    pub(crate) fn set(&mut self, account: &str, address: &str) {
        self.addresses.insert(account.to_owned(), address.to_owned());
    }

    pub(crate) fn decide(&mut self, decision: Decision) {
        if decision == Decision::GoOn {
            self.is_key_dead = false;
        }
        self.input(Input::Decided(decision));
    }

    pub(crate) fn at(&mut self, time: Time) {
        self.now = time;
        self.input(Input::Time);
    }

    /// Lets time go by for as long as the run waits on its own and no call is out.
    pub(crate) fn wait_out(&mut self) {
        for _ in 0..50 {
            if !self.wait_out_once() {
                break;
            }
        }
    }

    /// The same, for one wait; false where there is none.
    pub(crate) fn wait_out_once(&mut self) -> bool {
        let is_idle = self.sent.is_empty() && !self.is_done;
        match self.wait.take_if(|_| is_idle) {
            Some(until) => {
                self.at(until.max(self.now));
                true
            }
            None => false,
        }
    }

    pub(crate) fn input(&mut self, input: Input) {
        self.run.input(self.now, input);
        self.carry_out();
    }

    fn carry_out(&mut self) {
        for effect in self.run.effects() {
            match effect {
                Effect::Append(_, entries) => self.appended.extend(entries),
                Effect::Send(attempt, request) => {
                    self.calls += 1;
                    self.sent.push((attempt, *request));
                }
                Effect::Read(read, request) => self.reads.push((read, *request)),
                Effect::Wait(until) => self.wait = Some(until),
                Effect::Ask(question) => self.asked.push(question),
                Effect::Done => self.is_done = true,
            }
        }
        // The time that the rate takes, as good as none.
        if let Some(soon) = self.wait.take_if(|until| until.0 <= self.now.0 + 10) {
            self.at(soon);
        }
        if !self.holds_back && !self.appended.is_empty() {
            self.keep();
        }
        if !self.holds_back && !self.holds_readings && !self.reads.is_empty() {
            self.read();
        }
    }

    /// The disk has what was transferred.
    pub(crate) fn keep(&mut self) {
        let seq = self.appended.last().map_or(Seq(0), |entry| entry.seq);
        self.journal.append(&mut self.appended);
        self.input(Input::Durable(seq));
    }

    /// Readings that are out.
    pub(crate) fn reads_out(&self) -> usize {
        self.reads.len()
    }

    /// Answers the readings that are out, from the list of addresses.
    pub(crate) fn read(&mut self) {
        let answers = self.answers_to_readings();
        self.give_answers(answers);
    }

    /// What the server answers to the readings that are out, as things stand now. The answers are still on their way.
    pub(crate) fn answers_to_readings(&mut self) -> Vec<Input> {
        let reads = std::mem::take(&mut self.reads);
        self.reads_made += reads.len() as u32;
        let answer = |(read, request): (ReadId, Request<Vec<u8>>)| Input::Read(read, self.reading(&request));
        reads.into_iter().map(answer).collect()
    }

    pub(crate) fn give_answers(&mut self, answers: Vec<Input>) {
        for answer in answers {
            self.input(answer);
        }
    }

    fn reading(&mut self, request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Transport> {
        if self.too_fast > 0 {
            self.too_fast -= 1;
            return Ok(json(429, &json!({})));
        }
        self.paths_read.push(request.uri().path().to_owned());
        if self.is_key_dead {
            return Ok(json(401, &json!({ "key": "unauthorized" })));
        }
        if request.method() == http::Method::GET && request.uri().path().starts_with("/admin/v1/orgs/") {
            return match &self.trial {
                Some(answer) => answer.clone().map(|(status, body)| response(status, &body)),
                None => Ok(json(
                    200,
                    &json!({ "data": [{ "account_id": "sample" }], "links": {} }),
                )),
            };
        }
        if request.method() == http::Method::POST {
            return Ok(json(200, &self.found(request)));
        }
        let account = account_of(request);
        if let Some(answer) = self.unreadable.get(&account) {
            return answer.clone().map(|(status, body)| response(status, &body));
        }
        if let Some(life) = self.addresses.get(&account).and_then(|held| life(held)) {
            return Ok(json(
                200,
                &json!({ "account": { "account_id": account, "account_status": life } }),
            ));
        }
        if request.uri().path().ends_with("/manage") {
            let may = match self.locked.get(&account) {
                Some(reason) => json!({ "allowed": false, "reason": { "key": reason } }),
                None => json!({ "allowed": true }),
            };
            return Ok(json(200, &json!({ "email.set": may })));
        }
        Ok(match self.addresses.get(&account) {
            Some(address) => json(
                200,
                &json!({ "account": { "account_id": account, "email": address } }),
            ),
            None => json(404, &json!({ "key": "accountNotFound" })),
        })
    }

    /// What a search by ids or by addresses finds.
    fn found(&self, request: &Request<Vec<u8>>) -> serde_json::Value {
        let asked: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        if let Some(ids) = asked["accountIds"].as_array() {
            let found = ids.iter().filter_map(|id| {
                let held = self.addresses.get(id.as_str().unwrap())?;
                let status = if held == "marked for deletion" {
                    "for_deletion"
                } else {
                    "active"
                };
                Some(json!({ "accountId": id, "accountStatus": life(held)?, "status": status }))
            });
            return json!({ "data": found.collect::<Vec<_>>() });
        }
        let emails = asked["emails"].as_array().unwrap();
        let is_asked = |address: &str| {
            emails
                .iter()
                .any(|email| email.as_str().unwrap().eq_ignore_ascii_case(address))
        };
        let mut index = self.addresses.clone();
        index.retain(|id, _| !self.unreadable.contains_key(id));
        index.extend(self.indexed.clone());
        let found: Vec<_> = index
            .iter()
            .filter(|(_, address)| is_asked(address))
            .map(|(id, address)| json!({ "accountId": id, "email": address }))
            .collect();
        json!({ "data": found })
    }

    pub(crate) fn accounts_sent(&self) -> Vec<String> {
        self.sent.iter().map(|(_, request)| account_of(request)).collect()
    }

    /// Answers the first call that is out; one that succeeds changes the address.
    pub(crate) fn answer_next(&mut self, status: u16, body: &str) {
        self.respond_next(status, &[], body);
    }

    pub(crate) fn respond_next(&mut self, status: u16, headers: &[(&str, &str)], body: &str) {
        let (attempt, request) = self.sent.remove(0);
        // Only deletions and taking them back are answered 200.
        let is_done = status == 204 || (status == 200 && request.uri().path().ends_with("delete"));
        if is_done {
            self.carry_out_call(&request);
        }
        self.respond(attempt, status, headers, body);
    }

    /// What a call changes.
    fn carry_out_call(&mut self, request: &Request<Vec<u8>>) {
        let account = account_of(request);
        match request.uri().path().rsplit('/').next().unwrap() {
            "disable" => self.set(&account, "deactivated"),
            "enable" | "cancel-delete" => self.set(&account, "active"),
            "delete" => self.set(&account, "marked for deletion"),
            _ => {
                let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
                self.set(&account, body["email"].as_str().unwrap());
            }
        }
    }

    /// Answers the call for this account, if one is out.
    pub(crate) fn answer_for(&mut self, account: &str, status: u16, body: &str) {
        if let Some(at) = self.accounts_sent().iter().position(|sent| sent == account) {
            self.sent.swap(0, at);
            self.answer_next(status, body);
        }
    }

    pub(crate) fn answer_all(&mut self, status: u16, body: &str) {
        while !self.sent.is_empty() {
            self.answer_next(status, body);
            self.wait_out();
        }
    }

    pub(crate) fn respond(&mut self, attempt: Attempt, status: u16, headers: &[(&str, &str)], body: &str) {
        self.is_key_dead |= status == 401 && !self.is_key_good;
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let response = response.body(body.as_bytes().to_vec()).unwrap();
        self.input(Input::Answered(attempt, Ok(response)));
    }

    pub(crate) fn lose_next(&mut self) {
        self.fail_next(Transport::Lost {
            message: "Failed to fetch".into(),
        });
    }

    pub(crate) fn fail_next(&mut self, transport: Transport) {
        let (attempt, _) = self.sent.remove(0);
        self.input(Input::Answered(attempt, Err(transport)));
    }

    /// A colleague takes in the exported journal, after a review that let these rows through.
    pub(crate) fn taken_in(self, plan: Plan) -> Self {
        let run = Run::take_in(self.now, &self.journal, origin(), plan, settings()).unwrap();
        let mut hand = Self::around(run, self.now, false, self.addresses);
        let since = std::mem::replace(&mut hand.journal, self.journal);
        hand.journal.extend(since);
        hand
    }

    /// The tab is gone, and opened again later.
    pub(crate) fn crash(self, away: Duration) -> Self {
        let now = Time(self.now.0 + away.as_millis() as i64);
        let run = Run::resume(now, &self.journal, settings()).unwrap();
        Self::around(run, now, false, self.addresses)
    }
}

fn response(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .body(body.as_bytes().to_vec())
        .unwrap()
}

fn json(status: u16, body: &serde_json::Value) -> Response<Vec<u8>> {
    response(status, &body.to_string())
}

/// `account_status` of an account in this state; `None` for an address.
fn life(held: &str) -> Option<&'static str> {
    match held {
        "active" => Some("active"),
        "deactivated" | "marked for deletion" => Some("inactive"),
        "closed" => Some("closed"),
        _ => None,
    }
}

fn account_of(request: &Request<Vec<u8>>) -> String {
    request.uri().path().split('/').nth(2).unwrap().to_owned()
}
