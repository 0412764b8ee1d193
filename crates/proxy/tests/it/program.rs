//! The program itself, as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

/// A program that runs, and ends with the test however that ends.
pub(crate) struct Program {
    child: Child,
    /// Kept open: it may say more.
    output: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts it with these arguments, and waits until it says where it listens.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rollcall-proxy"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let address = said(&mut output, "address=");
        let (_scheme, address) = address.split_once("://").unwrap();
        Self {
            child,
            output,
            address: address.parse().unwrap(),
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it tells Prometheus; it was asked to.
    pub(crate) fn metrics(&mut self) -> SocketAddr {
        let address = said(&mut self.output, "metrics=http://");
        address.strip_suffix("/metrics").unwrap().parse().unwrap()
    }

    /// For what it lends a session; it was asked to.
    #[cfg(feature = "session-from-browser")]
    pub(crate) fn secret(&mut self) -> String {
        said(&mut self.output, "secret=")
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub(crate) fn tell(&self, signal: &str) {
        let told = Command::new("sh")
            .args(["-c", &format!("kill -{signal} {}", self.id())])
            .status();
        assert!(told.unwrap().success());
    }

    /// Waits for its end, and says whether it was a good one.
    pub(crate) fn ends_well(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// Whether it is still there.
    pub(crate) fn is_there(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ends it, and says what it wrote about what it did.
    pub(crate) fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut written = String::new();
        let errors: Option<ChildStderr> = self.child.stderr.take();
        errors.unwrap().read_to_string(&mut written).unwrap();
        written
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn said(output: &mut BufReader<ChildStdout>, name: &str) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let value = line.trim_end().strip_prefix(name);
    value
        .unwrap_or_else(|| panic!("not {name}, but {line:?}"))
        .to_owned()
}
