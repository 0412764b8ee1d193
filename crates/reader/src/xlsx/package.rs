//! Which parts there are: relationships, and the list of sheets.

use crate::archive::Archive;
use crate::error::WorkbookError;
use crate::sheet::{SheetInfo, Visibility};
use crate::xml::{self, Go, Node};

const PACKAGE: &str = "_rels/.rels";

/// What a part says of another.
#[derive(Debug)]
struct Relationship {
    id: String,
    /// The last word of its type: `worksheet`, `styles`. The words before it differ between the two editions of the standard.
    kind: String,
    /// The whole name of the part.
    target: String,
}

/// What the part says in which the sheets are listed.
#[derive(Debug)]
pub(super) struct Workbook {
    /// With the names of their parts.
    pub(super) sheets: Vec<(SheetInfo, String)>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) since_1904: bool,
    /// Whether all formulas are worked out anew when the file is opened.
    pub(super) recalculated: bool,
}

/// The name of the main part of an Office document; `None` where the archive is none.
pub(crate) fn office_document(archive: &mut Archive) -> Result<Option<String>, WorkbookError> {
    let relationships = relationships(archive, PACKAGE, "")?;
    let main = relationships
        .into_iter()
        .find(|relationship| relationship.kind == "officeDocument");
    Ok(main.map(|main| main.target))
}

/// The parts of the tables in a sheet.
pub(super) fn tables(archive: &mut Archive, sheet: &str) -> Result<Vec<String>, WorkbookError> {
    let (name, folder) = (rels_of(sheet), folder_of(sheet));
    let relationships = relationships(archive, &name, folder)?;
    let tables = relationships.into_iter().filter(|found| found.kind == "table");
    Ok(tables.map(|table| table.target).collect())
}

pub(super) fn workbook(archive: &mut Archive, part: &str) -> Result<Workbook, WorkbookError> {
    let relationships = relationships(archive, &rels_of(part), folder_of(part))?;
    let of_kind = |kind: &str| {
        let mut found = relationships.iter();
        let found = found.find(|relationship| relationship.kind == kind)?;
        Some(found.target.clone())
    };
    let mut workbook = Workbook {
        sheets: Vec::new(),
        strings: of_kind("sharedStrings"),
        styles: of_kind("styles"),
        since_1904: false,
        recalculated: false,
    };
    let Some(open) = archive.part(part)? else {
        return Err(WorkbookError::damaged(part, "it is missing"));
    };
    xml::read(open, part, |node| {
        let Node::Start(tag) = &node else {
            return Ok(Go::On);
        };
        match tag.name() {
            // An extension has an element of this name, and none of these attributes.
            "workbookPr" => workbook.since_1904 |= tag.is_set("date1904"),
            "calcPr" => workbook.recalculated |= tag.is_set("fullCalcOnLoad"),
            "sheet" => {
                let id = tag.prefixed_attribute("id").unwrap_or_default();
                let target = relationships
                    .iter()
                    .find(|relationship| relationship.id == id)
                    .ok_or_else(|| WorkbookError::damaged(part, "it lists a sheet that is not there"))?;
                // Charts, dialogs and macros have no cells.
                if target.kind == "worksheet" {
                    let visibility = match tag.attribute("state").as_deref() {
                        Some("hidden") => Visibility::Hidden,
                        Some("veryHidden") => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                    let info = SheetInfo {
                        name: tag.attribute("name").unwrap_or_default().into_owned(),
                        visibility,
                        size: None,
                    };
                    workbook.sheets.push((info, target.target.clone()));
                }
            }
            _ => {}
        }
        Ok(Go::On)
    })?;
    Ok(workbook)
}

fn relationships(
    archive: &mut Archive,
    name: &str,
    folder: &str,
) -> Result<Vec<Relationship>, WorkbookError> {
    let mut found = Vec::new();
    let Some(part) = archive.part(name)? else {
        return Ok(found);
    };
    xml::read(part, name, |node| {
        if let Node::Start(tag) = &node
            && tag.name() == "Relationship"
            && tag.attribute("TargetMode").as_deref() != Some("External")
        {
            let kind = tag.attribute("Type").unwrap_or_default();
            let target = tag.attribute("Target").unwrap_or_default();
            found.push(Relationship {
                id: tag.attribute("Id").unwrap_or_default().into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &target),
            });
        }
        Ok(Go::On)
    })?;
    Ok(found)
}

/// `xl/worksheets/sheet1.xml` has its relationships in `xl/worksheets/_rels/sheet1.xml.rels`.
fn rels_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

fn folder_of(part: &str) -> &str {
    part.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A target, from the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." => {}
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_part_that_names_them() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("xl/worksheets", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("xl", "..\\..\\..\\a.xml", "a.xml"),
            ("xl", "./b.xml", "xl/b.xml"),
        ] {
            assert_eq!(resolve(folder, target), part);
        }
        assert_eq!(rels_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(rels_of("book.xml"), "_rels/book.xml.rels");
    }
}
