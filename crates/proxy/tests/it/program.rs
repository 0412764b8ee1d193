//! The program, as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

/// A running program, which is killed when dropped.
pub(crate) struct Program {
    child: Child,
    /// Kept open for further output.
    output: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts it with these arguments, and waits until it prints its address.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rollcall-proxy"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let address = printed(&mut output, "address=");
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

    /// The address of its metrics, which it must have printed.
    pub(crate) fn metrics(&mut self) -> SocketAddr {
        let address = printed(&mut self.output, "metrics=http://");
        address.strip_suffix("/metrics").unwrap().parse().unwrap()
    }

    /// The secret of the lent session, which it must have printed.
    #[cfg(feature = "session-from-browser")]
    pub(crate) fn secret(&mut self) -> String {
        printed(&mut self.output, "secret=")
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{signal} {}", self.id())])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it ends. Returns whether it succeeded.
    pub(crate) fn ends_well(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Kills it. Returns what it wrote to stderr.
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

fn printed(output: &mut BufReader<ChildStdout>, name: &str) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let value = line.trim_end().strip_prefix(name);
    value
        .unwrap_or_else(|| panic!("not {name}, but {line:?}"))
        .to_owned()
}
