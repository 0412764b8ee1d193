//! The number format of each style.

use std::collections::BTreeMap;

use crate::archive::Archive;
use crate::error::WorkbookError;
use crate::number::NumberFormat;
use crate::xml::{self, Go, Node};

/// The number formats of the styles that cells refer to, in order.
pub(super) fn read(archive: &mut Archive, name: &str) -> Result<Vec<NumberFormat>, WorkbookError> {
    let Some(part) = archive.part(name)? else {
        return Err(WorkbookError::damaged(name, "it is missing"));
    };
    let mut codes: BTreeMap<u32, NumberFormat> = BTreeMap::new();
    let mut used: Vec<u32> = Vec::new();
    // Other lists have elements of the same names.
    let (mut in_codes, mut in_styles) = (false, false);
    xml::read(part, name, |node| {
        match &node {
            Node::Start(tag) => {
                let number = |name: &str| tag.attribute(name).and_then(|number| number.trim().parse().ok());
                match tag.name() {
                    "numFmts" => in_codes = true,
                    "cellXfs" => in_styles = true,
                    "numFmt" if in_codes => {
                        if let (Some(number), Some(code)) = (number("numFmtId"), tag.attribute("formatCode"))
                        {
                            codes.insert(number, NumberFormat::parse(&code));
                        }
                    }
                    "xf" if in_styles => used.push(number("numFmtId").unwrap_or(0)),
                    _ => {}
                }
            }
            Node::End("numFmts") => in_codes = false,
            Node::End("cellXfs") => in_styles = false,
            Node::End(_) | Node::Text(_) => {}
        }
        Ok(Go::On)
    })?;
    let format = |number| match codes.get(number) {
        Some(format) => format.clone(),
        None => NumberFormat::built_in(*number),
    };
    Ok(used.iter().map(format).collect())
}
