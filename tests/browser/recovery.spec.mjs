// What is left when something breaks: a worker that panics, a page that is left or loaded again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, panic } from "../support/browser.mjs";
import { became, connected, moves, review } from "../support/connected.mjs";
import {
  checkOnly,
  connect,
  edit,
  giveFile,
  goTo,
  gridRow,
  isAt,
  isStillEdited,
  openEdited,
  outcomes,
  PEOPLE,
  planRun,
  rowHolds,
  runIs,
  says,
  startRun,
} from "../support/hands.mjs";
import { hold, release, whenHeld } from "../support/organization.mjs";
import { arrive, button, lookedUp, plan } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";
import { startBetween, startReal } from "../support/stand-ins.mjs";

const STARTED_AGAIN = "The part of this page that reads files stopped by a fault, and was started again.";

test("the worker of the file panics: the page says so, and file and edits are back", async (t) => {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  await checkOnly(page);
  await openEdited(page);
  const [dead] = page.workers();
  await panic(dead);
  const alert = await says(page, STARTED_AGAIN, "Your file is open again, with 1 edit.");
  assert.equal((await alert.innerText()).includes("Connect again"), false);
  await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");

  await t.test("the fresh worker works", async () => {
    const workers = page.workers();
    assert.equal(workers.length, 1);
    assert.notEqual(workers[0], dead);
    await edit(page, 3, "evelyn@example.org");
    await button(page, "Understood").click();
    await alert.waitFor({ state: "detached" });
  });

  await t.test("and can panic as well", async () => {
    await panic(page.workers()[0]);
    await says(page, STARTED_AGAIN, "with 2 edits");
    await rowHolds(page, 3, "evelyn@example.org", "was: eve@example.org");
    await button(page, "Undo").click();
    await gridRow(page, 3).filter({ hasText: "was: " }).waitFor({ state: "detached" });
    await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
  });
});

test("in the sandbox organization, what was looked up is back too", async (t) => {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  await button(page, "Try the sandbox organization").click();
  await isAt(page, "File");
  await button(page, "Open the example file").click();
  await isAt(page, "Review");
  await lookedUp(page);
  const counts = page.getByRole("group", { name: "Show rows" });
  const before = await counts.innerText();
  await panic(page.workers()[0]);
  await says(page, STARTED_AGAIN, "Your file is open again.");
  await lookedUp(page);
  assert.equal(await counts.innerText(), before);
});

test("where a key was in the memory of the dead worker, the page asks to connect again", async (t) => {
  const { page, sandbox, proxy } = await connected(t, { complains: true });
  await review(page, await moves(sandbox, 6));
  await edit(page, 2, "somebody.new@example.org");
  await panic(page.workers()[0]);
  await says(page, STARTED_AGAIN, "with 1 edit", "Connect again: the API key was in its memory alone.");
  await rowHolds(page, 2, "somebody.new@example.org", "was: ");
  await goTo(page, "Organization");
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "Review");
  await lookedUp(page);
  await rowHolds(page, 2, "Ready", "somebody.new@example.org", "was: ");
});

/** Lets so many changes through, and leaves the others without an answer. */
function holdingBack(after) {
  let changes = 0;
  return (request) => request.method === "PUT" && ++changes > after;
}

test("the worker of a run panics in the middle of it: the run is taken up again from its journal", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  const rows = await moves(sandbox, 8);
  await review(page, rows);
  await hold(sandbox, { account: rows[4][0], when: "after" });
  await startRun(page);
  await whenHeld(sandbox);
  assert.equal(page.workers().length, 2);
  await panic(page.workers()[1]);

  await arrive(page, "The run broke off");
  await says(
    page,
    "The part of this page that carries out the run has stopped.",
    "all that was sent is in the run’s journal",
  );
  await button(page, "Take the run up again").click();
  await runIs(page, "Interrupted");
  await page.getByText("You are connected to Example Industries.").waitFor();
  await release(sandbox, {});
  await button(page, "Go on with this run").click();
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 8);
  assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
});

/** Closes the page, which asks, and stays. */
async function asksFirst(page) {
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
}

test("leaving the page asks first while a run is going", async (t) => {
  const before = (sandbox) => startBetween(t, sandbox.address, { instead: holdingBack(3) });
  const { page, sandbox } = await connected(t, { before, complains: true });
  await review(page, await moves(sandbox, 8));
  await startRun(page, { canary: 3 });
  await runIs(page, "The canary batch is done");

  await t.test("between two batches", () => asksFirst(page));
  await button(page, "Go on with 5 rows").click();
  await runIs(page, "Running");
  await t.test("while it runs", () => asksFirst(page));

  await t.test("the run has gone on meanwhile", async () => {
    await runIs(page, "Running");
    assert.equal((await outcomes(page)).Changed, 3);
  });
});

test("leaving does not ask once a run is over: its results stay", async (t) => {
  const { page, sandbox } = await connected(t);
  await review(page, await moves(sandbox, 3));
  await startRun(page);
  await runIs(page, "Done");
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
});

test("a page that is loaded again finds the edits of the same file", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  await openEdited(page);
  await page.getByRole("checkbox", { name: "Leave out row 3" }).check();
  await rowHolds(page, 3, "Left out");
  await page.reload();
  await checkOnly(page);

  await t.test("not those of another file", async () => {
    await giveFile(page, "people.csv", PEOPLE.replace("ada@example.org", "ada@example.net"));
    await isAt(page, "Review");
    await rowHolds(page, 2, "bob@example.org");
    assert.equal(await button(page, "Undo").isDisabled(), true);
    await goTo(page, "File");
  });

  await t.test("whatever its name is now", async () => {
    await giveFile(page, "people (1).csv", PEOPLE);
    await isAt(page, "Review");
    await rowHolds(page, 3, "Left out");
    await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
    await goTo(page, "File");
    await page.getByText("2 edits from last time were applied again.").waitFor();
    await isStillEdited(page);
  });

  await t.test("until the file is put away", async () => {
    await goTo(page, "File");
    await button(page, "Put this file away").click();
    await arrive(page, "Which change file?");
    await giveFile(page, "people.csv", PEOPLE);
    await isAt(page, "Review");
    await rowHolds(page, 2, "bob@example.org");
    assert.equal(await button(page, "Undo").isDisabled(), true);
  });
});

test("against a real organization a run takes as many rows as the file has", async (t) => {
  const { page, sandbox } = await connected(t, { people: 400, before: (sandbox) => startReal(t, sandbox) });
  await page.getByRole("banner").getByText("Connected: Example Industries").waitFor();
  const rows = await moves(sandbox, 80);
  await review(page, rows);
  await planRun(page);
  assert.equal((await plan(page)).calls, 80);
  await page.getByLabel("Rows in the canary batch").fill("0");
  await page.getByRole("checkbox", { name: "Ask before each batch" }).uncheck();
  await button(page, "Start the run").click();
  await runIs(page, "Done");
  assert.deepEqual(await became(sandbox, rows), { changed: 80, untouched: 0, effective: 1 });
  assert.equal((await outcomes(page)).Changed, 80);
});
