// Where the page is served: in a frame, at an address that others share, with headers and without. What it says before it takes a key.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { connected } from "../support/connected.mjs";
import { connect, goTo, isAt, says } from "../support/hands.mjs";
import { choose } from "../support/listings.mjs";
import { button } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { LISTING, field, withPortal } from "../support/portal.mjs";
import { dist, startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";
import { startStandIn } from "../support/stand-ins.mjs";

const SHARED = "Rollcall may share this address with other pages.";
const OTHER = "<!doctype html><title>Another page</title><link rel=icon href=data:,>";

const key = (page) => page.getByLabel("API key");
const heading = (page, name) => page.getByRole("heading", { name });

/** The page is there, and what takes a moment to look for was looked for. */
async function isReady(page) {
  await heading(page, "Which organization?").waitFor();
  await page.evaluate(async () => {
    await Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

/** A host with the page, and with another one at /other/, which has a service worker. */
function startSharedHost(t, path) {
  const worker = "addEventListener('fetch', () => {}); addEventListener('activate', (event) => event.waitUntil(clients.claim()));";
  return startPlainHost(t, path, {
    instead: ({ url }, response) => {
      const { pathname } = new URL(url, "http://host");
      const [type, content] =
        { "/other/": ["text/html", OTHER], "/other/worker.js": ["text/javascript", worker] }[pathname] ?? [];
      if (content === undefined) return false;
      response.writeHead(200, { "content-type": type, "service-worker-allowed": "/" });
      response.end(content);
      return true;
    },
  });
}

/** Opens the page at an address where the other page has done something before. */
async function openAfter(t, address, done, ...given) {
  const other = await openPage(t, new URL("/other/", address).href);
  await other.evaluate(done, ...given);
  return openPage(t, address, { context: other.context() });
}

/** A page of another origin that has this in it, in an element of its own. */
async function openAround(t, element) {
  const { address } = await startStandIn(t, (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`${OTHER}<style>iframe, object, embed { width: 100%; height: 800px }</style>${element}`);
  });
  return openPage(t, address, { complains: true });
}

test("on an origin of its own nothing is warned of", async (t) => {
  const address = await startPlainHost(t);
  for (const name of ["", "index.html"]) {
    const page = await openPage(t, address + name);
    await isReady(page);
    await key(page).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  }

  await t.test("nor by what Rollcall itself keeps", async () => {
    const page = await openPage(t, address);
    await button(page, "Switch to dark").click();
    await button(page, "Check a file without connecting").click();
    await isAt(page, "File");
    await page.reload();
    await isReady(page);
    assert.deepEqual(await page.evaluate(async () => [Object.keys(localStorage), (await indexedDB.databases()).length]), [
      ["rollcall-theme"],
      1,
    ]);
    assert.equal(await page.getByRole("alert").count(), 0);
  });
});

test("in a frame no key is taken and nothing is started", async (t) => {
  const address = await startPlainHost(t);
  for (const [what, element] of Object.entries({
    "a frame": `<iframe src="${address}"></iframe>`,
    "a frame with some rights": `<iframe src="${address}" sandbox="allow-scripts allow-same-origin allow-forms"></iframe>`,
    "a frame in a frame": `<iframe srcdoc='<iframe src="${address}"></iframe>'></iframe>`,
    "an object": `<object data="${address}"></object>`,
    "an embedded page": `<embed src="${address}">`,
  })) {
    await t.test(what, async () => {
      const around = await openAround(t, element);
      const framed = () => around.frames().find((frame) => frame.url() === address);
      while (!framed()) await around.waitForEvent("framenavigated");
      await heading(framed(), "Rollcall does not work inside another page").waitFor();
      for (const role of ["textbox", "button"]) assert.equal(await framed().getByRole(role).count(), 0, role);
      assert.equal(await key(framed()).count(), 0);
      assert.equal(around.workers().length, 0);
    });
  }

  await t.test("a frame that has no origin: the page's scripts do not come", async () => {
    const around = await openAround(t, `<iframe src="${address}" sandbox="allow-scripts"></iframe>`);
    await around.frameLocator("iframe").getByText("Rollcall is loading.").waitFor();
    await around.waitForLoadState("networkidle");
    assert.equal(await key(around.frameLocator("iframe")).count(), 0);
    assert.equal(around.workers().length, 0);
  });

  await t.test("a frame of its own origin", async () => {
    const own = await startSharedHost(t, "/");
    const other = await openPage(t, new URL("/other/", own).href);
    await other.evaluate((address) => {
      const frame = document.createElement("iframe");
      frame.src = address;
      document.body.append(frame);
    }, own);
    await heading(other.frameLocator("iframe"), "Rollcall does not work inside another page").waitFor();
  });

  await t.test("the page opens by itself in a new tab", async () => {
    const around = await openAround(t, `<iframe src="${address}"></iframe>`);
    const frame = around.frameLocator("iframe");
    const opened = around.context().waitForEvent("page");
    await frame.getByRole("link", { name: "Open Rollcall in a new tab" }).click();
    const page = await opened;
    await isReady(page);
    await key(page).waitFor();
    assert.equal(page.url(), address);
    assert.equal(await page.evaluate(() => window.opener), null);
    await frame.getByText(`Or copy its address: ${address}`).waitFor();
    await pictures(around, "framed");
  });
});

test("with the headers that the build leaves it cannot be framed, and works", async (t) => {
  const lines = (await readFile(join(dist(), "_headers"), "utf8")).trim().split("\n");
  assert.equal(lines.shift(), "/*");
  const headers = lines.map((line) => /^ {2}([\w-]+): (.+)$/.exec(line).slice(1));
  assert.deepEqual(headers[0], ["Content-Security-Policy", "frame-ancestors 'none'"]);
  const address = await startPlainHost(t, "/", {
    instead: (_, response) => {
      for (const [name, value] of headers) response.setHeader(name, value);
      return false;
    },
  });

  const around = await openAround(t, `<iframe src="${address}"></iframe>`);
  // Where a page may not be shown, the browser puts one of its own.
  while (around.frames()[1]?.url() !== "chrome-error://chromewebdata/") await around.waitForEvent("framenavigated");

  const sandbox = await startSandbox(t);
  const proxy = await startProxy(t, { upstream: sandbox.address });
  const page = await openPage(t, address);
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "File");
  assert.equal(await page.evaluate(() => document.featurePolicy.allowsFeature("camera")), false);
});

test("on a shared origin it says so beside the key field", async (t) => {
  await t.test("in a folder", async () => {
    const page = await openPage(t, await startPlainHost(t, "/tools/rollcall/"));
    await says(page, SHARED, "This page is in a folder, /tools/rollcall/, and other pages can be beside it.");
    await says(page, `Every page of ${new URL(page.url()).origin} can read the key that you type here.`);
    await key(page).waitFor();
    await pictures(page, "shared-origin");
  });

  await t.test("other pages keep data there, whatever its name", async () => {
    const address = await startSharedHost(t, "/");
    const page = await openPage(t, new URL("/other/", address).href);
    await page.evaluate(async () => {
      localStorage.setItem("cart", "1");
      localStorage.setItem("<img src=x onerror=alert(1)>", "");
      // Of this very tab.
      sessionStorage.setItem("token", "1");
      await new Promise((done) => (indexedDB.open("shop").onsuccess = done));
      await caches.open("v1");
    });
    await page.goto(address);
    await says(page, SHARED, "Another page, or an extension, keeps data at this address:", "local storage (", "“cart”", "“<img src=x onerror=alert(1)>”");
    await says(page, "session storage (“token”)", "a database (“shop”)", "a cache (“v1”)");
    await key(page).waitFor();
  });

  await t.test("a service worker for another folder", async () => {
    const page = await openAfter(t, await startSharedHost(t, "/"), async () => {
      await navigator.serviceWorker.register("/other/worker.js", { scope: "/other/" });
    });
    await says(page, SHARED, "Another page has installed a service worker at this address (“/other/”).");
    await key(page).waitFor();
  });

  await t.test("where the admin portal's session is asked for as well", async () => {
    const { page } = await connected(t, { people: 60, proxied: withPortal });
    await page.evaluate(() => localStorage.setItem("cart", "1"));
    await choose(page, LISTING);
    await field(page).waitFor();
    await says(page, SHARED, "local storage (“cart”)");
  });
});

test("no key is taken where another page's service worker controls this one", async (t) => {
  const page = await openAfter(t, await startSharedHost(t, "/"), async () => {
    await navigator.serviceWorker.register("/other/worker.js", { scope: "/" });
    await navigator.serviceWorker.ready;
  });
  await says(page, "No key is taken here: a service worker controls this page.", "can change this page and read what is typed");
  assert.equal(await key(page).count(), 0);
  await pictures(page, "controlled");
  await button(page, "Try the sandbox organization").click();
  await isAt(page, "File");
});

test("no key is taken on a page from plain http", async (t) => {
  const address = new URL(await startPlainHost(t));
  address.hostname = "rollcall.test";
  const page = await openPage(t, address.href);
  await says(page, "No key is taken here: this page came over plain http.", `between this browser and ${address.origin}`);
  assert.equal(await key(page).count(), 0);
  await pictures(page, "plain-http");
});

test("forgetting everything leaves alone what other pages keep", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await page.evaluate(() => localStorage.setItem("cart", "1"));
  await button(page, "Switch to dark").click();
  await page.getByRole("button", { name: /^Runs/ }).click();
  await button(page, "Forget everything").click();
  await button(page, "Forget it all").click();
  await page.waitForFunction(() => localStorage.getItem("rollcall-theme") === null);
  assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), { cart: "1" });
});
