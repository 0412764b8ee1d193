// The calls of the older generation, for an organization that still has them: each once over HTTP, there and back where that leads
// back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { accountFile, people, review, run, undo } from "../support/acting.mjs";
import { connected } from "../support/connected.mjs";
import { goTo, planRun } from "../support/hands.mjs";
import { deeds, furniture, mails, state } from "../support/organization.mjs";
import { button, steps } from "../support/path.mjs";

const older = true;

/** How often a changing call was made and changed something, asked by its name. */
async function made(sandbox) {
  const effective = (await deeds(sandbox)).filter((deed) => deed.effective);
  return (endpoint) => effective.filter((deed) => deed.endpoint === endpoint).length;
}

/** So many active people who are in a directory, and in none of these groups. */
async function members(sandbox, count, group) {
  const { accounts, groups } = await state(sandbox);
  const is = ({ id }) => accounts[id].memberships.some(({ suspended }) => !suspended) && !groups[group.id].includes(id);
  return (await people(sandbox, 60)).filter(is).slice(0, count);
}

test("by the older calls: suspend and restore, add to a group and remove from it, invite and remove", async (t) => {
  const step = steps(t);
  const { page, sandbox } = await connected(t, { options: ["--one-directory"] });
  const before = await state(sandbox);
  const { groups, workspaces } = await furniture(sandbox);
  const group = groups.find(({ name }) => name === "project-apollo");
  const some = await members(sandbox, 3, group);

  await step("suspend and restore", async () => {
    await review(page, "Suspend in a directory", "leave.csv", accountFile(["account_id"], some.map(({ id }) => [id])));
    assert.equal(await run(page, { older }), 3);
    assert.equal((await made(sandbox))("suspend-access"), 3);
    assert.equal(await undo(page, { older }), 3);
    assert.equal((await made(sandbox))("restore-access"), 3);
    assert.deepEqual(await state(sandbox), before);
    await goTo(page, "File");
  });

  await step("add to a group and remove from it", async () => {
    await review(page, "Add to groups", "apollo.csv", accountFile(["account_id", "group"], some.map(({ id }) => [id, group.id])));
    assert.equal(await run(page, { older }), 3);
    assert.equal((await made(sandbox))("add-to-group-v1"), 3);
    assert.equal(await undo(page, { older }), 3);
    assert.equal((await made(sandbox))("remove-from-group-v1"), 3);
    assert.deepEqual(await state(sandbox), before);
    await goTo(page, "File");
  });

  await step("invite and remove, one person at a time", async () => {
    const confluence = workspaces.find(({ owner }) => owner === "confluence");
    const rows = ["a", "b", "c"].map((name) => [`${name}@elsewhere.example`, "Guest", confluence.id, "Welcome"]);
    await review(page, "Invite people", "new.csv", accountFile(["email", "role", "workspace", "message"], rows));
    assert.equal(await run(page, { older }), 3);
    assert.equal((await made(sandbox))("invite-user"), 3);
    assert.equal((await mails(sandbox)).length, 3);
    await button(page, "See the result").click();
    await button(page, "Load the undo file").click();
    await page.getByText("Remove from a directory · ").waitFor();
    assert.equal(await run(page, { older, typed: { what: /^The run removes/, count: 3 } }), 3);
    assert.equal((await made(sandbox))("remove-access"), 3);
  });
});

test("where there are several directories, the older call is refused with the plan", async (t) => {
  const { page, sandbox } = await connected(t);
  const { directories } = await furniture(sandbox);
  const rows = (await people(sandbox, 2)).map(({ id }) => [id, directories[0].id]);
  await review(page, "Suspend in a directory", "leave.csv", accountFile(["account_id", "directory"], rows));
  await planRun(page);
  await page.getByRole("checkbox", { name: "Make the calls of the older generation (v1)" }).check();
  await page.getByText("The older call cannot do what line 2 asks for").waitFor();
  assert.equal(await button(page, "Start the run").isDisabled(), true);
  await page.getByRole("checkbox", { name: "Make the calls of the older generation (v1)" }).uncheck();
  await page.getByText("The older call cannot do").waitFor({ state: "detached" });
});
