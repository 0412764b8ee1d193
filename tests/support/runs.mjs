// Runs that outlive their page: the list of them, and how one is gone on with.
import { openPage } from "./browser.mjs";
import { connected, moves, review } from "./connected.mjs";
import { isAt, planRun, runIs, says, startRun } from "./hands.mjs";
import { arrive, button, lookedUp } from "./path.mjs";

const RUNS = "Runs";

/** Goes to the list of runs. */
export async function toRuns(page) {
  await page.getByRole("banner").getByRole("button", { name: /^Runs/ }).click();
  await arrive(page, RUNS);
}

/** Sees in the list that another tab has the run of moves.csv under way. */
export async function openElsewhere(page) {
  await toRuns(page);
  await listed(page, "moves.csv", "Under way in another tab").waitFor();
}

/** The line of a run in the list. */
export const listed = (page, ...words) =>
  words.reduce(
    (row, some) => row.filter({ hasText: some }),
    page.getByRole("table", { name: RUNS }).getByRole("row").filter({ has: page.getByRole("cell") }),
  );

/** Gives the key once more, and goes on. */
export async function goOn(page, { key }) {
  await page.getByLabel("API key").fill(key);
  await button(page, "Connect and go on with this run").click();
}

/** Opens the run that the page says is open. */
export async function openInterrupted(page, { done, rows }) {
  await says(page, "The run of moves.csv has not come to its end.", `${done} of ${rows} rows have an outcome.`);
  await button(page, "Open this run").click();
  await runIs(page, "Interrupted");
}

/** A run over HTTP that waits after its canary batch of three. */
export async function atCanary(t, { count = 8, ...how } = {}) {
  const { page, sandbox, proxy } = await connected(t, how);
  const rows = await moves(sandbox, count);
  await review(page, rows);
  await startRun(page, { canary: 3 });
  await runIs(page, "The canary batch is done");
  return { page, sandbox, proxy, rows };
}

/** A run of the example in the sandbox organization of the page, which waits after its canary batch. */
export async function exampleAtCanary(page) {
  await button(page, "Try the sandbox organization").click();
  await isAt(page, "File");
  await button(page, "Open the example file").click();
  await isAt(page, "Review");
  await lookedUp(page);
  await planRun(page);
  await page.getByRole("textbox", { name: /1 organization administrator/ }).fill("1");
  await button(page, "Start the run").click();
  await runIs(page, "The canary batch is done");
}

/** Another tab of the same browser. */
export const secondTab = (t, page) => openPage(t, page.url(), { context: page.context(), complains: true });
