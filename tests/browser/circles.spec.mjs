// Accounts that take each other's addresses, through the page and over HTTP; and the way back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected, review } from "../support/connected.mjs";
import { outcomes, planRun, runIs, says } from "../support/hands.mjs";
import { accounts } from "../support/organization.mjs";
import { arrive, button, plan, records, save } from "../support/path.mjs";

/** A swap, a circle of three, a chain, and one who moves alone. */
function handedRound(people) {
  const takes = [1, 0, 3, 4, 2, 6, undefined, undefined];
  return takes.map((other, at) => {
    const { id, email } = people[at];
    const wanted = other === undefined ? `moved${at}@example.org` : people[other].email;
    return [id, email, wanted];
  });
}

async function begin(page) {
  await page.getByLabel("Rows in the canary batch").fill("0");
  await button(page, "Start the run").click();
}

test("a swap, a circle and a chain are carried out, read back, and undone", async (t) => {
  const { page, sandbox } = await connected(t);
  const before = await accounts(sandbox);
  const rows = handedRound(before);
  await review(page, rows);
  await planRun(page);

  assert.equal((await plan(page)).calls, 10, "eight rows and two temporary addresses");
  const twice = page.getByRole("region", { name: "Logged out twice" });
  for (const at of [0, 2]) await twice.getByRole("listitem").filter({ hasText: before[at].name }).waitFor();
  await begin(page);
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 8);
  await page.getByText("Read back: 8 verified.").waitFor();

  const after = new Map((await accounts(sandbox)).map((account) => [account.id, account]));
  for (const [at, [id, , wanted]] of rows.entries()) {
    const changes = at === 0 || at === 2 ? 2 : 1;
    assert.deepEqual([after.get(id).email, after.get(id).effective_changes], [wanted, changes], id);
  }

  await button(page, "See the result").click();
  await arrive(page, "Result");
  const results = records(await save(page, "Save the results"));
  assert.deepEqual(new Set(results.map((row) => row.read_back)), new Set(["verified"]));
  const { name, text } = await save(page, "Save the report");
  assert.equal(name, "moves-report.txt");
  assert.match(text, /SHA-256 of the file\s+[0-9a-f]{64}\n/);
  assert.match(text, /Plan\s+10 calls in 1 batch; 8 people will be logged out, .* twice\.\n/);
  assert.match(text, /Verified\s+8\n/);
  assert.ok(!text.includes(sandbox.key), "the report holds no key");
  await button(page, "Load the undo file").click();
  await arrive(page, "Review");
  await planRun(page);
  await begin(page);
  await runIs(page, "Done");
  assert.equal((await outcomes(page)).Changed, 8);
  const undone = await accounts(sandbox);
  assert.deepEqual(
    undone.map(({ id, email }) => [id, email]),
    before.map(({ id, email }) => [id, email]),
    "the organization is as it was",
  );
});

test("a stop rule asks when rows fail one after the other", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  // Accounts of nobody's organization hold these, which shows only when the call is made.
  const taken = ["info", "jobs", "sales", "support"];
  const people = (await accounts(sandbox)).slice(0, 8);
  const rows = people.map(({ id, email }, at) => [id, email, `${taken[at] ?? `moved${at}`}@example.org`]);
  await review(page, rows);
  await planRun(page);
  await page.getByLabel("Ask after failures in a row").fill("2");
  await page.getByLabel("Ask when more than this share of a batch fails (%)").fill("100");
  await begin(page);
  await says(page, "Atlassian refused the change of");
  await button(page, "Go on").click();
  await says(page, "2 rows in a row failed.", "Your stop rules ask you to look");
  await button(page, "Go on").click();
  await runIs(page, "Done");
  const counts = await outcomes(page);
  assert.deepEqual([counts.Changed, counts.Refused], [4, 4]);
});
