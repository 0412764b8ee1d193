//! Workbooks as bytes: the ZIP archives of `.xlsx` and `.ods`, and the streams of `.xls`. What stands within an archive is for `sheet`.

use rollcall_reader::fuzzed;
use rollcall_reader::save::to_xlsx;

use crate::seed::{self, Seed};
use crate::{sheet, support};

pub fn seeds() -> Vec<Seed> {
    let mut seeds = seed::files("crates/reader/tests/it/fixtures", &["xls", "xlsx", "ods"]);
    let saved = to_xlsx("Staff", [["account_id", "email"], ["557058", "=ada@example.com"]]);
    seeds.push(("saved.xlsx".to_owned(), saved.expect("a workbook")));
    seeds.push((
        "made.xlsx".to_owned(),
        support::xlsx(sheet::SHEET, sheet::STRINGS, sheet::STYLES),
    ));
    seeds.push(("made.ods".to_owned(), support::ods("", sheet::TABLES)));
    seeds
}

pub fn holds(input: &[u8]) {
    fuzzed::workbook(input);
}
