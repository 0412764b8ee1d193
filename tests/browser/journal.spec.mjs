// Journals from elsewhere that somebody changed, or that broke off in the middle: nothing is sent that was not reviewed here.
import assert from "node:assert/strict";
import { test } from "node:test";

import { accountFile, lives, people, review as reviewAccounts } from "../support/acting.mjs";
import { openPage } from "../support/browser.mjs";
import { became, connected, moves, review } from "../support/connected.mjs";
import { connect, isAt, outcomes, planRun, rowHolds, runIs, says, startRun } from "../support/hands.mjs";
import { entries, journalOf, neverRun, openJournal, panel, reviewJournal } from "../support/journals.mjs";
import { accounts, hold, release, whenHeld } from "../support/organization.mjs";
import { button, counted, lookedUp, save } from "../support/path.mjs";
import { atCanary, listed, toRuns } from "../support/runs.mjs";
import { startPlainHost, startProxy } from "../support/servers.mjs";

/** Hands the run over that is on the page, and gives its journal. */
async function handOver(page) {
  await page.getByText("Go on with it on another computer").click();
  await button(page, "Hand the run over …").click();
  await button(page, "Hand it over").click();
  await runIs(page, "Handed over");
  return save(page, "Save the journal");
}

/** A fresh profile, and how it connects. */
async function elsewhere(t, sandbox) {
  const proxy = await startProxy(t, { upstream: sandbox.address });
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  return { page, door: { ...sandbox, proxy: proxy.address } };
}

test("a step that gives an account to somebody else than its row shows is refused", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  const forged = entries(await handOver(page));
  const { plan } = forged[0].event;
  const step = plan.steps.findLast((step) => step.row === 7);
  step.to = "attacker@example.org";
  const { page: there } = await elsewhere(t, sandbox);
  await openJournal(there, journalOf(forged));
  await says(
    there,
    "The plan in the journal is not one that Rollcall makes",
    `asks for “${rows[7][2]}”, and its step would give “attacker@example.org”`,
    "Nothing was taken in.",
  );
  assert.equal(await button(there, "Review its rows").count(), 0);
  assert.deepEqual(await became(sandbox, rows), { changed: 3, untouched: 5, effective: 1 });
});

test("a journal that nobody ever ran, with everything decided in it, confirms nothing", async (t) => {
  const { page, sandbox } = await connected(t);
  const six = await people(sandbox, 6);
  await reviewAccounts(page, "Delete accounts", "leavers.csv", accountFile(["account_id"], six.map(({ id }) => [id])));
  await planRun(page);
  await page.getByLabel("Rows in the canary batch").fill("1");
  await page.getByRole("textbox", { name: /6 accounts/ }).fill("6");
  await button(page, "Start the run").click();
  await runIs(page, "The canary batch is done");
  const forged = neverRun(entries(await handOver(page)));
  const before = await lives(sandbox, six);
  assert.equal(before.filter((life) => life === "for_deletion").length, 1);

  const { page: there, door } = await elsewhere(t, sandbox);
  await openJournal(there, forged);
  await panel(there).getByText("6 accounts will be deleted for good after 14 days.").waitFor();
  await button(there, "Review its rows").click();
  await isAt(there, "Organization");
  await there.getByText("These rows come from a journal from elsewhere: the run of leavers.csv.").waitFor();
  await connect(there, door);
  await isAt(there, "Review");
  await lookedUp(there);
  assert.equal(await counted(there, "Show rows", "ready"), 5);
  await planRun(there);
  await there.getByRole("textbox", { name: /5 accounts/ }).waitFor();
  assert.equal(await button(there, "Start the run").isDisabled(), true);
  assert.deepEqual(await lives(sandbox, six), before);
});

test("an account that has moved on since, or another place, waits for a person", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  const forged = entries(await handOver(page));
  // Somebody else's row under a known name: the account of row 5 is put in the place of that of row 8.
  const { plan } = forged[0].event;
  const others = (await accounts(sandbox)).filter(({ managed, id }) => managed && !rows.some(([own]) => own === id));
  plan.rows[7].account = others[0].id;
  const { page: there, door } = await elsewhere(t, sandbox);
  await reviewJournal(there, journalOf(forged), door);
  await rowHolds(there, 8, others[0].id, "The journal says that the account of", "Blocked");
  await rowHolds(there, 5, "Ready");
  await startRun(there);
  await runIs(there, "Done");
  assert.equal((await outcomes(there)).Changed, 4);
  const { effective_changes: changes } = (await accounts(sandbox)).find(({ id }) => id === others[0].id);
  assert.equal(changes, 0);
});

test("somebody with a temporary address: the page names everybody concerned and asks, finish or take back", async (t) => {
  for (const turn of ["Finish it", "Take it back"]) {
    await t.test(turn, async (t) => {
      const { page, sandbox } = await connected(t);
      const three = (await moves(sandbox, 4)).slice(0, 3);
      const addresses = three.map(([, email]) => email);
      const rows = three.map(([id, email], at) => [id, email, addresses[(at + 1) % 3]]);
      const alone = (await moves(sandbox, 4))[3];
      await review(page, [...rows, alone]);
      // The first member after the parked one gets no answer.
      await hold(sandbox, { account: rows[2][0], when: "before" });
      await planRun(page);
      await page.getByLabel("Rows in the canary batch").fill("0");
      // Whoever is not of the circle is of a batch that nobody confirms.
      await page.getByLabel("Rows in a batch").fill("3");
      await page.getByText(/ in 2 batches/).waitFor();
      await button(page, "Start the run").click();
      await whenHeld(sandbox);
      await page.reload();
      await button(page, "Open this run").click();
      await runIs(page, "Interrupted");
      const journal = await handOver(page);
      await release(sandbox, { drop: true });

      const { page: there, door } = await elsewhere(t, sandbox);
      await reviewJournal(there, journal, door);
      const question = there.getByRole("group", { name: "Finish or take back?" });
      await question.getByText(/has the temporary address rollcall-temporary-.*In the same circle: /).waitFor();
      await planRun(there);
      await says(there, "Somebody of this journal has a temporary address.");
      assert.equal(await button(there, "Start the run").isDisabled(), true);
      await question.getByRole("checkbox", { name: /Only these people now/ }).check();
      await question.getByRole("button", { name: turn }).click();
      await isAt(there, "Review");
      await lookedUp(there);
      await startRun(there);
      await runIs(there, "Done");
      const now = new Map((await accounts(sandbox)).map(({ id, email }) => [id, email]));
      const wanted = rows.map(([, before, after]) => (turn === "Finish it" ? after : before));
      assert.deepEqual(rows.map(([id]) => now.get(id)), wanted);
      assert.equal(now.get(alone[0]), alone[1], "the others wait");
    });
  }
});

test("a time that no calendar has is refused, and what cannot be read hides no other run", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  await review(page, await moves(sandbox, 3));
  await startRun(page);
  await runIs(page, "Done");
  await button(page, "See the result").click();
  const forged = entries(await save(page, "Save the journal"));
  await openJournal(page, journalOf(forged, (line) => line.replace(/"at":\d+/, '"at":9007199254740993')));
  await says(page, "is no time between the years 1970 and 9999", "Nothing was taken in.");
  await listed(page, "moves.csv", "Done").waitFor();

  await t.test("nor where such a run is kept already", async () => {
    await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open("rollcall");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const write = opening.result.transaction(["runs"], "readwrite");
            const runs = write.objectStore("runs");
            runs.getAll().onsuccess = ({ target }) => {
              const run = JSON.parse(target.result[0]);
              runs.put(JSON.stringify(run).replace(/"planned":\d+/, '"planned":9007199254740993'), "00000000000000aa");
              runs.put('{"of":"another form"}', "00000000000000bb");
            };
            write.oncomplete = () => (opening.result.close(), resolve());
          };
        }),
    );
    await page.reload();
    await toRuns(page);
    await listed(page, "moves.csv", "Done").waitFor();
    await page.getByText("2 runs are kept here that this Rollcall cannot read.").waitFor();
    await page.getByRole("button", { name: "Delete the run 00000000000000aa …" }).click();
    await button(page, "Delete what cannot be read").click();
    await page.getByText("1 run is kept here that this Rollcall cannot read.").waitFor();
    await listed(page, "moves.csv", "Done").waitFor();
  });
});
