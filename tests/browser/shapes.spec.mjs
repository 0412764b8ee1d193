// The files of known shape, as the page takes them: each one without a hand on the mapping.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { openPage } from "../support/browser.mjs";
import { arrive, button, cellText, counting, pick } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

const fixture = (name) => fileURLToPath(new URL(`../../crates/core/tests/files/${name}`, import.meta.url));

/** The people of all these files. */
const PEOPLE = [
  ["557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0", "ada"],
  ["637194fa77acd224b33bfae3", "grace"],
  ["712020:0c1d8f1e-9a55-4c0a-8a53-6cf0a7a2f6b1", "alan"],
];

async function atTheFile(t) {
  const page = await openPage(t, await startPlainHost(t));
  await button(page, "Check a file without connecting").click();
  await arrive(page, "Which change file?");
  return page;
}

for (const [name, what] of [
  ["change-bash.csv", "the bash script's file, with a trailing comma in each line"],
  ["change-bash-rows-only.csv", "the bash script's file, with a trailing comma in its rows alone"],
  ["change-python.csv", "the python script's file, with a byte order mark and CRLF"],
]) {
  test(`${what}, goes straight to the review`, async (t) => {
    const page = await atTheFile(t);
    await pick(page, "Choose a file", fixture(name));
    await arrive(page, "Review");
    await counting(page, PEOPLE.length, "ready");
    for (const [at, [id, user]] of PEOPLE.entries()) {
      assert.equal(await cellText(page, at + 1, "Who"), id);
      assert.equal(await cellText(page, at + 1, "Address in the file"), `${user}@old.example`);
      assert.equal(await cellText(page, at + 1, "New address"), `${user}@new.example`);
    }
  });
}

for (const [name, known] of [
  ["export-users.csv", "3 accounts and 0 claimed domains"],
  ["export-managed-accounts.csv", "3 accounts and 0 claimed domains"],
  ["export-domain-accounts.csv", "3 accounts and 0 claimed domains"],
  ["script-allmanagedusers.csv", "3 accounts and 0 claimed domains"],
  ["script-orgusers.csv", "3 accounts and 0 claimed domains"],
  ["script-domains.csv", "0 accounts and 2 claimed domains"],
]) {
  test(`${name} tells what it knows`, async (t) => {
    const page = await atTheFile(t);
    const roster = page.getByRole("region", { name: "What is known about accounts" });
    await pick(page, "Choose an export file", fixture(name));
    await roster.getByText(known).waitFor();
    await roster.getByRole("list", { name: "Sources" }).getByText(name).waitFor();

    await pick(page, "Choose a file", fixture("change-python.csv"));
    await arrive(page, "Review");
    if (name === "script-domains.csv") {
      const notChecked = await page.getByRole("region", { name: "Not checked" }).innerText();
      assert.doesNotMatch(notChecked, /whether the domain of the new address is verified/);
    } else {
      assert.equal(await cellText(page, 1, "Address now"), "ada@old.example");
    }
  });
}

for (const name of ["bulk-suspend.csv", "bulk-suspend-headerless.csv"]) {
  test(`${name} is recognized, and asks for no new address`, async (t) => {
    const page = await atTheFile(t);
    await pick(page, "Choose a file", fixture(name));
    await page.getByText("This file asks for no new address: it is the bulk-suspend script's file.").waitFor();
    await page.getByText('To change their addresses, add a column named "new_email".').waitFor();
    assert.equal(await button(page, "Review the rows").count(), 0);
  });
}

test("an export loaded as the change file is told from one", async (t) => {
  const page = await atTheFile(t);
  await pick(page, "Choose a file", fixture("export-managed-accounts.csv"));
  await page.getByText("This file asks for no new address: it is Atlassian's export of managed accounts.").waitFor();
  assert.equal(await button(page, "Review the rows").count(), 0);
});
