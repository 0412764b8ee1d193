//! Where settings are said: on the command line, in the environment, in a file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use lexopt::{Arg, ValueExt};

use super::complaints::{Complaint, Complaints};
use super::keys::{KEYS, Key};

/// What was said, by key.
pub(crate) type Said = BTreeMap<&'static str, Vec<String>>;

/// What the proxy is asked to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve.
    Serve,
    /// Say what it would do.
    Check,
    /// Say what can be said.
    Help,
}

/// Reads all of it: the command line counts before the environment, and that before the file.
pub(crate) fn read(
    arguments: impl IntoIterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<(Command, Said), Complaints> {
    let mut complaints = Complaints::default();
    let (command, config, flags) = command_line(arguments, &mut complaints);
    let config = config.or_else(|| variable("ROLLCALL_PROXY_CONFIG").map(PathBuf::from));
    let mut said = match config {
        Some(file) => in_file(&file, &mut complaints),
        None => Said::new(),
    };
    for key in KEYS {
        if let Some(value) = variable(&key.variable()) {
            let values = if key.many {
                value.split(',').map(|one| one.trim().to_owned()).collect()
            } else {
                vec![value]
            };
            said.insert(key.name, values);
        }
    }
    said.extend(flags);
    complaints.or(|| (command, said))
}

fn command_line(
    arguments: impl IntoIterator<Item = OsString>,
    complaints: &mut Complaints,
) -> (Command, Option<PathBuf>, Said) {
    let (mut command, mut config, mut said) = (Command::Serve, None, Said::new());
    let mut parser = lexopt::Parser::from_args(arguments);
    loop {
        let complaint = match parser.next() {
            Ok(None) => return (command, config, said),
            Ok(Some(Arg::Long("help") | Arg::Short('h'))) => {
                command = Command::Help;
                continue;
            }
            Ok(Some(Arg::Value(word))) if word == "check" => {
                command = Command::Check;
                continue;
            }
            Ok(Some(Arg::Long("config"))) => match parser.value() {
                Ok(file) => {
                    config = Some(file.into());
                    continue;
                }
                Err(error) => Complaint::new("config", error.to_string()),
            },
            Ok(Some(Arg::Long(name))) => match Key::named(name) {
                Some(key) => match value_of(&mut parser, key) {
                    Ok(value) => {
                        say(&mut said, key, value, complaints);
                        continue;
                    }
                    Err(error) => Complaint::new(key.name, error.to_string()),
                },
                None => Complaint::new(name, "there is no such setting; --help lists them"),
            },
            Ok(Some(other)) => Complaint::new("command line", other.unexpected().to_string()),
            Err(error) => Complaint::new("command line", error.to_string()),
        };
        complaints.push(complaint);
    }
}

/// What stands behind a flag. One that says yes or no says yes by itself.
fn value_of(parser: &mut lexopt::Parser, key: &Key) -> Result<String, lexopt::Error> {
    if !key.is_switch() {
        return parser.value()?.string();
    }
    if let Some(value) = parser.optional_value() {
        return value.string();
    }
    let is_said = |next: &std::ffi::OsStr| next == "yes" || next == "no";
    let next = parser.try_raw_args().and_then(|mut rest| rest.next_if(is_said));
    next.map_or_else(|| Ok("yes".to_owned()), ValueExt::string)
}

fn say(said: &mut Said, key: &'static Key, value: String, complaints: &mut Complaints) {
    let values = said.entry(key.name).or_default();
    if !key.many && !values.is_empty() {
        complaints.push(Complaint::new(key.name, "it is said twice"));
    }
    values.push(value);
}

fn in_file(file: &Path, complaints: &mut Complaints) -> Said {
    let mut said = Said::new();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            complaints.push(Complaint::new("config", format!("{}: {error}", file.display())));
            return said;
        }
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            complaints.push(Complaint::new("config", format!("{}: {error}", file.display())));
            return said;
        }
    };
    for (name, value) in &table {
        let Some(key) = Key::named(name) else {
            complaints.push(Complaint::new(
                name,
                "there is no such setting; --help lists them",
            ));
            continue;
        };
        let values = match value {
            toml::Value::Array(values) if key.many => values.iter().map(scalar).collect(),
            toml::Value::Boolean(yes) if key.is_switch() => {
                Some(vec![if *yes { "yes" } else { "no" }.to_owned()])
            }
            value => scalar(value).map(|value| vec![value]),
        };
        match values {
            Some(values) => {
                said.insert(key.name, values);
            }
            None => complaints.push(Complaint::new(name, "it is neither a text nor a number")),
        }
    }
    said
}

fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
