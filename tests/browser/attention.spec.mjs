// A run that goes on while nobody looks: the screen stays awake, and the user is told when it wants them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { panic } from "../support/browser.mjs";
import { connected, moves, review } from "../support/connected.mjs";
import { planRun, runIs } from "../support/hands.mjs";
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

test("the screen is kept awake while a run is going", async (t) => {
  const { page, sandbox, rows } = await plan(t, ["screen-wake-lock"]);
  await hold(sandbox, { account: rows[4][0], when: "before" });
  await button(page, "Start the run").click();
  await whenHeld(sandbox);
  await page.waitForFunction(() => window.seen.awake.join() === "awake");
  await release(sandbox, {});
  await runIs(page, "Done");
  await page.waitForFunction(() => window.seen.awake.join() === "awake,asleep");
});

for (const [what, permissions, hidden, told] of [
  ["who looks elsewhere is notified when the run ends", ["notifications"], true, true],
  ["who looks at the page is not", ["notifications"], false, false],
  ["nor is who did not ask for it", [], true, false],
]) {
  test(what, async (t) => {
    const { page, sandbox, rows } = await plan(t, permissions);
    const promise = page.getByText("You are notified when the run ends or asks something");
    assert.equal(await promise.count(), permissions.length);
    await hold(sandbox, { account: rows[4][0], when: "before" });
    await button(page, "Start the run").click();
    await whenHeld(sandbox);
    await page.evaluate((hidden) => (window.seen.hidden = hidden), hidden);
    await release(sandbox, {});
    await runIs(page, "Done");
    const notices = told ? [["Done", "moves.csv: 8 of 8 rows have an outcome."]] : [];
    assert.deepEqual(await page.evaluate(() => window.seen.notices), notices);
  });
}

test("who looks elsewhere is notified when the part of the page that carries out the run dies", async (t) => {
  const { page, sandbox, rows } = await plan(t, ["notifications"], { complains: true });
  await hold(sandbox, { account: rows[4][0], when: "before" });
  await button(page, "Start the run").click();
  await whenHeld(sandbox);
  await page.evaluate(() => (window.seen.hidden = true));
  await panic(page.workers().at(-1));
  await runIs(page, "The run broke off");
  await release(sandbox, {});
  assert.deepEqual(await page.evaluate(() => window.seen.notices), [
    ["The run broke off", "moves.csv: 4 of 8 rows have an outcome."],
  ]);
});
