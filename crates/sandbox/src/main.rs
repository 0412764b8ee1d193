//! `rollcall-sandbox`: an organization in memory, served over HTTP/1.1.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, ValueExt};
use rollcall_sandbox::{Fault, Faults, Form, Forms, Limit, Organization, server};

const HELP: &str = "\
An organization in memory that answers like Atlassian, over HTTP/1.1.

Usage: rollcall-sandbox [--listen ADDRESS] [--accounts N] [--seed S] [--limit R/s|R/m] [--fault NAME]…
                        [--one-directory] [--links FORM] [--fields FORM] [--restricted] [--seen FOLDER]

  --listen ADDRESS  where to listen; 127.0.0.1:0 by default, and port 0 picks a free one
  --accounts N      how many managed accounts; 200 by default
  --seed S          the same seed makes the same organization; 1 by default
  --limit R/s|R/m   so many requests a second or a minute, told in headers; none by default
  --fault NAME      every tenth request has this fault; may be repeated
  --one-directory   the organization has one directory and not two
  --links FORM      how answers say that there is no previous or next page: null, absent or filled; the seed decides by default
  --fields FORM     how they say that somebody has no department, job title …: the same forms
  --restricted      some managed accounts are listed without an address
  --seen FOLDER     notes each call that came through a proxy and succeeded, as an empty file of its name

It prints its address, organization id, keys, the ids of its directories and sites, and last the token of the administrator's
session at the admin portal, each on a line as name=value, and serves until it is stopped.
";

/// Of a thousand requests, how many have one of the faults of the command line.
const FAULTY_PER_THOUSAND: u16 = 100;

struct Options {
    listen: SocketAddr,
    accounts: u32,
    seed: u64,
    limit: Limit,
    faults: Vec<Fault>,
    one_directory: bool,
    links: Option<Form>,
    fields: Option<Form>,
    restricted: bool,
    seen: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "rollcall-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = options()? else {
        io::stdout().write_all(HELP.as_bytes())?;
        return Ok(());
    };
    let mut organization = Organization::generate(options.accounts, options.seed);
    if options.one_directory {
        organization.keep_one_directory();
    }
    let by_seed = organization.forms();
    organization.set_forms(Forms {
        links: options.links.unwrap_or(by_seed.links),
        fields: options.fields.unwrap_or(by_seed.fields),
    });
    organization.restrict_addresses(options.restricted);
    organization.set_limit(options.limit);
    organization.set_faults(Faults {
        kinds: options.faults,
        per_thousand: FAULTY_PER_THOUSAND,
        ..Faults::default()
    });
    let seen = options.seen.map(server::Seen::in_folder).transpose()?;
    let listener = TcpListener::bind(options.listen)
        .map_err(|error| format!("cannot listen on {}: {error}", options.listen))?;
    announce(&listener, &organization)?;
    match server::serve(listener, organization, seen)? {}
}

/// What a client needs to know, ready to be read by a program.
fn announce(listener: &TcpListener, organization: &Organization) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "address=http://{}", listener.local_addr()?)?;
    writeln!(out, "organization={}", organization.organization_id())?;
    writeln!(out, "key={}", organization.key())?;
    writeln!(out, "scoped_key={}", organization.scoped_key())?;
    for (id, _) in organization.directories() {
        writeln!(out, "directory={id}")?;
    }
    for (id, _) in organization.sites() {
        writeln!(out, "site={id}")?;
    }
    // The last line: whoever has read it has read all.
    writeln!(out, "session={}", organization.session())?;
    out.flush()
}

/// The command line; `None` when help is asked for.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        accounts: 200,
        seed: 1,
        limit: Limit::default(),
        faults: Vec::new(),
        one_directory: false,
        links: None,
        fields: None,
        restricted: false,
        seen: None,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("listen") => options.listen = parser.value()?.parse()?,
            Arg::Long("accounts") => options.accounts = parser.value()?.parse()?,
            Arg::Long("seed") => options.seed = parser.value()?.parse()?,
            Arg::Long("limit") => options.limit = parser.value()?.parse_with(limit)?,
            Arg::Long("fault") => options.faults.push(parser.value()?.parse_with(fault)?),
            Arg::Long("one-directory") => options.one_directory = true,
            Arg::Long("links") => options.links = Some(parser.value()?.parse_with(form)?),
            Arg::Long("fields") => options.fields = Some(parser.value()?.parse_with(form)?),
            Arg::Long("restricted") => options.restricted = true,
            Arg::Long("seen") => options.seen = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(options))
}

fn limit(text: &str) -> Result<Limit, String> {
    let wrong = || "a limit is a number with /s or /m, such as 10/s".to_owned();
    let (rate, unit) = text.split_once('/').ok_or_else(wrong)?;
    let rate = Some(rate.parse().map_err(|_| wrong())?);
    let (per_second, per_minute) = match unit {
        "s" => (rate, None),
        "m" => (None, rate),
        _ => return Err(wrong()),
    };
    Ok(Limit {
        per_second,
        per_minute,
        headers: true,
        retry_after: true,
        ..Limit::default()
    })
}

fn form(text: &str) -> Result<Form, String> {
    Form::parse(text).ok_or_else(|| {
        let known = Form::ALL.map(Form::name);
        format!("the forms are {}", known.join(", "))
    })
}

fn fault(text: &str) -> Result<Fault, String> {
    Fault::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Fault::ALL.into_iter().map(Fault::name).collect();
        format!("the faults are {}", known.join(", "))
    })
}
