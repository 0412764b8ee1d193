// The page Directory: files for the portal's bulk entry of authentication policies.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { clickBar, read, saved, settled, showColumns } from "../support/listings.mjs";
import { save } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { startBetween } from "../support/stand-ins.mjs";

const sorted = (values) => [...values].sort();
const holds = (page) => page.getByRole("status", { name: "What the files hold" });

/** Saves all files: the addresses in each. */
async function files(page, count) {
  const all = [];
  for (let at = 1; at <= count; at += 1) {
    const name = `policy-members-${at}-of-${count}.csv`;
    const file = await save(page, `Save ${name}`);
    assert.equal(file.name, name);
    // One address a line, with a comma after each but the last, and nothing else.
    assert.match(file.text, /^([^\s,"]+@[^\s,"]+,\n)*[^\s,"]+@[^\s,"]+$/);
    all.push(file.text.split(",\n"));
  }
  return all;
}

test("the accounts on show become files that an authentication policy takes", async (t) => {
  const { page } = await connected(t);
  await read(page, "Users");
  await showColumns(page);
  await page.getByRole("heading", { name: "Files for an authentication policy" }).click();
  const rows = await saved(page);
  const [managed, unmanaged] = ["managed", "unmanaged"].map((claim) => rows.filter((row) => row.claim === claim));
  assert.ok(managed.length > 100 && unmanaged.length > 0);
  const wanted = managed.map(({ email }) => email).filter(Boolean);
  await holds(page).filter({ hasText: `${wanted.length} addresses in 1 file.` }).waitFor();
  await page.getByText(`${unmanaged.length} accounts are left out, because your organization does not manage them.`).waitFor();
  await pictures(page, "directory-policy-files");
  assert.deepEqual(sorted((await files(page, 1)).flat()), sorted(wanted));

  await t.test("those that the pictures leave, alone", async () => {
    await clickBar(page, "State", "deactivated");
    await settled(page);
    const some = managed.filter(({ status, email }) => status === "deactivated" && email);
    await holds(page).filter({ hasText: `${some.length} addresses in 1 file.` }).waitFor();
    assert.deepEqual(sorted((await files(page, 1)).flat()), sorted(some.map(({ email }) => email)));
  });
});

test("more than ten thousand become several files", async (t) => {
  // An organization of so many is not needed for it: once the page is connected, its list is answered at once.
  let wanted = [];
  const instead = ({ url }, response) => {
    if (wanted.length === 0 || !/\/users(\?|$)/.test(url)) return false;
    const data = wanted.map((email, at) => ({ account_id: `712020:${at}`, name: `Person ${at}`, email }));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data, links: {} }));
    return true;
  };
  const { page } = await connected(t, { before: (sandbox) => startBetween(t, sandbox.address, { instead }) });
  wanted = Array.from({ length: 10_050 }, (_, at) => `person${at}@example.com`);
  await read(page, "Managed accounts");
  await page.getByRole("heading", { name: "Files for an authentication policy" }).click();
  await holds(page).filter({ hasText: "10,050 addresses in 2 files, because the portal takes 10,000 in one." }).waitFor();
  const [first, second] = await files(page, 2);
  assert.equal(first.length, 10_000);
  assert.deepEqual(sorted([...first, ...second]), sorted(wanted));
});
