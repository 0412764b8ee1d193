// Pictures of what a listing read, the filters of its rows, and what they leave; compared with what the sandbox itself knows.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { isAt } from "../support/hands.mjs";
import { clickBar, picture, read, saved, settled, showColumns } from "../support/listings.mjs";
import { accounts, state } from "../support/organization.mjs";
import { button } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";

/** How many there are of each. */
function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const domainOf = (email) => email?.split("@")[1] ?? "none";

const filters = (page) => page.getByRole("list", { name: "Filters of the rows" });

/** Waits until so many rows are left. */
const left = (page, count) =>
  page
    .getByRole("status", { name: "Rows shown" })
    .filter({ hasText: new RegExp(`^${count.toLocaleString("en")} of `) })
    .waitFor();

test("pictures say how many accounts are in which state, domain and app, and a click shows these", async (t) => {
  const { page, sandbox } = await connected(t);
  await read(page, "Managed accounts");
  const has = await state(sandbox);
  const managed = (await accounts(sandbox)).filter(({ managed }) => managed);
  const life = ({ id }) => {
    const { life } = has.accounts[id];
    // The list of managed accounts knows three states (Organizations REST API, account_status).
    return { deactivated: "inactive", for_deletion: "inactive" }[life] ?? life;
  };
  await showColumns(page);
  const rows = await saved(page);
  assert.deepEqual(await picture(page, "State"), tally(managed.map(life)));
  assert.deepEqual(await picture(page, "Domain"), tally(rows.map(({ email }) => domainOf(email || undefined))));
  const apps = tally(rows.flatMap(({ apps }) => (apps === "" ? ["none"] : apps.split("; "))));
  assert.deepEqual(await picture(page, "Apps"), apps);
  const months = await picture(page, "Last active (UTC), by month");
  const byMonth = tally(rows.map(({ last_active_utc: time }) => time.slice(0, 7) || "none"));
  for (const [month, count] of Object.entries(months)) assert.equal(count, byMonth[month], month);
  await pictures(page, "directory-pictures");

  await clickBar(page, "State", "inactive");
  const inactive = managed.filter((account) => life(account) === "inactive");
  await left(page, inactive.length);
  assert.deepEqual((await saved(page)).map(({ account_id: id }) => id).sort(), inactive.map(({ id }) => id).sort());

  await t.test("a picture shows what else there is to choose, the others what is left", async () => {
    assert.deepEqual(await picture(page, "State"), tally(managed.map(life)));
    const domains = await picture(page, "Domain");
    const sum = Object.values(domains).reduce((sum, count) => sum + count, 0);
    assert.equal(sum, inactive.length);
  });

  await t.test("several values of a column add, columns narrow each other, and each can be taken away", async () => {
    await clickBar(page, "State", "closed");
    const two = managed.filter((account) => life(account) !== "active");
    await left(page, two.length);
    const [domain] = Object.keys(await picture(page, "Domain")).filter((domain) => domain !== "none");
    await clickBar(page, "Domain", domain);
    const chips = filters(page).getByRole("listitem");
    await chips.nth(1).waitFor();
    assert.deepEqual(await chips.allInnerTexts(), ["State: inactive or closed", `Domain: ${domain}`]);
    await settled(page);
    const some = await saved(page);
    assert.ok(some.length > 0 && some.length < two.length);
    assert.ok(some.every(({ email, status }) => email.endsWith(`@${domain}`) && status !== "active"));
    await pictures(page, "directory-chips");

    await button(page, "Remove the filter State: inactive or closed").click();
    await left(page, rows.filter(({ email }) => domainOf(email || undefined) === domain).length);
    await button(page, `Remove the filter Domain: ${domain}`).click();
    await filters(page).waitFor({ state: "detached" });
    await settled(page);
    assert.equal((await saved(page)).length, managed.length);
  });

  await t.test("by the keyboard, and by any other column", async () => {
    await page.getByLabel("Also by").selectOption("Kind");
    await page.getByRole("table", { name: "Kind", exact: true }).waitFor();
    assert.deepEqual(await picture(page, "Kind"), tally(rows.map(({ account_type: kind }) => kind || "none")));
    const bar = page.getByRole("table", { name: "State", exact: true }).getByRole("button", { name: "active", exact: true });
    await bar.focus();
    await page.keyboard.press("Enter");
    await left(page, managed.filter((account) => life(account) === "active").length);
    assert.equal(await bar.getAttribute("aria-pressed"), "true");
  });
});

test("users have a picture by role, and those who were not active for some days become a change file", async (t) => {
  const { page } = await connected(t);
  await read(page, "Users");
  await showColumns(page);
  const all = await saved(page);
  const roles = tally(all.flatMap(({ platform_roles: roles }) => (roles === "" ? ["none"] : roles.split("; "))));
  assert.deepEqual(await picture(page, "Administrative roles"), roles);

  const DAY = 86_400_000;
  const today = Math.floor(Date.now() / DAY);
  // So many days that about half of those with a date were active since.
  const times = all.map(({ last_active_utc: time }) => time).filter((time) => time !== "").sort();
  const days = today - Math.floor(Date.parse(`${times[Math.floor(times.length / 2)].replace(" ", "T")}Z`) / DAY);
  const since = new Date((today - days) * DAY).toISOString().slice(0, 10);
  const quiet = all.filter(({ last_active_utc: time }) => time !== "" && time < since);
  const unknown = all.filter(({ last_active_utc: time }) => time === "");
  assert.ok(quiet.length > 0 && unknown.length > 0 && quiet.length + unknown.length < all.length);

  await page.getByLabel("Not active for").fill(String(days));
  await left(page, quiet.length);
  assert.deepEqual(await filters(page).getByRole("listitem").allInnerTexts(), [`Not active for ${days} days`]);
  await page.getByRole("checkbox", { name: "or without a date" }).check();
  await left(page, quiet.length + unknown.length);
  await page.getByRole("checkbox", { name: "or without a date" }).uncheck();
  await left(page, quiet.length);

  await page.getByText(`The ${quiet.length.toLocaleString("en")} accounts on show become a change file`).waitFor();
  await page.getByLabel("Action", { exact: true }).selectOption("Deactivate accounts");
  await button(page, "Make the change file").click();
  await isAt(page, "Review");
  const counts = page.getByRole("group", { name: "Show rows" });
  await counts.getByRole("button", { name: `${quiet.length} all`, exact: true }).waitFor();
});
