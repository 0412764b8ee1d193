//! A change file on the desk, with everything looked up at a sandbox organization that it asks about: as the page does it.

use http::Request;
use rollcall_atlassian::OrganizationId;
use rollcall_core::roster::Roster;
use rollcall_core::{
    action::{Action, Field},
    file::Reading,
    mapping,
    roster::{Provenance, deep::DeepCheck, lookup::Lookup},
    time::Time,
    workbench::Workbench,
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
pub(crate) fn open(action: &'static Action, csv: &str) -> Workbench {
    let mut workbench = Workbench::new(action);
    let file = rollcall_core::file::read("changes.csv", csv.into(), &Reading::default()).unwrap();
    let guess = mapping::guess(file.table(), action.row.fields, &Roster::default());
    workbench.open(file, guess.mapping);
    workbench
}

/// Connects, and looks everything up that the file asks about.
pub(crate) fn look_up(workbench: &mut Workbench, sandbox: &mut Organization, now: Time) {
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    workbench.connect(Some(organization.clone()));
    let mut lookup = Lookup::new(organization, workbench.wanted(true), None);
    while let Some(request) = lookup.request() {
        lookup.answered(&answer(sandbox, now, request)).unwrap();
    }
    let (knowledge, errors) = lookup.finish();
    assert!(errors.is_empty(), "{errors:?}");
    workbench.learn(Provenance::looked_up(now), knowledge);
    if workbench.action().row.fields.contains(&Field::Token) {
        let mut check = DeepCheck::new(workbench.to_ask_deeply(), workbench.depth());
        while let Some(request) = check.request() {
            check.answered(&answer(sandbox, now, request)).unwrap();
        }
        workbench.learn(Provenance::looked_up(now), check.take());
    }
}
