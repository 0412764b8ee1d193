// Pictures of the page: every step in two widths, light and dark, to be looked at; and those that the documentation shows.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Which git ignores. */
const OUTPUT = fileURLToPath(new URL("../output/", import.meta.url));
const WIDTHS = [1280, 390];
const THEMES = ["light", "dark"];
const HEIGHT = 1000;

/** Those that `docs/` shows. They are renewed where ROLLCALL_PICTURES names the folder. */
const SHOWN = ["doors", "columns", "review", "plan", "result"].map((step) => `${step}-1280-light.png`);

/**
 * Takes the whole page as it is now, in every width and theme, as `tests/output/NAME-WIDTH-THEME.png`.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {{ fullPage?: boolean }} [how] false for what lies over the page: just the window then
 */
export async function pictures(page, name, { fullPage = true } = {}) {
  await mkdir(OUTPUT, { recursive: true });
  // Neither the mouse nor the focus is part of the picture.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: HEIGHT });
      // The grid measures itself anew, and draws what fits.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const file = `${name}-${width}-${theme}.png`;
      await page.screenshot({ path: join(OUTPUT, file), fullPage, animations: "disabled" });
      const folder = process.env.ROLLCALL_PICTURES;
      if (folder && SHOWN.includes(file)) {
        await mkdir(folder, { recursive: true });
        await page.screenshot({ path: join(folder, file), animations: "disabled" });
      }
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
}
