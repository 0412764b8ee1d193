// The main path in the sandbox organization of the page, from the doors to the way back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { goTo } from "../support/hands.mjs";
import {
  arrive,
  button,
  cell,
  cellText,
  count,
  counted,
  counting,
  counts,
  goToRow,
  lookedUp,
  lookUp,
  outcome,
  pick,
  plan,
  records,
  row,
  runToTheEnd,
  save,
  steps,
} from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

test("the example goes the whole way, and back", async (t) => {
  const step = steps(t);
  const page = await openPage(t, await startPlainHost(t));
  await button(page, "Try the sandbox organization").click();
  await arrive(page, "Which change file?");
  await button(page, "Open the example file").click();

  // The mapping is certain: the columns are passed over.
  await arrive(page, "Review");
  const example = await save(page, "Save the file with its edits");
  const rows = records(example);
  await lookedUp(page);
  const first = await counts(page);
  assert.equal(first.all, rows.length);

  await step("counts and findings show their rows", async () => {
    const shown = page.getByRole("group", { name: "Find rows" }).getByRole("status");
    await count(page, "Show rows", "errors").click();
    await shown.filter({ hasText: `${first.errors} of ${first.all} rows` }).waitFor();
    const states = page.getByRole("grid", { name: "Rows" }).getByRole("gridcell", { name: "Blocked", exact: true });
    await states.first().waitFor();
    assert.equal(await page.getByRole("gridcell", { name: "Ready", exact: true }).count(), 0);
    await button(page, "Show all rows").click();

    await page.getByRole("searchbox", { name: "Search rows" }).fill(rows[4].account_id);
    await shown.filter({ hasText: `1 of ${first.all} rows` }).waitFor();
    await row(page, 5).waitFor();
    await button(page, "Show all rows").click();
    await shown.filter({ hasText: new RegExp(`^${first.all} rows$`) }).waitFor();
  });

  await step("a fix is applied", async () => {
    const malformed = rows.findIndex(({ new_email }) => new_email.startsWith("mailto:")) + 1;
    const finding = page.getByRole("region", { name: "Findings" }).getByRole("button", { name: /New address malformed/ });
    await finding.click();
    await page.getByText("For 1 of 2 rows with this finding.").waitFor();
    await button(page, "Use the mended addresses").click();
    await counting(page, first.errors - 1, "errors");
    await button(page, "Show all rows").click();
    await goToRow(page, malformed);
    const address = rows[malformed - 1].new_email;
    assert.match(await cellText(page, malformed, "New address"), new RegExp(`^${address.slice(7)}\\s+was: ${address}`));
  });

  await step("a cell is edited in place", async () => {
    // The second row has a slip in its domain.
    const mended = rows[1].new_email.replace("exapmle", "example");
    const errors = await counted(page, "Show rows", "errors");
    await goToRow(page, 2);
    assert.match(await cellText(page, 2, "Findings"), /The domain exapmle\.com is not claimed/);
    await (await cell(page, 2, "New address")).dblclick();
    const editor = page.getByRole("textbox", { name: "New address of row 2" });
    await editor.fill(mended);
    await editor.press("Enter");
    await row(page, 2).filter({ hasText: `was: ${rows[1].new_email}` }).waitFor();
    await counting(page, errors - 1, "errors");
    assert.doesNotMatch(await cellText(page, 2, "Findings"), /exapmle/);
  });

  await step("a row is left out, and taken back in by undoing it", async () => {
    const box = (number, is = {}) => page.getByRole("checkbox", { name: `Leave out row ${number}`, exact: true, ...is });
    await goToRow(page, 1);
    await box(1).click();
    await counting(page, 1, "left out");
    await row(page, 1).filter({ hasText: "Left out" }).waitFor();
    await button(page, "Undo").click();
    await counting(page, 0, "left out");
    await box(1, { checked: false }).waitFor();
    await box(3).click();
    await counting(page, 1, "left out");
  });

  await step("what the edits ask for anew has to be looked up", async () => {
    await button(page, "Go on to the run").click();
    await page.getByRole("alert").filter({ hasText: "have not been looked up" }).waitFor();
    assert.equal(await button(page, "Start the run").isDisabled(), true);
    await button(page, "Back to the review").click();
    await lookUp(page);
  });

  const reviewed = await counts(page);
  await button(page, "Go on to the run").click();
  await page.getByRole("textbox", { name: "Rows in a batch" }).fill("12");
  await page.getByText(/ in 4 batches; /).waitFor();
  const planned = await plan(page);
  assert.equal(planned.calls, planned.people);
  assert.equal(planned.calls + planned.leftOut, rows.length);
  assert.equal(planned.calls, reviewed.ready, "what is ready runs, and nothing else");

  await step("an administrator's row needs a typed confirmation", async () => {
    const start = button(page, "Start the run");
    const confirm = page.getByRole("textbox", { name: /1 organization administrator/ });
    assert.equal(await start.isDisabled(), true);
    await confirm.fill("yes");
    assert.equal(await start.isDisabled(), true);
    await confirm.fill("1");
    await page.getByText("Confirmed.").waitFor();
    await start.click();
  });

  await step("the canary batch is read back", async () => {
    await arrive(page, "The canary batch is done");
    const lines = page.getByRole("table", { name: "Canary batch" }).getByRole("row");
    assert.equal(await lines.count(), 1 + 3);
    for (const line of (await lines.all()).slice(1)) {
      const [, wanted, readBack] = await line.getByRole("cell").allInnerTexts();
      assert.equal(readBack.trim(), wanted);
    }
    assert.equal(await outcome(page, "Changed"), 3);
    assert.equal(await outcome(page, "Not run"), planned.calls - 3);
  });

  await step("a batch goes when told; the first refusal of a kind pauses and asks", async () => {
    await button(page, "Go on with 12 rows").click();
    await arrive(page, "Paused");
    const question = await page.getByRole("alert").innerText();
    assert.match(question, /refused the change of .* with status 400: Another Atlassian account has this address already/);
    assert.equal(await outcome(page, "Refused"), 1);
    await button(page, "Go on").click();
    await arrive(page, "A batch is done");
    assert.equal(await outcome(page, "Not run"), planned.calls - 15);
    const questions = await runToTheEnd(page, "Go on, and do not ask again");
    assert.equal(questions.length, 1, "the account that its identity provider has locked");
    assert.match(questions[0], /with status 403: .*SAML/);
  });

  const changed = await outcome(page, "Changed");
  assert.equal(await outcome(page, "Refused"), 2);
  assert.equal(changed + 2, planned.calls);

  await step("the next run of the same file begins with what is so now", async () => {
    await button(page, "Plan another run").click();
    await page.getByRole("alert").filter({ hasText: "have not been looked up" }).waitFor();
    await button(page, "Back to the review").click();
    await lookUp(page);
    await counting(page, 2, "ready");
    await goTo(page, "Run");
    await page.getByText(/^2 calls in 1 batch/).waitFor();
    await goTo(page, "Result");
  });

  await arrive(page, "Result");
  const report = records(await save(page, "Save the results"));
  const results = report.filter(({ outcome }) => outcome !== "left-out");
  const retry = records(await save(page, "Save the retry file"));
  const undo = await save(page, "Save the undo file");

  await step("the result is shown, and saved as it is shown", async () => {
    assert.equal(await counted(page, "Show results", "all"), planned.calls);
    assert.equal(await counted(page, "Show results", "Changed"), changed);
    await count(page, "Show results", "Refused").click();
    const refused = page.getByRole("table", { name: "Results" }).getByRole("row");
    // All rows stay on show until these have come.
    await refused.nth(3).waitFor({ state: "detached" });
    assert.equal(await refused.count(), 1 + 2);

    assert.deepEqual(
      report.map(({ line }) => Number(line)),
      rows.map((_, at) => at + 2),
      "every row of the file has its line",
    );
    assert.equal(results.length, planned.calls);
    assert.equal(report.find(({ line }) => line === "4").words, "You left it out.");
    const of = (kind) => results.filter(({ outcome }) => outcome === kind);
    assert.equal(of("changed").length, changed);
    assert.deepEqual(of("refused").map(({ status, code }) => [status, code !== ""]), [["400", true], ["403", true]]);
    for (const { line, address_before, time } of results) {
      assert.equal(address_before, rows[line - 2].old_email);
      assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
  });

  await step("the retry file has the rows that failed", async () => {
    const failed = results.filter(({ outcome }) => outcome === "refused");
    assert.deepEqual(
      retry,
      failed.map(({ line }) => rows[line - 2]),
    );
  });

  await step("the retry file loads as it is", async () => {
    await button(page, "Load the retry file").click();
    await arrive(page, "Review");
    await counting(page, retry.length, "all");
    await lookedUp(page);
    assert.equal(await cellText(page, 1, "Address now"), retry[0].old_email);
    await goTo(page, "Result");
    await arrive(page, "Result");
  });

  await step("the undo file turns every change round, the last one first", async () => {
    const made = results.filter(({ outcome }) => outcome === "changed");
    const byAccount = (one, other) => (one.account_id < other.account_id ? -1 : 1);
    assert.deepEqual(
      records(undo).toSorted(byAccount),
      made
        .map(({ account_id, address_wanted, address_before }) => ({
          account_id,
          old_email: address_wanted,
          new_email: address_before,
        }))
        .toSorted(byAccount),
    );
    // In a chain one account takes the address that another one leaves: it has to give it back first.
    const [taker, giver] = rows.slice(7, 9);
    assert.equal(taker.new_email, giver.old_email);
    const order = records(undo).map(({ account_id }) => account_id);
    assert.ok(order.indexOf(taker.account_id) < order.indexOf(giver.account_id));
  });

  await step("the undo file loads as it is and brings the addresses back", async () => {
    await button(page, "Start over").click();
    await arrive(page, "Which change file?");
    await pick(page, "Choose a file", undo);
    await arrive(page, "Review");
    await lookedUp(page);
    await counting(page, changed, "ready");
    const [newest] = records(undo);
    assert.equal(await cellText(page, 1, "Address now"), newest.old_email);
    await button(page, "Go on to the run").click();
    await page.getByRole("textbox", { name: /1 organization administrator/ }).fill("1");
    await page.getByText("Confirmed.").waitFor();
    await button(page, "Start the run").click();
    await runToTheEnd(page, "Go on, and do not ask again");
    assert.equal(await outcome(page, "Changed"), changed);
    await button(page, "See the result").click();
    await save(page, "Save the results");
  });

  await step("afterwards the organization is as it was", async () => {
    await button(page, "Start over").click();
    await arrive(page, "Which change file?");
    // With a blank line more it is another file: with the example itself its edits would come back.
    await pick(page, "Choose a file", { name: "as it was.csv", text: `${example.text}\n` });
    await arrive(page, "Review");
    await lookedUp(page);
    assert.deepEqual(await counts(page), first);
    for (const { line, address_before } of results) {
      await goToRow(page, line - 1);
      assert.equal(await cellText(page, line - 1, "Address now"), address_before);
    }
  });
});
