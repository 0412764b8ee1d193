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
import { button } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";
import { startBetween } from "../support/stand-ins.mjs";

const HEADER = "account_id,old_email,new_email\n";
const ROW = "712020:00000000-0000-4000-8000-000000000001,ada@example.com,ada@example.org\n";

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

/** The words for every other file that cannot be read are under test in core (`file_refusals`). */
const FILES = {
  "only a header": [HEADER, "The file has a header and no rows below it.", "Add one row for each account."],
  "a workbook that is damaged": [zip("xl/workbook.xml"), "The workbook is damaged", "copy the file again"],
  "a cell of 10 MB": [
    `${HEADER}a,${"x".repeat(10 << 20)},b\n`,
    "The cell on line 2, column 2, is larger than 1 MB.",
    "one cell has swallowed",
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
    "a workbook": [zip("xl/workbook.xml"), "This is an Excel workbook, not a CSV file.", "choose Save As", "CSV UTF-8"],
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
    await notes(page, "Could not look up 12 addresses", "A web page came instead of Atlassian's answer");
    await page
      .getByRole("region", { name: "Not checked" })
      .getByText("whether the domain of the new address is claimed")
      .waitFor();
    await gridRow(page, 6).filter({ hasText: rows[5][2] }).filter({ hasText: "not known" }).waitFor();
  });

  await t.test("the next one, with good answers", async () => {
    await disturb(sandbox, "fault", {});
    await button(page, "Look up the accounts of this file").click();
    await known(page).locator(".pf-v6-c-alert").first().waitFor({ state: "detached" });
    // The account's address now, and the one in the file.
    await gridRow(page, 6).getByText(rows[5][1]).nth(1).waitFor();
  });
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

test("a key that is revoked in the middle pauses the run, and with a new one it goes on", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  const rows = await moves(sandbox, 8);
  await review(page, rows);
  await startRun(page, { canary: 3 });
  await runIs(page, "The canary batch is done");
  await disturb(sandbox, "key/revoke");
  await page.getByRole("button", { name: "Go on with 5 rows" }).click();
  await runIs(page, "Paused");
  await says(page, "The key no longer works.", "Make a new API key without scopes");
  assert.equal(await button(page, "Stop the run").isEnabled(), true);
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

test("an error after the change is settled by reading the account: one effective change", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  const rows = await moves(sandbox, 5);
  await review(page, rows);
  await disturb(sandbox, "fault", { kinds: ["error-after"], endpoint: "set-email", times: 1 });
  await startRun(page);
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 5);
  assert.deepEqual(await became(sandbox, rows), { changed: 5, untouched: 0, effective: 1 });
  await page.getByRole("button", { name: "See the result" }).click();
  await page
    .getByText("The answer to the call was lost or unclear; the account was read and has the new address.")
    .waitFor();
});
