// The page's shell: where it can stand, and what its policy keeps from it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { startPlainHost, startProxy } from "../support/servers.mjs";

// Runs in the page and in the worker: whether a call to a foreign server is stopped by the policy, before it leaves.
async function foreignCall() {
  const stopped = new Promise((resolve) => {
    globalThis.addEventListener("securitypolicyviolation", (event) =>
      resolve(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await fetch("https://example.com/").then(
    () => Promise.reject(new Error("the call went through")),
    () => {},
  );
  return stopped;
}

test("on a plain host, below a path, the page starts and its worker too", async (t) => {
  const page = await openPage(t, await startPlainHost(t, "/tools/rollcall/"));
  const worker = await startedWorker(page);
  assert.match(worker.url(), /^blob:/);
  assert.equal(await page.getByText("Rollcall is loading.").count(), 0);
});

test("neither the page nor its worker can call a foreign server", async (t) => {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  const worker = await startedWorker(page);
  for (const place of [page, worker]) {
    assert.match(await place.evaluate(foreignCall), /^connect-src https:\/\/example\.com/);
  }
});

test("served by the proxy, the page cannot be framed", async (t) => {
  const { address } = await startProxy(t, { upstream: "http://127.0.0.1:9" });
  const page = await openPage(t, address);
  await startedWorker(page);
  const response = await page.request.get(address);
  const policy = response.headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'.*; frame-ancestors 'none'$/);
});

/** The worker that the page has started. */
async function startedWorker(page) {
  return page.workers()[0] ?? (await page.waitForEvent("worker"));
}
