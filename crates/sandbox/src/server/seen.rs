//! Which calls a page made, so that tests can want each of them made.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use http::header::USER_AGENT;
use http::{Request, Response};

use rollcall_atlassian::endpoint::{self, Route};

/// How the proxy calls itself. Pages are not let through any other way, and who looks after an organization from outside, as tests do,
/// asks it without a proxy.
const PROXY: &str = "rollcall-proxy/";

/// A folder with an empty file for each call that came through a proxy and succeeded, by its name. Several servers may share it.
#[derive(Debug)]
pub struct Seen {
    folder: PathBuf,
}

impl Seen {
    /// Notes calls in this folder.
    ///
    /// # Errors
    /// When there is no such folder and none can be made.
    pub fn in_folder(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    pub(super) fn note<B, R>(&self, request: &Request<B>, reply: &Response<R>) {
        let agent = request.headers().get(USER_AGENT);
        let came_through = agent.is_some_and(|agent| agent.as_bytes().starts_with(PROXY.as_bytes()));
        if !came_through || !reply.status().is_success() {
            return;
        }
        if let Route::Found(endpoint, _) = endpoint::find(request.method(), request.uri().path()) {
            // A call that could not be noted is missed by whoever wants it.
            let _ = File::create(self.folder.join(endpoint.name));
        }
    }
}
