//! The refusals of the Organizations REST API: `Errors` with one `ApplicationError`, and where a call declares it, the
//! `ApplicationError` alone. Those of user management are in [`manage`](crate::manage).

use http::StatusCode;

use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

impl ApiRequest<'_> {
    /// 400 with a code.
    pub(crate) fn refused(&self, code: &str, title: &str, detail: &str) -> Reply {
        reply::application_error(StatusCode::BAD_REQUEST, code, title, detail, self.serial)
    }

    /// 404 with a code.
    pub(crate) fn not_found(&self, code: &str, title: &str) -> Reply {
        reply::application_error(StatusCode::NOT_FOUND, code, title, title, self.serial)
    }

    /// A refusal whose title says enough.
    pub(crate) fn error(&self, status: StatusCode, code: &str, title: &str) -> Reply {
        reply::application_error(status, code, title, title, self.serial)
    }

    /// A refusal that is one `ApplicationError`, without a list around it.
    pub(crate) fn flat_error(&self, status: StatusCode, code: &str, title: &str) -> Reply {
        reply::json(status, &reply::error(status, code, title, title, self.serial))
    }

    /// A cursor that was not given out, or by another call.
    pub(crate) fn bad_cursor(&self) -> Reply {
        let detail = "The cursor does not belong to a page of this resource.";
        self.refused("ADMIN-400-1", "Invalid page cursor", detail)
    }

    /// A query that the document does not allow.
    pub(crate) fn bad_query(&self, detail: &str) -> Reply {
        self.refused("ADMIN-400-19", "Invalid request syntax", detail)
    }

    /// A body that the document does not allow.
    pub(crate) fn bad_body(&self, detail: &str) -> Reply {
        self.refused("ADMIN-400-24", "Invalid request body", detail)
    }

    /// Refuses a body that is no JSON where none is documented, and none refused: clients send none, `{}` or more.
    pub(crate) fn any_body(&self) -> Result<(), Refused> {
        let body = self.http.body();
        if body.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() {
            Ok(())
        } else {
            Err(self.bad_body("The body is not valid JSON.").into())
        }
    }

    /// Refuses a body where the call takes none.
    pub(crate) fn no_body(&self) -> Result<(), Refused> {
        if self.http.body().is_empty() {
            Ok(())
        } else {
            Err(self.bad_body("This call takes no body.").into())
        }
    }
}
