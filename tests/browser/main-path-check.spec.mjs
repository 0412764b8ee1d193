// The main path of a file that is checked without connecting: no call leaves the page, and nothing can run.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { arrive, button, cellText, counting, drop, pick, records, save, steps } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

const ADA = "712020:4f9acfd2-6155-419b-8de5-5b5cf27a59a0";
const GRACE = "557057:9ffc34d3-8e46-427c-8832-0f154c0d6953";
const ALAN = "637194fa77acd224b33bfae3";
const EMMY = "712020:0c1d8f1e-9a55-4c0a-8a53-6cf0a7a2f6b1";

const CHANGES = [
  "account_id,old_email,new_email",
  `${ADA},ada@example.com,ada@example.org`,
  `${GRACE},grace@example.com,mailto:grace@example.org`,
  `${ALAN},alan@example.com,alan@exmaple.org`,
  `${EMMY},emmy@example.com,ada@example.com`,
  "joan/4711,joan@example.com,joan@example.org",
];

// As Atlassian exports managed accounts. The file is right about everybody but Alan, and somebody holds Ada's new address.
const EXPORT = [
  "Name,Email,Atlassian ID,Status,Last active date [UTC],Jira",
  `Ada Lovelace,ada@example.com,${ADA},Active,2026-03-05,acme`,
  `Grace Hopper,grace@example.com,${GRACE},Active,2026-03-05,acme`,
  `Alan Turing,turing@example.com,${ALAN},Active,2026-03-05,acme`,
  `Emmy Noether,emmy@example.com,${EMMY},Active,2026-03-05,acme`,
  "Ada Byron,ada@example.org,712020:8d8fe2b4-3f50-4ad4-9ae5-6d9c4a3d5d0e,Active,2026-03-05,acme",
];

const text = (lines) => lines.map((line) => `${line}\r\n`).join("");

test("a file is checked without connecting", async (t) => {
  const step = steps(t);
  const address = await startPlainHost(t);
  const page = await openPage(t, address);
  await button(page, "Check a file without connecting").click();
  await arrive(page, "Which change file?");
  const calls = [];
  page.on("request", (request) => {
    // The page's own fonts come when a letter first needs them.
    if (!request.url().startsWith(`${address}assets/`)) calls.push(request.url());
  });
  const notChecked = page.getByRole("region", { name: "Not checked" });

  await step("what the file alone shows is found", async () => {
    await drop(page, page.locator("body"), { name: "people.csv", text: text(CHANGES) });
    await arrive(page, "Review");
    await counting(page, 2, "errors");
    assert.match(await cellText(page, 2, "Findings"), /“mailto:grace@example\.org” is not an e-mail address/);
    assert.match(await cellText(page, 5, "Findings"), /“joan\/4711” is not an account id/);
    assert.match(await notChecked.innerText(), /whether the domain of the new address is claimed/);
    assert.match(await notChecked.innerText(), /whether the accounts belong to the organization/);
  });

  await step("typed domains tell a slip", async () => {
    await page.getByRole("textbox", { name: "Claimed domains, typed" }).fill("example.com example.org");
    await button(page, "Use these domains").click();
    await counting(page, 1, "warnings");
    assert.match(await cellText(page, 3, "Findings"), /exmaple\.org looks like a slip of example\.org/);
  });

  await step("an export of Atlassian tells about the accounts", async () => {
    const place = page.getByText("Drop an export of Atlassian here");
    await drop(page, place, { name: "managed-accounts.csv", text: text(EXPORT) });
    await page.getByText("5 accounts and 2 claimed domains").waitFor();
    assert.equal(await cellText(page, 3, "Address now"), "turing@example.com");
    assert.match(await cellText(page, 3, "Findings"), /turing@example\.com now; the file says alan@example\.com/);
    assert.match(await cellText(page, 1, "Findings"), /ada@example\.org belongs to Ada Byron/);
    assert.doesNotMatch(await notChecked.innerText(), /whether the organization manages the accounts/);
  });

  await step("the findings are saved", async () => {
    const saved = await save(page, "Save findings");
    assert.equal(saved.name, "people-findings.csv");
    const found = records(saved).filter(({ line }) => line !== "");
    const codes = (number) => found.filter(({ line }) => line === String(number)).map(({ code }) => code);
    assert.ok(codes(2).includes("E012-address-taken"));
    assert.ok(codes(3).includes("E005-new-address-malformed"));
    assert.ok(codes(4).includes("W009-domain-slip"));
    assert.ok(codes(4).includes("E024-current-address-differs"));
    assert.ok(codes(6).includes("E002-account-id-malformed"));
    const [malformed] = found.filter(({ code }) => code === "E005-new-address-malformed");
    assert.deepEqual(
      [malformed.account_id, malformed.name, malformed.fix],
      [GRACE, "Grace Hopper", "Use grace@example.org"],
    );
  });

  await step("nothing can run, and the reason is said", async () => {
    await button(page, "Go on to the run").click();
    const refusal = page.getByRole("alert");
    await refusal.filter({ hasText: "There is no connection to an organization, so nothing can run." }).waitFor();
    assert.equal(await button(page, "Start the run").isDisabled(), true);
  });

  assert.deepEqual(calls, [], "no call leaves the page");
});

test("a file that is dropped before any door is checked without connecting", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await arrive(page, "Which organization?");
  await page.getByText("Starting …").waitFor({ state: "detached" });
  await drop(page, page.locator("body"), { name: "people.csv", text: text(CHANGES) });
  await arrive(page, "Review");
  await page.getByRole("banner").getByText("Not connected").waitFor();
});

test("pasted rows are read like a file", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await button(page, "Check a file without connecting").click();
  await button(page, "Paste rows instead").click();
  await page.getByRole("textbox", { name: "Rows" }).fill(CHANGES.slice(0, 3).join("\n").replaceAll(",", "\t"));
  await button(page, "Read the pasted rows").click();
  await arrive(page, "Review");
  await counting(page, 2, "all");
  assert.match(await cellText(page, 1, "New address"), /^ada@example\.org/);
});
