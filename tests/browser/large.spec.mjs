// A large file: the page stays usable while it loads, and any row is on screen at once.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { atEnd } from "../support/cleanup.mjs";
import { arrive, button, counting, pick, row } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

const ROWS = 100_000;
const JUMPS = 50;
/** Milliseconds that the page may be busy in one piece, and that a row may take to be on screen. */
const MOST = 100;

/**
 * Tries for each of the two: the machine may be busy with something else at a time, but a page that is too slow is so each
 * time.
 */
const TRIES = 3;

test(`${ROWS} rows`, { timeout: 5 * 60_000 }, async (t) => {
  const host = await startPlainHost(t);
  const file = await largeFile(t);
  let page;

  await t.test("the page stays usable while they load", async () => {
    const longest = [];
    while (longest.length < TRIES && longest.every((ms) => ms > MOST)) {
      page = await openPage(t, host);
      await button(page, "Check a file without connecting").click();
      await arrive(page, "Which change file?");
      await page.evaluate(observeTasks);
      await pick(page, "Choose a file", file);
      await arrive(page, "Review");
      await counting(page, ROWS.toLocaleString("en"), "ready");
      await row(page, 1).waitFor();
      longest.push(await page.evaluate(longestTask));
    }
    t.diagnostic(`longest task of the main thread: ${longest.join(" ms, then ")} ms (0 means: none over 50 ms)`);
    assert.ok(Math.min(...longest) <= MOST, `tasks took ${longest.join(" ms, ")} ms`);

    // What measures this does see a task that is too long.
    await page.evaluate(beBusy, 2 * MOST);
    await page.waitForFunction((ms) => globalThis.tasks.some(({ duration }) => duration >= ms), 2 * MOST);
  });

  await t.test("every row is on screen at once", async () => {
    const first = [];
    const late = [];
    for (let count = 0; count < JUMPS; count += 1) {
      const number = 1 + Math.floor(Math.random() * ROWS);
      const tries = [];
      do {
        if (tries.length > 0) await page.evaluate(jump, there((number + ROWS / 2) % ROWS || 1));
        tries.push(await page.evaluate(jump, there(number)));
      } while (tries.length < TRIES && !isGood(tries.at(-1)));
      first.push(tries[0].ms);
      if (!isGood(tries.at(-1))) late.push({ number, tries });
    }
    first.sort((one, other) => one - other);
    const at = (share) => first[Math.round(share * (JUMPS - 1))];
    t.diagnostic(`to a row at the first try: median ${at(0.5)} ms, nine in ten within ${at(0.9)} ms, all within ${at(1)} ms`);
    assert.deepEqual(late, []);
  });
});

const isGood = ({ ms, blank }) => ms <= MOST && blank === 0;

/** A row, and the text by which it is known. */
const there = (number) => ({ number, text: address(number) });

const address = (number) => `person.${number}@example.org`;

/** On disk, because the way of a file through the test's own connection would be a task of the page. */
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

// In the page.

function observeTasks() {
  globalThis.tasks = [];
  const observer = new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries()));
  observer.observe({ entryTypes: ["longtask"] });
}

/** In milliseconds; the browser tells of tasks over 50 ms. */
function longestTask() {
  return Math.max(0, ...globalThis.tasks.map(({ duration }) => Math.round(duration)));
}

function beBusy(ms) {
  setTimeout(() => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  });
}

/**
 * Goes to a row by its number: `ms` from pressing Go to the frame in which the row is on screen, and the most rows without
 * content (`blank`) in a frame on the way.
 */
async function jump({ number, text }) {
  const field = document.querySelector("#go-to-row");
  const grid = document.querySelector("[role=grid]");
  field.focus();
  field.value = String(number);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  // The button is there to be pressed from the next frame on.
  await frame();
  const begin = performance.now();
  field.form.requestSubmit();
  let blank = 0;
  for (;;) {
    await frame();
    const view = grid.querySelector(".rc-grid__scroller").getBoundingClientRect();
    const shown = [...grid.querySelectorAll("[role=rowgroup] > [role=row]")].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > view.top && top < view.bottom;
    });
    blank = Math.max(blank, shown.filter((row) => !row.textContent.includes("@")).length);
    const ms = Math.round(performance.now() - begin);
    if (shown.some((row) => row.textContent.includes(text)) || ms > 5_000) return { ms, blank };
  }
}
