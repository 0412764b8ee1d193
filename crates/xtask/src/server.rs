//! Servers that run for as long as we need them.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A server that says where it listens, and ends with us.
pub(crate) struct Server {
    program: String,
    child: Child,
    said: HashMap<String, String>,
    /// Kept open: a program that nobody listens to any more ends when it says something.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a program and waits until it has said all of `names`, in lines `name=value`.
    pub(crate) fn start(command: &mut Command, names: &[&str]) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{program} could not be started."))?;
        let output = child.stdout.take().context("It has no output.")?;
        let mut output = BufReader::new(output);
        let mut said = HashMap::new();
        while !names.iter().all(|name| said.contains_key(*name)) {
            let mut line = String::new();
            if output.read_line(&mut line)? == 0 {
                bail!("{program} ended before it was ready.");
            }
            if let Some((name, value)) = line.trim_end().split_once('=') {
                said.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(Self {
            program,
            child,
            said,
            _output: output,
        })
    }

    /// What it said under this name, which was one of those that were waited for.
    pub(crate) fn said(&self, name: &str) -> &str {
        self.said.get(name).map_or("", String::as_str)
    }

    /// The number that the system knows it by.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// # Errors
    /// When it has ended by itself.
    pub(crate) fn check(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("{} has ended ({status}).", self.program),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already, by the same Ctrl-C.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
