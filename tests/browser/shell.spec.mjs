// The page's shell: where it can stand, and what its policy keeps from it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, startedWorker } from "../support/browser.mjs";
import { fillDoor } from "../support/hands.mjs";
import { startPlainHost, startProxy } from "../support/servers.mjs";
import { startBetween, startStandIn } from "../support/stand-ins.mjs";

test("on a plain host, below a path, the page starts and its worker too", async (t) => {
  const page = await openPage(t, await startPlainHost(t, "/tools/rollcall/"));
  const worker = await startedWorker(page);
  assert.match(worker.url(), /^blob:/);
  assert.equal(await page.getByText("Rollcall is loading.").count(), 0);
});

test("what comes and goes while the page waits moves nothing under the pointer", async (t) => {
  let release;
  const isHeld = new Promise((resolve) => {
    release = resolve;
  });
  const host = new URL(await startPlainHost(t)).origin;
  // The worker starts when the test says so.
  const slow = await startBetween(t, host, {
    before: (request) => (request.url.startsWith("/worker_bg.wasm") ? isHeld : undefined),
  });
  const page = await openPage(t, slow.address, { complains: true });
  const door = page.getByRole("button", { name: "Check a file without connecting" });
  await page.getByText("Starting …").waitFor();
  const place = await door.boundingBox();

  await t.test("the page is starting", async () => {
    release();
    await page.getByText("Starting …").waitFor({ state: "detached" });
    assert.deepEqual(await door.boundingBox(), place);
  });

  await t.test("something takes time", async () => {
    const silent = await startStandIn(t, () => {});
    await fillDoor(page, { organization: "00000000-0000-4000-8000-000000000001", key: "k".repeat(40), proxy: silent.address });
    const before = await door.boundingBox();
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText("Connecting …").first().waitFor();
    assert.deepEqual(await door.boundingBox(), before);
  });
});

test("served by the proxy, the page cannot be framed", async (t) => {
  const { address } = await startProxy(t, { upstream: "http://127.0.0.1:9", withSite: true });
  const page = await openPage(t, address);
  await startedWorker(page);
  const response = await page.request.get(address);
  const policy = response.headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'.*; frame-ancestors 'none'$/);
});
