// Listings that are read of each account or group that another one shows: last-active dates and roles; compared with what the sandbox
// itself knows.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { isAt } from "../support/hands.mjs";
import { allRead, choose, clickBar, howFar, read, saved, settled, showColumns } from "../support/listings.mjs";
import { accounts, disturb, furniture, state } from "../support/organization.mjs";
import { button } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { latch, startBetween } from "../support/stand-ins.mjs";

const idOf = ({ account_id: id }) => id;
const once = (values) => [...new Set(values)].sort();

test("last-active dates of the accounts on show, no faster than Atlassian takes them", async (t) => {
  const times = [];
  /** Tells that a call has come, and what it waits for: for nothing at first. */
  const [held, gate] = [latch(), latch()];
  let holds = false;
  const before = (sandbox) =>
    startBetween(t, sandbox.address, {
      before: ({ url }) => {
        if (!url.includes("/last-active-dates")) return undefined;
        times.push(Date.now());
        if (!holds) return undefined;
        held.open();
        return gate.opened;
      },
    });
  const { page } = await connected(t, { before });
  await choose(page, "Last-active dates");
  await page.getByText("It is read of accounts that another listing shows.").waitFor();
  await button(page, "Users").click();
  await button(page, "Read it").click();
  await allRead(page);

  await t.test("how long it takes is told before and while it is read", async () => {
    await page.getByText(/^At least \d+ (second|minute)s?: Atlassian takes 200 a minute\.$/).waitFor();
    await button(page, "Last-active dates").click();
    await page.getByText(/^Reading: \d+ of \d+ accounts … \d+ (second|minute)s? left$/).waitFor();
    await button(page, "Stop").click();
    await howFar(page).filter({ hasText: /^Stopped: \d+ of \d+ accounts read\.$/ }).waitFor();
  });
  await choose(page, "Users");
  await clickBar(page, "State", "suspended");
  await page.getByRole("status", { name: "Rows shown" }).filter({ hasText: / of / }).waitFor();
  await settled(page);
  const chosen = await saved(page);
  assert.ok(chosen.length > 2 && chosen.length < 60, `${chosen.length} are suspended`);
  await pictures(page, "directory-more");

  holds = true;
  await button(page, "Last-active dates").click();
  await held.opened;
  await page.getByText(`Reading: 0 of ${chosen.length} accounts …`).waitFor();
  await button(page, "Stop").click();
  await howFar(page).filter({ hasText: `Stopped: 0 of ${chosen.length} accounts read.` }).waitFor();
  gate.open();
  await pictures(page, "directory-last-active");
  const from = times.length;
  await button(page, "Go on").click();
  await allRead(page);
  await showColumns(page);
  const rows = await saved(page);
  assert.deepEqual(once(rows.map(idOf)), once(chosen.map(idOf)));
  // What the search says of a user is the latest of what the calls say of each app.
  const latest = new Map(chosen.map((row) => [row.account_id, row.last_active_utc]));
  for (const row of rows) {
    assert.equal(row.last_active_utc, latest.get(row.account_id));
    assert.ok(row.app_last_active_utc <= row.last_active_utc);
  }
  // 200 a minute are 300 ms apart, and a slow machine puts them further apart; the way to the server takes some longer than others.
  const after = times.slice(from);
  assert.ok(after.length >= chosen.length);
  assert.ok(after.at(-1) - after[0] >= 300 * (after.length - 2), `${after.length} calls in ${after.at(-1) - after[0]} ms`);

  await t.test("an account with several rows is one account of an action", async () => {
    await page.getByLabel("Action", { exact: true }).selectOption("Deactivate accounts");
    await button(page, "Make the change file").click();
    await isAt(page, "Review");
    const counts = page.getByRole("group", { name: "Show rows" });
    await counts.getByRole("button", { name: `${chosen.length} all`, exact: true }).waitFor();
  });
});

test("where Atlassian says to wait, it is waited, and nobody is missed", async (t) => {
  const { page, sandbox } = await connected(t, { people: 8, complains: true });
  await read(page, "Managed accounts");
  const managed = (await accounts(sandbox)).filter(({ managed }) => managed);
  await disturb(sandbox, "fault", { kinds: ["storm"], endpoint: "get-last-active", times: 1 });
  await button(page, "Last-active dates").click();
  await allRead(page);
  await showColumns(page);
  assert.deepEqual(once((await saved(page)).map(idOf)), once(managed.map(({ id }) => id)));
});

test("roles of users and of groups are those that the sandbox has", async (t) => {
  const { page, sandbox } = await connected(t, { people: 40 });
  await read(page, "Users");
  const users = await saved(page);
  await button(page, "Roles of users").click();
  await allRead(page);
  await showColumns(page);
  const roles = await saved(page);
  assert.deepEqual(once(roles.map(idOf)), once(users.map(idOf)));
  const has = await state(sandbox);
  const { workspaces } = await furniture(sandbox);
  for (const { account_id: id } of users) {
    const own = roles.filter((row) => row.account_id === id);
    const direct = own
      .filter(({ by, role }) => by.split("; ").includes("direct") && role !== "atlassian/org-admin")
      .map(({ resource, role }) => `${resource} ${role}`);
    const granted = has.accounts[id].grants.map((grant) => `${workspaces[grant.workspace].id} ${grant.role}`);
    assert.deepEqual(direct.sort(), granted.sort(), id);
    assert.equal(own.some(({ role }) => role === "atlassian/org-admin"), has.accounts[id].administrator);
  }
  await pictures(page, "directory-roles");

  await read(page, "Groups");
  const groups = await saved(page);
  await button(page, "Roles of groups").click();
  await allRead(page);
  await showColumns(page);
  const ofGroups = await saved(page);
  assert.deepEqual(once(ofGroups.map(({ group_id: id }) => id)), once(groups.map(({ group_id: id }) => id)));
});
