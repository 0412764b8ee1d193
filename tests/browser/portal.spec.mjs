// The admin portal's list of users: read with a session that is pasted or that the proxy lends, and what can be wrong with that.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { connected } from "../support/connected.mjs";
import { firefoxProfile, logIn } from "../support/firefox.mjs";
import { connect, isAt, says } from "../support/hands.mjs";
import { allRead, choose, howFar, read, saved, showColumns } from "../support/listings.mjs";
import { accounts, disturb, furniture, renewSession } from "../support/organization.mjs";
import { arrive, button, steps } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import {
  LISTING,
  asCurl,
  field,
  listAddress,
  paste,
  portalList,
  useSession,
  withPortal,
} from "../support/portal.mjs";
import { kept, startTalkativeProxy } from "../support/secrets.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";
import { startBetween, startStandIn } from "../support/stand-ins.mjs";

const byId = (rows) => [...rows].sort((a, b) => (a.account_id < b.account_id ? -1 : 1));

/** A session that says that it is over, one without a form, and one that has a form and is nobody's. */
const OVER = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"a","exp":1700000000}').replace(/=+$/, "")}.c2lnbmF0dXJl`.replace(/=+\./, ".");
const OTHER = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzYW5kYm94IiwiZXhwIjo0MTAyNDQ0ODAwfQ.bm9ib2R5LW5vYm9keS1ub2JvZHk";

/** A server that passes the portal's calls on, and sees them. */
const startPortal = (t, sandbox, how) => startBetween(t, sandbox.address, how);

test("the portal listing by pasted token", async (t) => {
  const { page, sandbox } = await connected(t, { people: 430, proxied: withPortal });
  await choose(page, LISTING);
  assert.equal(await button(page, "Read it").count(), 0, "there is nothing to read it with yet");
  assert.equal(await field(page).getAttribute("type"), "password");
  assert.equal(await field(page).getAttribute("autocomplete"), "off");
  await page.getByText("What can go wrong").click();
  await page.getByText("How to copy it").click();
  await pictures(page, "portal-paste");

  const of = `org/${sandbox.organization}`;
  await useSession(page, asCurl(listAddress(of), sandbox.session));
  await button(page, "Read it").click();
  await allRead(page);
  await showColumns(page);
  const rows = await saved(page);
  const listed = await portalList(sandbox, of);
  assert.ok(listed.length > 300);
  assert.deepEqual(byId(rows), byId(listed));
  const known = new Map((await accounts(sandbox)).map((account) => [account.id, account]));
  for (const row of rows) assert.equal(known.get(row.account_id)?.name, row.name);
  await pictures(page, "portal-listing");

  await t.test("it is taken on like every other listing", async () => {
    await page.getByRole("searchbox", { name: "Search rows" }).fill("example.org");
    await page.getByRole("status", { name: "Rows shown" }).filter({ hasText: / of / }).waitFor();
    await page.getByLabel("Action", { exact: true }).selectOption("Deactivate accounts");
    await button(page, "Make the change file").click();
    await isAt(page, "Review");
  });
});

test("the users of one site, whose id comes with the copied request", async (t) => {
  const { page, sandbox } = await connected(t, { proxied: withPortal, complains: true });
  const { sites } = await furniture(sandbox);
  const site = sites.at(-1).id;
  await choose(page, LISTING);
  await useSession(page, asCurl(listAddress(`site/${site}`), sandbox.session));
  await page.getByText(`The copied request was about the site ${site}`).waitFor();
  await pictures(page, "portal-site");
  await button(page, "List that site alone").click();
  await button(page, "List that site alone").waitFor({ state: "detached" });
  await button(page, "Read it").click();
  await allRead(page);
  await showColumns(page);
  const listed = await portalList(sandbox, `site/${site}`);
  assert.ok(listed.length > 0);
  assert.deepEqual(byId(await saved(page)), byId(listed));

  await t.test("a site that is not there is told", async () => {
    await page.getByText("Ask Atlassian for some of them only").click();
    // The portal takes an organization's id for none.
    await page.getByRole("textbox", { name: "Site id" }).fill(sandbox.organization);
    await button(page, "Read it again").click();
    await says(page, "The admin portal does not show this list to this session", "there is no such organization or site");
    await page.getByRole("textbox", { name: "Site id" }).fill("example");
    await button(page, "Read it from the start").click();
    await says(page, "“example” cannot stand in the filter “Site id”.");
  });

  await t.test("a request about another organization is told", async () => {
    await button(page, "Forget it").click();
    const other = "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e";
    await useSession(page, asCurl(`https://admin.atlassian.com/o/${other}/users`, sandbox.session));
    await page.getByText(`The copied request was about another organization, ${other}`).waitFor();
  });
});

test("what holds no session of the admin portal is told, and nobody is asked", async (t) => {
  let portal;
  const proxied = async (sandbox) => {
    portal = await startPortal(t, sandbox);
    return withPortal(portal);
  };
  const { page, sandbox } = await connected(t, { proxied });
  const url = listAddress(`org/${sandbox.organization}`);
  await choose(page, LISTING);
  for (const [text, ...words] of [
    [`curl '${url}' -H 'accept: */*'`, "There is no cookie cloud.session.token in what was pasted.", "copy a request to admin.atlassian.com as cURL"],
    [sandbox.key.replace("sandbox-key-", "ATCTT3xFfGN0"), "What was pasted is an API key or API token", "read the listing “Users”"],
    [OVER, "The session ended on 14 November 2023.", "Log in again at admin.atlassian.com"],
  ]) {
    await paste(page, text);
    await button(page, "Use this session").click();
    const alert = await says(page, ...words);
    assert.equal((await alert.innerText()).includes(sandbox.session.slice(-20)), false);
    assert.equal(await button(page, "Read it").count(), 0);
  }
  await pictures(page, "portal-refused");
  assert.deepEqual(portal.asked, []);
});

test("a session that ends in the middle: what was read stays, and a new one goes on", async (t) => {
  let asked = 0;
  const proxied = async (sandbox) => {
    const before = async () => {
      asked += 1;
      if (asked === 3) await disturb(sandbox, "session/end");
    };
    return withPortal(await startPortal(t, sandbox, { before }));
  };
  const { page, sandbox } = await connected(t, { people: 430, proxied, complains: true });
  await choose(page, LISTING);
  await useSession(page, sandbox.session);
  await button(page, "Read it").click();
  await says(page, "The admin portal does not know this session", "“Go on” asks for the next page again");
  await howFar(page).filter({ hasText: /^Stopped: 200 of / }).waitFor();
  await field(page).waitFor();
  await pictures(page, "portal-over");

  await t.test("nothing is asked without a new one", async () => {
    await button(page, "Go on").click();
    await says(page, "There is no session of the admin portal yet.");
    assert.equal(asked, 3);
  });

  const session = await renewSession(sandbox);
  await useSession(page, session);
  await button(page, "Go on").click();
  await allRead(page);
  const listed = await portalList({ ...sandbox, session }, `org/${sandbox.organization}`);
  await showColumns(page);
  assert.deepEqual(byId(await saved(page)), byId(listed));
  // Not from the start: the page that was refused, and those behind it.
  assert.equal(asked, 3 + Math.ceil(listed.length / 100) - 2);

  await t.test("one that is nobody's is told as well", async () => {
    await button(page, "Forget it").click();
    await useSession(page, OTHER);
    await button(page, "Read it again").click();
    await says(page, "The admin portal does not know this session");
  });
});

test("a portal that asks for a login instead: by a redirect, or by its page", async (t) => {
  let answer;
  const { address } = await startStandIn(t, (_, response) => answer(response));
  const { page, sandbox } = await connected(t, { proxied: () => withPortal({ address }), complains: true });
  await choose(page, LISTING);
  answer = (response) => response.writeHead(302, { location: "https://id.atlassian.com/login" }).end();
  await useSession(page, sandbox.session);
  await button(page, "Read it").click();
  await says(page, "The session is over: the admin portal asks for a login.");
  answer = (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><title>Log in</title>");
  await useSession(page, sandbox.session);
  await button(page, "Go on").click();
  await says(page, "most likely because the session is over");
  await useSession(page, sandbox.session);
  answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end('{"people":[]}');
  await button(page, "Go on").click();
  await says(page, "does not have the form that it was seen in", "read the listing of users instead");
});

test("a proxy that was not told to passes nothing on, and the page says how it would", async (t) => {
  const sandbox = await startSandbox(t);
  const off = await startProxy(t, { upstream: sandbox.address });
  const on = await startProxy(t, { upstream: sandbox.address, ...(await withPortal(sandbox)) });
  let proxy = off;
  // The proxy at this address is started anew in the midst of it.
  const between = await startBetween(t, { toString: () => proxy.address });
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  await connect(page, { ...sandbox, proxy: between.address });
  await isAt(page, "File");
  await choose(page, LISTING);
  await page.getByText("The proxy passes nothing on to the admin portal.").waitFor();
  assert.equal(await field(page).count(), 0);
  assert.equal(await button(page, "Read it").count(), 0);
  await pictures(page, "portal-off");
  await button(page, "Read the listing “Users” instead").click();
  await button(page, "Read it").click();
  await allRead(page);

  await choose(page, LISTING);
  proxy = on;
  await button(page, "Look again").click();
  await useSession(page, sandbox.session);
  await button(page, "Read it").click();
  await allRead(page);

  await t.test("and one that is off again is told", async () => {
    proxy = off;
    await button(page, "Read it again").click();
    await says(page, "The proxy passes nothing on to the admin portal.", "--admin-portal");
    await button(page, "Look again").waitFor();
  });
});

test("without a proxy there is no way to the portal, and the page says so", async (t) => {
  const sandbox = await startSandbox(t);
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  // An Atlassian that lets pages of other sites read its answers.
  await page.route("https://api.atlassian.com/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const response = await route.fetch({ url: `${sandbox.address}${pathname}${search}` });
    await route.fulfill({ response, headers: { ...response.headers(), "access-control-allow-origin": "*" } });
  });
  await connect(page, { organization: sandbox.organization, key: sandbox.key });
  await isAt(page, "File");
  await choose(page, LISTING);
  await page.getByText("The admin portal can be asked through a Rollcall proxy alone, and you are connected directly.").waitFor();
  assert.equal(await field(page).count(), 0);
  assert.equal(await button(page, "Read it").count(), 0);
});

test("a session that the proxy lends from Firefox, for the secret that it prints", async (t) => {
  const cookie = (sandbox) => [
    { name: "cloud.session.token", host: "example.atlassian.net", value: OTHER },
    { name: "cloud.session.token", host: ".atlassian.com", value: sandbox.session },
  ];
  let profile;
  const proxied = async (sandbox) => {
    profile = await firefoxProfile(t, cookie(sandbox));
    const { options } = await withPortal(sandbox);
    return { options: [...options, "--session-from", `firefox:${profile}`], says: ["address", "secret"] };
  };
  const { page, sandbox, proxy } = await connected(t, { proxied, complains: true });
  await choose(page, LISTING);
  await page.getByText("The proxy lends the session of the browser").waitFor();
  await pictures(page, "portal-secret");
  const give = async (secret) => {
    await paste(page, secret);
    await button(page, "Use this secret").click();
  };
  await give("open sesame");
  await says(page, "This is not the secret of a proxy.");
  await give([...proxy.secret].reverse().join(""));
  await button(page, "Read it").click();
  await says(page, "The secret is not the one that the proxy printed.");
  await give(`secret=${proxy.secret}`);
  await button(page, "Go on").click();
  await allRead(page);
  await showColumns(page);
  const listed = await portalList(sandbox, `org/${sandbox.organization}`);
  assert.deepEqual(byId(await saved(page)), byId(listed));

  await t.test("nobody is logged in, and then somebody is again", async () => {
    await logIn(profile, []);
    await button(page, "Read it again").click();
    await says(page, "The proxy finds no session of the admin portal in the browser");
    const session = await renewSession(sandbox);
    await logIn(profile, cookie({ ...sandbox, session }));
    await button(page, "Go on").click();
    await allRead(page);
  });
});

test("in the sandbox of the page there is a portal that lets everybody in", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await arrive(page, "Which organization?");
  await button(page, "Try the sandbox organization").click();
  await isAt(page, "File");
  await read(page, LISTING);
  assert.ok((await saved(page)).length > 100);
});

test("the session is in no storage, address, text, attribute, console, download or log", async (t) => {
  const sandbox = await startSandbox(t);
  const [api, portal] = [await startBetween(t, sandbox.address), await startPortal(t, sandbox)];
  const options = ["--log", "lines", "--admin-portal", "--upstream-portal", portal.address];
  const proxy = await startTalkativeProxy(t, ["--upstream-api", api.address, ...options]);
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  const [heard, asked] = [[], []];
  page.on("console", (message) => heard.push(message.text(), JSON.stringify(message.location())));
  page.on("pageerror", (error) => heard.push(String(error.stack)));
  page.on("request", (request) => asked.push(request));
  const secret = sandbox.session.slice(-40);
  const pieces = [secret.slice(0, 20), secret.slice(-20)];
  const holdsNothing = (what, where) => {
    const text = typeof what === "string" ? what : JSON.stringify(what);
    for (const piece of pieces) assert.equal(text.includes(piece), false, `the session is in ${where}`);
  };
  const keepsNothing = async (where) => {
    for (const [name, what] of Object.entries(await kept(page))) holdsNothing(what, `${name} ${where}`);
  };
  const step = steps(t);

  await step("while it is pasted, in the masked field alone", async () => {
    await connect(page, { ...sandbox, proxy: proxy.address });
    await isAt(page, "File");
    await choose(page, LISTING);
    await paste(page, asCurl(listAddress(`org/${sandbox.organization}`), sandbox.session));
    const { values, ...others } = await kept(page);
    holdsNothing(others, "more than the field in which it is pasted");
    assert.equal(values.filter((value) => value.includes(secret)).length, 1);
  });

  await step("once it is given", async () => {
    await button(page, "Use this session").click();
    await button(page, "Forget it").waitFor();
    await keepsNothing("once it is given");
  });

  await step("in what was read, and in its file", async () => {
    await button(page, "Read it").click();
    await allRead(page);
    await keepsNothing("after reading");
    await showColumns(page);
    const rows = await saved(page);
    assert.ok(rows.length > 100);
    holdsNothing(rows, "the file");
  });

  await step("after it ended, and a server repeats it", async () => {
    await disturb(sandbox, "session/end");
    await button(page, "Read it again").click();
    await says(page, "The admin portal does not know this session");
    await keepsNothing("after its end");
  });

  await step("in what left the page, but for one header of the portal's calls, which have no key", async () => {
    let carried = 0;
    for (const request of asked) {
      const { "x-rollcall-session": session, ...others } = await request.allHeaders();
      holdsNothing(request.url(), "an address");
      holdsNothing(others, "a header");
      holdsNothing(request.postData() ?? "", "a body");
      assert.equal("cookie" in others, false);
      if (session === undefined) continue;
      assert.equal(new URL(request.url()).origin, proxy.address);
      assert.match(new URL(request.url()).pathname, /^\/gateway\/api\/adminhub\/um\/org\//);
      assert.equal("authorization" in others, false);
      carried += 1;
    }
    assert.notEqual(carried, 0);
    assert.notEqual(portal.asked.length, 0);
    for (const { headers, ...call } of portal.asked) {
      const { cookie, ...others } = headers;
      assert.equal(cookie, `cloud.session.token=${sandbox.session}`);
      assert.equal("authorization" in others, false);
      holdsNothing([call, others], "what the portal gets beside its cookie");
    }
    assert.notEqual(api.asked.length, 0);
    holdsNothing(api.asked, "what the API gets");
    for (const { headers } of api.asked) assert.equal("cookie" in headers, false);
  });

  await step("in the console, and in what the proxy says", async () => {
    holdsNothing(heard, "the console");
    holdsNothing(proxy.said(), "what the proxy says");
    assert.match(proxy.said(), /route="?get-portal-users/);
    assert.equal(proxy.said().includes(sandbox.organization), false);
  });
});
