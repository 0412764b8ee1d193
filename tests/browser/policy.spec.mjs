// What the page's security policy keeps away, and that the page needs nothing from elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, startedWorker } from "../support/browser.mjs";
import { isAt, rowHolds } from "../support/hands.mjs";
import { startPlainHost } from "../support/servers.mjs";

/** Runs in the page and in the worker: what the policy reports when this is done, and whether it was done all the same. */
async function tryTo({ what, where }) {
  const reported = new Promise((resolve) => {
    globalThis.addEventListener(
      "securitypolicyviolation",
      (event) => resolve(`${event.effectiveDirective} ${event.blockedURI}`),
      {
        once: true,
      },
    );
  });
  const ways = {
    fetch: () => fetch(where),
    "fetch without reading": () => fetch(where, { mode: "no-cors" }),
    // It says yes whatever becomes of it.
    beacon: async () => navigator.sendBeacon(where, "the-key"),
    socket: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(where.replace("http", "ws"));
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
    "event source": () =>
      new Promise((resolve, reject) => {
        const source = new EventSource(where);
        source.onopen = resolve;
        source.onerror = reject;
      }),
    request: () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("GET", where);
        request.onload = resolve;
        request.onerror = reject;
        request.send();
      }),
    picture: () =>
      new Promise((resolve, reject) => {
        const picture = new Image();
        picture.onload = resolve;
        picture.onerror = reject;
        picture.src = `${where}picture.png?the-key`;
      }),
    script: () => import(`${where}script.mjs`),
  };
  const done = await ways[what]().then(
    () => "done",
    () => "not done",
  );
  const silence = new Promise((resolve) => setTimeout(resolve, 5_000, "nothing was reported"));
  return [done, await Promise.race([reported, silence])];
}

const ELSEWHERE = ["https://example.com/", "http://192.0.2.1/"];

test("nothing of the page or its worker gets out to a foreign server", async (t) => {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  const answered = [];
  page.on("response", (response) => answered.push(response.url()));
  const worker = await startedWorker(page);
  const ways = {
    page: ["fetch", "fetch without reading", "request", "socket", "event source", "picture", "script"],
    worker: ["fetch", "fetch without reading", "request", "socket", "event source"],
  };
  for (const where of ELSEWHERE) {
    for (const [name, place] of [
      ["page", page],
      ["worker", worker],
    ]) {
      for (const what of ways[name]) {
        await t.test(`${what} to ${where} from the ${name}`, async () => {
          const [done, reported] = await place.evaluate(tryTo, { what, where });
          assert.equal(done, "not done");
          const directive = { picture: "img-src", script: "script-src-elem" }[what] ?? "connect-src";
          const { host } = new URL(where);
          assert.match(reported, new RegExp(`^${directive} (http|https|ws|wss)://${host.replaceAll(".", "\\.")}`));
        });
      }
    }
    await t.test(`a beacon to ${where}`, async () => {
      const [, reported] = await page.evaluate(tryTo, { what: "beacon", where });
      assert.match(reported, /^connect-src /);
    });
  }
  assert.deepEqual(
    answered.filter((url) => ELSEWHERE.some((where) => url.startsWith(where))),
    [],
  );
});

test("the page names the address that it was kept from", async (t) => {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  await page.getByRole("heading", { name: "Which organization?" }).waitFor();
  await page.evaluate(() => fetch("https://example.com/").catch(() => {}));
  const alert = page.getByRole("alert").filter({ hasText: "This page was kept from calling https://example.com/" });
  await alert.filter({ hasText: "cargo xtask build --connect ADDRESS" }).waitFor();
});

test("no script runs but the page's own", async (t) => {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  await page.getByRole("heading", { name: "Which organization?" }).waitFor();
  await page.evaluate(() => {
    window.reported = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.reported.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  const report = (wanted) => page.waitForFunction((wanted) => window.reported.includes(wanted), wanted);

  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 'an inline script'";
    document.body.append(script);
  });
  await report("script-src-elem inline");

  await page.evaluate(() =>
    document.body.insertAdjacentHTML(
      "beforeend",
      `<img src="data:," onerror="window.ran = 'a handler in an attribute'">`,
    ),
  );
  await report("script-src-attr inline");

  await page.evaluate(() => {
    const script = document.createElement("script");
    script.src = "data:text/javascript,window.ran='a script from an address'";
    document.body.append(script);
  });
  await report("script-src-elem data");

  // What a test evaluates itself is not held to the policy; what it leaves to the page is.
  await page.evaluate(() => void setTimeout("window.ran = 'a string'"));
  await report("script-src eval");

  await page.evaluate(() => {
    const worker = new Worker("worker.js");
    worker.onmessage = () => (window.ran = "a worker with the policy of another response");
  });
  await report(`worker-src ${new URL("worker.js", page.url())}`);

  assert.equal(await page.evaluate(() => window.ran), undefined);
});

test("all that the page loads comes from where it stands, below a path as well", async (t) => {
  const address = await startPlainHost(t, "/tools/rollcall/");
  const page = await openPage(t, "about:blank");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  await page.getByRole("button", { name: "Try the sandbox organization" }).click();
  await isAt(page, "File");
  await page.getByRole("button", { name: "Open the example file" }).click();
  await isAt(page, "Review");
  await rowHolds(page, 1, "@example.org");
  const foreign = asked.filter(
    (url) => !url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:"),
  );
  assert.deepEqual(foreign, []);
  assert.notEqual(asked.length, 0);
});
