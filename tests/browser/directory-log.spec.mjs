// The page Directory: the audit log, the stream of events, policies, compared with what the sandbox itself tells.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { says } from "../support/hands.mjs";
import { allRead, choose, howFar, read, saved, showColumns } from "../support/listings.mjs";
import { accounts, furniture } from "../support/organization.mjs";
import { button } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";

const sorted = (values) => [...values].sort();
const ids = (rows) => sorted(rows.map(({ event_id: id }) => id));

/** All events so far, as the organization's own API gives them. */
async function events({ address, organization, key }) {
  const all = [];
  let next = `${address}/admin/v1/orgs/${organization}/events-stream`;
  for (;;) {
    const response = await fetch(next, { headers: { authorization: `Bearer ${key}` } });
    const { data, links } = await response.json();
    if (data.length === 0) return all;
    all.push(...data);
    next = address + new URL(links.next).pathname + new URL(links.next).search;
  }
}

/** Suspends somebody in a directory, as another administrator would: their account id. */
async function suspend(sandbox, at = 0) {
  const { address, organization, key } = sandbox;
  const [{ id: directory }] = (await furniture(sandbox)).directories;
  let left = at;
  for (const { id, managed } of await accounts(sandbox)) {
    if (!managed) continue;
    const path = `/admin/v2/orgs/${organization}/directories/${directory}/users/${encodeURIComponent(id)}/suspend`;
    const response = await fetch(address + path, { method: "POST", headers: { authorization: `Bearer ${key}` } });
    if (response.status === 204 && left-- === 0) return id;
  }
  throw new Error("Nobody can be suspended.");
}

test("the audit log is read, narrowed by its filters, and saved", async (t) => {
  const { page, sandbox } = await connected(t);
  const suspended = await suspend(sandbox);
  await read(page, "Audit log");
  await showColumns(page);
  const rows = await saved(page);
  assert.deepEqual(ids(rows), sorted((await events(sandbox)).map(({ id }) => id)));
  // The newest comes first, with its kind in words.
  assert.equal(rows[0].what, "Suspended user");
  assert.equal(rows[0].subjects, `users ${suspended}`);
  await pictures(page, "directory-audit-log");

  await t.test("what cannot be a time is told", async () => {
    await page.getByText("Ask Atlassian for some of them only").click();
    await page.getByRole("textbox", { name: "From", exact: true }).fill("yesterday");
    await button(page, "Read it again").click();
    await says(page, "“yesterday” cannot stand in the filter “From”.");
    await page.getByRole("textbox", { name: "From", exact: true }).fill("2020-01-01");
  });

  await t.test("by kind, city and actor", async () => {
    await page.getByRole("textbox", { name: "What happened" }).fill("user_login");
    await page.getByRole("textbox", { name: "From which cities" }).fill("Berlin, Germany");
    await button(page, "Read it again").click();
    await page.getByText("The filters were changed since").waitFor({ state: "detached" });
    await allRead(page);
    const some = await saved(page);
    assert.ok(some.length > 1 && some.length < rows.length);
    assert.ok(some.every(({ action, city }) => action === "user_login" && city === "Berlin"));
    await page.getByRole("textbox", { name: "Who did it" }).fill(some[0].actor_id);
    await button(page, "Read it again").click();
    await page.getByText("The filters were changed since").waitFor({ state: "detached" });
    await allRead(page);
    assert.deepEqual(
      (await saved(page)).map(({ event_id: id }) => id),
      [some[0].event_id],
    );
  });
});

test("events come as they happen, until somebody stops it", async (t) => {
  const { page, sandbox } = await connected(t, { people: 60 });
  await choose(page, "Events as they arrive");
  await button(page, "Read it").click();
  const upToNow = (rows) => howFar(page).filter({ hasText: `All read up to now: ${rows} rows.` });
  await upToNow(40).waitFor();
  const suspended = await suspend(sandbox);
  await upToNow(41).waitFor();
  await showColumns(page);
  const rows = await saved(page);
  assert.deepEqual(
    rows.map(({ event_id: id }) => id),
    (await events(sandbox)).map(({ id }) => id),
  );
  assert.equal(rows.at(-1).subjects, `users ${suspended}`);

  await button(page, "Stop").click();
  await howFar(page).filter({ hasText: "Stopped: 41 rows read." }).waitFor();
  await suspend(sandbox, 1);
  await button(page, "Go on").click();
  await upToNow(42).waitFor();
  await pictures(page, "directory-events");
});

test("policies and kinds of events are those of the organization", async (t) => {
  const { page, sandbox } = await connected(t, { people: 60 });
  await read(page, "Policies");
  const policies = (await saved(page)).map(({ policy_id: id, name, kind }) => `${id} ${name} ${kind}`);
  const has = (await furniture(sandbox)).policies;
  assert.deepEqual(sorted(policies), sorted(has.map(({ id, name, type }) => `${id} ${name} ${type}`)));

  await page.getByText("Ask Atlassian for some of them only").click();
  await page.getByRole("combobox", { name: "About" }).selectOption("Where data is kept");
  await button(page, "Read it again").click();
  await page.getByText("The filters were changed since").waitFor({ state: "detached" });
  await allRead(page);
  assert.deepEqual((await saved(page)).map(({ kind }) => kind), ["data-residency"]);

  await read(page, "Kinds of events");
  const kinds = await saved(page);
  const { address, organization, key } = sandbox;
  const response = await fetch(`${address}/admin/v1/orgs/${organization}/event-actions`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { data } = await response.json();
  const own = data.map(({ id, attributes }) => `${id} ${attributes.displayName}`);
  assert.deepEqual(sorted(kinds.map(({ action, name }) => `${action} ${name}`)), sorted(own));
});
