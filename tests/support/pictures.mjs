// The page in two widths, light and dark: nothing of it may fail in any. Where ROLLCALL_PICTURES names a folder, pictures of it are
// taken, to be looked at; those that the documentation shows go into that folder.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Which git ignores. */
const OUTPUT = fileURLToPath(new URL("../output/", import.meta.url));
const WIDTHS = [1280, 390];
const THEMES = ["light", "dark"];
const HEIGHT = 1000;

/** Where those pictures go that `docs/` shows. Without it none is taken: that takes longer than many a test. */
const FOLDER = process.env.ROLLCALL_PICTURES;

/** Those that `docs/` shows. */
const SHOWN = ["doors", "columns", "review", "plan", "result"].map((step) => `${step}-1280-light.png`);

/**
 * Shows the page as it is now in every width and theme. Where pictures are wanted, the whole of it is taken as
 * `tests/output/NAME-WIDTH-THEME.png`.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {{ fullPage?: boolean }} [how] false for what lies over the page: just the window then
 */
export async function pictures(page, name, { fullPage = true } = {}) {
  // Neither the mouse nor the focus is part of the picture.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: HEIGHT });
      // The grid measures itself anew, and draws what fits.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      if (FOLDER) await take(page, `${name}-${width}-${theme}.png`, fullPage);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
}

async function take(page, file, fullPage) {
  await mkdir(OUTPUT, { recursive: true });
  await page.screenshot({ path: join(OUTPUT, file), fullPage, animations: "disabled" });
  if (!SHOWN.includes(file)) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, file), animations: "disabled" });
}
