//! The command line.

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::site::Origin;

/// Where the page is served when nothing else is asked for.
pub(crate) const DEFAULT_PORT: u16 = 7655;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    bin_name = "cargo xtask",
    about = "The commands of Rollcall. Each installs first what it needs and does not find."
)]
pub(crate) struct Arguments {
    /// `None` asks for help.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Command {
    /// Build the page and serve it with the proxy and a sandbox organization behind it
    Start(StartOptions),
    /// Leave the static site in dist/
    Build {
        /// Let the page call a proxy at this address, too; may be given several times
        #[arg(long, value_name = "URL", value_parser = Origin::parse)]
        connect: Vec<Origin>,
    },
    /// Check and test everything, or the tiers that are named
    Test(Tiers),
    /// Leave the npm package in dist/npm/
    Package,
    /// Run the benchmarks
    Bench {
        /// All of them when none is named.
        #[command(subcommand)]
        only: Option<Bench>,
    },
    /// Print the circles of files of every crate, or of one: which file names what of which other file
    Circles {
        /// With or without `rollcall-`
        #[arg(value_name = "CRATE")]
        name: Option<String>,
    },
    /// Print which crate uses which, and say what differs from the table of layers
    Layers,
    /// Check the licences, sources and versions of all dependencies against deny.toml, with cargo-deny
    Deny {
        /// Instead, look for known vulnerabilities, in a database that is fetched
        #[arg(long)]
        advisories: bool,
    },
}

/// How to serve.
#[derive(Args, Debug, PartialEq, Eq)]
pub(crate) struct StartOptions {
    /// Leave the browser alone
    #[arg(long)]
    pub(crate) no_open: bool,
    /// The page's port: 7655 otherwise, or a free one where that is taken
    #[arg(long, value_name = "P")]
    pub(crate) port: Option<u16>,
}

/// One benchmark.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Bench {
    /// Drive runs against limits that they do not know, and say how much of each they use
    Run {
        /// Print the figures as JSON
        #[arg(long, conflicts_with = "seeds")]
        json: bool,
        /// Instead, simulate N runs, from seeds 0 to N-1, and say how many of them met what
        #[arg(long, value_name = "N")]
        seeds: Option<u64>,
    },
    /// Compare our CSV scanner with the csv crate, as WebAssembly in Node: time and memory
    Csv {
        /// Print the figures as JSON
        #[arg(long)]
        json: bool,
    },
    /// Compare the proxy's speed with nginx's and cors-anywhere's, and say whether its memory grows
    Proxy {
        /// Print the figures as JSON
        #[arg(long)]
        json: bool,
    },
}

/// The tiers that were named.
#[derive(Args, Debug, PartialEq, Eq)]
pub(crate) struct Tiers {
    /// All of them when none is named
    #[arg(value_enum, value_name = "TIER")]
    named: Vec<Tier>,
}

/// A group of checks that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Tier {
    /// Formatting, and the tests that run natively: for while you work. Not part of all of them, which have it anyway
    Quick,
    /// Formatting, lints, documentation, layers of crates, circles of files, rules for dependencies
    Lint,
    /// Tests that run natively
    Unit,
    /// Tests that run as WebAssembly in headless Chromium
    Wasm,
    /// Tests of the finished page and of the npm package
    Browser,
    /// The corpus of files and 20,000 faults planted in its good ones, with their figures. Not part of all of them, which have a part of it
    Corpus,
    /// Scripts and a Python package of others, pointed at the sandbox. Not part of all of them, because pip fetches packages for it
    Clients,
    /// What holds for any bytes, tried by libFuzzer: each target for a minute, or `FUZZ_SECONDS`. Not part of all of them, because chance
    /// decides what it finds
    Fuzz,
}

impl Tier {
    /// What a change has to pass.
    const ALL: [Self; 4] = [Self::Lint, Self::Unit, Self::Wasm, Self::Browser];
}

impl Tiers {
    /// Each once, in the order in which they run.
    pub(crate) fn to_run(&self) -> Vec<Tier> {
        let mut tiers = if self.named.is_empty() {
            Tier::ALL.to_vec()
        } else {
            self.named.clone()
        };
        tiers.sort_unstable();
        tiers.dedup();
        tiers
    }
}

impl Arguments {
    /// Reads this process's command line. Ends the process where it is wrong or asks for help.
    pub(crate) fn from_environment() -> Self {
        Self::parse()
    }

    /// Prints what there is.
    pub(crate) fn print_help() -> std::io::Result<()> {
        Self::command().print_help()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, clap::Error> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        let arguments = Arguments::try_parse_from(words)?;
        Ok(arguments.command.expect("a command"))
    }

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_a_command_help_is_asked_for() {
        let arguments = Arguments::try_parse_from(["xtask"]).unwrap();
        assert_eq!(arguments.command, None);
        let help = Arguments::command().render_long_help().to_string();
        for command in [
            "start", "build", "test", "package", "bench", "circles", "layers", "deny",
        ] {
            assert!(help.contains(&format!("\n  {command} ")), "{help}");
        }
    }

    fn tiers(line: &str) -> Vec<Tier> {
        match parse(line).unwrap() {
            Command::Test(tiers) => tiers.to_run(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn test_without_tiers_means_all_of_them() {
        assert_eq!(tiers("test"), Tier::ALL);
    }

    #[test]
    fn named_tiers_run_once_and_in_order() {
        assert_eq!(tiers("test browser unit browser"), [Tier::Unit, Tier::Browser]);
        assert_eq!(tiers("test clients"), [Tier::Clients]);
        assert_eq!(tiers("test fuzz"), [Tier::Fuzz]);
    }

    #[test]
    fn start_takes_a_port_and_leaves_the_browser_alone_when_told() {
        let options = StartOptions {
            no_open: true,
            port: Some(9000),
        };
        assert_eq!(
            parse("start --no-open --port 9000").unwrap(),
            Command::Start(options)
        );
    }

    #[test]
    fn build_takes_several_addresses() {
        let connect =
            ["https://one.example", "https://two.example:8443"].map(|url| Origin::parse(url).unwrap());
        assert_eq!(
            parse("build --connect https://one.example/ --connect=https://two.example:8443").unwrap(),
            Command::Build {
                connect: connect.into()
            }
        );
    }

    #[test]
    fn bench_runs_all_or_one() {
        let run = |json, seeds| Some(Bench::Run { json, seeds });
        for (line, only) in [
            ("bench", None),
            ("bench run", run(false, None)),
            ("bench run --json", run(true, None)),
            ("bench run --seeds 50000", run(false, Some(50_000))),
            ("bench csv", Some(Bench::Csv { json: false })),
            ("bench csv --json", Some(Bench::Csv { json: true })),
            ("bench proxy", Some(Bench::Proxy { json: false })),
            ("bench proxy --json", Some(Bench::Proxy { json: true })),
        ] {
            assert_eq!(parse(line).unwrap(), Command::Bench { only }, "{line}");
        }
    }

    #[test]
    fn deny_looks_for_vulnerabilities_only_when_told() {
        for (line, advisories) in [("deny", false), ("deny --advisories", true)] {
            assert_eq!(parse(line).unwrap(), Command::Deny { advisories }, "{line}");
        }
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
            ("bench run --json --seeds 3", "seeds"),
            ("bench csv --fast", "fast"),
            ("bench proxy --fast", "fast"),
            ("bench proxy --json now", "now"),
            ("build --connect example.com", "example.com"),
            ("circles core web", "web"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
