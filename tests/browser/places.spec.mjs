// The actions that take effect in a directory, a group or on a workspace, once over HTTP each, with their undo: afterwards the
// organization is as it was before, groups and roles included.
import assert from "node:assert/strict";
import { test } from "node:test";

import { accountFile, people, review, run, undo } from "../support/acting.mjs";
import { connected } from "../support/connected.mjs";
import { goTo, gridRow } from "../support/hands.mjs";
import { deeds, furniture, state } from "../support/organization.mjs";
import { button, counting, records, save, steps } from "../support/path.mjs";

/** How often a call changed something, and that nobody was changed twice. */
async function changedBy(sandbox, endpoint) {
  const effective = (await deeds(sandbox)).filter((deed) => deed.endpoint === endpoint && deed.effective);
  return effective.length;
}

/** Those of these people who are in a directory, and are suspended there or not. */
async function inDirectory(sandbox, people, directory, suspended) {
  const { accounts: all } = await state(sandbox);
  const is = (membership) => membership.directory === directory && membership.suspended === suspended;
  return people.filter(({ id }) => all[id].memberships.some(is));
}

test("actions in directories, groups and workspaces, there and back", async (t) => {
  const step = steps(t);
  const { page, sandbox } = await connected(t);
  const before = await state(sandbox);
  const { directories, groups, workspaces } = await furniture(sandbox);
  const all = await people(sandbox, 40);
  const inFirst = await inDirectory(sandbox, all, 0, false);

  await step("bulk suspend: people are suspended in a directory and restored", async () => {
    const active = inFirst.slice(0, 6);
    const [suspended] = await inDirectory(sandbox, all, 0, true);
    const [outside] = await inDirectory(sandbox, all.filter((one) => !before.accounts[one.id].memberships.some(({ directory }) => directory === 0)), 1, false);
    const some = [...active, suspended, outside].filter(Boolean);
    const rows = some.map(({ id }, at) => [id, at % 2 ? directories[0].name : directories[0].id]);
    await review(page, "Suspend in a directory", "leave.csv", accountFile(["account_id", "directory"], rows));
    await gridRow(page, 1).getByText(directories[0].id).waitFor();
    const changed = await run(page);
    assert.ok(changed > 2, `${changed} were changed`);
    assert.equal((await inDirectory(sandbox, active, 0, true)).length, changed);
    assert.equal(await changedBy(sandbox, "suspend-user"), changed);

    // Who is suspended already, or not in the directory, is passed over with a note.
    await button(page, "See the result").click();
    const results = records(await save(page, "Save the results"));
    const of = ({ id }) => results.find(({ account_id }) => account_id === id);
    if (suspended) assert.equal(of(suspended).outcome, "already");
    if (outside) {
      assert.equal(of(outside).outcome, "skipped");
      assert.match(of(outside).words, /not in the directory/);
    }
    assert.equal(results.find(({ outcome }) => outcome === "changed").where, directories[0].name);
    await goTo(page, "Run");
    assert.equal(await undo(page), changed);
    assert.deepEqual(await state(sandbox), before);
  });

  await step("people are added to groups, by name and by id, and taken out again", async () => {
    const apollo = groups.find(({ name, directory }) => name === "project-apollo" && directory === 0);
    const users = groups.find(({ name, directory }) => name === "jira-users" && directory === 0);
    const isIn = ({ id }, group) => before.groups[group.id].includes(id);
    const fresh = inFirst.filter((one) => !isIn(one, apollo)).slice(0, 4);
    const inside = inFirst.find((one) => isIn(one, users));
    const rows = [
      ...fresh.map(({ id }, at) => (at % 2 ? [id, "Project-Apollo", directories[0].name] : [id, apollo.id, ""])),
      [inside.id, users.id, ""],
      // The same person, another group.
      ...(isIn(fresh[0], users) ? [] : [[fresh[0].id, users.id, ""]]),
    ];
    await goTo(page, "File");
    await review(page, "Add to groups", "apollo.csv", accountFile(["account_id", "group", "directory"], rows));
    await gridRow(page, 1).getByText("not in the group").waitFor();
    const changed = await run(page);
    assert.equal(changed, rows.length - 1);
    const after = await state(sandbox);
    assert.ok(fresh.every(({ id }) => after.groups[apollo.id].includes(id)));
    assert.equal(await changedBy(sandbox, "add-to-group"), changed);
    assert.equal(await undo(page), changed);
    assert.deepEqual(await state(sandbox), before);
  });

  await step("a group that does not exist is told with the one that is meant, and the fix writes it", async () => {
    await goTo(page, "File");
    const rows = [[inFirst[0].id, "project-apolo", directories[0].name]];
    await review(page, "Remove from groups", "typo.csv", accountFile(["account_id", "group", "directory"], rows));
    await counting(page, 1, "errors");
    await page.getByRole("button", { name: "Details of row 1" }).click();
    const details = page.getByRole("complementary", { name: "Row 1" });
    await details.getByText("There is no group “project-apolo”.").waitFor();
    await details.getByText("Did you mean project-apollo?").waitFor();
    await details.getByRole("button", { name: "Use project-apollo", exact: true }).click();
    await counting(page, 0, "errors");
  });

  await step("roles are granted on workspaces and revoked again", async () => {
    const confluence = workspaces.findIndex(({ owner, directory }) => owner === "confluence" && directory === 0);
    const has = ({ id }) => before.accounts[id].grants.some(({ workspace, role }) => workspace === confluence && role === "atlassian/guest");
    const fresh = inFirst.filter((one) => !has(one)).slice(0, 3);
    const rows = fresh.map(({ id }, at) => [id, at % 2 ? "Guest" : "atlassian/guest", workspaces[confluence].id]);
    await goTo(page, "File");
    await review(page, "Grant roles", "guests.csv", accountFile(["account_id", "role", "workspace"], rows));
    const changed = await run(page);
    assert.equal(changed, rows.length);
    assert.equal(await changedBy(sandbox, "grant-role"), changed);
    assert.equal(await undo(page), changed);
    assert.equal(await changedBy(sandbox, "revoke-role"), changed);
    assert.deepEqual(await state(sandbox), before);
  });

  await step("the organization's own role is granted, which asks first, and revoked again", async () => {
    const rows = inFirst.slice(0, 2).map(({ id }) => [id, "atlassian/org-admin", ""]);
    await goTo(page, "File");
    await review(page, "Grant roles", "administrators.csv", accountFile(["account_id", "role", "workspace"], rows));
    await page.getByText("Becomes an organization administrator").first().waitFor();
    assert.equal(await run(page, { typed: { what: /The run makes/, count: rows.length } }), rows.length);
    assert.equal(await changedBy(sandbox, "grant-organization-role"), rows.length);
    assert.equal(await undo(page), rows.length);
    assert.equal(await changedBy(sandbox, "revoke-organization-role"), rows.length);
    assert.deepEqual(await state(sandbox), before);
  });

  await step("removal from a directory asks for the number of people, and says that nothing undoes it", async () => {
    const inSecond = Object.entries(before.accounts).filter(([, one]) => !one.administrator && one.memberships.some(({ directory, suspended }) => directory === 1 && !suspended));
    const some = inSecond.slice(0, 4).map(([id]) => ({ id }));
    assert.ok(some.length > 1);
    await goTo(page, "File");
    await review(page, "Remove from a directory", "gone.csv", accountFile(["account_id", "directory"], some.map(({ id }) => [id, `"${directories[1].name}"`])));
    const ready = Number((await page.getByRole("group", { name: "Show rows" }).getByRole("button", { name: /ready$/ }).innerText()).replace(/\D/g, ""));
    const changed = await run(page, { typed: { what: /The run removes/, count: ready } });
    assert.ok(changed > 0);
    assert.equal((await inDirectory(sandbox, some, 1, false)).length, some.length - changed);
    assert.equal(await changedBy(sandbox, "remove-user"), changed);
    await button(page, "See the result").click();
    await page.getByText("There is no undo").waitFor();
  });
});
