//! What stands within a workbook: the parts of an `.xlsx` or `.ods`, which are packed here because the sums of an archive keep a fuzzer out,
//! and formats of numbers.

use rollcall_reader::fuzzed;

use crate::choice::Choices;
use crate::seed::Seed;
use crate::support::{ods, xlsx};

pub const SHEET: &str = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\" \
     t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45657.5</v></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x</t></is></c><c \
     r=\"B2\" t=\"b\"><v>1</v></c><c r=\"C2\" t=\"e\"><v>#N/A</v></c><c r=\"D2\" t=\"str\"><f>A1&amp;\"b\"</f><v>ab</v></c></row>\
     </sheetData><autoFilter ref=\"A1:B2\"><filterColumn/></autoFilter><mergeCells><mergeCell ref=\"A2:B3\"/></mergeCells>";
pub const STRINGS: &str = "<si><t>a_x000D_</t><rPh><t>b</t></rPh></si><si><r><t>c</t></r><r><t xml:space=\"preserve\"> d</t></r></si>";
pub const STYLES: &str = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm:ss.00;[$-409]#,##0.00E+0\"/></numFmts><cellXfs><xf \
     numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs>";
pub const TABLES: &str = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
     table:number-columns-repeated=\"3\" office:value-type=\"float\" office:value=\"7\"><text:p>7<text:s text:c=\"3\"/></text:p>\
     </table:table-cell></table:table-row></table:table>";
const ODS_STYLES: &str = "<style:style style:name=\"co1\" style:family=\"table-column\"/>";

/// Between the parts of one input.
const BETWEEN: char = '\0';

const XLSX: u8 = 0;
const ODS: u8 = 1;
const NUMBER: u8 = 2;

pub fn seeds() -> Vec<Seed> {
    let between = BETWEEN.to_string();
    let of = |name: &str, kind: u8, text: &str| (name.to_owned(), [&[kind], text.as_bytes()].concat());
    let mut seeds = vec![
        of("xlsx", XLSX, &[SHEET, STRINGS, STYLES].join(&between)),
        of("ods", ODS, &[TABLES, ODS_STYLES].join(&between)),
    ];
    let formats = [
        "0.00",
        "#,##0.00;[Red]-#,##0.00",
        "[h]:mm:ss.00",
        "dd.mm.yyyy hh:mm AM/PM",
        "0.00E+00",
        "# ?/?",
        "@",
        "\"x\"0%",
        "_(* #,##0_)",
    ];
    for (at, format) in formats.into_iter().enumerate() {
        let input = [&[NUMBER], 45657.5_f64.to_le_bytes().as_slice(), format.as_bytes()].concat();
        seeds.push((format!("number-{at}"), input));
    }
    seeds
}

pub fn holds(input: &[u8]) {
    let Some((mut choices, rest)) = Choices::of(input, 1) else {
        return;
    };
    let kind = choices.one(&[XLSX, ODS, NUMBER]);
    if kind == NUMBER {
        if let Some((number, format)) = rest.split_first_chunk::<8>() {
            fuzzed::number_format(&String::from_utf8_lossy(format), f64::from_le_bytes(*number));
        }
        return;
    }
    let text = String::from_utf8_lossy(rest);
    let mut parts = text.split(BETWEEN);
    let mut part = || parts.next().unwrap_or_default();
    let bytes = match kind {
        XLSX => xlsx(part(), part(), part()),
        _ => {
            let tables = part();
            ods(part(), tables)
        }
    };
    fuzzed::workbook(&bytes);
}
