//! Bytes that are wrong in any way: nothing panics, and what comes is an error or a sheet.

use std::sync::LazyLock;

use proptest::prelude::*;
use rollcall_reader::fuzzed;

use crate::support::{ods, xlsx};

static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let sheet = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c \
                 r=\"B1\" s=\"1\"><v>45657.5</v></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>\
                 <autoFilter ref=\"A1:B2\"><filterColumn/></autoFilter><mergeCells><mergeCell ref=\"A2:B3\"/></mergeCells>";
    let styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm:ss.00;#,##0.00\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf \
                  numFmtId=\"164\"/></cellXfs>";
    let tables = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
                  table:number-columns-repeated=\"3\" office:value-type=\"float\" office:value=\"7\"><text:p>7<text:s \
                  text:c=\"3\"/></text:p></table:table-cell></table:table-row></table:table>";
    vec![
        xlsx(sheet, "<si><t>a</t></si>", styles),
        ods("", tables),
        crate::xls::STAFF.to_vec(),
    ]
});

/// Byte for byte the parts of an archive are compressed: what is within is mutated before it is packed.
fn mutated(mut bytes: Vec<u8>, faults: &[(usize, u8)]) -> Vec<u8> {
    for (at, byte) in faults {
        let length = bytes.len();
        if let Some(place) = bytes.get_mut(at % length.max(1)) {
            *place = *byte;
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..600), head in 0..4_usize) {
        let head: &[u8] = [b"".as_slice(), b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"PK\x05\x06"][head];
        fuzzed::workbook(&[head, &bytes].concat());
    }

    #[test]
    fn no_mutation_of_a_good_workbook(
        which in 0..3_usize,
        faults in prop::collection::vec((any::<usize>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<usize>()),
    ) {
        let mut bytes = mutated(GOOD[which].clone(), &faults);
        if let Some(cut) = cut {
            bytes.truncate(cut % (bytes.len() + 1));
        }
        fuzzed::workbook(&bytes);
    }

    #[test]
    fn no_mutation_of_a_stream_of_records(faults in prop::collection::vec((512..6000_usize, any::<u8>()), 1..6)) {
        fuzzed::workbook(&mutated(crate::xls::STAFF.to_vec(), &faults));
    }

    #[test]
    fn no_mutation_of_the_parts(
        faults in prop::collection::vec((any::<usize>(), prop::sample::select(b"<>/\"'=&;0123456789AZaz-+.: \xFF\0".to_vec())), 1..6),
        which in 0..4_usize,
    ) {
        let sheet = "<sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45657.5</v></c></row></sheetData>";
        let strings = "<si><t>a_x000D_</t><rPh><t>b</t></rPh></si>";
        let styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm:ss.00;[$-409]#,##0.00E+0\"/></numFmts><cellXfs><xf/><xf \
                      numFmtId=\"164\"/></cellXfs>";
        let tables = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
                      table:number-columns-repeated=\"3\" office:value-type=\"float\" office:value=\"7\"><text:p>7<text:s \
                      text:c=\"3\"/></text:p></table:table-cell></table:table-row></table:table>";
        let broken = |part: usize, text: &str| {
            let bytes = if part == which { mutated(text.into(), &faults) } else { text.into() };
            String::from_utf8_lossy(&bytes).into_owned()
        };
        if which == 3 {
            fuzzed::workbook(&ods("", &broken(3, tables)));
        } else {
            fuzzed::workbook(&xlsx(&broken(0, sheet), &broken(1, strings), &broken(2, styles)));
        }
    }

    #[test]
    fn no_number_format(code in "[0#?.,%EeGdmyhs\\[\\]$;\"\\\\*_@APap/ :+-]{0,16}", number in any::<f64>()) {
        fuzzed::number_format(&code, number);
    }

    #[test]
    fn no_text_in_any_encoding(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        fuzzed::encodings(&bytes);
    }
}

/// Kilobytes that unpack to many megabytes of nothing.
#[test]
fn a_bomb_is_not_unpacked() {
    let blanks = " ".repeat(40 << 20);
    for (sheet, strings) in [
        ("<sheetData/>", format!("<si><t>{blanks}</t></si>")),
        (&format!("<sheetData {blanks}/>"), String::new()),
    ] {
        let bytes = xlsx(sheet, &strings, "");
        assert!(bytes.len() < 100 << 10);
        let mut error = rollcall_reader::Workbook::open(bytes.clone()).err();
        error = error.or_else(|| rollcall_reader::Workbook::open(bytes).ok()?.read(0).err());
        let error = error.unwrap().to_string();
        assert!(error.contains("it holds a text of more than 8 MB"), "{error}");
    }
}
