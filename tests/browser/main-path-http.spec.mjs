// The main path over real HTTP: the page comes from the proxy, and behind the proxy is a sandbox server. Afterwards its
// accounts are compared with the file, row by row.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { accounts } from "../support/organization.mjs";
import { arrive, button, counting, lookedUp, outcome, pick, plan, records, runToTheEnd, save } from "../support/path.mjs";
import { startProxy, startSandbox } from "../support/servers.mjs";

const ROWS = 250;
/** The run begins at a careful rate. */
const LONG = { timeout: 5 * 60_000 };

test(`${ROWS} addresses are changed through the proxy`, { timeout: 10 * 60_000 }, async (t) => {
  const sandbox = await startSandbox(t, { accounts: 320 });
  const proxy = await startProxy(t, { upstream: sandbox.address, withSite: true });

  // The first accounts of a sandbox have nothing special about them.
  const before = await accounts(sandbox);
  const people = before.slice(0, ROWS).map(({ id, email }) => ({ id, email, wanted: toAnotherDomain(email) }));
  const lines = people.map(({ id, email, wanted }) => `${id},${email},${wanted}\r\n`);
  const file = { name: "move.csv", text: `\uFEFFaccount_id,old_email,new_email\r\n${lines.join("")}` };

  const page = await openPage(t, proxy.address);
  await page.getByRole("textbox", { name: "Organization id" }).fill(sandbox.organization);
  await page.getByRole("textbox", { name: "API key" }).fill(sandbox.key);
  await button(page, "Connect").click();
  await arrive(page, "Which change file?");
  await pick(page, "Choose a file", file);
  await arrive(page, "Review");
  await lookedUp(page);
  await counting(page, ROWS, "ready");
  await counting(page, 0, "errors");

  await button(page, "Go on to the run").click();
  assert.deepEqual(await plan(page), { calls: ROWS, batches: 6, people: ROWS, leftOut: 0 });
  await button(page, "Start the run").click();
  await arrive(page, "The canary batch is done");
  assert.equal(await outcome(page, "Changed"), 3);
  const questions = await runToTheEnd(page, "Go on, and do not ask again", LONG);
  assert.deepEqual(questions, []);
  assert.equal(await outcome(page, "Changed"), ROWS);

  await button(page, "See the result").click();
  await arrive(page, "Result");
  const results = records(await save(page, "Save the results"));
  assert.equal(results.length, ROWS);

  const after = await accounts(sandbox);
  const now = new Map(after.map((account) => [account.id, account]));
  for (const { id, wanted } of people) {
    assert.deepEqual([now.get(id).email, now.get(id).effective_changes], [wanted, 1], id);
  }
  assert.deepEqual(after.slice(ROWS), before.slice(ROWS), "nobody else is changed");
});

/** The same person in another of the sandbox's verified domains. */
function toAnotherDomain(address) {
  const [user, domain] = address.split("@");
  return `${user}@${domain === "example.org" ? "example.com" : "example.org"}`;
}
