// A run that goes on while nobody looks: the screen stays awake, and the user is told when it wants them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { panic } from "../support/browser.mjs";
import { connected, moves, review } from "../support/connected.mjs";
import { outcomes, planRun, runIs } from "../support/hands.mjs";
import { hold, release, whenHeld } from "../support/organization.mjs";
import { button } from "../support/path.mjs";

/** Sees what the page asks of the system, and has it believe that nobody looks. */
const watch = (page) =>
  page.evaluate(() => {
    window.seen = { notices: [], awake: [], hidden: false };
    Object.defineProperty(document, "hidden", { get: () => window.seen.hidden });
    const Real = window.Notification;
    window.Notification = class extends Real {
      constructor(title, options) {
        super(title, options);
        window.seen.notices.push([title, options.body]);
      }
    };
    const { request } = navigator.wakeLock;
    navigator.wakeLock.request = async function (type) {
      const sentinel = await request.call(this, type);
      window.seen.awake.push("awake");
      sentinel.addEventListener("release", () => window.seen.awake.push("asleep"));
      return sentinel;
    };
  });

/** Comes to the plan of a run over eight people. */
async function plan(t, permissions = [], how = {}) {
  const { page, sandbox } = await connected(t, how);
  await page.context().grantPermissions(permissions);
  const rows = await moves(sandbox, 8);
  await watch(page);
  await review(page, rows);
  await planRun(page);
  await page.getByLabel("Rows in the canary batch").fill("0");
  return { page, sandbox, rows };
}

/** Carries the run out while somebody looks at the page, or not: the notices. */
async function carriedOut({ page, sandbox, rows }, { hidden, meanwhile = async () => {} }) {
  await hold(sandbox, { account: rows[4][0], when: "before" });
  await button(page, "Start the run").click();
  await whenHeld(sandbox);
  await page.evaluate((hidden) => (window.seen.hidden = hidden), hidden);
  await meanwhile();
  await release(sandbox, {});
  await runIs(page, "Done");
  return page.evaluate(() => window.seen.notices);
}

const promise = (page) => page.getByText("You are notified when the run ends or asks something");

test("who looks elsewhere is notified when the run ends", async (t) => {
  const run = await plan(t, ["notifications"]);
  assert.equal(await promise(run.page).count(), 1);
  assert.deepEqual(await carriedOut(run, { hidden: true }), [["Done", "moves.csv: 8 of 8 rows have an outcome."]]);
});

test("who looks at the page is not, and the screen is kept awake while the run is going", async (t) => {
  const run = await plan(t, ["notifications", "screen-wake-lock"]);
  const { page } = run;
  const meanwhile = () => page.waitForFunction(() => window.seen.awake.join() === "awake");
  assert.deepEqual(await carriedOut(run, { hidden: false, meanwhile }), []);
  await page.waitForFunction(() => window.seen.awake.join() === "awake,asleep");
});

test("nor is who did not ask for it", async (t) => {
  const run = await plan(t);
  assert.equal(await promise(run.page).count(), 0);
  assert.deepEqual(await carriedOut(run, { hidden: true }), []);
});

test("who looks elsewhere is notified when the part of the page that carries out the run dies", async (t) => {
  const { page, sandbox, rows } = await plan(t, ["notifications"], { complains: true });
  await hold(sandbox, { account: rows[4][0], when: "before" });
  await button(page, "Start the run").click();
  await whenHeld(sandbox);
  // The rows before it are on their way back, each at its own time.
  while ((await outcomes(page)).Changed !== 4);
  await page.evaluate(() => (window.seen.hidden = true));
  await panic(page.workers().at(-1));
  await runIs(page, "The run broke off");
  await release(sandbox, {});
  assert.deepEqual(await page.evaluate(() => window.seen.notices), [
    ["The run broke off", "moves.csv: 4 of 8 rows have an outcome."],
  ]);
});
