// One action from its file to its end over HTTP, and its undo.
import assert from "node:assert/strict";

import { chooseAction, giveFile, isAt, outcomes, planRun } from "./hands.mjs";
import { accounts, state } from "./organization.mjs";
import { button, lookedUp } from "./path.mjs";

/** So many accounts that the organization may deactivate or delete, in this state. */
export async function people(sandbox, count, status = "active") {
  const { accounts: all } = await state(sandbox);
  const found = (await accounts(sandbox)).filter(
    ({ id, managed }) => managed && all[id].life === status && !all[id].administrator,
  );
  assert.ok(found.length >= count, `only ${found.length} accounts are ${status}`);
  return found.slice(0, count);
}

/** A change file that names accounts, with more columns where a row has them. */
export const accountFile = (header, rows) => [header, ...rows].map((row) => row.join(",")).join("\n") + "\n";

/** Chooses an action at the step *File*, and opens a file over these accounts, up to the review. */
export async function review(page, action, name, text) {
  await chooseAction(page, action);
  await giveFile(page, name, text);
  await isAt(page, "Review");
  await lookedUp(page);
}

/** Runs what can run, and goes on whenever the run asks: how many were changed. */
export async function run(page, { typed, older = false } = {}) {
  await planRun(page);
  if (older) await page.getByRole("checkbox", { name: "Make the calls of the older generation (v1)" }).check();
  await page.getByLabel("Rows in the canary batch").fill("2");
  await page.getByRole("checkbox", { name: "Ask before each batch" }).uncheck();
  if (typed) await page.getByRole("textbox", { name: typed.what }).fill(String(typed.count));
  await button(page, "Start the run").click();
  const heading = page.getByRole("heading", { level: 1, name: /^(Paused|The canary batch is done|Done)$/ });
  for (;;) {
    await heading.waitFor({ timeout: 90_000 });
    const phase = await heading.innerText();
    if (phase === "Done") return (await outcomes(page)).Changed ?? 0;
    // It may pause again at once, for another reason.
    const said = await page.getByRole("main").innerText();
    await page.getByRole("button", { name: /^Go on( with .*)?$/ }).click();
    await page.waitForFunction((before) => document.querySelector("main").innerText !== before, said);
  }
}

/** Loads the undo file of the run that is done, and runs it. */
export async function undo(page, how) {
  await button(page, "See the result").click();
  await button(page, "Load the undo file").click();
  await isAt(page, "Review");
  await lookedUp(page);
  return run(page, how);
}

/** The states of these accounts. */
export const lives = async (sandbox, people) => {
  const { accounts: all } = await state(sandbox);
  return people.map(({ id }) => all[id].life);
};
