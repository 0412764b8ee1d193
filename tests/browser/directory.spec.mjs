// The page Directory: listings read over HTTP, compared with what the sandbox itself knows.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { connected } from "../support/connected.mjs";
import { checkOnly, says } from "../support/hands.mjs";
import { allRead, choose, howFar, onScreen, read, saved, showColumns } from "../support/listings.mjs";
import { accounts, disturb, furniture } from "../support/organization.mjs";
import { button, steps } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { startPlainHost } from "../support/servers.mjs";
import { latch, startBetween } from "../support/stand-ins.mjs";

const sorted = (values) => [...values].sort();
const sortedBy = (name, rows) => [...rows].sort((a, b) => (a[name] < b[name] ? -1 : 1));

/** The domains, as the organization's own API gives them. */
async function domains({ address, organization, key }) {
  const all = [];
  let next = `${address}/admin/v1/orgs/${organization}/domains`;
  while (next) {
    const response = await fetch(next, { headers: { authorization: `Bearer ${key}` } });
    const { data, links } = await response.json();
    all.push(...data.map(({ id, attributes }) => ({ domain: attributes.name, claim: attributes.claim.status, domain_id: id })));
    next = links.next && address + new URL(links.next).pathname + new URL(links.next).search;
  }
  return all;
}

test("listings are what the organization has", async (t) => {
  const step = steps(t);
  const { page, sandbox } = await connected(t);
  const has = await furniture(sandbox);
  const pairs = (all, id) => sorted(all.map((one) => `${one[id]} ${one.name}`));

  await step("the job of the managed accounts script: all of them in a file", async () => {
    await read(page, "Managed accounts");
    await showColumns(page);
    const rows = await saved(page);
    const managed = (await accounts(sandbox)).filter(({ managed }) => managed);
    assert.ok(managed.length > 100);
    assert.deepEqual(sorted(rows.map(({ account_id: id }) => id)), sorted(managed.map(({ id }) => id)));
    const byId = new Map(rows.map((row) => [row.account_id, row]));
    for (const { id, name, email } of managed) {
      const row = byId.get(id);
      // The list keeps back what a person has restricted.
      assert.ok(row.email === email || row.email === "", `${row.email} is not ${email}`);
      assert.ok(row.name !== "");
      if (row.email !== "") assert.equal(row.name, name);
      assert.match(row.status, /^(active|inactive|closed)$/);
    }
    assert.deepEqual(Object.keys(rows[0]).slice(0, 8), [
      "name",
      "email",
      "status",
      "last_active_utc",
      "apps",
      "billable",
      "account_type",
      "account_id",
    ]);
    await pictures(page, "directory");
  });

  await step("what was read can be searched, sorted and narrowed, and is saved as it is shown", async () => {
    const all = await saved(page);
    const table = page.getByRole("table", { name: "Managed accounts" });
    assert.equal(await table.getAttribute("aria-rowcount"), String(all.length + 1));

    await table.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
    await table.getByRole("columnheader", { name: "Name" }).and(page.locator("[aria-sort=ascending]")).waitFor();
    const names = (await saved(page)).map(({ name }) => name);
    assert.deepEqual(names, [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0)));
    assert.deepEqual((await onScreen(page)).slice(0, 3).map(([name]) => name), names.slice(0, 3));

    await page.getByRole("searchbox", { name: "Search rows" }).fill("EXAMPLE.ORG");
    await page.getByRole("status", { name: "Rows shown" }).filter({ hasText: / of / }).waitFor();
    await page.getByText(/^Columns: /).click();
    await page.getByRole("checkbox", { name: "Apps" }).uncheck();
    const rows = await saved(page);
    assert.ok(rows.length > 0 && rows.length < all.length);
    assert.ok(rows.every((row) => Object.values(row).some((cell) => cell?.toLowerCase().includes("example.org"))));
    assert.equal("apps" in rows[0], false);
    assert.equal(await table.getByRole("columnheader", { name: "Apps" }).count(), 0);
  });

  await step("by the keyboard alone", async () => {
    const table = page.getByRole("table", { name: "Managed accounts" });
    await table.getByRole("rowgroup", { name: "Rows" }).focus();
    await page.keyboard.press("End");
    const [last] = (await saved(page)).slice(-1);
    await table.getByRole("cell", { name: last.account_id, exact: true }).waitFor();
  });

  await step("the job of the domains script: each domain and its claim in a file", async () => {
    await read(page, "Domains");
    await showColumns(page);
    assert.deepEqual(sortedBy("domain", await saved(page)), sortedBy("domain", await domains(sandbox)));
  });

  await step("directories, groups and workspaces are those of the organization", async () => {
    await read(page, "Directories");
    const directories = (await saved(page)).map(({ directory_id: id, name }) => ({ id, name }));
    assert.deepEqual(sortedBy("id", directories), sortedBy("id", has.directories));

    await read(page, "Groups");
    const groups = await saved(page);
    assert.deepEqual(pairs(groups, "group_id"), pairs(has.groups, "id"));

    await read(page, "Workspaces");
    assert.deepEqual(pairs(await saved(page), "workspace_id"), pairs(has.workspaces, "id"));

    // What was read is still there.
    await choose(page, "Groups");
    await allRead(page);
    assert.equal((await saved(page)).length, groups.length);
  });
});

test("users are found by the filters of the search", async (t) => {
  const { page, sandbox } = await connected(t);
  await choose(page, "Users");
  await page.getByText("Ask Atlassian for some of them only").click();
  await page.getByRole("combobox", { name: "Managed" }).selectOption("Not by your organization");
  await button(page, "Read it").click();
  await allRead(page);
  const all = await accounts(sandbox);
  const ids = async () => sorted((await saved(page)).map(({ account_id: id }) => id));
  const unmanaged = all.filter(({ managed }) => !managed);
  assert.ok(unmanaged.length > 0);
  assert.deepEqual(await ids(), sorted(unmanaged.map(({ id }) => id)));

  await t.test("a filter that was changed counts when it is read again", async () => {
    await page.getByRole("combobox", { name: "Managed" }).selectOption("All");
    await page.getByText("The filters were changed since").waitFor();
    await button(page, "Read it again").click();
    await page.getByText("The filters were changed since").waitFor({ state: "detached" });
    await allRead(page);
    const found = await ids();
    assert.equal(new Set(found).size, found.length);
    const known = new Set(all.map(({ id }) => id));
    assert.ok(found.every((id) => known.has(id)));
    assert.ok(found.length > all.length / 2);
  });

  await t.test("what cannot stand in a filter is told, and nothing is asked", async () => {
    await page.getByRole("textbox", { name: "Domains" }).fill("ada@example.com");
    await button(page, "Read it again").click();
    await says(page, "“ada@example.com” cannot stand in the filter “Domains”.");
    assert.equal(await page.getByRole("alert").count(), 1, "it is told once");
    await pictures(page, "directory-filters");
    await page.getByRole("textbox", { name: "Domains" }).fill("example.com");
    await button(page, "Read it again").click();
    await page.getByText("The filters were changed since").waitFor({ state: "detached" });
    await allRead(page);
    const rows = await saved(page);
    assert.ok(rows.length > 0);
    assert.ok(rows.every(({ email }) => email.endsWith("@example.com")));
  });
});

test("2,000 accounts are listed, stopped in the middle and gone on with: complete, and none twice", async (t) => {
  let asked = 0;
  const [gate, held] = [latch(), latch()];
  const before = (sandbox) =>
    startBetween(t, sandbox.address, {
      before: ({ url }) => {
        if (!/\/users(\?|$)/.test(url)) return undefined;
        asked += 1;
        if (asked !== 16) return undefined;
        held.open();
        return gate.opened;
      },
    });
  const { page, sandbox } = await connected(t, { people: 2_000, before });
  await choose(page, "Managed accounts");
  await button(page, "Read it").click();
  await held.opened;
  await button(page, "Stop").click();
  await howFar(page).filter({ hasText: /^Stopped: [\d,]+ of [\d,]+ rows read\.$/ }).waitFor();
  await pictures(page, "directory-stopped");
  const stopped = await howFar(page).innerText();
  gate.open();
  const partly = await saved(page);
  assert.ok(partly.length > 500);
  // The call that was under way is answered by now, and counts for nothing.
  assert.equal(await howFar(page).innerText(), stopped);
  const askedThen = asked;

  await button(page, "Go on").click();
  await allRead(page);
  const managed = (await accounts(sandbox)).filter(({ managed }) => managed);
  const ids = (await saved(page)).map(({ account_id: id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(sorted(ids), sorted(managed.map(({ id }) => id)));
  // Not from the start: the pages that were left, and the one that was dropped.
  assert.equal(asked - askedThen, Math.ceil((managed.length - partly.length) / 50));

  await t.test("any row is in reach", async () => {
    const scroller = page.getByRole("table").getByRole("rowgroup", { name: "Rows" });
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    const middle = await onScreen(page);
    assert.ok(middle.length > 5);
    assert.ok(middle.every((cells) => ids.includes(cells.at(-1))));
  });
});

test("a server that falters is asked again, and one that answers nonsense is told", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  await disturb(sandbox, "fault", { kinds: ["server-error"], endpoint: "get-managed-accounts", times: 2 });
  await read(page, "Managed accounts");
  const all = (await saved(page)).length;

  await disturb(sandbox, "fault", { kinds: ["html"], endpoint: "get-managed-accounts", per_thousand: 1000 });
  await button(page, "Read it again").click();
  await says(page, "“Go on” asks for the next page again");
  await disturb(sandbox, "fault", {});
  await button(page, "Go on").click();
  await allRead(page);
  assert.equal((await saved(page)).length, all);

  await disturb(sandbox, "fault", { kinds: ["repeating-cursor"] });
  await button(page, "Read it again").click();
  await says(page, "leads back to a page that was read before");
  await howFar(page).filter({ hasText: "The rest could not be read." }).waitFor();
});

test("without an organization there is nothing to list", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  assert.equal(await button(page, "Directory").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Runs" }).count(), 1);
});
