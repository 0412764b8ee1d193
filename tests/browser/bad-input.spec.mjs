// Files that are none, and servers that do not answer as they should. Whatever comes in, the page says what is wrong, and what was
// loaded before is still there.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { became, connected, moves, review } from "../support/connected.mjs";
import {
  checkOnly,
  giveFile,
  goTo,
  gridRow,
  isAt,
  isStillEdited,
  openEdited,
  outcomes,
  PEOPLE,
  rowHolds,
  runIs,
  says,
  startRun,
} from "../support/hands.mjs";
import { disturb, renewKey } from "../support/organization.mjs";
import { button, save } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";
import { startBetween } from "../support/stand-ins.mjs";

const HEADER = "account_id,old_email,new_email\n";
const ROW = "712020:00000000-0000-4000-8000-000000000001,ada@example.com,ada@example.org\n";

const utf16le = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

/** The beginning of a ZIP archive whose first file has this name. */
function zip(name) {
  const head = Buffer.alloc(30);
  head.write("PK\x03\x04", "latin1");
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), Buffer.from("<workbook/>")]);
}

/** The page without a connection, a file with an edit open in it, at the step where files are given. */
async function atTheFile(t) {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  await openEdited(page);
  await goTo(page, "File");
  return page;
}

const FILES = {
  "an empty file": ["", "The file is empty.", "Save it again in the program that it comes from"],
  "a byte order mark and nothing else": ["\ufeff", "The file is empty."],
  "only a header": [HEADER, "The file has a header and no rows below it.", "Add one row for each account."],
  "only blank lines": ["\r\n\r\n  \r\n,,\r\n", "The file has only blank lines.", "Check that this is the right file"],
  "a picture": [Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), "This is a picture, not a CSV file."],
  "a PDF": ["%PDF-1.7\n%âãÏÓ\n", "This is a PDF document, not a CSV file."],
  "an Excel workbook": [
    zip("xl/workbook.xml"),
    "This is an Excel workbook, not a CSV file.",
    "choose Save As",
    "CSV UTF-8",
  ],
  "a ZIP archive": [zip("people.csv"), "This is a ZIP archive, not a CSV file.", "Unpack it"],
  "a saved sign-in page": [
    "<!DOCTYPE html><title>Log in</title>",
    "This is a web page, not a CSV file.",
    "sign in and download",
  ],
  "half a character": [
    Buffer.concat([utf16le(HEADER + ROW + "b,"), Buffer.from([0x00, 0xd8, 0x2c, 0x00])]),
    "Line 3 cannot be read as UTF-16LE: byte",
    "Save it again as CSV UTF-8.",
  ],
  "a quote that is never closed": [
    `${HEADER}${ROW}"b,c\n${ROW}`,
    "A quote opens on line 3, column 1, and is never closed.",
    "Add the closing quote",
  ],
  "10,000 columns": [
    `${"a,".repeat(9_999)}a\n${"1,".repeat(9_999)}1\n`,
    "Line 1 has more than 1,000 columns.",
    "a whole file on one line",
  ],
  "a cell of 10 MB": [
    `${HEADER}a,${"x".repeat(10 << 20)},b\n`,
    "The cell on line 2, column 2, is larger than 1 MB.",
    "one cell has swallowed",
  ],
  "a NUL character": [
    `${HEADER}${ROW}a,b\0,c\n`,
    "Line 3 holds a NUL character (byte 110 of the file).",
    "choose UTF-16 as its encoding",
  ],
};

test("a file that cannot be read leaves the one before as it was", async (t) => {
  const page = await atTheFile(t);
  for (const [what, [content, ...words]] of Object.entries(FILES)) {
    await t.test(what, async () => {
      await giveFile(page, "bad.csv", content);
      await says(page, ...words);
      await isStillEdited(page);
      await goTo(page, "File");
    });
  }
});

test("an export that cannot be read leaves what is known as it was", async (t) => {
  const page = await atTheFile(t);
  await page.getByRole("textbox", { name: "Claimed domains, typed" }).fill("example.com, example.org");
  await page.getByRole("button", { name: "Use these domains" }).click();
  const sources = page.getByRole("list", { name: "Sources" });
  await sources.filter({ hasText: "example.com, example.org" }).waitFor();
  for (const [what, [content, ...words]] of Object.entries({
    "a picture": FILES["a picture"],
    "a change file": [PEOPLE, "export"],
  })) {
    await t.test(what, async () => {
      const buffer = Buffer.from(content);
      await page
        .getByLabel("Choose an export file")
        .setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer });
      await says(page, ...words);
      await sources.filter({ hasText: "example.com, example.org" }).waitFor();
    });
  }
  await isStillEdited(page);
});

test("the file before comes back with its edits where the next one is of no use", async (t) => {
  const page = await atTheFile(t);

  await t.test("one column: it may be the delimiter, so the file is there to be read again", async () => {
    await giveFile(page, "one.csv", "email\nada@example.com\nbob@example.com\n");
    await isAt(page, "Columns");
    await says(page, "The file has one column only.", "choose the delimiter that stands between them");
    assert.equal(await page.getByRole("button", { name: "Review the rows" }).isDisabled(), true);
    await goTo(page, "File");
  });

  await t.test("the good file once more", async () => {
    await giveFile(page, "people.csv", PEOPLE);
    await isAt(page, "Review");
    await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
  });
});

test("two columns in one part are named, and the file stays", async (t) => {
  const page = await atTheFile(t);
  await goTo(page, "Columns");
  const part = page.getByRole("combobox", { name: "Column old_email" });
  await part.selectOption({ label: "New address" });
  await says(page, 'More than one column is mapped as "New address": columns 2 and 3.', "Choose the one that is meant");
  assert.equal(await page.getByRole("button", { name: "Review the rows" }).isDisabled(), true);
  await part.selectOption({ label: "Current address" });
  await page.getByRole("alert").waitFor({ state: "detached" });
  await isStillEdited(page);
});

/** Gives the page a file of so many megabytes, made of one megabyte over and over, so that the test need not hold it. */
async function giveLarge(page, name, megabytes, head, line) {
  await page.getByLabel("Choose another file").evaluate(
    (input, { name, megabytes, head, line }) => {
      const megabyte = new Blob([line.repeat(Math.floor((1 << 20) / line.length))]);
      const pieces = new DataTransfer();
      pieces.items.add(new File([head, ...Array(megabytes).fill(megabyte)], name));
      input.files = pieces.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    { name, megabytes, head, line },
  );
}

test("a file that is too large is refused before it is read", async (t) => {
  const page = await atTheFile(t);
  await giveLarge(page, "large.csv", 300, HEADER, ROW);
  await says(page, "The file is 300 MB large; the limit is 256 MB.", "split it into several files");
  await isStillEdited(page);
});

test("a file of 200 MB is read, and the page lives on", async (t) => {
  const page = await atTheFile(t);
  const person =
    "712020:00000000-0000-4000-8000-000000000001,ada.lovelace@example.com,ada.lovelace@example.org,Analytical Engine Ltd\n";
  await giveLarge(page, "large.csv", 200, "account_id,old_email,new_email,company\n", person);
  await page.getByText("large.csv: ").waitFor({ timeout: 180_000 });
  await goTo(page, "File");
  await giveFile(page, "people.csv", PEOPLE);
  await isAt(page, "Review");
  await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
});

// Of the server.

/** Waits until the panel of what is known says all of these words in one of its notes. */
async function notes(page, ...words) {
  let note = known(page).locator(".pf-v6-c-alert");
  for (const some of words) note = note.filter({ hasText: some });
  await note.waitFor();
}

const known = (page) => page.getByRole("region", { name: "What is known about accounts" });

test("a look-up that meets nonsense says what it could not learn, and can be made again", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  const rows = await moves(sandbox, 6);

  await t.test("the first one: the file is there, and what is not known is not checked", async () => {
    await disturb(sandbox, "fault", { kinds: ["html"] });
    await review(page, rows);
    await notes(page, "Could not look up 12 addresses", "A web page came back instead of an answer");
    await page
      .getByRole("region", { name: "Not checked" })
      .getByText("whether the domain of the new address is claimed")
      .waitFor();
    await gridRow(page, 6).filter({ hasText: rows[5][2] }).filter({ hasText: "not known" }).waitFor();
  });

  for (const [kind, endpoint, ...words] of [
    ["half-json", "search-users", "Could not look up 12 addresses", "The answer is broken off or unreadable."],
    [
      "other-shape",
      "search-users",
      "Could not look up 12 addresses",
      "does not have the form that Atlassian's documents describe",
    ],
    ["no-content", "search-users", "Could not look up 12 addresses", "form that its documents do not describe"],
    ["html", "get-domains", "Could not look up the claimed domains", "A web page came back instead of an answer"],
    [
      "repeating-cursor",
      "get-domains",
      "Could not look up all of the claimed domains",
      "leads back to a page that was read before",
    ],
  ]) {
    await t.test(`${kind} from ${endpoint}, then a good answer`, async () => {
      await disturb(sandbox, "fault", { kinds: [kind], endpoint });
      await button(page, "Look up the accounts of this file").click();
      await notes(page, ...words);
      await disturb(sandbox, "fault", {});
      await button(page, "Look up the accounts of this file").click();
      await known(page).locator(".pf-v6-c-alert").waitFor({ state: "detached" });
      // The account's address now, and the one in the file.
      await gridRow(page, 6).getByText(rows[5][1]).nth(1).waitFor();
    });
  }
});

test("told to wait in a run, the page waits, says why, and can be told not to", async (t) => {
  let answered = 0;
  const instead = (request, response) => {
    const isFirst = request.method === "PUT" && answered++ === 0;
    if (isFirst) response.writeHead(429, { "retry-after": "600" }).end();
    return isFirst;
  };
  const before = (sandbox) => startBetween(t, sandbox.address, { instead });
  const { page, sandbox } = await connected(t, { before, complains: true });
  const rows = await moves(sandbox, 6);
  await review(page, rows);
  await startRun(page);
  const waits = page.locator(".pf-v6-c-alert", { hasText: "Atlassian asks for a pause: calls come too fast (429)." });
  await waits.filter({ hasText: /Going on by itself in (9|10) min/ }).waitFor();
  await waits.getByRole("button", { name: "Try now" }).click();
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 6);
  assert.deepEqual(await became(sandbox, rows), { changed: 6, untouched: 0, effective: 1 });
});

test("storms of 429 pass by themselves", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  const rows = await moves(sandbox, 6);
  await review(page, rows);
  await disturb(sandbox, "fault", { kinds: ["storm"], endpoint: "set-email", times: 2 });
  await startRun(page);
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 6);
  assert.deepEqual(await became(sandbox, rows), { changed: 6, untouched: 0, effective: 1 });
});

/** A run over eight people whose key dies after the canary batch of three. */
async function keyDies(t) {
  const { page, sandbox } = await connected(t, { complains: true });
  const rows = await moves(sandbox, 8);
  await review(page, rows);
  await startRun(page, { canary: 3 });
  await runIs(page, "The canary batch is done");
  await disturb(sandbox, "key/revoke");
  await page.getByRole("button", { name: "Go on with 5 rows" }).click();
  await runIs(page, "Paused");
  return { page, sandbox, rows };
}

test("a key that is revoked in the middle pauses the run, and with a new one it goes on", async (t) => {
  const { page, sandbox, rows } = await keyDies(t);
  await says(page, "The key no longer works.", "Make a new API key without scopes");
  assert.equal((await outcomes(page)).Changed, 3);
  assert.deepEqual(await became(sandbox, rows), { changed: 3, untouched: 5, effective: 1 });

  const key = page.getByLabel("API key");
  await key.fill("not-a-key");
  await page.getByRole("button", { name: "Connect with this key and go on" }).click();
  await says(page, "Atlassian does not know this API key.");
  await key.fill(await renewKey(sandbox));
  await page.getByRole("button", { name: "Connect with this key and go on" }).click();
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 8);
  assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
});

test("a key that is revoked in the middle can end the run, and what was not sent stays as it was", async (t) => {
  const { page, sandbox, rows } = await keyDies(t);
  await page.getByRole("button", { name: "Stop the run" }).click();
  await runIs(page, "Stopped");
  const counts = await outcomes(page);
  assert.equal(counts.Changed, 3);
  assert.equal(counts["Not run"], 5);
  assert.deepEqual(await became(sandbox, rows), { changed: 3, untouched: 5, effective: 1 });

  await page.getByRole("button", { name: "See the result" }).click();
  const retry = await save(page, "Save the retry file");
  for (const [id] of rows.slice(3)) assert.ok(retry.text.includes(id), `${id} is not in the retry file`);
});

for (const [kind, what] of [
  ["error-after", "an error after the change"],
  ["lost-answer", "an answer that is lost"],
]) {
  test(`${what} is settled by reading the account: one effective change`, async (t) => {
    const { page, sandbox } = await connected(t, { complains: true });
    const rows = await moves(sandbox, 5);
    await review(page, rows);
    await disturb(sandbox, "fault", { kinds: [kind], endpoint: "set-email", times: 1 });
    await startRun(page);
    await runIs(page, "Done");
    assert.equal((await outcomes(page)).Changed, 5);
    assert.deepEqual(await became(sandbox, rows), { changed: 5, untouched: 0, effective: 1 });
    await page.getByRole("button", { name: "See the result" }).click();
    await page
      .getByText("The answer to the call was lost or unclear; the account was read and has the new address.")
      .waitFor();
  });
}
