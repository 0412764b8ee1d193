//! Writes `types.ts`, and finds it stale.

use std::path::Path;
use std::{env, fs};

use ts_rs::{Config, TS};

use crate::{
    ActionInfo, AsRead, Basis, Batch, Cell, ChangeFile, Check, Confirmation, Counts, FileColumn, Finding,
    FindingCount, Fix, FixCount, GridColumn, Page, PartInfo, Problem, RejectedDomain, Review, Roster,
    RosterFile, RosterSource, Row, RowState, Severity, Step, TypedDomains, Unchecked,
};

const HEAD: &str = "// Made from crates/view/src: INSTA_UPDATE=always cargo test -p rollcall-view\n";

#[test]
fn the_types_for_typescript_are_not_stale() {
    let types = [
        written::<Problem>(),
        written::<Page<ts_rs::Dummy>>(),
        written::<ActionInfo>(),
        written::<PartInfo>(),
        written::<Basis>(),
        written::<AsRead>(),
        written::<FileColumn>(),
        written::<ChangeFile>(),
        written::<RosterFile>(),
        written::<TypedDomains>(),
        written::<RejectedDomain>(),
        written::<Roster>(),
        written::<RosterSource>(),
        written::<Severity>(),
        written::<Check>(),
        written::<Fix>(),
        written::<Finding>(),
        written::<Review>(),
        written::<GridColumn>(),
        written::<Counts>(),
        written::<FindingCount>(),
        written::<FixCount>(),
        written::<Unchecked>(),
        written::<RowState>(),
        written::<Row>(),
        written::<Cell>(),
        written::<Confirmation>(),
        written::<Batch>(),
        written::<Step>(),
    ];
    let made = format!("{HEAD}{}", types.concat());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/types.ts");
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&file, &made).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    assert!(
        kept == made,
        "types.ts is out of date: INSTA_UPDATE=always cargo test -p rollcall-view"
    );
}

/// A type with its comments, one field a line.
fn written<T: TS>() -> String {
    let config = Config::default();
    let docs = T::docs().unwrap_or_default();
    let text = format!("{docs}export {}\n", T::decl(&config));
    let text = text
        .replace("/**\n * ", "/** ")
        .replace("\n */", " */")
        .replace(", };", ",\n};")
        .replace(", } & ", ",\n} & ");
    let mut lines = String::new();
    let mut is_inside = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('}') {
            is_inside = false;
        }
        lines.push_str(if is_inside { "  " } else { "" });
        lines.push_str(line);
        lines.push('\n');
        if line.ends_with('{') {
            is_inside = true;
        }
    }
    format!("\n{lines}")
}
