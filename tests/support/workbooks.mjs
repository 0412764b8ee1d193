// Workbooks, written part by part, so that a test says what is in its file.
import { crc32 } from "node:zlib";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "http://schemas.openxmlformats.org/package/2006/content-types";
const PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** An `.xlsx` file of sheets `{ name, rows, isHidden, hiddenRows, merged }`: rows of texts, hidden rows by their numbers. */
export function xlsx(sheets) {
  const numbered = sheets.map((sheet, at) => ({ ...sheet, id: at + 1 }));
  const type = (part, kind) => `<Override PartName="/${part}" ContentType="${PARTS}.${kind}+xml"/>`;
  const relation = (id, kind, target) => `<Relationship Id="rId${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return zip({
    "[Content_Types].xml":
      `<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      type("xl/workbook.xml", "sheet.main") +
      numbered.map(({ id }) => type(`xl/worksheets/sheet${id}.xml`, "worksheet")).join("") +
      "</Types>",
    "_rels/.rels": `<Relationships xmlns="${RELATIONS}">${relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml":
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
      numbered
        .map(({ id, name, isHidden }) => `<sheet name="${name}" sheetId="${id}"${isHidden ? ' state="hidden"' : ""} r:id="rId${id}"/>`)
        .join("") +
      "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels":
      `<Relationships xmlns="${RELATIONS}">` +
      numbered.map(({ id }) => relation(id, "worksheet", `worksheets/sheet${id}.xml`)).join("") +
      "</Relationships>",
    ...Object.fromEntries(numbered.map((sheet) => [`xl/worksheets/sheet${sheet.id}.xml`, worksheet(sheet)])),
  });
}

function worksheet({ rows, hiddenRows = [], merged = [] }) {
  const cell = (text) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  const row = (cells, at) =>
    `<row r="${at + 1}"${hiddenRows.includes(at + 1) ? ' hidden="1"' : ""}>${cells.map(cell).join("")}</row>`;
  const areas = merged.map((area) => `<mergeCell ref="${area}"/>`).join("");
  return (
    `<worksheet xmlns="${MAIN}"><sheetData>${rows.map(row).join("")}</sheetData>` +
    `${areas && `<mergeCells>${areas}</mergeCells>`}</worksheet>`
  );
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** An archive of these texts by name, uncompressed. */
function zip(parts) {
  const bodies = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const content = Buffer.from(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version
    fields.writeUInt16LE(0x21, 8); // 1 January 1980
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    const body = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), content]);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), fields, entry, Buffer.from(name)]));
    bodies.push(body);
    offset += body.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, entries, end]);
}
