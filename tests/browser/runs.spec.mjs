// Runs outlive their page: closed tabs, two tabs, another computer, the way back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { became, connected, moves, review } from "../support/connected.mjs";
import {
  changeFile,
  connect,
  giveFile,
  goTo,
  isAt,
  outcomes,
  planRun,
  rowHolds,
  runIs,
  says,
  startRun,
} from "../support/hands.mjs";
import { accounts, hold, release, whenHeld } from "../support/organization.mjs";
import { panel, reviewJournal } from "../support/journals.mjs";
import { arrive, button, lookedUp, pick, records, save } from "../support/path.mjs";
import {
  toRuns,
  openElsewhere,
  listed,
  goOn,
  openInterrupted,
  atCanary,
  exampleAtCanary,
  secondTab,
} from "../support/runs.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";

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
    ["from another version", journal.text.replace('"rollcall-journal":2', '"rollcall-journal":9'), "The journal is of version 9"],
    ["another file", changeFile(rows), "This file is not a journal of Rollcall"],
  ]) {
    await t.test(`not one that is ${what}`, async () => {
      await pick(there, "Choose a journal", { name: "journal.jsonl", text });
      await says(there, words, "Nothing was taken in.");
      await there.getByText("There is none yet.").waitFor();
    });
  }

  await t.test("which is a claim until its rows were reviewed", async () => {
    await pick(there, "Choose a journal", journal);
    const said = panel(there);
    for (const words of ["Anybody could have written it.", "Change e-mail addresses", "8 people will be logged out.", "3 changed, 5 not run", "Not checked yet"])
      await said.getByText(words).first().waitFor();
    await there.getByText("There is none yet.").waitFor();
  });
  await button(there, "Review its rows").click();
  await isAt(there, "Organization");

  await t.test("not over a connection to another organization", async () => {
    const foreign = await startSandbox(t, { seed: 2 });
    const way = await startProxy(t, { upstream: foreign.address });
    await connect(there, { ...foreign, proxy: way.address });
    await isAt(there, "Review");
    await lookedUp(there);
    await planRun(there);
    await says(there, "The journal is of a run in organization", "Connect with a key of the journal’s organization.");
    assert.equal(await button(there, "Start the run").isDisabled(), true);
    assert.equal((await accounts(foreign)).some(({ effective_changes: changes }) => changes > 0), false);
    await goTo(there, "Organization");
    await button(there, "Leave this organization").click();
  });

  const proxy = await startProxy(t, { upstream: sandbox.address });
  await connect(there, { ...sandbox, proxy: proxy.address });
  await isAt(there, "Review");
  await lookedUp(there);
  await there.getByText("What the journal says", { exact: true }).click();
  await there.getByText("Sealed with this key. Everything is checked all the same.").waitFor();
  await rowHolds(there, 1, "Nothing to do");
  await rowHolds(there, 4, "Ready", rows[3][2]);
  await startRun(there, { canary: 2 });
  await runIs(there, "The canary batch is done");
  assert.deepEqual(await became(sandbox, rows), { changed: 5, untouched: 3, effective: 1 });
  await button(there, "Go on with 3 rows").click();
  await runIs(there, "Done");
  assert.deepEqual(await became(sandbox, rows), { changed: 8, untouched: 0, effective: 1 });
  await button(there, "See the result").click();
  await there.getByText("Before it was taken in, the journal said: 3 changed, 5 not run.").waitFor();
  const finished = await save(there, "Save the journal");
  const undo = await save(there, "Save the undo file");
  assert.deepEqual(
    records(undo).map((row) => [row.account_id, row.new_email]).sort(),
    rows.slice(3).map(([id, before]) => [id, before]).sort(),
    "what was changed on this computer, and nothing that only the journal says",
  );

  await t.test("here it is closed, until its end comes back and is accepted", async () => {
    await toRuns(page);
    await listed(page, "moves.csv", "Handed over", "3 of 8 rows").waitFor();
    await pick(page, "Choose a journal", finished);
    await panel(page).getByText("It takes the place of the journal of this run that this browser keeps.").waitFor();
    await listed(page, "moves.csv", "Handed over", "3 of 8 rows").waitFor();
    await button(page, "Keep this journal").click();
    await listed(page, "moves.csv", "Done", "5 of 5 rows").waitFor();
    await pick(page, "Choose a journal", journal);
    await says(page, "is in this browser already, and the file does not go beyond it");
    await page.getByRole("button", { name: "Open the run of moves.csv" }).click();
    await arrive(page, "Result");
    await page.getByText("This is what a journal from elsewhere says.").waitFor();
    await page.getByText("Read back: 5 verified.").waitFor();
    // What was only kept is given on without a seal of this browser's.
    await page.getByText("Without a seal: it came in from elsewhere").waitFor();
    const given = await save(page, "Save the journal");
    assert.match(given.text, /"seal":"none"/);
    await toRuns(page);
    await listed(page, "moves.csv", "Done", "From elsewhere; its file says: 5 of 5 rows").waitFor();
  });
});

test("a run that nobody carries out is handed over as it stands, without a key, and comes back", async (t) => {
  const { page, sandbox, rows } = await atCanary(t);
  await page.reload();
  await openInterrupted(page, { done: 3, rows: 8 });

  await t.test("what it does, and to whom, is said before the key is asked for", async () => {
    await page.getByText(`Change e-mail addresses in Example Industries (${sandbox.organization}): 3 of 8 rows are done.`).waitFor();
    await page.getByText("Still to come: 5 people will be logged out.").waitFor();
    await page.getByText("Look through the rows").click();
    const table = page.getByRole("table", { name: "Results" });
    await table.getByRole("row").filter({ hasText: rows[7][2] }).waitFor();
  });
  await page.getByText("Go on with it on another computer").click();
  await button(page, "Hand the run over …").click();
  await button(page, "Hand it over").click();
  await runIs(page, "Handed over");
  await page.getByText("Without a seal: the organization’s API key is not in memory.").waitFor();
  const journal = await save(page, "Save the journal");
  const proxy = await startProxy(t, { upstream: sandbox.address });
  await reviewJournal(page, journal, { ...sandbox, proxy: proxy.address });
  await page.getByText("What the journal says", { exact: true }).click();
  await page.getByText("None: not proved to come from your organization.").waitFor();
  await startRun(page, { canary: 2 });
  await runIs(page, "The canary batch is done");
  await button(page, "Stop the run").click();
  await runIs(page, "Stopped");
  assert.deepEqual(await became(sandbox, rows), { changed: 5, untouched: 3, effective: 1 });
  await toRuns(page);
  await listed(page, "moves.csv", "Stopped", "2 of 5 rows").waitFor();
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
