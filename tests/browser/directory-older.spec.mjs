// Users and groups by the older generations of the API, for organizations that still have them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { says } from "../support/hands.mjs";
import { allRead, choose, howFar, read, saved } from "../support/listings.mjs";
import { disturb } from "../support/organization.mjs";
import { button } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { startBetween } from "../support/stand-ins.mjs";

/** Chooses a generation, and reads anew. */
async function readBy(page, generation) {
  const choice = page.getByRole("combobox", { name: "Generation of the API" });
  if (!(await choice.isVisible())) await page.getByText("Ask an older generation of the API").click();
  await choice.selectOption(generation);
  await page.getByText("The filters were changed since").waitFor();
  await button(page, "Read it again").click();
  await page.getByText("The filters were changed since").waitFor({ state: "detached" });
}

const sorted = (values) => [...values].sort();

test("the older generations are asked where somebody chooses them, and say so when they are over", async (t) => {
  const asked = [];
  const before = (sandbox) =>
    startBetween(t, sandbox.address, {
      before: ({ method, url }) => {
        asked.push(`${method} ${url.replace(/\?.*$/, "")}`);
        return undefined;
      },
    });
  const { page, sandbox } = await connected(t, { people: 150, before, complains: true });
  const ids = async () => sorted((await saved(page)).map(({ account_id: id, group_id: group }) => id ?? group));
  const wasAsked = (pattern) => asked.some((call) => pattern.test(call));

  await read(page, "Users");
  const users = await ids();
  assert.ok(!wasAsked(/^GET \/admin\/v2\/.*\/users$|\/v1\/.*\/users\/search$/), "nobody asks the older ones unasked");
  await readBy(page, "The list of users (v2)");
  await allRead(page);
  assert.deepEqual(await ids(), users);
  assert.ok(wasAsked(/^GET \/admin\/v2\/.*\/users$/));
  await pictures(page, "directory-older");
  await readBy(page, "The first (v1)");
  await allRead(page);
  const first = await ids();
  assert.ok(first.length > 0 && first.every((id) => users.includes(id)));
  assert.ok(wasAsked(/^POST \/admin\/v1\/.*\/users\/search$/));

  await read(page, "Groups");
  const groups = await ids();
  await readBy(page, "The first (v1)");
  await allRead(page);
  assert.deepEqual(await ids(), groups);

  await t.test("what the first generation cannot be narrowed by is told", async () => {
    await choose(page, "Users");
    await page.getByText("Ask Atlassian for some of them only").click();
    await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("Guest");
    await page.getByText("Ask an older generation of the API").click();
    await page.getByRole("combobox", { name: "Generation of the API" }).selectOption("The first (v1)");
    await button(page, "Read it again").click();
    await says(page, "The first generation of the API cannot be narrowed by “Role”.");
  });

  await t.test("a generation that is over is told", async () => {
    await disturb(sandbox, "v1-over", true);
    await choose(page, "Groups");
    await page.getByText("Ask an older generation of the API").click();
    await page.getByRole("combobox", { name: "Generation of the API" }).selectOption("The first (v1)");
    await button(page, "Read it again").click();
    await says(page, "Choose the current generation of the API");
    await howFar(page).filter({ hasText: /^Stopped/ }).waitFor();
  });
});
