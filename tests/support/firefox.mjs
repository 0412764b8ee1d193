// A profile of Firefox with cookies: the file `cookies.sqlite`, written here byte by byte (SQLite, database file format), because Node
// has no SQLite before version 22.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { atEnd } from "./cleanup.mjs";

const PAGE = 4096;
const TABLE =
  "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER)";

/**
 * A folder with these cookies; gone with the test.
 * @param {import("node:test").TestContext} t
 * @param {{ name: string, value: string, host: string, expiry?: number }[]} cookies
 */
export async function firefoxProfile(t, cookies) {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-firefox-"));
  atEnd(t, () => rm(folder, { recursive: true }));
  await logIn(folder, cookies);
  return folder;
}

/** Writes other cookies into the profile. */
export async function logIn(folder, cookies) {
  const rows = cookies.map(({ name, value, host, expiry = 4102444800 }) => [null, name, value, host, "/", expiry, 1]);
  const schema = leaf(100, [["table", "moz_cookies", "moz_cookies", 2, TABLE]]);
  header().copy(schema);
  await writeFile(join(folder, "cookies.sqlite"), Buffer.concat([schema, leaf(0, rows)]));
}

/** The first 100 bytes of a database of two pages, in UTF-8. */
function header() {
  const bytes = Buffer.alloc(100);
  bytes.write("SQLite format 3\0", "latin1");
  bytes.writeUInt16BE(PAGE, 16);
  bytes.set([1, 1, 0, 64, 32, 32], 18);
  for (const [at, number] of [[24, 1], [28, 2], [40, 1], [44, 4], [56, 1], [92, 1], [96, 3040001]]) bytes.writeUInt32BE(number, at);
  return bytes;
}

/** A page of a table, with all of its rows; `from` is where it begins on the page. */
function leaf(from, rows) {
  const page = Buffer.alloc(PAGE);
  let end = PAGE;
  rows.forEach((values, at) => {
    const record = recordOf(values);
    const cell = Buffer.concat([varint(record.length), varint(at + 1), record]);
    end -= cell.length;
    cell.copy(page, end);
    page.writeUInt16BE(end, from + 8 + 2 * at);
  });
  page[from] = 0x0d;
  page.writeUInt16BE(rows.length, from + 3);
  page.writeUInt16BE(end, from + 5);
  return page;
}

/** Texts, numbers and nulls as one record: their types, and then they themselves. */
function recordOf(values) {
  const parts = values.map((value) => {
    if (value === null) return [varint(0), Buffer.alloc(0)];
    const bytes = typeof value === "number" ? Buffer.alloc(8) : Buffer.from(value);
    if (typeof value !== "number") return [varint(13 + 2 * bytes.length), bytes];
    bytes.writeBigInt64BE(BigInt(value));
    return [varint(6), bytes];
  });
  const types = Buffer.concat(parts.map(([type]) => type));
  return Buffer.concat([varint(types.length + 1), types, ...parts.map(([, bytes]) => bytes)]);
}

/** A number below 16,384, of which seven bits go into a byte. */
const varint = (number) => Buffer.from(number < 128 ? [number] : [0x80 | (number >> 7), number & 0x7f]);
