// Files of known shape, as the page takes them: each one without a hand on the mapping. What each shape is read as, core's tests say
// of every file (`file_fixtures` and `roster_export`).
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { openPage } from "../support/browser.mjs";
import { goTo } from "../support/hands.mjs";
import { arrive, button, cellText, counting, pick, steps } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

const fixture = (name) => fileURLToPath(new URL(`../../crates/core/tests/files/${name}`, import.meta.url));

/** The people of all these files. */
const PEOPLE = [
  ["557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0", "ada"],
  ["637194fa77acd224b33bfae3", "grace"],
  ["712020:0c1d8f1e-9a55-4c0a-8a53-6cf0a7a2f6b1", "alan"],
];

test("files of known shape are taken as they are", async (t) => {
  const step = steps(t);
  const page = await openPage(t, await startPlainHost(t));
  await button(page, "Check a file without connecting").click();
  await arrive(page, "Which change file?");

  await step("the bulk-suspend script's file is recognized, and asks for no new address", async () => {
    await pick(page, "Choose a file", fixture("bulk-suspend.csv"));
    await page.getByText("This file asks for no new address: it is the bulk-suspend script's file.").waitFor();
    await page.getByText('To change their addresses, add a column named "new_email".').waitFor();
    assert.equal(await button(page, "Review the rows").count(), 0);
  });

  await step("an export of accounts, and a script's list of domains, tell what they know", async () => {
    const roster = page.getByRole("region", { name: "What is known about accounts" });
    for (const [name, known] of [
      ["export-managed-accounts.csv", "3 accounts and 0 claimed domains"],
      ["script-domains.csv", "3 accounts and 2 claimed domains"],
    ]) {
      await pick(page, "Choose an export file", fixture(name));
      await roster.getByText(known).waitFor();
      await roster.getByRole("list", { name: "Sources" }).getByText(name).waitFor();
    }
  });

  await step("the bash script's file, with a trailing comma in each line, goes straight to the review", async () => {
    await pick(page, "Choose another file", fixture("change-bash.csv"));
    await arrive(page, "Review");
    await counting(page, PEOPLE.length, "all");
    for (const [at, [id, user]] of PEOPLE.entries()) {
      assert.match(await cellText(page, at + 1, "Who"), new RegExp(id));
      assert.equal(await cellText(page, at + 1, "Address in the file"), `${user}@old.example`);
      assert.equal(await cellText(page, at + 1, "New address"), `${user}@new.example`);
      assert.equal(await cellText(page, at + 1, "Address now"), `${user}@old.example`);
    }
    await goTo(page, "File");
  });
});
