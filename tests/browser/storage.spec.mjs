// What the browser keeps: a storage that fails or is damaged, two tabs, how long, and forgetting.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { became, moves, review } from "../support/connected.mjs";
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
  rowHolds,
  runIs,
  says,
  startRun,
} from "../support/hands.mjs";
import { button, lookedUp, pick, save } from "../support/path.mjs";
import { toRuns, listed, goOn, atCanary, exampleAtCanary, secondTab } from "../support/runs.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";

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
  // A journal without an end is not given away: it is gone on with here.
  await button(page, "See the result").click();
  assert.equal(await button(page, "Save the journal").count(), 0);

  // Nobody carries it out any more, and it can be opened again. No call went out without its journal.
  await toRuns(page);
  const line = listed(page, "moves.csv", "Interrupted");
  assert.equal(await line.getByRole("button", { name: "Open the run of moves.csv" }).isEnabled(), true);
  assert.deepEqual(await became(sandbox, rows), then);

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

test("a storage that never opens is told, and no run begins", async (t) => {
  const inWorker = `
    {
      const open = IDBFactory.prototype.open;
      IDBFactory.prototype.open = function (name, version) {
        const request = open.call(this, name + "-of-nobody", version);
        for (const event of ["success", "error", "blocked", "upgradeneeded"]) {
          Object.defineProperty(request, "on" + event, { set() {}, get: () => null });
        }
        request.addEventListener = () => {};
        return request;
      };
    }
  `;
  const sandbox = await startSandbox(t);
  const proxy = await startProxy(t, { upstream: sandbox.address });
  const page = await openPage(t, await startPlainHost(t, "/", { inWorker }), { complains: true });
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "File");
  const rows = await moves(sandbox, 3);
  await review(page, rows);
  await startRun(page);
  await says(page, "A run cannot be journaled in this browser: it does not open", "Nothing was sent.");
  assert.deepEqual(await became(sandbox, rows), { changed: 0, untouched: 3, effective: 0 });
  await toRuns(page);
  await page.getByText("close the other tabs with this page").first().waitFor();
});

for (const [what, erase] of [
  [
    "entries of the journal",
    (page) =>
      page.evaluate(
        () =>
          new Promise((resolve, reject) => {
            const opening = indexedDB.open("rollcall");
            opening.onerror = reject;
            opening.onsuccess = () => {
              const erasing = opening.result.transaction(["runs", "journal"], "readwrite");
              for (const store of ["runs", "journal"]) erasing.objectStore(store).clear();
              erasing.oncomplete = () => resolve(opening.result.close());
            };
          }),
      ),
  ],
  [
    "whole storage",
    async (page) => {
      const session = await page.context().newCDPSession(page);
      const { origin } = new URL(page.url());
      await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
    },
  ],
]) {
  test(`a run whose ${what} were erased breaks off before the next call`, async (t) => {
    const { page, sandbox, rows } = await atCanary(t, { count: 8, complains: true });
    const then = await became(sandbox, rows);
    assert.ok(then.changed >= 1 && then.changed < 8);
    await erase(page);
    await button(page, "Go on, and do not ask again").click();
    await runIs(page, "The journal cannot be kept");
    await says(page, "The journal of the run cannot be kept.", "The run has stopped before the next call", "erased");
    assert.deepEqual(await became(sandbox, rows), then);
  });
}

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
  const { page, sandbox, proxy, rows } = await atCanary(t);
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
  await page.getByText("Then it takes the place of the journal of this run that this browser keeps.").waitFor();
  await button(page, "Review its rows").click();
  await isAt(page, "Organization");
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "Review");
  await lookedUp(page);
  await startRun(page, { canary: 2 });
  await runIs(page, "The canary batch is done");
  await button(page, "Go on with 3 rows").click();
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
  await page.getByRole("button", { name: /^Delete the run .* …$/ }).click();
  await button(page, "Keep it").click();
  await page.getByRole("button", { name: /^Delete the run .* …$/ }).click();
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
  while (!((await resting(page))[place] > 0));
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
