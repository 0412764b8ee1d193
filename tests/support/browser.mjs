// A page in the system's Chromium.
import assert from "node:assert/strict";
import { after } from "node:test";
import { chromium } from "playwright-core";

import { atEnd } from "./cleanup.mjs";
import { told } from "./servers.mjs";

let launched;

/** One browser for all tests of a file; each page has a context of its own. */
function browser() {
  launched ??= chromium.launch({ executablePath: told("CHROMIUM") });
  return launched;
}

after(async () => (await launched)?.close());

/**
 * Opens a page. When the test ends, the page must have had nothing to complain about: no error in its console, no exception.
 * @param {import("node:test").TestContext} t
 * @param {string} address
 * @param {{ width?: number, height?: number, dark?: boolean, complains?: boolean }} [how] `complains` where errors are meant
 * @returns {Promise<import("playwright-core").Page>}
 */
export async function openPage(t, address, { width = 1280, height = 900, dark = false, complains = false } = {}) {
  const context = await (await browser()).newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  atEnd(t, async () => {
    await context.close();
    if (!complains) assert.deepEqual(complaints, [], "the page complains");
  });
  await page.goto(address);
  return page;
}

/** The worker of the page, as soon as it is there. */
export const startedWorker = async (page) => page.workers()[0] ?? (await page.waitForEvent("worker"));
