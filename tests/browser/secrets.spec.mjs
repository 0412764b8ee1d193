// The API key is in the worker's memory and nowhere else, and neither key nor addresses are in what the proxy says.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { moves, review } from "../support/connected.mjs";
import { connect, fillDoor, goTo, isAt, outcomes, runIs, says, startRun } from "../support/hands.mjs";
import { disturb } from "../support/organization.mjs";
import { button, save, steps } from "../support/path.mjs";
import { kept, startTalkativeProxy } from "../support/secrets.mjs";
import { startPlainHost, startSandbox } from "../support/servers.mjs";
import { startBetween } from "../support/stand-ins.mjs";

test("the key is in no storage, address, text, attribute, console, download or log", async (t) => {
  const sandbox = await startSandbox(t);
  const rows = await moves(sandbox, 8);
  let changes = 0;
  // One change is answered by a server that repeats what it was sent, the key among it.
  const instead = (request, response) => {
    const repeats = request.method === "PUT" && ++changes === 3;
    if (repeats) {
      const { authorization } = request.headers;
      const words = `not with ${authorization}, that is ${authorization.slice(7)}`;
      response.writeHead(400, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ key: "bodyParseFailure", context: words, errors: [{ code: words, detail: words }] }),
      );
    }
    return repeats;
  };
  const between = await startBetween(t, sandbox.address, { instead });
  const proxy = await startTalkativeProxy(t, ["--upstream-api", between.address]);

  const page = await openPage(t, await startPlainHost(t), { complains: true });
  const heard = [];
  const asked = [];
  page.on("console", (message) => heard.push(message.text(), JSON.stringify(message.location())));
  page.on("pageerror", (error) => heard.push(String(error.stack)));
  page.on("request", (request) => asked.push(request));
  // What tells the key from anything else; a part of it is as bad as all of it.
  const secret = sandbox.key.slice(-32);
  const pieces = [secret.slice(0, 16), secret.slice(-16)];
  const holdsNothing = (what, where) => {
    const text = typeof what === "string" ? what : JSON.stringify(what);
    for (const piece of pieces) assert.equal(text.includes(piece), false, `the key is in ${where}`);
  };
  const keepsNothing = async (where) => {
    const all = await kept(page);
    for (const [name, what] of Object.entries(all)) holdsNothing(what, `${name} ${where}`);
    assert.deepEqual(all.caches, []);
    return all;
  };
  const door = { ...sandbox, proxy: proxy.address };
  const step = steps(t);

  await step("after a key that does not fit, and while one is typed", async () => {
    await connect(page, { ...door, organization: "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f" });
    await says(page, "This API key does not belong to organization");
    await keepsNothing("after a refusal");
    await fillDoor(page, door);
    const { values, ...others } = await kept(page);
    holdsNothing(others, "more than the field in which it is typed");
    assert.equal(values.filter((value) => value === sandbox.key).length, 1);
    assert.equal(await page.getByLabel("API key").getAttribute("type"), "password");
    assert.equal(await page.getByLabel("API key").getAttribute("autocomplete"), "off");
  });

  await step("connected", async () => {
    await button(page, "Connect").click();
    await isAt(page, "File");
    await keepsNothing("at the file");
    await goTo(page, "Organization");
    assert.equal(await page.getByLabel("API key").inputValue(), "");
    await keepsNothing("at the doors");
    await goTo(page, "File");
  });

  await step("after a look-up with failures", async () => {
    await disturb(sandbox, "fault", { kinds: ["html", "half-json"], endpoint: "search-users", times: 1 });
    await review(page, rows);
    await page.getByText("Could not look up").first().waitFor();
    await keepsNothing("after a failing look-up");
    await button(page, "Look up the accounts of this file").click();
    await page.getByText("Could not look up").first().waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: "Leave out row 8" }).check();
    const { databases } = await keepsNothing("in the review");
    assert.notEqual(databases["rollcall/edits"][0].length, 0);
  });

  await step("in the files of the review", async () => {
    for (const label of ["Save findings", "Save the file with its edits"]) {
      const { text } = await save(page, label);
      holdsNothing(text, label);
      assert.notEqual(text, "");
    }
  });

  await step("in a run, and where a server repeats it", async () => {
    await startRun(page);
    await runIs(page, "Paused");
    await says(page, "Atlassian refused the change of");
    await page.getByText("In the words that came back").click();
    await page.getByText("not with").first().waitFor();
    await keepsNothing("in a refusal");
    await button(page, "Go on").click();
    await runIs(page, "Done");
    assert.equal((await outcomes(page)).Refused, 1);
    const { databases } = await keepsNothing("in the journal");
    for (const store of ["runs", "journal"]) assert.notEqual(databases[`rollcall/${store}`][1].length, 0);
  });

  await step("in the result and its files", async () => {
    await button(page, "See the result").click();
    for (const label of ["Save the results", "Save the report", "Save the retry file", "Save the undo file", "Save the journal"]) {
      const { text } = await save(page, label);
      holdsNothing(text, label);
      assert.notEqual(text, "");
    }
    await keepsNothing("at the result");
  });

  await step("in what left the page, but for one header of the calls through the proxy", async () => {
    let carried = 0;
    for (const request of asked) {
      const { authorization, ...others } = await request.allHeaders();
      holdsNothing(request.url(), "an address");
      holdsNothing(others, "a header");
      holdsNothing(request.postData() ?? "", "a body");
      // A stylesheet names itself to its own host when it asks for a font; nobody else is told where the page is.
      if (new URL(request.url()).origin !== new URL(page.url()).origin) assert.equal(others.referer, undefined);
      if (authorization !== undefined) {
        assert.equal(new URL(request.url()).origin, proxy.address);
        carried += 1;
      }
    }
    assert.notEqual(carried, 0);
    holdsNothing(
      between.asked.map(({ headers: { authorization: _, ...others }, ...rest }) => [rest, others]),
      "what Atlassian gets",
    );
  });

  await step("in the console, and in what the proxy says", async () => {
    holdsNothing(heard, "the console");
    assert.equal(proxy.said(), `address=${proxy.address}\n`);
    for (const [id, before, wanted] of rows) {
      for (const datum of [id, before, wanted]) {
        assert.equal(heard.join().includes(datum), false, `${datum} is in the console`);
      }
    }
  });

  await step("after leaving the organization, nor before it is connected again", async () => {
    await goTo(page, "Organization");
    await button(page, "Leave this organization").click();
    await button(page, "Leave this organization").waitFor({ state: "detached" });
    await keepsNothing("after leaving");
  });
});
