//! Python and the packages of others that are tried against the sandbox.

use std::fs;
use std::io::stderr;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::project::{Project, on_path};

/// The packages, with their versions.
const REQUIREMENTS: &str = "tests/clients/requirements.txt";

const ADVICE: &str = "\
The clients of others are tried in Python 3.10 or newer, with venv and pip, and with curl and jq. Install them:
  Debian: apt-get install python3 python3-venv curl jq
  Fedora: dnf install python3 curl jq
  Arch:   pacman -S python curl jq
  macOS:  brew install python curl jq";

/// The interpreter of an environment of its own, in the tools' folder, that has the packages.
pub(super) fn clients(project: &Project) -> Result<PathBuf> {
    let Some(python) = on_path(&["python3", "python"]) else {
        bail!("{ADVICE}");
    };
    for program in ["bash", "curl", "jq"] {
        if on_path(&[program]).is_none() {
            bail!("There is no {program}. {ADVICE}");
        }
    }
    let folder = project.tools().join("clients");
    let interpreter = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let wanted = fs::read(project.path(REQUIREMENTS)).context("The list of packages cannot be read.")?;
    // A copy of the list that was installed tells whether it still is the one.
    let installed = folder.join("rollcall-installed");
    if fs::read(&installed).is_ok_and(|there| there == wanted) {
        return Ok(interpreter);
    }
    eprintln!("Installing the packages of {REQUIREMENTS} into .tools.");
    let mut venv = project.command(&python.to_string_lossy());
    process::run(venv.args(["-m", "venv", "--clear"]).arg(&folder).stdout(stderr())).context(ADVICE)?;
    let mut pip = project.command(&interpreter.to_string_lossy());
    process::run(
        pip.args(["-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS])
            .stdout(stderr()),
    )?;
    fs::write(&installed, wanted).context("The tools' folder cannot be written.")?;
    Ok(interpreter)
}
