// A large file: the page stays usable while it is read, and any row comes on screen. How long that takes is no matter of a test.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { keepBusy, openPage } from "../support/browser.mjs";
import { atEnd } from "../support/cleanup.mjs";
import { gridRow } from "../support/hands.mjs";
import { arrive, button, counting, goToRow, pick, row } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

const ROWS = 100_000;
/** More than fit on any screen, and far fewer than the file has. */
const ON_SCREEN = 200;

test(`${ROWS} rows`, async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await button(page, "Check a file without connecting").click();
  await arrive(page, "Which change file?");

  await t.test("the page stays usable while they are read", async () => {
    const letGo = await keepBusy(t, page.workers()[0]);
    await pick(page, "Choose a file", await largeFile(t));
    await button(page, "Switch to dark").click();
    await button(page, "Switch to light").click();
    await button(page, "Switch to dark").waitFor();
    letGo();
    await arrive(page, "Review");
    await counting(page, ROWS.toLocaleString("en"), "ready");
    await row(page, 1).waitFor();
  });

  await t.test("every row comes on screen, and none is blank on the way", async () => {
    await page.evaluate(watchRows);
    for (const number of [ROWS, 1, ROWS / 2, ROWS / 2 + 1, 33_333, 99_950, 2]) {
      await goToRow(page, number);
      await gridRow(page, number).filter({ hasText: address(number) }).waitFor();
    }
    const { blank, most } = await page.evaluate(() => globalThis.watched);
    assert.equal(blank, 0);
    assert.ok(most < ON_SCREEN, `the page has drawn ${most} rows at a time`);
  });
});

const address = (number) => `person.${number}@example.org`;

/** On disk, because a file goes through the test's own connection to the browser otherwise. */
async function largeFile(t) {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-"));
  atEnd(t, () => rm(folder, { recursive: true }));
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const id = `712020:${String(at + 1).padStart(8, "0")}-0000-4000-8000-000000000000`;
    return `${id},person.${at + 1}@example.com,${address(at + 1)}\n`;
  });
  const path = join(folder, "large.csv");
  await writeFile(path, `account_id,old_email,new_email\n${lines.join("")}`);
  return path;
}

/** In the page, from now on: the most rows that a frame has, and the most of them on screen without content. */
function watchRows() {
  const watched = (globalThis.watched = { blank: 0, most: 0 });
  const grid = document.querySelector("[role=grid]");
  const look = () => {
    const view = grid.querySelector(".rc-grid__scroller").getBoundingClientRect();
    const rows = [...grid.querySelectorAll("[role=rowgroup] > [role=row]")];
    const shown = rows.filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > view.top && top < view.bottom;
    });
    watched.blank = Math.max(watched.blank, shown.filter((row) => !row.textContent.includes("@")).length);
    watched.most = Math.max(watched.most, rows.length);
    requestAnimationFrame(look);
  };
  look();
}
