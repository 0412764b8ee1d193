// New addresses by a rule: seen on every account of a listing, saved, reviewed and carried out; compared with what the sandbox itself
// knows.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { isAt, runIs, says, startRun } from "../support/hands.mjs";
import { read, saved } from "../support/listings.mjs";
import { accounts } from "../support/organization.mjs";
import { button, counted, lookedUp, records, runToTheEnd, save, steps } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";

/** Opens the panel with the rules. */
async function openRules(page, kind) {
  await page.getByText("Give these accounts new addresses by a rule").click();
  await page.getByRole("combobox", { name: "Rule", exact: true }).selectOption(kind);
}

const made = async (page) => {
  const names = ["all", "get a new address", "in conflict", "stay as they are", "get none"];
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await counted(page, "Show accounts", name)])),
  );
};

/** Waits until so many accounts get a new address. */
const changing = (page, count) =>
  page
    .getByRole("group", { name: "Show accounts" })
    .getByRole("button", { name: `${count.toLocaleString("en")} get a new address`, exact: true })
    .waitFor();

/** The rows of the preview that are on screen. */
async function preview(page) {
  const table = page.getByRole("table", { name: "New addresses", exact: true }).and(page.locator("[aria-busy=false]"));
  await table.waitFor();
  const rows = await table.getByRole("row").all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole("cell").allInnerTexts()));
}

test("accounts get new addresses by a rule", async (t) => {
  const step = steps(t);
  const { page, sandbox } = await connected(t);
  await read(page, "Managed accounts");
  const rows = await saved(page);
  const back = () => button(page, "Directory").click();

  await step("a pattern is replaced, and one that cannot be meant is told", async () => {
    await openRules(page, "A pattern is replaced");
    await page.getByLabel("Find").fill("^([a-z]+)\\.([a-z]+)@(");
    await says(page, "The pattern cannot be read");
    await page.getByLabel("Find").fill("^([a-z]+)\\.([a-z]+)@");
    await page.getByLabel("Put").fill("$2.$1x@");
    await says(page, "The pattern has no group “1x”");
    await page.getByLabel("Put").fill("$2.$1@");
    const fit = rows.filter(({ email }) => /^([a-z]+)\.([a-z]+)@/.test(email));
    await changing(page, fit.length);
    const file = records(await save(page, "Save as a change file"));
    const turned = ({ email }) => email.replace(/^([a-z]+)\.([a-z]+)@/, "$2.$1@");
    assert.deepEqual(file.map(({ new_email: wanted }) => wanted), fit.map(turned));
  });

  await step("those that would get one address are in conflict, are told, and are held back by the review", async () => {
    await page.getByLabel("Find").fill("^.*@.*$");
    await page.getByLabel("Put").fill("everybody@example.com");
    const known = rows.filter(({ email }) => email !== "").length;
    const conflicts = page.getByRole("group", { name: "Show accounts" }).getByRole("button", { name: `${known} in conflict`, exact: true });
    await conflicts.click();
    const shown = await preview(page);
    assert.ok(shown.length > 5);
    assert.ok(shown.every(([, , wanted, becomes]) => wanted === "everybody@example.com" && becomes.endsWith("would get the same address.")));
    await pictures(page, "directory-rename-conflicts");
    await button(page, "Review these changes").click();
    await isAt(page, "Review");
    assert.equal(await counted(page, "Show rows", "errors"), known);
  });

  await step("a domain becomes another one: seen on every account, and saved", async () => {
    await back();
    const own = rows.filter(({ email }) => email.endsWith("@example.com"));
    await openRules(page, "One domain becomes another");
    await page.getByText("Fill in the rule to see what it makes.").waitFor();
    await page.getByLabel("Domain now").fill("example.com");
    await page.getByLabel("New domain").fill("new.example");
    await changing(page, own.length);
    assert.deepEqual(await made(page), {
      all: rows.length,
      "get a new address": own.length,
      "in conflict": 0,
      "stay as they are": rows.filter(({ email }) => email !== "" && !email.endsWith("@example.com")).length,
      "get none": rows.filter(({ email }) => email === "").length,
    });
    const [[name, now, wanted, becomes]] = await preview(page);
    assert.deepEqual([name, now], [rows[0].name, rows[0].email]);
    assert.equal(wanted, now.endsWith("@example.com") ? now.replace("@example.com", "@new.example") : "");
    assert.match(becomes, wanted ? /Gets a new address/ : /about other addresses/);
    await pictures(page, "directory-rename");
    const file = records(await save(page, "Save as a change file"));
    assert.deepEqual(
      file.map(({ account_id, old_email, new_email }) => [account_id, old_email, new_email]),
      own.map(({ account_id, email }) => [account_id, email, email.replace("@example.com", "@new.example")]),
    );
  });

  await step("addresses are made from names, and the accounts get them", async () => {
    await page.getByRole("searchbox", { name: "Search rows" }).fill("corp.example");
    await page.getByRole("status", { name: "Rows shown" }).filter({ hasText: / of / }).waitFor();
    const some = await saved(page);
    assert.ok(some.length > 3 && some.length < rows.length);
    await page.getByRole("combobox", { name: "Rule", exact: true }).selectOption("Addresses are made from names");
    await page.getByLabel("Address", { exact: true }).fill("{last}_{f}@example.com");
    await page.getByRole("checkbox", { name: "Spell ä as ae" }).check();
    await button(page, "Review these changes").waitFor();
    await page.getByRole("group", { name: "Show accounts" }).getByRole("button", { name: `${some.length} all`, exact: true }).waitFor();
    const file = records(await save(page, "Save as a change file"));
    assert.ok(file.length > 0);
    assert.ok(file.every(({ new_email: wanted }) => /^[a-z0-9-]+_[a-z]@example\.com$/.test(wanted)), JSON.stringify(file));

    await button(page, "Review these changes").click();
    await isAt(page, "Review");
    await page.getByText("Change e-mail addresses · ").waitFor();
    await lookedUp(page);
    await startRun(page);
    await runToTheEnd(page, "Go on", { timeout: 90_000 });
    await runIs(page, "Done");
    const now = new Map((await accounts(sandbox)).map(({ id, email }) => [id, email]));
    const changed = file.filter(({ account_id: id, new_email: wanted }) => now.get(id) === wanted);
    assert.ok(changed.length > 0);
    const untouched = file.filter(({ account_id: id, old_email: before }) => now.get(id) === before);
    assert.equal(changed.length + untouched.length, file.length);
  });
});
