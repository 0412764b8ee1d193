//! Reads the settings from command line, environment and file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Args as _, CommandFactory as _, FromArgMatches as _, Id};

use super::check::{NetworkProxy, check};
use super::error::ConfigErrors;
use super::raw::{Action, CommandLine, RawConfig};
use super::types::Config;

/// What the program is asked to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// Serve.
    Serve(Box<Config>),
    /// Print what it would do.
    Check(Box<Config>),
    /// Print this help.
    Help(String),
}

/// The key of errors that are about no setting.
const COMMAND_LINE: &str = "command line";

/// The message for an unknown setting.
const UNKNOWN: &str = "there is no such setting; --help lists them";

/// Before the name of a setting in the environment.
const PREFIX: &str = "ROLLCALL_PROXY_";

/// The values of settings that are set.
type Values = BTreeMap<Id, Vec<String>>;

impl Command {
    /// Reads command line, environment and file. The first takes precedence over the second, and the second over the third.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(
        arguments: impl IntoIterator<Item = OsString>,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigErrors> {
        let mut errors = ConfigErrors::default();
        let settings = Settings::new();
        let arguments = settings.with_joined_switches(arguments);
        let (file, mut values) = match parse(arguments.clone(), &mut errors) {
            Parsed::Help(help) => return Ok(Self::Help(help)),
            Parsed::Arguments(matches) => (matches.get_one("config").cloned(), Values::new()),
            Parsed::Nothing => (None, Values::new()),
        };
        let environment = Environment::read(&settings, variables, &mut errors);
        if let Some(file) = file.or(environment.config) {
            values = settings.in_file(&file, &mut errors);
        }
        values.extend(environment.values);
        if !errors.is_empty() {
            return Err(errors);
        }
        // To clap, the values of environment and file are defaults.
        let set = |command: clap::Command, (id, values): (Id, Vec<String>)| {
            command.mut_arg(id, |arg| arg.default_values(values))
        };
        let CommandLine { action, raw, .. } = values
            .into_iter()
            .fold(CommandLine::command(), set)
            .try_get_matches_from(arguments)
            .and_then(|matches| CommandLine::from_arg_matches(&matches))
            .map_err(|error| ConfigErrors::one(COMMAND_LINE, error.kind().to_string()))?;
        let config = Box::new(check(&raw, &environment.network)?);
        Ok(match action {
            None => Self::Serve(config),
            Some(Action::Check) => Self::Check(config),
        })
    }
}

impl Config {
    /// A configuration with these settings, and defaults for all others.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn of(settings: &[(&str, &str)]) -> Result<Self, ConfigErrors> {
        let arguments = settings
            .iter()
            .map(|(name, value)| format!("--{name}={value}").into());
        match Command::read(arguments, [])? {
            Command::Serve(config) | Command::Check(config) => Ok(*config),
            Command::Help(_) => Err(ConfigErrors::one("help", UNKNOWN)),
        }
    }
}

/// What clap makes of the command line.
enum Parsed {
    Arguments(ArgMatches),
    Help(String),
    /// Nothing, because of an error after which parsing cannot continue.
    Nothing,
}

/// Parses the command line. clap stops at the first error, so this removes the argument that caused it and tries again.
fn parse(mut arguments: Vec<OsString>, errors: &mut ConfigErrors) -> Parsed {
    let mut command = CommandLine::command();
    loop {
        let error = match command.clone().try_get_matches_from(&arguments) {
            Ok(matches) => return Parsed::Arguments(matches),
            Err(error) if error.kind() == ErrorKind::DisplayHelp => return Parsed::Help(error.to_string()),
            Err(error) => error,
        };
        let context = |kind| match error.get(kind) {
            Some(ContextValue::String(text)) => text.clone(),
            _ => String::new(),
        };
        // As in “--listen <ADDRESS>” and “--admin-portal[=<yes|no>]”.
        let argument = context(ContextKind::InvalidArg);
        let flag = argument
            .split([' ', '[', '='])
            .next()
            .unwrap_or_default()
            .to_owned();
        let name = flag.trim_start_matches('-');
        let culprit = match error.kind() {
            ErrorKind::UnknownArgument if flag.starts_with("--") => {
                errors.push(name, UNKNOWN);
                flag.clone()
            }
            ErrorKind::ArgumentConflict => {
                errors.push(name, "it is set twice");
                let id = name.replace('-', "_");
                command = command.mut_arg(&id, |arg| arg.overrides_with(id.clone()));
                continue;
            }
            ErrorKind::InvalidValue if flag.starts_with("--") => {
                errors.push(name, "it needs a value");
                flag.clone()
            }
            ErrorKind::InvalidValue | ErrorKind::UnknownArgument => {
                let value = context(ContextKind::InvalidValue);
                let text = if value.is_empty() { argument } else { value };
                // A URL with an @ may hold a password.
                let shown = if text.contains('@') {
                    "…@…".to_owned()
                } else {
                    format!("{text:?}")
                };
                errors.push(COMMAND_LINE, format!("unexpected argument {shown}"));
                text
            }
            kind => {
                errors.push(COMMAND_LINE, kind.to_string());
                return Parsed::Nothing;
            }
        };
        let is_culprit = |argument: &OsString| {
            let text = argument.to_string_lossy();
            text.strip_prefix(culprit.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        match arguments.iter().rposition(is_culprit) {
            Some(at) => drop(arguments.remove(at)),
            None => return Parsed::Nothing,
        }
    }
}

/// The settings as clap knows them.
struct Settings(Vec<Arg>);

impl Settings {
    fn new() -> Self {
        let command = RawConfig::augment_args(clap::Command::new(""));
        Self(command.get_arguments().cloned().collect())
    }

    fn named(&self, name: &str) -> Option<&Arg> {
        self.0.iter().find(|arg| arg.get_long() == Some(name))
    }

    /// Writes `--admin-portal yes` as `--admin-portal=yes`. To clap a switch has a value only behind `=`: otherwise it would take `check`
    /// for the value in `--admin-portal check`.
    fn with_joined_switches(&self, arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
        let is_switch = |argument: &OsString| {
            let name = argument.to_str().and_then(|text| text.strip_prefix("--"));
            name.and_then(|name| self.named(name)).is_some_and(is_switch)
        };
        let mut joined: Vec<OsString> = Vec::new();
        for argument in arguments {
            match joined.last_mut().filter(|last| is_switch(last)) {
                Some(switch) if argument == "yes" || argument == "no" => {
                    switch.push("=");
                    switch.push(argument);
                }
                _ => joined.push(argument),
            }
        }
        joined
    }

    fn in_file(&self, file: &Path, errors: &mut ConfigErrors) -> Values {
        let mut values = Values::new();
        let table = match table_in(file) {
            Ok(table) => table,
            Err(message) => {
                errors.push("config", format!("{}: {message}", file.display()));
                return values;
            }
        };
        for (name, value) in &table {
            let Some(arg) = self.named(name) else {
                errors.push(name, UNKNOWN);
                continue;
            };
            let texts = match value {
                toml::Value::Array(values) if is_repeatable(arg) => values.iter().map(scalar).collect(),
                toml::Value::Boolean(yes) if is_switch(arg) => {
                    Some(vec![if *yes { "yes" } else { "no" }.to_owned()])
                }
                value => scalar(value).map(|text| vec![text]),
            };
            match texts {
                Some(texts) => drop(values.insert(arg.get_id().clone(), texts)),
                None => errors.push(name, "it is neither a text nor a number"),
            }
        }
        values
    }
}

fn is_repeatable(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
}

fn is_switch(arg: &Arg) -> bool {
    arg.is_require_equals_set()
}

/// The file's content. An error names the line and does not quote it, because it may hold a password.
fn table_in(file: &Path) -> Result<toml::Table, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    text.parse().map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        format!("line {line}: {}", error.message())
    })
}

fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The environment's part of the configuration.
#[derive(Default)]
struct Environment {
    config: Option<PathBuf>,
    values: Values,
    network: NetworkProxy,
}

impl Environment {
    fn read(
        settings: &Settings,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        errors: &mut ConfigErrors,
    ) -> Self {
        let mut environment = Self::default();
        let variables = variables
            .into_iter()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        for (mut name, value) in variables.collect::<BTreeMap<_, _>>() {
            if cfg!(windows) {
                name.make_ascii_uppercase();
            }
            match name.as_str() {
                // Upper case sorts before lower case, and takes precedence.
                "HTTPS_PROXY" | "https_proxy" => environment.network.set_https(&value),
                "NO_PROXY" | "no_proxy" => environment.network.set_no(&value),
                _ => {
                    if let Some(name) = name.strip_prefix(PREFIX).filter(|name| !is_from_kubernetes(name)) {
                        environment.set(settings, name, value, errors);
                    }
                }
            }
        }
        environment
    }

    fn set(&mut self, settings: &Settings, name: &str, value: OsString, errors: &mut ConfigErrors) {
        if name == "CONFIG" {
            self.config = Some(value.into());
            return;
        }
        let key = name.replace('_', "-").to_ascii_lowercase();
        let arg = settings
            .named(&key)
            .filter(|_| !name.bytes().any(|byte| byte.is_ascii_lowercase()));
        let Some(arg) = arg else {
            errors.push(&format!("{PREFIX}{name}"), UNKNOWN);
            return;
        };
        let Ok(value) = value.into_string() else {
            errors.push(&key, "its value in the environment is not UTF-8");
            return;
        };
        let values = if is_repeatable(arg) {
            value.split(',').map(|one| one.trim().to_owned()).collect()
        } else {
            vec![value]
        };
        self.values.insert(arg.get_id().clone(), values);
    }
}

/// Kubernetes puts such variables into the pods beside a service called `rollcall-proxy` (service links).
fn is_from_kubernetes(name: &str) -> bool {
    name == "SERVICE_HOST" || name == "PORT" || name.starts_with("SERVICE_PORT") || name.starts_with("PORT_")
}
