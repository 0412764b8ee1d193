// The third door: what leaves when it opens, and what the page says where it does not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { chromium } from "playwright-core";

import { openPage } from "../support/browser.mjs";
import { atEnd } from "../support/cleanup.mjs";
import {
  checkOnly,
  connect,
  fillDoor,
  goTo,
  isAt,
  isStillEdited,
  openEdited,
  rowHolds,
  says,
} from "../support/hands.mjs";
import { startPlainHost, startProxy, startSandbox, told } from "../support/servers.mjs";
import { deadAddress, startBetween, startGate, startStandIn } from "../support/stand-ins.mjs";

const ELSEWHERE = "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";
const ATLASSIAN = "https://api.atlassian.com/**";

/** The page on a host of its own, a file with an edit open in it, at the doors. */
async function atTheDoors(t) {
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  await checkOnly(page);
  await openEdited(page);
  await goTo(page, "Organization");
  return page;
}

/** A sandbox organization behind a proxy, and whatever passes between the two. */
async function organization(t) {
  const sandbox = await startSandbox(t);
  const between = await startBetween(t, sandbox.address);
  const proxy = await startProxy(t, { upstream: between.address });
  return { ...sandbox, proxy: proxy.address, between };
}

/** The page says so, keeps what was loaded, and has forgotten the key. */
async function refuses(page, ...words) {
  await says(page, ...words);
  assert.equal(await page.getByLabel("API key").inputValue(), "");
  await isStillEdited(page);
  await goTo(page, "Organization");
}

test("with the right key three calls leave, each to the organization and with the key", async (t) => {
  const { between, proxy, ...sandbox } = await organization(t);
  const page = await openPage(t, await startPlainHost(t));
  const own = new URL(page.url()).origin;
  const elsewhere = [];
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== own && origin !== proxy) elsewhere.push(request.url());
  });
  await connect(page, { ...sandbox, proxy });
  await isAt(page, "File");
  await page.getByText("Sandbox server: Example Industries").waitFor();

  const { url: manage } = between.asked[1];
  const of = `/admin/v1/orgs/${sandbox.organization}`;
  assert.deepEqual(
    between.asked.map(({ method, url }) => `${method} ${url}`),
    [`GET ${of}/users`, `GET ${manage}`, `GET ${of}`],
  );
  assert.match(manage, /^\/users\/[^/]+\/manage\?privileges=email\.set$/);
  for (const { headers } of between.asked) {
    assert.equal(headers.authorization, `Bearer ${sandbox.key}`);
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
  }
  assert.deepEqual(elsewhere, []);
});

test("what is typed is read before anything leaves, and keys that do not fit are told apart", async (t) => {
  const { between, scoped_key: scoped, ...door } = await organization(t);
  const page = await atTheDoors(t);

  await t.test("an organization id that is none", async () => {
    await connect(page, { ...door, organization: "Example Industries" });
    await refuses(page, "“Example Industries” is not an organization id.", "after admin.atlassian.com/o/");
  });

  await t.test("a key with a line break in it, pasted", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await fillDoor(page, { ...door, key: "" });
    const halves = [door.key.slice(0, 20), door.key.slice(20)];
    await page.evaluate((text) => navigator.clipboard.writeText(text), halves.join("\n"));
    await page.getByLabel("API key").press("ControlOrMeta+V");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    // The browser makes a blank of a line break that is pasted into one line.
    await refuses(page, /The API key has a (line break|space) in it\./, "Copy the key again, alone and whole");
    const text = await page.getByRole("main").innerText();
    for (const half of halves) assert.equal(text.includes(half), false);
  });

  await t.test("an address that is no proxy's", async () => {
    const proxy = "http://127.0.0.1:8484/path";
    await connect(page, { ...door, proxy });
    await refuses(page, `“${proxy}” is not the address of a proxy.`, "The proxy prints its address");
  });

  assert.deepEqual(between.asked, []);

  await t.test("a wrong key", async () => {
    await connect(page, { ...door, key: "sandbox-key-of-nobody" });
    await refuses(page, "Atlassian does not know this API key.", "mistyped, expired or revoked", "personal API token");
  });

  await t.test("one with scopes", async () => {
    await connect(page, { ...door, key: scoped });
    await refuses(page, "This API key was made with scopes", "choose “without scopes”");
  });

  await t.test("one of another organization", async () => {
    await connect(page, { ...door, organization: ELSEWHERE });
    await refuses(
      page,
      `This API key does not belong to organization ${ELSEWHERE}. It belongs to Example Industries (${door.organization}).`,
      "Compare the id",
    );
  });

  await t.test("with the right one the file and its edits are kept", async () => {
    // The id may be the address of the admin page, and the key may have blanks around it.
    const organizationAddress = `https://admin.atlassian.com/o/${door.organization}/overview`;
    await connect(page, { ...door, organization: organizationAddress, key: ` ${door.key} ` });
    await isAt(page, "Review");
    await rowHolds(page, 2, "robert@example.org", "was: bob@example.org");
  });
});

test("proxies that are none", async (t) => {
  const { between, ...door } = await organization(t);
  const page = await atTheDoors(t);
  const host = new URL(page.url()).origin;

  await t.test("nobody listens", async () => {
    const proxy = await deadAddress();
    await connect(page, { ...door, proxy });
    await refuses(page, `Nothing answers at ${proxy}.`, "Either the proxy is not running there, or the browser asked");
  });

  await t.test("another server, which never sees the key", async () => {
    const other = await startStandIn(t, (_, response) => response.end("It works!"));
    await connect(page, { ...door, proxy: other.address });
    await refuses(
      page,
      `What answers at ${other.address} is not a Rollcall proxy`,
      "Compare the address",
      "--allow-origin",
    );
    assert.notEqual(other.asked.length, 0);
    for (const { headers } of other.asked) assert.equal(headers.authorization, undefined);
  });

  await t.test("the host of the page itself", async () => {
    await connect(page, { ...door, proxy: host });
    await refuses(page, `What answers at ${host} is not a Rollcall proxy`);
  });

  await t.test("a server that lets every page read, which never sees the key either", async () => {
    const other = await startStandIn(t, (request, response) => {
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("access-control-allow-headers", "*, authorization");
      response.writeHead(request.method === "OPTIONS" ? 204 : 404).end();
    });
    await connect(page, { ...door, proxy: other.address });
    await refuses(page, `What answers at ${other.address} is not a Rollcall proxy`);
    assert.notEqual(other.asked.length, 0);
    for (const { headers } of other.asked) assert.equal(headers.authorization, undefined, "the key waits for a proxy");
  });

  await t.test("a proxy that reaches nobody", async () => {
    const lonely = await startProxy(t, { upstream: await deadAddress() });
    await connect(page, { ...door, proxy: lonely.address });
    await refuses(
      page,
      "The proxy is running, but it cannot reach Atlassian.",
      "is online and may reach https://api.atlassian.com",
    );
  });

  await t.test("a proxy whose way out is another proxy, which does not answer", async () => {
    const options = ["--outgoing-proxy", await deadAddress()];
    const stuck = await startProxy(t, { upstream: "https://api.atlassian.com", options });
    await connect(page, { ...door, proxy: stuck.address });
    await refuses(page, "your network's own proxy does not answer it", "--outgoing-proxy, or else in HTTPS_PROXY");
  });

  await t.test("one that wants a name and a password (407)", async () => {
    const options = ["--outgoing-proxy", await startGate(t, "407 Proxy Authentication Required")];
    const stuck = await startProxy(t, { upstream: "https://api.atlassian.com", options });
    await connect(page, { ...door, proxy: stuck.address });
    await refuses(page, "your network's own proxy wants a name and a password", "http://name:password@host:port");
  });

  await t.test("a proxy that is shown a certificate that it does not trust", async () => {
    const message = "What answers in Atlassian's place is not trusted: the certificate was signed by “Example Root CA”.";
    const untrusting = await startStandIn(t, (request, response) => {
      response.setHeader("access-control-allow-origin", request.headers.origin);
      response.setHeader("access-control-allow-headers", "authorization, content-type, accept");
      response.setHeader("access-control-expose-headers", "x-rollcall-proxy");
      response.setHeader("x-rollcall-proxy", "0.1.0");
      if (request.method === "OPTIONS") return response.writeHead(204).end();
      response.writeHead(502, { "content-type": "application/json" });
      return response.end(JSON.stringify({ proxy: "rollcall", code: "upstream-untrusted", message }));
    });
    await connect(page, { ...door, proxy: untrusting.address });
    const words = ["does not trust the certificate that it was shown for Atlassian", "--upstream-ca FILE"];
    await says(page, ...words);
    await page.getByText("In the words that came back").click();
    await page.getByText("“Example Root CA”").waitFor();
    await refuses(page, ...words);
  });

  await t.test("a proxy of an earlier version", async () => {
    const old = await startStandIn(t, (request, response) => {
      response.setHeader("access-control-allow-origin", request.headers.origin);
      response.setHeader("access-control-allow-headers", "authorization, content-type, accept");
      response.setHeader("access-control-expose-headers", "x-rollcall-proxy");
      response.setHeader("x-rollcall-proxy", "0.0.1");
      if (request.method === "OPTIONS") return response.writeHead(204).end();
      response.writeHead(404, { "content-type": "application/json" });
      return response.end(JSON.stringify({ proxy: "rollcall", code: "unknown-route", message: "Update it." }));
    });
    await connect(page, { ...door, proxy: old.address });
    await refuses(page, "The proxy is older than this page", "Update rollcall-proxy");
  });

  await t.test("an address that the page's policy does not allow", async () => {
    const alerts = page.getByRole("alert");
    await connect(page, { ...door, proxy: "http://192.0.2.1" });
    await refuses(page, "This page may not call http://192.0.2.1.", "cargo xtask build --connect");
    assert.equal(await alerts.count(), 0, "an alert outlives its step");
  });

  assert.deepEqual(between.asked, []);
});

test("a server with trouble is not taken for a wrong key", async (t) => {
  const page = await atTheDoors(t);
  const door = { organization: ELSEWHERE, key: "a-key" };
  for (const [what, status, body, ...words] of [
    [
      "a page of HTML",
      200,
      "<!doctype html><title>Sign in</title>",
      "A web page came instead of Atlassian's answer",
      "check the address of the proxy",
    ],
    ["an outage", 503, "", "Atlassian", "Try again in a minute."],
  ]) {
    await t.test(what, async () => {
      const upstream = await startStandIn(t, (_, response) => response.writeHead(status).end(body || undefined));
      const { address } = await startProxy(t, { upstream: upstream.address });
      await connect(page, { ...door, proxy: address });
      await refuses(page, ...words);
    });
  }
});

test("the direct way", async (t) => {
  const page = await atTheDoors(t);
  const door = { organization: ELSEWHERE, key: "the-direct-key" };

  await t.test("Atlassian answers, and lets no page of another site read it", async () => {
    // Playwright answers preflights itself, and adds a header for this page unless there is one.
    const heads = { "access-control-allow-origin": "https://admin.atlassian.com" };
    const asked = [];
    await page.route(ATLASSIAN, (route) => {
      asked.push(route.request());
      return route.fulfill({ status: 401, headers: heads, body: "{}" });
    });
    await connect(page, door);
    await refuses(page, "The browser does not let this page call Atlassian directly.", "Start the Rollcall proxy");
    const keyed = asked.filter((request) => request.headers().authorization);
    assert.equal(keyed.length, 1, "the probe carries the key");
    await page.unroute(ATLASSIAN);
  });

  await t.test("nothing answers", async () => {
    await page.route(ATLASSIAN, (route) => route.abort("namenotresolved"));
    await connect(page, door);
    await refuses(page, "Atlassian cannot be reached from here.", "A firewall, a filter or an extension");
    await page.unroute(ATLASSIAN);
  });

  await t.test("no network at all", async () => {
    await page.context().setOffline(true);
    await connect(page, door);
    await refuses(page, "This computer is offline.", "Connect to a network");
    await page.context().setOffline(false);
  });
});

test("a browser that lets no page from https call this computer is named, and the way out", async (t) => {
  // What Safari says of itself, on a page that came over https.
  const inWorker = `
    Object.defineProperty(self, "origin", { value: "https://rollcall.example" });
    Object.defineProperty(WorkerNavigator.prototype, "userAgent", {
      get: () => "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    });
  `;
  const page = await openPage(t, await startPlainHost(t, "/", { inWorker }), { complains: true });
  const proxy = await deadAddress();
  await connect(page, { organization: ELSEWHERE, key: "a-key", proxy });
  await says(
    page,
    `This browser does not let a page that came over https call ${proxy}.`,
    "whether or not the proxy is running",
    "Open the page from the proxy itself",
    "Chrome, Edge or Firefox",
  );
});

test("a page of the public network asks for leave to call this computer", async (t) => {
  const { between, ...door } = await organization(t);
  const host = await startPlainHost(t);
  // The browser takes the page's host for one out there.
  const args = [`--ip-address-space-overrides=${new URL(host).host}=public`];
  const browser = await chromium.launch({ executablePath: told("CHROMIUM"), args });
  atEnd(t, () => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();

  await t.test("no", async () => {
    await context.grantPermissions([]);
    await page.goto(host);
    await connect(page, door);
    await says(
      page,
      `Your browser, or your company's policy for it, does not let this page call ${door.proxy}.`,
      "allow local network access for this page",
      "Then open the page from the proxy itself",
      "or use another browser",
    );
    assert.deepEqual(between.asked, []);
  });

  await t.test("yes", async () => {
    await context.grantPermissions(["local-network-access"]);
    await connect(page, door);
    await isAt(page, "File");
  });
});
