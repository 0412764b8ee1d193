// Runs outlive their page: closed tabs, two tabs, another computer, a storage that fails; and forgetting.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { became, connected, moves, review } from "../support/connected.mjs";
import {
  PEOPLE,
  changeFile,
  checkOnly,
  connect,
  edit,
  giveFile,
  goTo,
  isAt,
  openEdited,
  outcomes,
  planRun,
  rowHolds,
  runIs,
  says,
  startRun,
} from "../support/hands.mjs";
import { accounts, hold, release, whenHeld } from "../support/organization.mjs";
import { arrive, button, lookedUp, pick, save } from "../support/path.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";

const RUNS = "Runs";

/** Goes to the list of runs. */
async function toRuns(page) {
  await page.getByRole("banner").getByRole("button", { name: /^Runs/ }).click();
  await arrive(page, RUNS);
}

/** Sees in the list that another tab has the run of moves.csv under way. */
async function openElsewhere(page) {
  await toRuns(page);
  await listed(page, "moves.csv", "Under way in another tab").waitFor();
}

/** The line of a run in the list. */
const listed = (page, ...words) =>
  words.reduce(
    (row, some) => row.filter({ hasText: some }),
    page.getByRole("table", { name: RUNS }).getByRole("row").filter({ has: page.getByRole("cell") }),
  );

/** Gives the key once more, and goes on. */
async function goOn(page, { key }) {
  await page.getByLabel("API key").fill(key);
  await button(page, "Connect and go on with this run").click();
}

/** Opens the run that the page says is open. */
async function openInterrupted(page, { done, rows }) {
  await says(page, "The run of moves.csv has not come to its end.", `${done} of ${rows} rows have an outcome.`);
  await button(page, "Open this run").click();
  await runIs(page, "Interrupted");
}

/** A run over HTTP that waits after its canary batch of three. */
async function atCanary(t, { count = 8, ...how } = {}) {
  const { page, sandbox, proxy } = await connected(t, how);
  const rows = await moves(sandbox, count);
  await review(page, rows);
  await startRun(page, { canary: 3 });
  await runIs(page, "The canary batch is done");
  return { page, sandbox, proxy, rows };
}

/** A run of the example in the sandbox organization of the page, which waits after its canary batch. */
async function exampleAtCanary(page) {
  await button(page, "Try the sandbox organization").click();
  await isAt(page, "File");
  await button(page, "Open the example file").click();
  await isAt(page, "Review");
  await lookedUp(page);
  await planRun(page);
  await page.getByRole("textbox", { name: /1 organization administrator/ }).fill("1");
  await button(page, "Start the run").click();
  await runIs(page, "The canary batch is done");
}

/** Another tab of the same browser. */
const secondTab = (t, page) => openPage(t, page.url(), { context: page.context(), complains: true });

test("a tab that is closed in the middle of a call: the next one says what is open, settles it, and goes on", async (t) => {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 8);
  await review(page, rows);
  await hold(sandbox, { account: rows[5][0], when: "after" });
  await startRun(page);
  await whenHeld(sandbox);
  const next = await secondTab(t, page);
  await openElsewhere(next);
  await page.close();
  await release(sandbox, {});

  await t.test("which the next one sees by itself", async () => {
    await listed(next, "moves.csv", "Interrupted").waitFor();
    await next.getByRole("banner").getByRole("button", { name: "Runs 1 open" }).waitFor();
  });
  await goTo(next, "Organization");
  await next.getByRole("alert").filter({ hasText: "The run of moves.csv has not come to its end." }).waitFor();
  await button(next, "Open this run").click();
  await runIs(next, "Interrupted");
  await next.getByText("It needs an API key of Example Industries").waitFor();
  assert.equal(await next.getByText("Going on by itself").count(), 0);

  await t.test("only with a key of its organization", async () => {
    const before = await became(sandbox, rows);
    await goOn(next, { key: "ATCTT-of-nobody" });
    await says(next, "Atlassian does not know this API key.");
    await runIs(next, "Interrupted");
    assert.deepEqual(await became(sandbox, rows), before);
  });
  await goOn(next, sandbox);
  await runIs(next, "Done");
  assert.equal((await outcomes(next)).Changed, 8);
  assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
  await next.getByText("Read back: 8 verified.").waitFor();
});

test("two tabs do not carry out the same run", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  const other = await secondTab(t, page);
  await openElsewhere(other);
  const line = listed(other, "moves.csv");
  assert.equal(await line.getByRole("button", { name: "Open the run of moves.csv" }).isDisabled(), true);
  assert.equal(await line.getByRole("button", { name: "Delete the run of moves.csv" }).isDisabled(), true);

  await t.test("nor where both had it open before one of them went on", async () => {
    await page.reload();
    for (const tab of [page, other]) {
      await tab.reload();
      await openInterrupted(tab, { done: 3, rows: 8 });
    }
    await goOn(page, sandbox);
    await runIs(page, "The canary batch is done");
    await runIs(other, "Under way in another tab");
    await other.getByText("Another tab or window of this browser is carrying out this run.").waitFor();
    assert.equal(await button(other, "Connect and go on with this run").count(), 0);
    assert.deepEqual(await became(sandbox, rows), { changed: 3, untouched: 5, effective: 1 });
  });

  await t.test("and when the one is closed, the other can", async () => {
    await page.close({ runBeforeUnload: false });
    await runIs(other, "Interrupted");
    await goOn(other, sandbox);
    await runIs(other, "The canary batch is done");
    await button(other, "Go on with 5 rows").click();
    await runIs(other, "Done");
    assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
  });
});

test("a run is handed over to another computer, and its journal comes back", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  await page.getByText("Go on with it on another computer").click();
  await button(page, "Hand the run over …").click();
  await button(page, "Hand it over").click();
  await runIs(page, "Handed over");
  const journal = await save(page, "Save the journal");
  assert.equal(journal.name, "moves-journal.jsonl");
  assert.equal(journal.text.includes(sandbox.key.slice(-32)), false);

  // Another profile: nothing of the first one is here.
  const there = await openPage(t, page.url(), { complains: true });
  await toRuns(there);
  await there.getByText("There is none yet.").waitFor();
  const lines = journal.text.split("\n");
  for (const [what, text, words] of [
    ["cut", lines.slice(0, 9).join("\n"), "The journal was cut"],
    ["edited", journal.text.replace(rows[4][2], rows[4][2].replace("@", "0@")), "The journal was changed after it was written"],
    ["from another version", journal.text.replace('"rollcall-journal":1', '"rollcall-journal":9'), "The journal is of version 9"],
    ["another file", changeFile(rows), "This file is not a journal of Rollcall"],
  ]) {
    await t.test(`not one that is ${what}`, async () => {
      await pick(there, "Choose a journal", { name: "journal.jsonl", text });
      await says(there, words, "Nothing was taken in.");
      await there.getByText("There is none yet.").waitFor();
    });
  }
  await pick(there, "Choose a journal", journal);
  await listed(there, "moves.csv", "Came in, to be gone on with").getByRole("button", { name: "Open the run of moves.csv" }).click();
  await runIs(there, "Interrupted");

  await t.test("not over a connection to another organization", async () => {
    const foreign = await startSandbox(t, { seed: 2 });
    const way = await startProxy(t, { upstream: foreign.address });
    await there.getByLabel("Address of the proxy").fill(way.address);
    await goOn(there, foreign);
    await says(there, "This API key does not belong to organization");
    assert.equal((await accounts(foreign)).some(({ effective_changes: changes }) => changes > 0), false);
  });

  const proxy = await startProxy(t, { upstream: sandbox.address });
  await there.getByLabel("Address of the proxy").fill(proxy.address);
  await goOn(there, sandbox);
  await runIs(there, "The canary batch is done");
  await button(there, "Go on with 5 rows").click();
  await runIs(there, "Done");
  assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
  await button(there, "See the result").click();
  const finished = await save(there, "Save the journal");

  await t.test("here it is closed, until its end comes back", async () => {
    await toRuns(page);
    await listed(page, "moves.csv", "Handed over", "3 of 8 rows").waitFor();
    await pick(page, "Choose a journal", finished);
    await listed(page, "moves.csv", "Done", "8 of 8 rows").waitFor();
    await pick(page, "Choose a journal", journal);
    await says(page, "is in this browser already, and the file does not go beyond it");
    await page.getByRole("button", { name: "Open the run of moves.csv" }).click();
    await arrive(page, "Result");
    await page.getByText("Read back: 8 verified.").waitFor();
  });
});

test("a run that nobody carries out is handed over as it stands, without a key", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  await page.reload();
  await openInterrupted(page, { done: 3, rows: 8 });
  await page.getByText("Go on with it on another computer").click();
  await button(page, "Hand the run over …").click();
  await button(page, "Hand it over").click();
  await runIs(page, "Handed over");
  const journal = await save(page, "Save the journal");
  await toRuns(page);
  await pick(page, "Choose a journal", journal);
  const cameIn = () => listed(page, "Came in, to be gone on with").getByRole("button", { name: "Open the run of moves.csv" });
  await cameIn().click();

  await t.test("and on to the next one, without having been gone on with", async () => {
    await runIs(page, "Interrupted");
    await page.getByText("Go on with it on another computer").click();
    await button(page, "Hand the run over …").click();
    await button(page, "Hand it over").click();
    await runIs(page, "Handed over");
    await toRuns(page);
    await listed(page, "moves.csv", "Handed over").waitFor();
    await pick(page, "Choose a journal", journal);
    await cameIn().click();
  });
  const proxy = await startProxy(t, { upstream: sandbox.address });
  await page.getByLabel("Address of the proxy").fill(proxy.address);
  await goOn(page, sandbox);
  await runIs(page, "The canary batch is done");
  await button(page, "Stop the run").click();
  await runIs(page, "Stopped");
  assert.deepEqual(await became(sandbox, rows), { changed: 3, untouched: 5, effective: 1 });
});

/** Notes how each write of a worker is to be kept, and has the storage fail from one of them on. */
const failingStorage = (from) => `
  self.durabilities = [];
  {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const transaction = begin.call(this, stores, mode, options);
      if (mode === "readwrite") self.durabilities.push(transaction.durability);
      return transaction;
    };
    const add = IDBObjectStore.prototype.add;
    let adds = 0;
    IDBObjectStore.prototype.add = function (...entry) {
      const request = add.apply(this, entry);
      if (++adds >= ${from}) this.transaction.abort();
      return request;
    };
  }
`;

/** A run of so many rows in a browser whose storage fails from the n-th write of a journal on, as far as it comes. */
async function runUntilStorageFails(t, from, count) {
  const sandbox = await startSandbox(t);
  const proxy = await startProxy(t, { upstream: sandbox.address });
  const page = await openPage(t, await startPlainHost(t, "/", { inWorker: failingStorage(from) }), { complains: true });
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "File");
  const rows = await moves(sandbox, count);
  await review(page, rows);
  await startRun(page);
  await runIs(page, "The journal cannot be kept");
  return { page, sandbox, rows };
}

for (const [from, what] of [
  [1, "the plan"],
  [2, "the first decision"],
  [3, "the first calls"],
]) {
  test(`where not even ${what} can be kept, nothing is sent`, async (t) => {
    const { page, sandbox, rows } = await runUntilStorageFails(t, from, 4);
    await says(page, "The journal of the run cannot be kept.");
    assert.deepEqual(await became(sandbox, rows), { changed: 0, untouched: 4, effective: 0 });
  });
}

test("a storage that fails in the middle stops the run before the next call, and nothing is lost", async (t) => {
  const { page, sandbox, rows } = await runUntilStorageFails(t, 12, 40);
  await says(page, "The journal of the run cannot be kept.", "The run has stopped before the next call");
  const then = await became(sandbox, rows);
  assert.equal(then.effective, 1);
  assert.ok(then.changed < 40, "it has stopped");
  const kinds = new Set();
  for (const worker of page.workers()) {
    for (const durability of await worker.evaluate(() => self.durabilities)) kinds.add(durability);
  }
  assert.deepEqual([...kinds], ["strict"], "every write waits for the disk");
  // No call goes out without its journal.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.deepEqual(await became(sandbox, rows), then);

  // A journal without an end is not given away: it is gone on with here.
  await button(page, "See the result").click();
  assert.equal(await button(page, "Save the journal").count(), 0);

  // Nobody carries it out any more, and it can be opened again.
  await toRuns(page);
  const line = listed(page, "moves.csv", "Interrupted");
  assert.equal(await line.getByRole("button", { name: "Open the run of moves.csv" }).isEnabled(), true);

  // The same origin with a storage that works again.
  await page.route("**/worker.js*", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({ response, body: text.replace("++adds >= 12", "false") });
  });
  await page.reload();
  await button(page, "Open this run").click();
  await runIs(page, "Interrupted");
  await goOn(page, sandbox);
  await runIs(page, "Done");
  assert.deepEqual(await became(sandbox, rows), { changed: 40, untouched: 0, effective: 1 });
});

test("a stop says what it waits for, and who cannot wait is told what stays open", async (t) => {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 3);
  await review(page, rows);
  await hold(sandbox, { account: rows[1][0], when: "after" });
  await startRun(page);
  await whenHeld(sandbox);
  await button(page, "Stop the run").click();
  await runIs(page, "Stopping");
  await page.getByText("Calls under way end, and what is in doubt is settled. No new row is begun.").waitFor();
  await button(page, "End at once …").click();
  await page.getByText("What is in doubt stays in doubt, and what was changed is not read back.").waitFor();
  await button(page, "Let it come to its end").click();
  assert.equal(await button(page, "Stop the run").count(), 0);
  await button(page, "End at once …").click();
  await button(page, "End it at once").click();
  await page.getByText("Calls under way end. Nothing else is done.").waitFor();
  await release(sandbox, {});
  await runIs(page, "Stopped");
  const { Changed: changed, ...others } = await outcomes(page);
  const { changed: really } = await became(sandbox, rows);
  assert.equal(changed, really, JSON.stringify(others));
  assert.equal(await page.getByText("Read back: 0 verified.").count(), 0);
});

/** Puts other words into what the browser keeps in the store of this name. */
const inStore = (page, name, words, others) =>
  page.evaluate(
    async ([name, words, others]) => {
      const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const database = await done(indexedDB.open("rollcall"));
      const store = database.transaction(name, "readwrite").objectStore(name);
      for (const key of await done(store.getAllKeys())) {
        const value = await done(store.get(key));
        await done(store.put(value.replace(words, others), key));
      }
      database.close();
    },
    [name, words, others],
  );

test("a journal that is damaged here is told, and the exported one takes its place", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  await page.getByText("Go on with it on another computer").click();
  await button(page, "Hand the run over …").click();
  await button(page, "Hand it over").click();
  await runIs(page, "Handed over");
  const journal = await save(page, "Save the journal");
  await inStore(page, "journal", '"seq":4,', '"seq":400,');
  await page.reload();
  await toRuns(page);
  await page.getByRole("button", { name: "Open the run of moves.csv" }).click();
  await says(page, "The journal of this run cannot be used", "take that file in under Runs");
  await pick(page, "Choose a journal", journal);
  await listed(page, "moves.csv", "Came in, to be gone on with").getByRole("button", { name: "Open the run of moves.csv" }).click();
  await runIs(page, "Interrupted");
  // It is known where the run was before.
  assert.match(await page.getByLabel("Address of the proxy").inputValue(), /^http:/);
  await goOn(page, sandbox);
  await runIs(page, "The canary batch is done");
  await button(page, "Go on with 5 rows").click();
  await runIs(page, "Done");
  assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
});

test("a record that cannot be read is told, and is removed only when the user says so", async (t) => {
  const { page } = await atCanary(t);
  await button(page, "Stop the run").click();
  await runIs(page, "Stopped");
  await inStore(page, "runs", '"phase":', '"stage":');
  await page.reload();
  await toRuns(page);
  await page.getByText("1 run is kept here that this Rollcall cannot read.").waitFor();
  await button(page, "Delete it …").click();
  await button(page, "Keep it").click();
  await button(page, "Delete it …").click();
  await button(page, "Delete what cannot be read").click();
  await page.getByText("1 run is kept here that this Rollcall cannot read.").waitFor({ state: "detached" });
  const { "rollcall/journal": journal, "rollcall/runs": runs } = await resting(page);
  assert.deepEqual([journal, runs], [0, 0]);
});

test("edits of one file are kept by one tab, and the other says that it does not keep them", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  await openEdited(page);
  const other = await secondTab(t, page);
  await checkOnly(other);
  await giveFile(other, "people.csv", PEOPLE);
  await isAt(other, "Review");
  await edit(other, 3, "eva@example.org");
  await other.getByText("Your edits are not kept.").waitFor();
  await edit(page, 1, "adam@example.org");
  assert.equal(await page.getByText("Your edits are not kept.").count(), 0);

  await other.close();
  await page.reload();
  await checkOnly(page);
  await giveFile(page, "people.csv", PEOPLE);
  await isAt(page, "Review");
  await rowHolds(page, 1, "adam@example.org");
  await rowHolds(page, 2, "robert@example.org");
  await rowHolds(page, 3, "eve@example.org");
});

test("another run is not opened while one is going", async (t) => {
  const { page, sandbox } = await atCanary(t);
  await button(page, "Stop the run").click();
  await runIs(page, "Stopped");
  await goTo(page, "File");
  await review(page, await moves(sandbox, 4));
  await startRun(page, { canary: 3 });
  await runIs(page, "The canary batch is done");
  await toRuns(page);
  const line = (state) => listed(page, "moves.csv", state).getByRole("button", { name: "Open the run of moves.csv" });
  await line("Under way in this tab").waitFor();
  assert.equal(await line("Stopped").isDisabled(), true);
  await line("Under way in this tab").click();
  await runIs(page, "The canary batch is done");
});

test("without a storage a file is checked, and no run begins", async (t) => {
  const inWorker = 'IDBFactory.prototype.open = () => { throw new DOMException("Storage is off.", "SecurityError"); };';
  const sandbox = await startSandbox(t);
  const proxy = await startProxy(t, { upstream: sandbox.address });
  const page = await openPage(t, await startPlainHost(t, "/", { inWorker }), { complains: true });
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "File");
  const rows = await moves(sandbox, 3);
  await review(page, rows);
  await startRun(page);
  await says(page, "A run cannot be journaled in this browser", "Nothing was sent.");
  assert.deepEqual(await became(sandbox, rows), { changed: 0, untouched: 3, effective: 0 });
  await toRuns(page);
  await page.getByText("This browser keeps no runs for this page.").waitFor();
});

test("over plain http from another machine a file is checked, and running is refused with the reason", async (t) => {
  const address = new URL(await startPlainHost(t));
  address.hostname = "rollcall.test";
  const page = await openPage(t, address.href, { complains: true });
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await button(page, "Try the sandbox organization").click();
  await isAt(page, "File");
  await button(page, "Open the example file").click();
  await isAt(page, "Review");
  await lookedUp(page);
  await planRun(page);
  await says(page, "This page came over plain http, so a run cannot begin here", "open Rollcall from an https address");
  assert.equal(await button(page, "Start the run").isDisabled(), true);
});

test("the undo file is known again after the page was left, and undo after undo leads back", async (t) => {
  const { page, sandbox } = await connected(t);
  const before = await accounts(sandbox);
  const people = before.filter(({ managed }) => managed).slice(0, 4);
  // A circle of three, and one who moves alone.
  const wanted = [people[1].email, people[2].email, people[0].email, "moved@example.org"];
  await review(page, people.map(({ id, email }, at) => [id, email, wanted[at]]));
  await startRun(page);
  await runIs(page, "Done");
  const after = await accounts(sandbox);
  const proxy = await startProxy(t, { upstream: sandbox.address });
  for (const [is, was] of [
    [before, "moves.csv"],
    [after, "moves-undo.csv"],
    [before, "moves-undo-undo.csv"],
  ]) {
    await button(page, "See the result").click();
    const undo = await save(page, "Save the undo file");
    await page.reload();
    await connect(page, { ...sandbox, proxy: proxy.address });
    await isAt(page, "File");
    await giveFile(page, undo.name, undo.text);
    await isAt(page, "Review");
    await lookedUp(page);
    await page.getByText(`Undo of the run of ${was}`).waitFor();
    await startRun(page);
    await runIs(page, "Done");
    const addresses = (all) => all.map(({ id, email }) => [id, email]);
    assert.deepEqual(addresses(await accounts(sandbox)), addresses(is));
  }
  await toRuns(page);
  await listed(page, "moves-undo.csv", "Undoes the run of moves.csv").waitFor();
});

/** How many things rest in the browser's storage for this page, by place. */
const resting = (page) =>
  page.evaluate(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found = { localStorage: localStorage.length, sessionStorage: sessionStorage.length };
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        found[`${name}/${store}`] = await done(database.transaction(store).objectStore(store).count());
      }
      database.close();
    }
    return found;
  });

/** Waits until something rests in a place. */
async function rests(page, place) {
  while (!((await resting(page))[place] > 0)) await new Promise((resolve) => setTimeout(resolve, 50));
}

test("runs are deleted, kept as long as the user says, and forgotten", async (t) => {
  const { page, rows } = await atCanary(t);
  await button(page, "Switch to dark").click();
  await toRuns(page);
  await listed(page, "moves.csv", "Under way in this tab").waitFor();

  await t.test("not while one is under way", async () => {
    await button(page, "Forget everything").click();
    await button(page, "Forget it all").click();
    await says(page, "A run is being carried out right now", "stop it or hand it over");
  });

  await page.getByRole("button", { name: "Open the run of moves.csv" }).click();
  await button(page, "Stop the run").click();
  await runIs(page, "Stopped");
  await toRuns(page);

  await t.test("how long is remembered", async () => {
    assert.equal(await page.getByLabel("Keep runs that are over for").inputValue(), "90");
    await page.getByLabel("Keep runs that are over for").selectOption("30 days");
    await rests(page, "rollcall/settings");
    await page.reload();
    await toRuns(page);
    await listed(page, "moves.csv", "Stopped").waitFor();
    assert.equal(await page.getByLabel("Keep runs that are over for").inputValue(), "30");
  });

  await t.test("a run goes after that time", async () => {
    // The worker has the clock of this computer: the run is made older instead.
    await page.evaluate(async () => {
      const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const database = await done(indexedDB.open("rollcall"));
      const runs = database.transaction("runs", "readwrite").objectStore("runs");
      for (const key of await done(runs.getAllKeys())) {
        const run = JSON.parse(await done(runs.get(key)));
        await done(runs.put(JSON.stringify({ ...run, changed_at: run.changed_at - 31 * 24 * 60 * 60 * 1000 }), key));
      }
      database.close();
    });
    await page.reload();
    await toRuns(page);
    await page.getByText("There is none yet.").waitFor();
    const { "rollcall/journal": journal, "rollcall/runs": runs } = await resting(page);
    assert.deepEqual([journal, runs], [0, 0]);
  });

  await t.test("one by one", async () => {
    await goTo(page, "Organization");
    await exampleAtCanary(page);
    await button(page, "Stop the run").click();
    await runIs(page, "Stopped");
    await toRuns(page);
    await page.getByRole("button", { name: "Delete the run of example.csv" }).click();
    await button(page, "Keep it").click();
    await listed(page, "example.csv").waitFor();
    await page.getByRole("button", { name: "Delete the run of example.csv" }).click();
    await button(page, "Delete it").click();
    await page.getByText("There is none yet.").waitFor();
  });

  await t.test("and all of it: nothing is left", async () => {
    await goTo(page, "File");
    await giveFile(page, "moves.csv", changeFile(rows));
    await isAt(page, "Review");
    await page.getByRole("checkbox", { name: "Leave out row 2" }).check();
    await rests(page, "rollcall/edits");
    const before = await resting(page);
    assert.ok(before["rollcall/edits"] > 0 && before["rollcall/settings"] > 0 && before.localStorage > 0, JSON.stringify(before));
    await toRuns(page);
    await button(page, "Forget everything").click();
    await button(page, "Forget it all").click();
    await isAt(page, "Organization");
    await button(page, "Leave this organization").waitFor({ state: "detached" });
    for (const [place, things] of Object.entries(await resting(page))) assert.equal(things, 0, place);
  });
});

test("a run in the sandbox organization of the page can be looked at after it, and not gone on with", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await exampleAtCanary(page);
  await page.reload();
  await toRuns(page);
  await listed(page, "example.csv", "Ended with its page").getByRole("button", { name: "Open the run of example.csv" }).click();
  await runIs(page, "Interrupted");
  await page.getByText("The sandbox organization of this run ended with the page that it was in.").waitFor();
  assert.equal((await outcomes(page)).Changed, 3);
  assert.equal(await button(page, "Go on with this run").count(), 0);
});
