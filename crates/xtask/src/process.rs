//! Running other programs, with errors that name them.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// Runs a program to its end; what it prints goes to the terminal.
///
/// # Errors
/// Names the program and how it ended.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` failed ({status}).", shown(command));
    }
    Ok(())
}

/// Runs a program to its end and passes its lines on, while `line` sees each of them.
///
/// # Errors
/// Names the program and how it ended.
pub(crate) fn run_watched(command: &mut Command, mut line: impl FnMut(&str)) -> Result<()> {
    command.stdout(Stdio::piped());
    let child = command.spawn().with_context(|| not_started(command))?;
    watch(
        command,
        child,
        |child| child.stdout.take(),
        |text| {
            line(text);
            true
        },
    )
}

/// Runs a program to its end that writes to stderr what it has to say. `line` sees each of these lines, and says whether to pass it on.
///
/// # Errors
/// Names the program and how it ended.
pub(crate) fn run_watching_errors(command: &mut Command, line: impl FnMut(&str) -> bool) -> Result<()> {
    command.stderr(Stdio::piped());
    let child = command.spawn().with_context(|| not_started(command))?;
    watch(command, child, |child| child.stderr.take(), line)
}

fn watch<O: Read>(
    command: &Command,
    mut child: Child,
    output: impl FnOnce(&mut Child) -> Option<O>,
    mut line: impl FnMut(&str) -> bool,
) -> Result<()> {
    if let Some(output) = output(&mut child) {
        for text in BufReader::new(output).split(b'\n') {
            let text = text?;
            let text = String::from_utf8_lossy(&text);
            if line(&text) {
                println!("{text}");
            }
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status}).", shown(command));
    }
    Ok(())
}

/// Runs a program to its end and returns what it printed.
///
/// # Errors
/// Names the program, how it ended and what it complained about.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!(
            "`{}` failed ({}).\n{}",
            shown(command),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn not_started(command: &Command) -> String {
    format!("`{}` could not be started.", shown(command))
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy()));
    words.join(" ")
}
