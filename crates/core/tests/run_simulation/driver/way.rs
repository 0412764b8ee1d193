//! Calls on their way to the organization and back, and what happens to them there.

use http::{Request, Response, header::AUTHORIZATION};
use rollcall_core::{
    journal::Attempt,
    run::{ReadId, Transport},
};

use super::{Coming, Driver, Of, Then};
use crate::sights;

impl Driver {
    pub(super) fn send(&mut self, attempt: Attempt, request: Box<Request<Vec<u8>>>) {
        let faults = self.scenario.faults;
        let of = Of::Change(attempt);
        let there = self.way();
        if self.chance(faults.foreign_answer) {
            self.hits.insert(sights::FOREIGN_ANSWER);
            let foreign = Of::Change(Attempt(attempt.0 + 1000));
            self.schedule(there, Coming::Answers(foreign, Ok(Box::new(answer(204, "")))));
        }
        if self.chance(faults.blocked) {
            self.hits.insert(sights::BLOCKED);
            let blocked = Transport::Blocked {
                message: "Refused to connect".into(),
            };
            self.schedule(there, Coming::Answers(of, Err(blocked)));
        } else if self.chance(faults.web_page) {
            self.hits.insert(sights::WEB_PAGE);
            let status = self.scenario.chance.one_of(&[200, 302, 403, 404]);
            if self.chance(300) {
                let then = Then::Broken("<html>", status);
                self.schedule(there, Coming::Arrives { of, request, then });
            } else {
                let page = Box::new(answer(status, "<html>"));
                self.schedule(there, Coming::Answers(of, Ok(page)));
            }
        } else if self.chance(faults.accused) {
            self.hits.insert(sights::ACCUSED);
            let (status, body) = self.scenario.chance.one_of(&ACCUSATIONS);
            self.schedule(there, Coming::Answers(of, Ok(Box::new(answer(status, body)))));
        } else if self.chance(faults.lost_request) {
            self.hits.insert(sights::LOST_REQUEST);
            self.schedule(there, Coming::Answers(of, Err(lost())));
        } else if self.chance(faults.late_request) {
            self.schedule(there, Coming::Answers(of, Err(lost())));
            let life = self.scenario.settings.request_life.as_millis() as i64;
            let is_overdue = self.chance(faults.overdue);
            let (late, sight) = if is_overdue {
                (
                    self.scenario.chance.between(life, 10 * life),
                    sights::OVERDUE_REQUEST,
                )
            } else {
                (
                    self.scenario.chance.between(1, life - there),
                    sights::LATE_REQUEST,
                )
            };
            self.hits.insert(sight);
            let then = Then::Nobody { is_overdue };
            self.schedule(there + late, Coming::Arrives { of, request, then });
        } else {
            let then = self.fate();
            self.schedule(there, Coming::Arrives { of, request, then });
        }
    }

    pub(super) fn send_reading(&mut self, read: ReadId, request: Box<Request<Vec<u8>>>) {
        let of = Of::Reading(read);
        let there = self.way();
        if self.chance(self.scenario.faults.lost_read) {
            self.schedule(there, Coming::Answers(of, Err(lost())));
        } else {
            let then = Then::Comes;
            self.schedule(there, Coming::Arrives { of, request, then });
        }
    }

    fn fate(&mut self) -> Then {
        let faults = self.scenario.faults;
        if self.chance(faults.lost_reply) {
            Then::Lost {
                comes_late: self.chance(faults.late_answer),
            }
        } else if self.chance(faults.double_answer) {
            Then::ComesTwice
        } else if self.chance(faults.server_error) {
            self.hits.insert(sights::SERVER_ERROR);
            Then::Broken("", self.scenario.chance.one_of(&[500, 502, 503, 504]))
        } else if self.chance(faults.odd_success) {
            self.hits.insert(sights::ODD_SUCCESS);
            let body = self
                .scenario
                .chance
                .one_of(&["<html>", "{\"key\":", "{\"error\":1}"]);
            Then::Broken(body, 200)
        } else {
            Then::Comes
        }
    }

    pub(super) fn arrives(&mut self, of: Of, request: &Request<Vec<u8>>, then: Then) {
        let response = self.carried_out(of, request, then);
        match response.status().as_u16() {
            429 => self.hits.insert(sights::TOO_FAST),
            401 => self.hits.insert(sights::KEY_REVOKED),
            _ => false,
        };
        let back = self.way();
        match then {
            Then::Comes => self.schedule(back, Coming::Answers(of, Ok(Box::new(response)))),
            Then::ComesTwice => {
                self.hits.insert(sights::DOUBLE_ANSWER);
                let again = Box::new(response.clone());
                self.schedule(back, Coming::Answers(of, Ok(Box::new(response))));
                let later = back + self.way();
                self.schedule(later, Coming::Answers(of, Ok(again)));
            }
            Then::Lost { comes_late } => {
                self.schedule(back, Coming::Answers(of, Err(lost())));
                if comes_late {
                    self.hits.insert(sights::LATE_ANSWER);
                    let later = back + self.scenario.chance.between(1, 60_000);
                    self.schedule(later, Coming::Answers(of, Ok(Box::new(response))));
                }
            }
            Then::Nobody { .. } => {}
            Then::Broken(body, status) => {
                self.schedule(back, Coming::Answers(of, Ok(Box::new(answer(status, body)))));
            }
        }
    }

    /// The organization answers, and the witness sees what it did.
    fn carried_out(&mut self, of: Of, request: &Request<Vec<u8>>, then: Then) -> Response<Vec<u8>> {
        let mut request = request.clone();
        let key = format!("Bearer {}", self.key);
        request
            .headers_mut()
            .insert(AUTHORIZATION, key.parse().expect("a header"));
        let organization = &mut self.scenario.organization;
        let (written, done) = (organization.writes().len(), organization.deeds().len());
        let response = organization.answer(self.now, "https://api.atlassian.com", &request);
        if let Of::Change(attempt) = of {
            let organization = &self.scenario.organization;
            let write = organization.writes().get(written..).and_then(<[_]>::last);
            let deed = organization.deeds().get(done..).and_then(<[_]>::last);
            let has_effect =
                write.is_some_and(|write| write.effective) || deed.is_some_and(|deed| deed.effective);
            let account = request
                .uri()
                .path()
                .split('/')
                .nth(2)
                .unwrap_or_default()
                .replace("%3A", ":");
            if matches!(then, Then::Nobody { is_overdue: true }) && has_effect {
                self.witness.touches(&account);
            }
            if has_effect {
                self.sees_lost_reply(attempt, then);
            }
            self.witness
                .arrived(attempt, has_effect, &self.scenario.organization);
        }
        response
    }

    fn sees_lost_reply(&mut self, attempt: Attempt, then: Then) {
        if matches!(then, Then::Lost { .. }) {
            self.hits.insert(sights::LOST_REPLY);
            let step = self.witness.step_of(attempt);
            if step.is_some_and(|step| self.scenario.plan.cycle_of(step).is_some()) {
                self.hits.insert(sights::LOST_REPLY_IN_CYCLE);
            }
        }
    }
}

/// What sounds as if it were about the key.
const ACCUSATIONS: [(u16, &str); 3] = [
    (401, r#"{"key":"unauthorized"}"#),
    (
        403,
        r#"{"errors":[{"code":"ADMIN-403-3","title":"Not allowed to manage the org"}]}"#,
    ),
    (
        404,
        r#"{"errors":[{"code":"ADMIN-404-2","title":"Organization not found"}]}"#,
    ),
];

fn lost() -> Transport {
    Transport::Lost {
        message: "Failed to fetch".into(),
    }
}

fn answer(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .body(body.as_bytes().to_vec())
        .expect("a response")
}
