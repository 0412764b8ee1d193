// What a user's hands do with the page, and what their eyes look for.
import assert from "node:assert/strict";

import { arrive, cell } from "./path.mjs";

/** Goes back or forth to a step. */
export const goTo = (page, step) =>
  page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: step, exact: true }).click();

/** Waits until the page is at a step. */
export const isAt = (page, step) =>
  page.getByRole("navigation", { name: "Steps" }).locator("[aria-current=step]", { hasText: step }).waitFor();

/** Fills in the third door. Without a proxy the way is the direct one. */
export async function fillDoor(page, { organization, key, proxy }) {
  await page.getByRole("textbox", { name: "Organization id" }).fill(organization);
  await page.getByLabel("API key").fill(key);
  if (proxy === undefined) {
    await page.getByRole("radio", { name: "Directly from this browser" }).check();
  } else {
    await page.getByRole("radio", { name: "Through a Rollcall proxy" }).check();
    await page.getByRole("textbox", { name: "Address of the proxy" }).fill(proxy);
  }
}

/** Opens the third door. */
export async function connect(page, door) {
  await fillDoor(page, door);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
}

/** Opens the second door. */
export async function checkOnly(page) {
  await page.getByRole("button", { name: "Check a file without connecting" }).click();
  await isAt(page, "File");
}

/** Says what is to be done, at the step where files are given. */
export const chooseAction = (page, title) => page.getByLabel("What is to be done").selectOption(title);

/** Gives the page a change file, at the step where files are given. */
export const giveFile = (page, name, content) =>
  page
    .getByLabel(/^Choose (a|another) file$/)
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

/** Waits until the page says all of these words in one alert, and gives that alert. */
export async function says(page, ...words) {
  let alert = page.getByRole("alert");
  for (const some of words) alert = alert.filter({ hasText: some });
  try {
    await alert.first().waitFor();
  } catch (error) {
    const shown = await page.getByRole("alert").allInnerTexts();
    throw new Error(`The page does not say ${words.join(" … ")}, but: ${shown.join(" | ") || "nothing"}`, {
      cause: error,
    });
  }
  return alert.first();
}

/** The row of the grid with this number, counted from 1. */
export const gridRow = (page, number) =>
  page.getByRole("grid", { name: "Rows" }).locator(`[role=row][aria-rowindex="${number + 1}"]`);

/** Waits until a row of the grid holds all of these words. */
export async function rowHolds(page, number, ...words) {
  let row = gridRow(page, number);
  for (const some of words) row = row.filter({ hasText: some });
  await row.waitFor();
}

/** A change file in the shape that scripts write. */
export const changeFile = (rows) =>
  ["account_id,old_email,new_email", ...rows.map((row) => row.join(","))].join("\n") + "\n";

/** Three rows over accounts that nobody looks up. */
export const PEOPLE = changeFile([
  ["712020:00000000-0000-4000-8000-000000000001", "ada@example.com", "ada@example.org"],
  ["712020:00000000-0000-4000-8000-000000000002", "bob@example.com", "bob@example.org"],
  ["712020:00000000-0000-4000-8000-000000000003", "eve@example.com", "eve@example.org"],
]);

/** A file is open, and one of its cells was edited. */
export async function openEdited(page) {
  await giveFile(page, "people.csv", PEOPLE);
  await isAt(page, "Review");
  await edit(page, 2, "robert@example.org");
}

/** Edits the new address of a row with the mouse and the keyboard. */
export async function edit(page, number, address) {
  await (await cell(page, number, "New address")).dblclick();
  const editor = page.getByRole("textbox", { name: `New address of row ${number}` });
  await editor.fill(address);
  await editor.press("Enter");
  await rowHolds(page, number, address, "was: ");
}

/** What {@link openEdited} left is still there, seen from another step. */
export async function isStillEdited(page) {
  await goTo(page, "Review");
  await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
  assert.equal(await page.getByRole("button", { name: "Undo", exact: true }).isEnabled(), true);
}

/** Where the way from the review to the run begins. */
export async function planRun(page) {
  await page.getByRole("button", { name: "Go on to the run" }).click();
  await isAt(page, "Run");
}

/** Starts a run, without a canary batch unless the test wants one, and in one batch. */
export async function startRun(page, { canary = 0 } = {}) {
  await planRun(page);
  await page.getByLabel("Rows in the canary batch").fill(String(canary));
  await page.getByRole("button", { name: "Start the run" }).click();
}

/** Waits until the run has come to this: the heading of its step. */
export const runIs = (page, title) => arrive(page, title, { timeout: 90_000 });

/** The counts of a run by their titles, as they are shown now: `{ Changed: 10, … }`. */
export async function outcomes(page) {
  const texts = await page.getByRole("list", { name: "Outcomes" }).getByRole("listitem").allInnerTexts();
  return Object.fromEntries(
    texts.map((text) => {
      const [, number, title] = /^([\d,]+)\s+(.*)$/s.exec(text);
      return [title, Number(number.replaceAll(",", ""))];
    }),
  );
}
