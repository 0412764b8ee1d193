//! The command line.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::site::Origin;

/// What `cargo xtask` says about itself.
pub(crate) const HELP: &str = "\
The commands of Rollcall. Each installs first what it needs and does not find.

  cargo xtask start [--no-open] [--port P]
      Build the page and serve it with the proxy and a sandbox organization behind it.
  cargo xtask build [--connect URL]...
      Leave the static site in dist/. --connect lets the page call a proxy at another address.
  cargo xtask test [lint|unit|wasm|browser]...
      Check and test everything, or the tiers that are named.
  cargo xtask package
      Leave the npm package in dist/npm/.
  cargo xtask bench
      Run the benchmarks.
  cargo xtask bench run [--json]
      Drive runs against limits that they do not know, and say how much of each they use.
  cargo xtask bench run --seeds N
      Simulate N runs, from seeds 0 to N-1, and say how many of them met what.
  cargo xtask bench proxy [--json]
      Compare the proxy's speed with nginx's and cors-anywhere's, and say whether its memory grows.
";

/// Where the page is served when nothing else is asked for.
pub(crate) const DEFAULT_PORT: u16 = 7655;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Say what there is.
    Help,
    /// Build and serve.
    Start(StartOptions),
    /// Build the static site.
    Build {
        /// Addresses that the page may call besides the usual ones.
        connect: Vec<Origin>,
    },
    /// Check and test.
    Test {
        /// In the order in which they run.
        tiers: Vec<Tier>,
    },
    /// Build the npm package.
    Package,
    /// Run the benchmarks.
    Bench,
    /// Drive runs against hidden limits.
    BenchRun {
        /// Print the figures as JSON rather than as a table.
        json: bool,
    },
    /// Compare the proxy with others.
    BenchProxy {
        /// Print the figures as JSON rather than as a table.
        json: bool,
    },
    /// Simulate runs.
    Simulate {
        /// How many.
        seeds: u64,
    },
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StartOptions {
    /// Open the page in the browser.
    pub(crate) open: bool,
    /// The page's port; `None` takes the default, or another one where that is taken.
    pub(crate) port: Option<u16>,
}

/// A group of checks that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// Formatting, lints, documentation.
    Lint,
    /// Tests that run natively.
    Unit,
    /// Tests that run as WebAssembly in headless Chromium.
    Wasm,
    /// Tests of the finished page and of the npm package.
    Browser,
}

impl Tier {
    const ALL: [Tier; 4] = [Tier::Lint, Tier::Unit, Tier::Wasm, Tier::Browser];

    fn named(name: &str) -> Option<Self> {
        match name {
            "lint" => Some(Self::Lint),
            "unit" => Some(Self::Unit),
            "wasm" => Some(Self::Wasm),
            "browser" => Some(Self::Browser),
            _ => None,
        }
    }
}

impl Command {
    /// Reads this process's command line.
    pub(crate) fn from_environment() -> Result<Self> {
        Self::parse(std::env::args_os().skip(1))
    }

    fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Self> {
        let mut parser = Parser::from_args(arguments.into_iter().map(Into::into).collect::<Vec<OsString>>());
        let command = match parser.next()? {
            None | Some(Arg::Short('h') | Arg::Long("help")) => Self::Help,
            Some(Arg::Value(name)) => match name.string()?.as_str() {
                "help" => Self::Help,
                "start" => Self::Start(start_options(&mut parser)?),
                "build" => Self::Build {
                    connect: connect(&mut parser)?,
                },
                "test" => Self::Test {
                    tiers: tiers(&mut parser)?,
                },
                "package" => Self::Package,
                "bench" => bench(&mut parser)?,
                other => bail!("There is no command `{other}`.\n\n{HELP}"),
            },
            Some(argument) => return Err(argument.unexpected().into()),
        };
        match parser.next()? {
            None => Ok(command),
            Some(argument) => Err(argument.unexpected().into()),
        }
    }
}

fn bench(parser: &mut Parser) -> Result<Command> {
    let Some(argument) = parser.next()? else {
        return Ok(Command::Bench);
    };
    match argument {
        Arg::Value(name) if name == "run" => match parser.next()? {
            None => Ok(Command::BenchRun { json: false }),
            Some(Arg::Long("json")) => Ok(Command::BenchRun { json: true }),
            Some(Arg::Long("seeds")) => Ok(Command::Simulate {
                seeds: parser.value()?.parse()?,
            }),
            Some(other) => Err(other.unexpected().into()),
        },
        Arg::Value(name) if name == "proxy" => match parser.next()? {
            None => Ok(Command::BenchProxy { json: false }),
            Some(Arg::Long("json")) => Ok(Command::BenchProxy { json: true }),
            Some(other) => Err(other.unexpected().into()),
        },
        other => Err(other.unexpected().into()),
    }
}

fn start_options(parser: &mut Parser) -> Result<StartOptions> {
    let mut options = StartOptions {
        open: true,
        port: None,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("no-open") => options.open = false,
            Arg::Long("port") => options.port = Some(parser.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn connect(parser: &mut Parser) -> Result<Vec<Origin>> {
    let mut origins = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("connect") => origins.push(Origin::parse(&parser.value()?.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(origins)
}

fn tiers(parser: &mut Parser) -> Result<Vec<Tier>> {
    let mut tiers = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) => {
                let name = name.string()?;
                match Tier::named(&name) {
                    Some(tier) => tiers.push(tier),
                    None => bail!("There is no tier `{name}`: lint, unit, wasm or browser."),
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if tiers.is_empty() {
        tiers.extend(Tier::ALL);
    }
    tiers.sort_unstable();
    tiers.dedup();
    Ok(tiers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command> {
        Command::parse(line.split_whitespace())
    }

    #[test]
    fn test_without_tiers_means_all_of_them() {
        let tiers = Tier::ALL.to_vec();
        assert_eq!(parse("test").unwrap(), Command::Test { tiers });
    }

    #[test]
    fn named_tiers_run_once_and_in_order() {
        let tiers = vec![Tier::Unit, Tier::Browser];
        assert_eq!(
            parse("test browser unit browser").unwrap(),
            Command::Test { tiers }
        );
    }

    #[test]
    fn start_takes_a_port_and_leaves_the_browser_alone_when_told() {
        let options = StartOptions {
            open: false,
            port: Some(9000),
        };
        assert_eq!(
            parse("start --no-open --port 9000").unwrap(),
            Command::Start(options)
        );
    }

    #[test]
    fn bench_runs_all_or_simulates_so_many_runs() {
        assert_eq!(parse("bench").unwrap(), Command::Bench);
        assert_eq!(parse("bench run").unwrap(), Command::BenchRun { json: false });
        assert_eq!(
            parse("bench run --json").unwrap(),
            Command::BenchRun { json: true }
        );
        assert_eq!(
            parse("bench run --seeds 50000").unwrap(),
            Command::Simulate { seeds: 50_000 }
        );
    }

    #[test]
    fn bench_compares_the_proxy_in_a_table_or_as_json() {
        assert_eq!(parse("bench proxy").unwrap(), Command::BenchProxy { json: false });
        assert_eq!(
            parse("bench proxy --json").unwrap(),
            Command::BenchProxy { json: true }
        );
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for (line, named) in [
            ("serve", "serve"),
            ("test everything", "everything"),
            ("start --port many", "many"),
            ("build --fast", "fast"),
            ("package now", "now"),
            ("bench walk", "walk"),
            ("bench run --fast", "fast"),
            ("bench run --seeds many", "many"),
            ("bench proxy --fast", "fast"),
            ("bench proxy --json now", "now"),
            ("build --connect example.com", "example.com"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
