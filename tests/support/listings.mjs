// The page Directory: listings, as a person reads them and looks through them.
import { button, records, save } from "./path.mjs";

/** Goes to the page and chooses a listing. */
export async function choose(page, title) {
  await button(page, "Directory").click();
  await page.getByLabel("Listing", { exact: true }).selectOption(title);
}

/** How far the listing was read, in words. */
export const howFar = (page) => page.getByRole("status", { name: "How far it was read" });

/** Waits until the listing was read to its end. */
export const allRead = (page) => howFar(page).filter({ hasText: "All read" }).waitFor({ timeout: 120_000 });

/** Reads a listing from its start to its end. */
export async function read(page, title) {
  await choose(page, title);
  await button(page, "Read it").click();
  await allRead(page);
}

/** Shows every column. */
export async function showColumns(page) {
  await page.getByText(/^Columns: /).click();
  for (const box of await page.getByRole("group", { name: "Columns" }).getByRole("checkbox").all()) await box.check();
  await page.getByText(/^Columns: /).click();
}

/** Saves what is shown: its records. */
export const saved = async (page) => records(await save(page, "Save as CSV"));

/** The rows of the table that are on screen, each as its cells. */
export async function onScreen(page) {
  const table = page.locator(".rc-listing__table[aria-busy=false]");
  await table.waitFor();
  const rows = await table.getByRole("row").all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole("cell").allInnerTexts()));
}

/** Waits until pictures and table are those of what is chosen now. */
export async function settled(page) {
  await page.locator(".rc-listing__table[aria-busy=false]").waitFor();
  await page.getByRole("group", { name: "Pictures" }).and(page.locator("[aria-busy=false]")).waitFor();
}

/** The numbers of a picture by their values. */
export async function picture(page, title) {
  await settled(page);
  const table = page.getByRole("table", { name: title, exact: true });
  const rows = await table.getByRole("row").filter({ has: page.getByRole("rowheader") }).all();
  const pairs = rows.map(async (row) => [
    await row.getByRole("rowheader").innerText(),
    Number((await row.getByRole("cell").innerText()).replaceAll(",", "")),
  ]);
  return Object.fromEntries(await Promise.all(pairs));
}

/** Shows the rows of a value beside those on show, or no longer. */
export const clickBar = (page, title, value) =>
  page.getByRole("table", { name: title, exact: true }).getByRole("button", { name: value, exact: true }).click();
