//! One of those that are compared.

use crate::server::Server;

use super::nginx::Nginx;

/// A proxy that runs, and ends when this is dropped.
pub(super) struct Contestant {
    /// What people call it.
    pub(super) name: &'static str,
    /// Its own address, without a path.
    address: String,
    /// What to ask it for.
    pub(super) path: String,
    _running: Running,
}

/// Kept for its end.
enum Running {
    Server { _server: Server },
    Nginx { _nginx: Nginx },
}

impl Contestant {
    pub(super) fn of_server(name: &'static str, server: Server, path: String) -> Self {
        let address = server.said("address");
        Self {
            name,
            address: address.strip_prefix("http://").unwrap_or(address).to_owned(),
            path,
            _running: Running::Server { _server: server },
        }
    }

    pub(super) fn of_nginx(nginx: Nginx, path: String) -> Self {
        Self {
            name: "nginx",
            address: nginx.address.to_string(),
            path,
            _running: Running::Nginx { _nginx: nginx },
        }
    }

    /// Host and port.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The address of what to ask it for.
    pub(super) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.path)
    }
}
