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

    /// Refuses a body that is no JSON where the documents have none.
    pub(crate) fn check_spare_body(&self) -> Result<(), Refused> {
        if self.has_spare_body() {
            Ok(())
        } else {
            Err(self
                .bad_body("A body must be JSON, with its content type.")
                .into())
        }
    }
}
