//! A change file on the desk, with everything looked up at a sandbox organization that it asks about: as the page does it.

use http::Request;
use rollcall_atlassian::OrganizationId;
use rollcall_core::{
    action::{Action, Field},
    desk::Desk,
    file::Reading,
    mapping,
    roster::{Provenance, deep::DeepCheck, lookup::Lookup},
    time::Time,
};
use rollcall_sandbox::Organization;

pub(crate) fn answer(
    sandbox: &mut Organization,
    now: Time,
    mut request: Request<Vec<u8>>,
) -> http::Response<Vec<u8>> {
    let key = format!("Bearer {}", sandbox.key()).parse().unwrap();
    request.headers_mut().insert("authorization", key);
    sandbox.answer(now.0, "https://api.atlassian.com", &request)
}

/// Opens a file whose header says what its columns are.
pub(crate) fn open(action: &'static Action, csv: &str) -> Desk {
    let mut desk = Desk::new(action);
    let file = rollcall_core::file::read("changes.csv", csv.into(), &Reading::default()).unwrap();
    let guess = mapping::guess(file.table(), action.row.fields);
    desk.open(file, guess.mapping);
    desk
}

/// Connects, and looks everything up that the file asks about.
pub(crate) fn look_up(desk: &mut Desk, sandbox: &mut Organization, now: Time) {
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    desk.connect(Some(organization.clone()));
    let mut lookup = Lookup::new(organization, desk.wanted(true), None);
    while let Some(request) = lookup.request() {
        lookup.answered(&answer(sandbox, now, request)).unwrap();
    }
    let (knowledge, errors) = lookup.finish();
    assert!(errors.is_empty(), "{errors:?}");
    desk.learn(Provenance::looked_up(now), knowledge);
    if desk.action().row.fields.contains(&Field::Token) {
        let mut check = DeepCheck::new(desk.to_ask_deeply(), desk.depth());
        while let Some(request) = check.request() {
            check.answered(&answer(sandbox, now, request)).unwrap();
        }
        desk.learn(Provenance::looked_up(now), check.take());
    }
}
