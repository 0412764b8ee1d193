// A workbook as the change file: one of its sheets goes the whole way, and what the sheet hides is told.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { checkOnly, edit, giveFile, goTo, isAt, outcomes, rowHolds, runIs, says, startRun } from "../support/hands.mjs";
import { arrive, button, lookedUp, records, save, steps } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";
import { xlsx } from "../support/workbooks.mjs";

const HEADER = ["account_id", "old_email", "new_email"];

const person = (number, name) => [
  `712020:00000000-0000-4000-8000-00000000000${number}`,
  `${name}@example.com`,
  `${name}@example.org`,
];

/** Waits until the page says this among what speaks against how the file was read. */
const doubts = (page, words) => page.getByRole("listitem").filter({ hasText: words }).waitFor();

/** The reader's own fixture: `.xls`, with several sheets. */
const OLD = new URL("../../crates/reader/tests/it/fixtures/staff.xls", import.meta.url);

test("a sheet of a workbook goes the whole way", async (t) => {
  const step = steps(t);
  const fetched = [];
  const instead = ({ url }) => {
    if (url.includes("reader")) fetched.push(url.replace(/\?.*/, ""));
    return false;
  };
  const page = await openPage(t, await startPlainHost(t, "/", { instead }));
  await button(page, "Try the sandbox organization").click();
  await arrive(page, "Which change file?");
  await button(page, "Open the example file").click();
  await arrive(page, "Review");
  await lookedUp(page);
  const example = records(await save(page, "Save the file with its edits"));
  const found = new Set(records(await save(page, "Save findings")).map(({ line }) => Number(line)));
  const people = example.filter((_, at) => !found.has(at + 2)).slice(0, 3);
  assert.equal(people.length, 3);
  assert.deepEqual(fetched, [], "a text needs no reader");

  const rows = people.map((row) => HEADER.map((name) => row[name]));
  const moves = xlsx([
    { name: "Read me", rows: [["Ask the service desk before you change this."]] },
    { name: "Old list", rows: [HEADER, person(1, "ada")] },
    { name: "Moves", rows: [["Moves in May"], [], HEADER, ...rows] },
    { name: "Formulas", rows: [HEADER, person(2, "bob")], isHidden: true },
    { name: "Empty", rows: [] },
  ]);

  await step("it asks which sheet is meant, and has read the first that is a table", async () => {
    await goTo(page, "File");
    await giveFile(page, "moves.xlsx", moves);
    await doubts(page, "The workbook has 3 sheets, and “Old list” is read");
    assert.deepEqual(fetched, ["/reader.js", "/reader_bg.wasm"]);
    const sheet = page.getByLabel("Sheet", { exact: true });
    assert.deepEqual(await sheet.locator("option").allInnerTexts(), [
      "Read me (up to row 1)",
      "Old list (up to row 2)",
      "Moves (up to row 6)",
      "Formulas (up to row 2, hidden)",
    ]);
    assert.equal(await page.getByLabel("Encoding").count(), 0);
    assert.equal(await page.getByLabel("Delimiter").count(), 0);
  });

  await step("another sheet is chosen, and it says how it was read", async () => {
    await page.getByLabel("Sheet", { exact: true }).selectOption({ label: "Moves (up to row 6)" });
    const note = page.getByRole("note", { name: "How the file was read" });
    await note.filter({ hasText: rows[0][2] }).waitFor();
    assert.match(await note.innerText(), /^Line 4: .*header in line 3/);
    assert.equal(await page.getByText("Check how the file was read").count(), 0);
    // It was fetched once.
    assert.equal(fetched.length, 2);
  });

  await step("the sheet is saved with its edits", async () => {
    await button(page, "Review the rows").click();
    await isAt(page, "Review");
    await edit(page, 3, "somebody.else@example.com");
    const csv = await save(page, "Save the sheet with its edits as CSV");
    assert.equal(csv.name, "moves.csv");
    assert.match(csv.text, /^\uFEFFMoves in May,/);
    assert.ok(csv.text.includes("somebody.else@example.com"));
    const download = page.waitForEvent("download");
    await button(page, "Save the sheet with its edits as .xlsx").click();
    const saved = await download;
    assert.equal(saved.suggestedFilename(), "moves-edited.xlsx");
    await button(page, "Undo").click();
    await rowHolds(page, 3, rows[2][2]);

    await goTo(page, "File");
    await giveFile(page, "again.xlsx", await readFile(await saved.path()));
    await isAt(page, "Review");
    await rowHolds(page, 3, "somebody.else@example.com");
    await goTo(page, "File");
    await giveFile(page, "moves.xlsx", moves);
    await page.getByLabel("Sheet", { exact: true }).selectOption({ label: "Moves (up to row 6)" });
    await page.getByRole("note", { name: "How the file was read" }).filter({ hasText: rows[0][2] }).waitFor();
    await button(page, "Review the rows").click();
  });

  await step("and runs", async () => {
    await isAt(page, "Review");
    await rowHolds(page, 3, rows[2][2]);
    await lookedUp(page);
    await startRun(page);
    await runIs(page, "Done");
    assert.equal((await outcomes(page)).Changed, 3);
    await goTo(page, "Result");
    const results = records(await save(page, "Save the results"));
    assert.deepEqual(
      results.map(({ line }) => line),
      ["4", "5", "6"],
      "rows of the sheet",
    );
  });
});

test("what a sheet hides is said, and looked at before the review", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  const rows = [HEADER, person(1, "ada"), person(2, "bob"), person(3, "eve")];
  await giveFile(page, "hidden.xlsx", xlsx([{ name: "Moves", rows, hiddenRows: [3, 4, 5] }]));
  await isAt(page, "Columns");
  await page.getByText("Check how the file was read").waitFor();
  await doubts(page, "2 rows are hidden in the sheet (rows 3 to 4), and would run too.");
  await goTo(page, "File");
  await doubts(page, "2 rows are hidden in the sheet");

  await t.test("merged cells too, and a file of one plain sheet goes to the review at once", async () => {
    await giveFile(page, "merged.xlsx", xlsx([{ name: "Moves", rows, merged: ["C3:C4"] }]));
    await isAt(page, "Columns");
    await doubts(page, "1 area of cells is merged (C3:C4)");
    await goTo(page, "File");
    await giveFile(page, "plain.xlsx", xlsx([{ name: "Moves", rows }]));
    await isAt(page, "Review");
    await rowHolds(page, 3, "eve@example.org");
  });
});

test("a workbook that cannot be read is refused in words", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);

  await t.test("one with a password", async () => {
    const locked = await readFile(OLD);
    // A record of the workbook's windows, made into that of a password.
    locked[locked.indexOf(Buffer.from("\x3D\x00\x12\x00", "latin1"))] = 0x2f;
    await giveFile(page, "locked.xls", locked);
    await says(page, "The workbook is protected with a password.", "remove the password");
  });

  await t.test("one that is cut off", async () => {
    const whole = xlsx([{ name: "Moves", rows: [HEADER, person(1, "ada")] }]);
    await giveFile(page, "cut.xlsx", whole.subarray(0, whole.length / 2));
    await says(page, "The workbook is damaged");
  });

  await t.test("and one whose reader does not come", async () => {
    const host = await startPlainHost(t, "/", {
      instead: ({ url }, response) => url.startsWith("/reader") && Boolean(response.writeHead(503).end()),
    });
    const other = await openPage(t, host, { complains: true });
    await checkOnly(other);
    await giveFile(other, "moves.xlsx", xlsx([{ name: "Moves", rows: [HEADER, person(1, "ada")] }]));
    await says(other, "The part of Rollcall that reads workbooks could not be loaded.");
  });
});
