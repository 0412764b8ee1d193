// Which column plays which part: chosen once, and remembered for files with the same header.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { checkOnly, giveFile, isAt, rowHolds } from "../support/hands.mjs";
import { kept } from "../support/secrets.mjs";
import { startPlainHost } from "../support/servers.mjs";

/** A file whose header says nothing to anybody but its author. */
const file = (person) => `Wer;Bisher;Künftig\n712020:${person};${person}@example.com;${person}@example.org\n`;

const column = (page, name) => page.getByRole("combobox", { name: `Column ${name}`, exact: true });

test("a mapping that was chosen is remembered for files with the same header", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  await giveFile(page, "first.csv", file("ada"));
  await isAt(page, "Columns");
  await column(page, "Wer").selectOption({ label: "Account id" });
  await column(page, "Bisher").selectOption({ label: "New address" });
  await column(page, "Künftig").selectOption({ label: "Current address" });
  await page.getByRole("button", { name: "Review the rows", exact: true }).click();
  await isAt(page, "Review");
  await rowHolds(page, 1, "ada@example.org", "ada@example.com");
  // It is kept while the user goes on; a page that is loaded again at once may not know it yet.
  while (!/account-id\W+new-address\W+current-address/.test(JSON.stringify((await kept(page)).databases["rollcall/mappings"])));

  await t.test("the next file goes straight to the review, also after the page was loaded again", async () => {
    await page.reload();
    await checkOnly(page);
    await giveFile(page, "second.csv", file("grace"));
    await isAt(page, "Review");
    await rowHolds(page, 1, "grace@example.org", "grace@example.com");
  });

  await t.test("and the page says why, where it can be changed", async () => {
    await page.getByRole("button", { name: "Change the columns", exact: true }).click();
    await isAt(page, "Columns");
    await page.getByText("As you chose for the last file with this header.").waitFor();
    assert.equal(await column(page, "Bisher").evaluate((select) => select.selectedOptions[0].label), "New address");
  });

  await t.test("a file with another header is asked about anew", async () => {
    await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "File", exact: true }).click();
    await giveFile(page, "third.csv", file("linus").replace("Wer", "Wen"));
    await isAt(page, "Columns");
  });
});
