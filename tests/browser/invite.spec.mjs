// Inviting, over HTTP: few calls, no mail twice, and back again to the organization as it was before.
import assert from "node:assert/strict";
import { test } from "node:test";

import { accountFile, people, review, run } from "../support/acting.mjs";
import { connected } from "../support/connected.mjs";
import { giveFile, goTo, gridRow, isAt } from "../support/hands.mjs";
import { deeds, disturb, furniture, mails, state } from "../support/organization.mjs";
import { button, counting, lookedUp, records, save } from "../support/path.mjs";

/** The names of a workspace of the first directory, and of a group there whose apps have licences left. */
async function places(sandbox) {
  const { workspaces, groups } = await furniture(sandbox);
  const at = workspaces.findIndex(({ owner, directory }) => owner === "confluence" && directory === 0);
  const group = groups.find(({ name, directory }) => name === "project-apollo" && directory === 0);
  return { at, workspace: workspaces[at], group };
}

const invited = (count) => Array.from({ length: count }, (_, at) => `guest${at}@elsewhere.example`);

/** What the accounts that were there before are like, and how many there are besides. */
async function comparedWith(before, sandbox) {
  const { accounts, groups } = await state(sandbox);
  const known = Object.entries(accounts).filter(([id]) => id in before.accounts);
  const new_ = Object.entries(accounts).filter(([id]) => !(id in before.accounts));
  return { state: { accounts: Object.fromEntries(known), groups }, news: new_.map(([, one]) => one) };
}

/** Gives a file that was saved, and runs it. */
async function runFile(page, file, action) {
  await goTo(page, "File");
  await giveFile(page, file.name, file.text);
  await isAt(page, "Review");
  await page.getByText(`${action} · `).waitFor();
  await lookedUp(page);
  const typed = { what: /^The run removes/, count: records(file).length };
  return run(page, action === "Remove from a directory" ? { typed } : {});
}

test("people are invited 25 in a call, and what they were given is taken back", async (t) => {
  const { page, sandbox } = await connected(t);
  const before = await state(sandbox);
  const { workspace, group } = await places(sandbox);
  const inside = (await people(sandbox, 40)).filter(({ id }) => {
    const { memberships, grants } = before.accounts[id];
    return memberships.some(({ directory, suspended }) => directory === 0 && !suspended) && grants.length === 0;
  });
  const known = inside.slice(0, 3).map(({ email }) => email);
  const all = [...invited(30), ...known];
  const rows = all.map((email, at) => [email, "Guest", workspace.id, group.id, at < 2 ? "Welcome" : ""]);
  await review(page, "Invite people", "new.csv", accountFile(["email", "role", "workspace", "groups", "notification text"], rows));
  await counting(page, rows.length, "ready");
  await gridRow(page, 1).getByText("not in the organization").waitFor();
  await page.getByRole("button", { name: /Already here\s*3 rows/ }).waitFor();
  const changed = await run(page);
  assert.equal(changed, rows.length);
  const calls = (await deeds(sandbox)).filter(({ endpoint }) => endpoint === "invite-users");
  assert.equal(calls.length, rows.length, "each person once");
  assert.ok(new Set(calls.map(({ body }) => body)).size <= 4, "in few calls");
  assert.deepEqual((await mails(sandbox)).map(({ to, text }) => [to, text]).sort(), invited(2).map((to) => [to, "Welcome"]));
  const there = await comparedWith(before, sandbox);
  assert.equal(there.news.length, 30);

  await button(page, "See the result").click();
  const removal = await save(page, "Save undo file 1, remove from a directory");
  const roles = await save(page, "Save undo file 2, revoke roles");
  const groups = await save(page, "Save undo file 3, remove from groups");
  assert.equal(records(removal).length, 30);
  assert.equal(records(roles).length, 3);
  assert.equal(await runFile(page, removal, "Remove from a directory"), 30);
  assert.equal(await runFile(page, roles, "Revoke roles"), 3);
  assert.equal(await runFile(page, groups, "Remove from groups"), records(groups).length);
  const after = await comparedWith(before, sandbox);
  assert.deepEqual(after.state, before);
  assert.ok(after.news.every(({ memberships, grants }) => memberships.length === 0 && grants.length === 0));
});

test("more people than the licence allows are told why, and their retry file runs when there is one", async (t) => {
  const { page, sandbox } = await connected(t);
  const { at, workspace } = await places(sandbox);
  await disturb(sandbox, "capacity", { workspace: at, capacity: 0 });
  const rows = invited(4).map((email) => [email, "User", workspace.id]);
  await review(page, "Invite people", "new.csv", accountFile(["email", "role", "workspace"], rows));
  assert.equal(await run(page), 0);
  await button(page, "See the result").click();
  const results = records(await save(page, "Save the results"));
  assert.deepEqual(results.map(({ outcome }) => outcome), rows.map(() => "refused"));
  assert.match(results[0].words, /licen[cs]e/i);
  assert.deepEqual(results.map(({ address }) => address), invited(4));
  const retry = await save(page, "Save the retry file");
  await disturb(sandbox, "capacity", { workspace: at, capacity: null });
  assert.equal(await runFile(page, retry, "Invite people"), 4);
});
