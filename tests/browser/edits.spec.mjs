// Mending a file in the review: in place, by the fixes that findings offer, by leaving rows out, and all of it back again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { keepBusy, openPage } from "../support/browser.mjs";
import { connected, moves, review } from "../support/connected.mjs";
import { changeFile, checkOnly, giveFile, gridRow, isAt, PEOPLE, rowHolds } from "../support/hands.mjs";
import { cell, counting, save } from "../support/path.mjs";
import { startPlainHost } from "../support/servers.mjs";

const grid = (page) => page.getByRole("grid", { name: "Rows" });
const undo = (page) => page.getByRole("button", { name: "Undo", exact: true });
async function inReview(t, content) {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  await giveFile(page, "people.csv", content);
  await isAt(page, "Review");
  return page;
}

/** The cell that has the keyboard. */
const active = (page) => grid(page).evaluate((grid) => grid.getAttribute("aria-activedescendant"));

test("a cell is edited with the keyboard alone", async (t) => {
  const page = await inReview(t, PEOPLE);
  await grid(page).focus();
  for (const key of ["ArrowDown", "End", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
  assert.match(await active(page), /^cell-1-/);
  await page.keyboard.press("Enter");
  const editor = page.getByRole("textbox", { name: "New address of row 2" });
  await editor.waitFor();
  assert.equal(await editor.inputValue(), "bob@example.org");

  await t.test("Escape leaves it as it was", async () => {
    await page.keyboard.type("nobody@example.org");
    await page.keyboard.press("Escape");
    await editor.waitFor({ state: "detached" });
    await rowHolds(page, 2, "bob@example.org");
    assert.equal(await undo(page).isDisabled(), true);
  });

  await t.test("Enter takes what was typed, and the grid has the keyboard again", async () => {
    await page.keyboard.press("Enter");
    await editor.waitFor();
    await page.keyboard.type("robert@example.org");
    await page.keyboard.press("Enter");
    await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
    await page.keyboard.press("ArrowDown");
    assert.match(await active(page), /^cell-2-/);
  });

  await t.test("F2 edits as well, and what is wrong is found at once", async () => {
    await page.keyboard.press("F2");
    await page.keyboard.type("eve at example.org");
    await page.keyboard.press("Enter");
    await rowHolds(page, 3, "Blocked", "“eve at example.org” is not an e-mail address");
    await counting(page, 1, "errors");
  });

  await t.test("the space bar leaves a row out, and takes it in again", async () => {
    await page.keyboard.press("Space");
    await rowHolds(page, 3, "Left out");
    await counting(page, 1, "left out");
    await page.keyboard.press("Space");
    await rowHolds(page, 3, "Blocked");
  });

  await t.test("every edit is taken back, the last one first", async () => {
    const pressed = async (...words) => {
      await undo(page).press("Enter");
      await rowHolds(page, ...words);
    };
    await pressed(3, "Left out");
    await pressed(3, "Blocked");
    await pressed(3, "eve@example.org");
    await pressed(2, "bob@example.org");
    await undo(page).and(page.locator(":disabled")).waitFor();
    assert.equal((await save(page, "Save the file with its edits")).text, PEOPLE);
  });
});

test("a click elsewhere takes what was typed", async (t) => {
  const page = await inReview(t, PEOPLE);
  await (await cell(page, 1, "New address")).dblclick();
  await page.getByRole("textbox", { name: "New address of row 1" }).fill("lovelace@example.org");
  await page.getByRole("heading", { name: "Review" }).click();
  await rowHolds(page, 1, "lovelace@example.org", "was: ada@example.org");
  const saved = await save(page, "Save the file with its edits");
  assert.equal(saved.text, PEOPLE.replace("ada@example.org", "lovelace@example.org"));
});

test("a fix mends one row or all of its kind, and is taken back whole", async (t) => {
  const id = (last) => `712020:00000000-0000-4000-8000-00000000000${last}`;
  const page = await inReview(
    t,
    changeFile([
      [id(1), "ada@example.com", "mailto:ada@example.org"],
      [id(2), "bob@example.com", "Bob <bob@example.org>"],
      [id(3), "eve@example.com", "eve@example.org;"],
      [id(4), "zoe@example.com", "zoe@example.org"],
    ]),
  );
  await counting(page, 3, "errors");

  await t.test("one", async () => {
    await page.getByRole("button", { name: "Details of row 2" }).click();
    const details = page.getByRole("complementary", { name: "Row 2" });
    await details.getByText("is not an e-mail address").waitFor();
    await details.getByRole("button", { name: "Use bob@example.org", exact: true }).click();
    await rowHolds(page, 2, "was: Bob <bob@example.org>");
    await counting(page, 2, "errors");
    await undo(page).click();
    await counting(page, 3, "errors");
  });

  await t.test("all", async () => {
    await page.getByRole("region", { name: "Findings" }).getByRole("button", { name: "New address malformed" }).click();
    await page.getByRole("button", { name: "Use the mended addresses (3 rows)" }).click();
    await counting(page, 0, "errors");
    await page.getByRole("button", { name: "Show all rows" }).click();
    await rowHolds(page, 1, "was: mailto:ada@example.org");
    await rowHolds(page, 3, "was: eve@example.org;");
    await undo(page).click();
    await counting(page, 3, "errors");
    await undo(page).and(page.locator(":disabled")).waitFor();
  });
});

test("a row is left out by its tick box, and by its details", async (t) => {
  const page = await inReview(t, PEOPLE);
  await page.getByRole("checkbox", { name: "Leave out row 1" }).check();
  await counting(page, 1, "left out");
  await page.getByRole("button", { name: "Details of row 3" }).click();
  const details = page.getByRole("complementary", { name: "Row 3" });
  await details.getByLabel("Leave this row out of the run").check();
  await counting(page, 2, "left out");
  await details.getByRole("button", { name: "Close details" }).click();
  await undo(page).click();
  await counting(page, 1, "left out");
  await page.getByRole("checkbox", { name: "Leave out row 1" }).uncheck();
  await counting(page, 0, "left out");
});

test("a tick stands while its row is being checked", async (t) => {
  const page = await inReview(t, PEOPLE);
  const [worker] = page.workers();
  for (const [name, open] of [
    ["Leave out row 1", async () => {}],
    ["Leave this row out of the run", () => page.getByRole("button", { name: "Details of row 3" }).click()],
  ]) {
    await open();
    const box = page.getByRole("checkbox", { name });
    await box.waitFor();
    // What the box shows, frame by frame, from the click on.
    await box.evaluate((box) => {
      const seen = (globalThis.seen = []);
      const look = () => {
        seen.push(box.checked);
        if (globalThis.seen === seen) requestAnimationFrame(look);
      };
      box.addEventListener("click", () => requestAnimationFrame(look), { once: true });
    });
    const letGo = await keepBusy(t, worker);
    await box.click();
    await page.waitForFunction(() => globalThis.seen.length > 2);
    letGo();
    await rowHolds(page, name.includes("1") ? 1 : 3, "Left out");
    assert.deepEqual([...new Set(await page.evaluate(() => globalThis.seen))], [true]);
  }
});

test("an account that has another address now: the live one is accepted, for one row or for all", async (t) => {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 60);
  // Two of sixty are fewer than one in twenty.
  const asWritten = rows.map(([id, before, wanted], at) => [
    id,
    at === 4 || at === 7 ? `former.${at}@example.com` : before,
    wanted,
  ]);
  await review(page, asWritten);
  const live = rows[4][1];

  await t.test("one", async () => {
    await rowHolds(page, 5, "Blocked", `The account has the address ${live} now; the file says former.4@example.com.`);
    await page.getByRole("button", { name: "Details of row 5" }).click();
    const details = page.getByRole("complementary", { name: "Row 5" });
    await details.locator("[data-code=E024-current-address-differs]").getByRole("button").first().click();
    await rowHolds(page, 5, live, "was: former.4@example.com");
    await details.getByText("Ready").waitFor();
    await undo(page).click();
    await rowHolds(page, 5, "Blocked");
    await details.getByRole("button", { name: "Close details" }).click();
  });

  await t.test("all", async () => {
    await page.getByRole("region", { name: "Findings" }).getByRole("button", { name: "Another address now" }).click();
    await page.getByRole("button", { name: "Accept the addresses that the accounts have now (2 rows)" }).click();
    await page.getByRole("button", { name: "Show all rows" }).click();
    await rowHolds(page, 5, live, "was: former.4@example.com");
    await rowHolds(page, 8, rows[7][1], "was: former.7@example.com");
  });
});

test("where the columns are shifted, nothing runs, and accepting all is not offered", async (t) => {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 12);
  // Every old address stands one row lower than its account.
  const shifted = rows.map(([id, , wanted], at) => [id, at === 0 ? "somebody.else@example.com" : rows[at - 1][1], wanted]);
  await review(page, shifted);

  const whole = page.locator("[data-code=E025-columns-shifted]");
  await whole.getByText("the columns have probably been shifted or sorted against each other").waitFor();
  await whole.getByText("Every one of these old addresses stands one row lower than its account.").waitFor();
  await counting(page, 0, "ready");

  await page.getByRole("region", { name: "Findings" }).getByRole("button", { name: "Another address now" }).click();
  assert.equal(await page.getByRole("button", { name: /^Accept the addresses/ }).count(), 0);
  await page.getByRole("button", { name: "Show all rows" }).click();

  await page.getByRole("button", { name: "Go on to the run" }).click();
  await isAt(page, "Run");
  await page.getByRole("heading", { name: "Rows that do not run" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Start the run" }).isDisabled(), true);
});
