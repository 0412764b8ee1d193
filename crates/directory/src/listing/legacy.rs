//! Users by the older calls, for organizations that still have them: the user list that the search has replaced, and the first-generation
//! search (Organizations REST API, v2 and v1).

use http::{Request, Response};
use rollcall_atlassian::call::directory::GetUsers;
use rollcall_atlassian::call::retired::{SearchUsersV1, UserV1};
use rollcall_atlassian::{Body, Call, Cursor, DirectoryId, Failure};

use super::definition::{RowPage, in_rows, nobody};
use super::filter::Way;
use super::user_row::{self, COLUMNS};
use super::{ACCOUNT_ID, EMAIL, NAME, Question, texts};

/// Builds the request for a page.
pub(super) fn request(question: &Question, cursor: Option<&Cursor>) -> Option<Request<Body>> {
    Some(match (question.way, cursor) {
        (Way::First, Some(cursor)) => first(question).after(cursor).request(),
        (Way::First, None) => first(question).request(),
        (_, Some(cursor)) => list(question)?.after(cursor).request(),
        (_, None) => list(question)?.request(),
    })
}

/// Parses the answer.
pub(super) fn answer(question: &Question, response: &Response<Body>) -> Result<RowPage, Failure> {
    Ok(match question.way {
        Way::First => in_rows(first(question).answer(response)?, row),
        _ => match list(question) {
            Some(call) => in_rows(call.answer(response)?, user_row::row),
            None => nobody(),
        },
    })
}

fn list(question: &Question) -> Option<GetUsers> {
    let organization = question.organization.clone();
    GetUsers::filtered(organization, DirectoryId::every(), question.users.clone()).ok()
}

fn first(question: &Question) -> SearchUsersV1 {
    SearchUsersV1::everyone(question.organization.clone())
}

/// Returns less than the newer calls. It does not say whether a user who is not active in the directory is suspended or was never in it.
fn row(user: UserV1) -> Vec<String> {
    let membership = user
        .in_directory
        .map(|is_active| if is_active { "active" } else { "not active" });
    let told = [
        (NAME, user.name),
        (EMAIL, user.email),
        (
            "account_status",
            user.status.map(|status| status.as_str().to_owned()),
        ),
        ("membership", membership.map(str::to_owned)),
        ("email_verified", Some(texts::yes_or_no(user.email_verified))),
        ("nickname", user.nickname),
        ("account_type", user.kind.map(|kind| kind.as_str().to_owned())),
        (ACCOUNT_ID, Some(user.id.to_string())),
    ];
    let mut row = vec![String::new(); COLUMNS.len()];
    for (key, text) in told {
        let place = COLUMNS
            .iter()
            .position(|column| column.key == key)
            .and_then(|place| row.get_mut(place));
        if let (Some(cell), Some(text)) = (place, text) {
            *cell = text;
        }
    }
    row
}
