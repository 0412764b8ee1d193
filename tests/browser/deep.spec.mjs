// What only a call or two for each account can tell: whether the key may change it, and which API tokens it owns; and the action that
// revokes them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { accountFile, people, review, run } from "../support/acting.mjs";
import { connected } from "../support/connected.mjs";
import { gridRow } from "../support/hands.mjs";
import { deeds, state } from "../support/organization.mjs";
import { button, counting, lookedUp, records, save } from "../support/path.mjs";

/** People with API tokens, and some without. */
async function byTokens(sandbox) {
  const { accounts: all } = await state(sandbox);
  const some = await people(sandbox, 60);
  return {
    all,
    owners: some.filter(({ id }) => all[id].tokens.length > 0),
    others: some.filter(({ id }) => all[id].tokens.length === 0),
  };
}

test("accounts that own API tokens are marked when each is asked about, which can be stopped and gone on with", async (t) => {
  const { page, sandbox } = await connected(t);
  const { owners, others } = await byTokens(sandbox);
  assert.ok(owners.length > 1);
  const rows = [...owners, ...others];
  await review(page, "Deactivate accounts", "leavers.csv", accountFile(["account_id"], rows.map(({ id }) => [id])));
  await counting(page, 0, "warnings");
  await button(page, `Ask about ${rows.length} accounts one by one`).click();
  await button(page, "Stop asking").click();
  const more = page.getByRole("button", { name: /^Ask about \d+ accounts? one by one$/ });
  await more.waitFor();
  const left = Number((await more.innerText()).replace(/\D/g, ""));
  assert.ok(left > 0 && left <= rows.length, `${left} are left`);
  await more.click();
  await counting(page, owners.length, "warnings");
  await more.waitFor({ state: "detached" });
  await button(page, "Stop asking").waitFor({ state: "detached" });
  await gridRow(page, 1).getByRole("button", { name: "Details of row 1" }).click();
  const details = page.getByRole("complementary", { name: "Row 1" });
  await details.getByText(/ owns \d API tokens?/).waitFor();
});

test("API tokens are revoked: one by its id, and all of an account", async (t) => {
  const { page, sandbox } = await connected(t);
  const { all, owners, others } = await byTokens(sandbox);
  const [first, second] = owners;
  const tokens = all[second.id].tokens;
  const rows = [
    [first.id, "all"],
    [second.id, tokens[0]],
    [others[0].id, ""],
  ];
  await review(page, "Revoke API tokens", "tokens.csv", accountFile(["account_id", "token"], rows));
  await lookedUp(page);
  await counting(page, 2, "ready");
  await gridRow(page, 3).getByText("revoked").first().waitFor();
  const count = all[first.id].tokens.length + 1;
  const changed = await run(page, { typed: { what: /The run revokes/, count } });
  assert.equal(changed, count);
  const after = (await state(sandbox)).accounts;
  assert.deepEqual(after[first.id].tokens, []);
  assert.deepEqual(after[second.id].tokens, tokens.slice(1));
  const revoked = (await deeds(sandbox)).filter(({ endpoint, effective }) => endpoint === "delete-api-token" && effective);
  assert.equal(revoked.length, count);
  await button(page, "See the result").click();
  await page.getByText("There is no undo").waitFor();
  const results = records(await save(page, "Save the results"));
  const revokedRows = results.filter(({ outcome }) => outcome === "changed");
  assert.equal(revokedRows.length, count);
  assert.ok(revokedRows.every(({ where }) => where), "each says which token it was");
});
