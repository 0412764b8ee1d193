// Lists that break off or wait, and organizations of which little can be proved.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { goTo, isAt, says } from "../support/hands.mjs";
import { allRead, choose, howFar } from "../support/listings.mjs";
import { button, records, save } from "../support/path.mjs";
import { startBetween } from "../support/stand-ins.mjs";

const isList = ({ method, url }) => method === "GET" && /^\/admin\/v1\/orgs\/[^/]+\/users(\?|$)/.test(url);

/** Answers some requests itself: `instead` gives the status, what stands in the head, and the body, or nothing. */
const answering = (t, instead) => (sandbox) =>
  startBetween(t, sandbox.address, {
    instead(request, response) {
      const answer = instead(request, sandbox);
      if (!answer) return false;
      const { status = 200, headers = {}, body = {} } = answer;
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      return true;
    },
  });

const account = (n) => ({
  account_id: `712020:00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  account_type: "atlassian",
  account_status: "active",
  name: `Person ${n}`,
  email: `person${n}@example.com`,
});

/** Fifty of 1,240, with a cursor where no document puts one. */
const BROKEN_OFF = {
  data: Array.from({ length: 50 }, (_, n) => account(n + 1)),
  meta: { total: 1240 },
  cursor: "eyJvZmZzZXQiOjUwfQ==",
};

test("a list that breaks off says how much was read, and so does each file that is made of it", async (t) => {
  let breaks = false;
  const before = answering(t, (request) => breaks && isList(request) && { body: BROKEN_OFF });
  const { page } = await connected(t, { before });
  breaks = true;
  await choose(page, "Managed accounts");
  await button(page, "Read it").click();
  await howFar(page).filter({ hasText: "50 of 1,240 rows read." }).waitFor();
  await says(page, "Atlassian's list broke off: 50 of 1,240 were read");
  const note = page.getByRole("note", { name: "Not the whole list" });
  await note.filter({ hasText: "This is not the whole list: 50 of 1,240 rows were read." }).waitFor();
  await note.filter({ hasText: "says so in its name" }).waitFor();

  const file = await save(page, "Save as CSV");
  assert.equal(file.name, "managed-accounts-part-50-of-1240.csv");
  assert.equal(records(file).length, 50);
  await page.getByText("Files for an authentication policy").click();
  await button(page, "Save policy-members-1-of-1-part-50-of-1240.csv").waitFor();
  await button(page, "Make the change file").click();
  await isAt(page, "Columns");
  await goTo(page, "File");
  await page.getByRole("heading", { name: "managed-accounts-part-50-of-1240.csv" }).waitFor();

  await t.test("and the whole one says nothing of the kind", async () => {
    breaks = false;
    await choose(page, "Managed accounts");
    await button(page, "Read it again").click();
    await allRead(page);
    assert.equal(await note.count(), 0);
    assert.equal((await save(page, "Save as CSV")).name, "managed-accounts.csv");
  });
});

test("a list that waits says why, and goes on by itself", async (t) => {
  let refusals = 0;
  const tooMany = { status: 429, headers: { "retry-after": "6" }, body: { code: 429, message: "Too many requests" } };
  const before = answering(t, (request) => isList(request) && refusals-- > 0 && tooMany);
  const { page } = await connected(t, { before, complains: true });
  refusals = 1;
  await choose(page, "Managed accounts");
  await button(page, "Read it").click();
  await howFar(page)
    .filter({ hasText: "Atlassian asked for a pause, because there were too many calls. It goes on by itself in 6 seconds." })
    .waitFor();
  await allRead(page);
});

test("connecting does not hang on one account", async (t) => {
  const asked = [];
  const before = answering(t, ({ method, url }) => {
    if (method !== "GET" || !/^\/users\/[^/]+\/manage\?/.test(url)) return undefined;
    asked.push(url);
    return asked.length === 1 && { status: 404, body: { key: "notFound", context: {} } };
  });
  const { page } = await connected(t, { before, complains: true });
  assert.equal(asked.length, 2);
  assert.notEqual(asked[0], asked[1]);
  assert.equal(await page.getByRole("note", { name: "What this connection cannot do" }).count(), 0);
});

test("an organization without managed accounts connects, and offers what can be done there", async (t) => {
  const nobody = { data: [], links: { next: null }, meta: { total: 0 } };
  const { page } = await connected(t, { before: answering(t, (request) => isList(request) && { body: nobody }) });
  const note = page.getByRole("note", { name: "What this connection cannot do" });
  await note.filter({ hasText: "This organization has no managed accounts." }).waitFor();
  await note.filter({ hasText: /What can be done here: .*Suspend.*Invite/ }).waitFor();
  const choice = page.getByLabel("What is to be done");
  const titles = await choice.getByRole("option").allInnerTexts();
  const firstImpossible = titles.findIndex((title) => title.includes("needs managed accounts"));
  assert.ok(firstImpossible > 0, titles.join(", "));
  assert.ok(titles.slice(firstImpossible).every((title) => title.endsWith("(needs managed accounts)")));
  assert.ok(titles.includes("Change e-mail addresses (needs managed accounts)"));
  await goTo(page, "Organization");
  await page.getByText("This organization has no managed accounts.").waitFor();
});
