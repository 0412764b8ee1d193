// What Atlassian counts, beside what was read.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "../support/connected.mjs";
import { says } from "../support/hands.mjs";
import { allRead, choose, read, saved, showColumns } from "../support/listings.mjs";
import { disturb, furniture, state } from "../support/organization.mjs";
import { button, steps } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { startBetween } from "../support/stand-ins.mjs";

const counts = (page) => page.getByRole("region", { name: "What Atlassian counts" });

/** The statistics, each as `{ value: number }`, by their titles. */
async function statistics(page) {
  await counts(page).getByText(/^Atlassian's statistics/).click();
  const titles = await counts(page).getByRole("term").allInnerTexts();
  const lists = await counts(page).getByRole("definition").allInnerTexts();
  const numbers = (text) =>
    Object.fromEntries(text.split("\n").map((line) => /^(.*): ([\d,]+)$/.exec(line).slice(1)).map(([of, n]) => [of, Number(n.replaceAll(",", ""))]));
  return Object.fromEntries(titles.map((title, at) => [title, numbers(lists[at])]));
}

test("users and groups stand beside what Atlassian counts of them", async (t) => {
  const step = steps(t);
  let counted;
  const before = (sandbox) =>
    startBetween(t, sandbox.address, {
      instead: ({ url }, response) => {
        if (counted === undefined || !url.includes("/users/count")) return false;
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ count: counted }));
        return true;
      },
    });
  const { page, sandbox } = await connected(t, { before, complains: true });
  let users;

  await step("which is as many as were read", async () => {
    await read(page, "Users");
    await showColumns(page);
    users = await saved(page);
    await counts(page).getByText(`Atlassian counts ${users.length}, as many as were read.`).waitFor();
    const { "By account": byAccount, "By role": byRole } = await statistics(page);
    const tally = {};
    for (const { account_status: status } of users) tally[status] = (tally[status] ?? 0) + 1;
    assert.deepEqual(byAccount, tally);
    const has = await state(sandbox);
    assert.equal(byRole["atlassian/org-admin"], Object.values(has.accounts).filter(({ administrator }) => administrator).length);
    await pictures(page, "directory-counts");

    await read(page, "Groups");
    const { groups } = await furniture(sandbox);
    await counts(page).getByText(`Atlassian counts ${groups.length}, as many as were read.`).waitFor();
    assert.ok("synced from an identity provider" in (await statistics(page))["By kind"]);
  });

  await step("a count that differs is told", async () => {
    counted = 7;
    await choose(page, "Users");
    await button(page, "Read it again").click();
    await says(page, `Atlassian counts 7, and ${users.length} were read.`, "Read it again to be sure.");
  });

  await step("and so is one that cannot be had", async () => {
    await disturb(sandbox, "fault", { kinds: ["html"], endpoint: "get-user-stats", per_thousand: 1000 });
    await button(page, "Read it again").click();
    // What was counted before says nothing of that: this is the new reading's.
    await counts(page).getByText("Something that Atlassian counts could not be read").waitFor();
    await allRead(page);
  });
});
