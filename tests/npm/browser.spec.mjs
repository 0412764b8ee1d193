// The package in Chromium, under a policy that allows no evaluation of text.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { startStandIn } from "../support/stand-ins.mjs";
import { changes, packageFolder } from "./support.mjs";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = '<!doctype html><title>A page</title><link rel="icon" href="data:,">';

/** A server with an empty page, and with the package below /npm/. */
async function host(t) {
  const { address } = await startStandIn(t, async ({ url }, response) => {
    const name = /^\/npm\/([\w.]+)$/.exec(url)?.[1];
    const content = name ? await readFile(join(packageFolder(), name)).catch(() => null) : PAGE;
    const type = (name && TYPES[extname(name)]) ?? "text/html";
    response.writeHead(content === null ? 404 : 200, { "content-type": type, "content-security-policy": POLICY });
    response.end(content);
  });
  return `${address}/`;
}

test("a page checks and plans a file that was given to it", async (t) => {
  const page = await openPage(t, await host(t));
  const told = await page.evaluate(async (text) => {
    const { load } = await import("/npm/index.js");
    const { Workbench } = await load();
    const workbench = new Workbench();
    const file = new File([text], "changes.csv", { lastModified: 1_700_000_000_000 });
    const opened = workbench.open(file.name, await file.arrayBuffer());
    workbench.addClaimedDomains("old.example new.example");
    workbench.leaveOut(0);
    const plan = workbench.plan();
    const told = {
      rows: opened.rows,
      certain: opened.mappingIsCertain,
      page: workbench.rows({ from: 990, count: 50 }).items.map((row) => row.line),
      sentence: plan.sentence,
    };
    plan.free();
    workbench.free();
    return told;
  }, changes(1000));
  assert.deepEqual(told, {
    rows: 1000,
    certain: true,
    page: [992, 993, 994, 995, 996, 997, 998, 999, 1000, 1001],
    sentence: "999 calls in 21 batches; 999 people will be logged out; 1 row left out.",
  });
});

test("the page's policy is in force", async (t) => {
  const page = await openPage(t, await host(t), { complains: true });
  // Later, because what the test itself evaluates is let through.
  const ended = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve));
    try {
      return new Function("return 'went through'")();
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(ended, "EvalError");
});

test("a program that is not there is said, and the next try may find it", async (t) => {
  const page = await openPage(t, await host(t), { complains: true });
  const [failed, version] = await page.evaluate(async () => {
    const { load } = await import("/npm/index.js");
    const failed = await load("/npm/elsewhere.wasm").catch((error) => error.message);
    const { version } = await load("/npm/rollcall_bg.wasm");
    return [failed, version()];
  });
  assert.match(failed, /404/);
  assert.match(version, /^\d+\.\d+\.\d+/);
});
