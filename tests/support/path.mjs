// The way through the page, as a person goes it: by what is written on buttons, headings and rows.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

/** A button by its whole name. */
export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Waits until the step or phase with this title is shown. */
export const arrive = (page, title, options) =>
  page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor(options);

/** Picks a file with the button of this name. `file` is a path, or `{ name, text }`. */
export async function pick(page, name, file) {
  const chooser = page.waitForEvent("filechooser");
  // The input itself has the same name for screen readers; a person presses the button.
  await button(page, name).and(page.locator("button")).click();
  const content =
    typeof file === "string" ? file : { name: file.name, mimeType: "text/csv", buffer: Buffer.from(file.text) };
  await (await chooser).setFiles(content);
}

/** Drops a file on a place of the page. */
export async function drop(page, place, { name, text }) {
  const dataTransfer = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: "text/csv" }));
      return transfer;
    },
    [name, text],
  );
  await place.dispatchEvent("dragover", { dataTransfer });
  await place.dispatchEvent("drop", { dataTransfer });
}

/** Presses the button of this name and takes the file that the browser saves: `{ name, text }`. */
export async function save(page, name) {
  const download = page.waitForEvent("download");
  await button(page, name).click();
  const saved = await download;
  return { name: saved.suggestedFilename(), text: await readFile(await saved.path(), "utf8") };
}

/** The records of a comma-separated file, each `{ column: cell }`. Enough for files without line breaks in their cells. */
export function records({ text }) {
  const [header, ...rows] = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(cells);
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
}

function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}

/** The number on a button of the counts: `counted(page, "Show rows", "errors")`. */
export async function counted(page, group, name) {
  const text = await count(page, group, name).innerText();
  return Number(text.replace(/\D/g, ""));
}

/** A button of the counts. */
export const count = (page, group, name) =>
  page.getByRole("group", { name: group }).getByRole("button", { name: new RegExp(`\\d ${name}$`) });

/** The counts of the review. */
export async function counts(page) {
  const names = ["all", "ready", "errors", "warnings", "notes", "left out"];
  const numbers = await Promise.all(names.map((name) => counted(page, "Show rows", name)));
  return Object.fromEntries(names.map((name, at) => [name, numbers[at]]));
}

/** Waits until a count of the review has this number. */
export const counting = (page, number, name) =>
  page.getByRole("group", { name: "Show rows" }).getByRole("button", { name: `${number} ${name}`, exact: true }).waitFor();

/** The row with this number, where it is on screen. */
export const row = (page, number) =>
  page.getByRole("grid", { name: "Rows" }).getByRole("row", { name: new RegExp(`^${number.toLocaleString("en")} line `) });

/** Brings a row on screen. */
export async function goToRow(page, number) {
  await page.getByRole("textbox", { name: "Go to row" }).fill(String(number));
  await button(page, "Go").click();
  await row(page, number).waitFor();
}

/** A cell of a row, by the title of its column, once the rows on show are the newest. */
export async function cell(page, number, column) {
  const grid = page.getByRole("grid", { name: "Rows" });
  await grid.and(page.locator("[aria-busy=false]")).waitFor();
  const titles = await grid.getByRole("columnheader").allInnerTexts();
  const at = titles.findIndex((text) => text.replace(/[▲▼]/, "").trim() === column);
  assert.notEqual(at, -1, `no column ${column} among ${titles.join(", ")}`);
  return row(page, number).getByRole("gridcell").nth(at);
}

/** What a cell says. */
export const cellText = async (page, number, column) => (await cell(page, number, column)).innerText();

/** Waits until nothing is left to look up. A file of the usual size is looked up as soon as it is read. */
export const lookedUp = (page) => button(page, "Look up these accounts").waitFor({ state: "detached" });

/** Looks up what edits ask for anew. */
export async function lookUp(page) {
  await button(page, "Look up these accounts").click();
  await lookedUp(page);
}

/** The plan in one sentence: `{ calls, batches, people, leftOut }`. */
export async function plan(page) {
  const sentence = await page.getByText(/^[\d,]+ calls? in [\d,]+ batch(es)?; /).innerText();
  const [calls, batches, people, leftOut = 0] = sentence.match(/[\d,]+/g).map((text) => Number(text.replaceAll(",", "")));
  return { calls, batches, people, leftOut };
}

/** How many rows of the run have this outcome so far. */
export async function outcome(page, name) {
  const item = page.getByRole("list", { name: "Outcomes" }).getByRole("listitem").filter({ hasText: name });
  return Number((await item.innerText()).replace(/\D/g, ""));
}

/**
 * Goes on with the run until it is over, and presses the given button when a batch is done.
 * @returns {Promise<string[]>} the questions that paused it
 */
export async function runToTheEnd(page, next, options) {
  const questions = [];
  for (;;) {
    const stop = page.getByRole("heading", { level: 1, name: /^(Paused|A batch is done|The canary batch is done|Done|Stopped)$/ });
    await stop.waitFor(options);
    const phase = await stop.innerText();
    if (phase === "Done" || phase === "Stopped") return questions;
    let way = next;
    if (phase === "Paused") {
      questions.push(await page.getByRole("alert").innerText());
      way = "Go on";
    }
    await button(page, way).click();
    await stop.filter({ hasText: phase }).waitFor({ state: "detached" });
  }
}

/**
 * Steps of one way: each has its name in the report, and one that fails ends the test, because the next ones build on it.
 * @param {import("node:test").TestContext} t
 */
export function steps(t) {
  return async (name, walk) => {
    let failure;
    await t.test(name, async () => {
      try {
        await walk();
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    if (failure) throw new Error(`The way ends at “${name}”.`);
  };
}
