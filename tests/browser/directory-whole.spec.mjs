// The page Directory: everything about one row, asked for by itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { read } from "../support/listings.mjs";
import { disturb } from "../support/organization.mjs";
import { button } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";

const dialog = (page, noun) => page.getByRole("dialog", { name: `Everything about this ${noun}` });
const choosers = (page) => page.getByRole("table").getByRole("cell").getByRole("button");

/** What the dialog says: `{ title: text }`. */
async function said(page, noun) {
  const terms = dialog(page, noun).getByRole("term");
  await terms.first().waitFor();
  const texts = await dialog(page, noun).getByRole("definition").allInnerTexts();
  return Object.fromEntries((await terms.allInnerTexts()).map((title, at) => [title, texts[at]]));
}

test("a row says everything about what stands in it", async (t) => {
  const { page } = await connected(t);
  for (const [listing, noun, id] of [
    ["Users", "user", "Account id"],
    ["Groups", "group", "Group id"],
    ["Domains", "domain", "Domain id"],
    ["Policies", "policy", "Policy id"],
    ["Audit log", "event", "Event id"],
  ]) {
    await t.test(`a row of “${listing}” about the ${noun}`, async () => {
      await read(page, listing);
      const row = choosers(page).first();
      const name = await row.innerText();
      await row.click();
      const all = await said(page, noun);
      assert.ok(Object.values(all).includes(name), `${name} is not among ${JSON.stringify(all)}`);
      assert.ok(all[id]);
      if (listing === "Users") await pictures(page, "directory-whole", { fullPage: false });
      await button(page, "Close").click();
      await dialog(page, noun).waitFor({ state: "detached" });
    });
  }
});

test("by the keyboard alone, and what cannot be had is told", async (t) => {
  const { page, sandbox } = await connected(t, { complains: true });
  await read(page, "Users");
  const row = choosers(page).nth(2);
  await row.focus();
  await page.keyboard.press("Enter");
  await said(page, "user");
  // What lies behind it is out of reach.
  await page.keyboard.press("Tab");
  const isReached = (element) => document.activeElement !== document.body && !element.contains(document.activeElement);
  assert.equal(await dialog(page, "user").evaluate(isReached), false);
  await page.keyboard.press("Escape");
  await dialog(page, "user").waitFor({ state: "detached" });
  assert.ok(await row.evaluate((element) => element === document.activeElement), "the focus is back where it was");

  await disturb(sandbox, "fault", { kinds: ["html"], endpoint: "get-user", per_thousand: 1000 });
  await page.keyboard.press("Enter");
  const alert = dialog(page, "user").getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /What was read before is still in the listing/);
  await disturb(sandbox, "fault", {});
  await page.keyboard.press("Escape");
  await dialog(page, "user").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await said(page, "user");
});
