// A page in the system's Chromium.
import assert from "node:assert/strict";
import { after } from "node:test";
import { chromium } from "playwright-core";

import { atEnd } from "./cleanup.mjs";
import { told } from "./servers.mjs";
import { latch, startStandIn } from "./stand-ins.mjs";

let launched;

/** One browser for all tests of a file; each page has a context of its own. */
function browser() {
  launched ??= chromium.launch({
    executablePath: told("CHROMIUM"),
    // A name that is this machine and that the browser does not know as such: a page from elsewhere.
    args: ["--host-resolver-rules=MAP rollcall.test 127.0.0.1"],
  });
  return launched;
}

after(async () => (await launched)?.close());

/**
 * Opens a page. When the test ends, the page must have had nothing to complain about: no error in its console, no exception.
 * @param {import("node:test").TestContext} t
 * @param {string} address
 * @param {object} [how]
 * @param {boolean} [how.complains] where errors are meant
 * @param {import("playwright-core").BrowserContext} [how.context] that of another page: a second tab, with the same storage
 * @returns {Promise<import("playwright-core").Page>}
 */
export async function openPage(
  t,
  address,
  { width = 1280, height = 900, dark = false, complains = false, context: shared } = {},
) {
  const context =
    shared ??
    (await (await browser()).newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
    }));
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  atEnd(t, async () => {
    await (shared ? page : context).close();
    if (!complains) assert.deepEqual(complaints, [], "the page complains");
  });
  await page.goto(address);
  return page;
}

/** The worker of the page, as soon as it is there. */
export const startedWorker = async (page) => page.workers()[0] ?? (await page.waitForEvent("worker"));

/**
 * Keeps a worker busy until the test lets it go: whatever the page does meanwhile, it does without the worker.
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").Worker} worker
 * @returns {Promise<() => void>} lets the worker go
 */
export async function keepBusy(t, worker) {
  const [busy, free] = [latch(), latch()];
  const { address } = await startStandIn(t, async (_, response) => {
    busy.open();
    await free.opened;
    response.writeHead(204, { "access-control-allow-origin": "*" }).end();
  });
  await worker.evaluate((address) => {
    setTimeout(() => {
      const request = new XMLHttpRequest();
      // In one task: nothing else happens before the answer is here.
      request.open("GET", address, false);
      request.send();
    });
  }, address);
  await busy.opened;
  return free.open;
}

/**
 * Has a worker panic: it is given a question that claims to be more bytes than its memory can hold. No message of the page can be
 * that, for what passes from page to worker has no property that lies about its length; so nothing in the product is there for
 * this test, and what panics is the product itself.
 */
export async function panic(worker) {
  // The worker is ended in the midst of it.
  await worker
    .evaluate(() => {
      const endless = Object.defineProperty(new Uint8Array(1), "length", { value: 2 ** 32 - 1 });
      const data = { body: { number: 999_999, question: endless } };
      dispatchEvent(new MessageEvent("message", { data }));
    })
    .catch(() => {});
}
