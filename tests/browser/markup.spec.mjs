// What files and servers say is text: markup and scripts in it are shown, and never run.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { connect, giveFile, isAt, rowHolds, says } from "../support/hands.mjs";
import { onScreen, read } from "../support/listings.mjs";
import { accounts } from "../support/organization.mjs";
import { button, lookedUp } from "../support/path.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";
import { startStandIn } from "../support/stand-ins.mjs";

const MARKUP = `<img src="data:," onerror="window.ran = 1"><script>window.ran = 2</script>`;

/** An organization that has markup in each name that it gives, and in what it says when it refuses. */
async function startNaming(t, sandbox) {
  return startStandIn(t, async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, headers } = request;
    const { authorization, "content-type": type = "application/json" } = headers;
    const answer = await fetch(new URL(request.url, sandbox.address), {
      method,
      headers: { authorization, "content-type": type },
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    });
    const marked = (key, value) => (/^(name|displayName|title|detail|message)$/.test(key) && value ? MARKUP + value : value);
    const body = JSON.stringify(JSON.parse(await answer.text(), marked));
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(body);
  });
}

test("markup in names, in a file and in a refusal is text", async (t) => {
  const sandbox = await startSandbox(t);
  const naming = await startNaming(t, sandbox);
  const proxy = await startProxy(t, { upstream: naming.address });
  const page = await openPage(t, await startPlainHost(t), { complains: true });
  const violations = [];
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && violations.push(message.text()));
  const isText = async () => {
    assert.equal(await page.evaluate(() => window.ran), undefined);
    assert.equal(await page.locator("main img, main script").count(), 0);
    // The policy would have kept the script from running; it was not even asked to.
    assert.deepEqual(violations, []);
  };
  const shows = (scope) => scope.getByText(MARKUP).first().waitFor();

  await t.test("what a server says that refuses", async () => {
    await connect(page, { ...sandbox, key: "a-key-of-nobody", proxy: proxy.address });
    await says(page, "Atlassian does not know this API key.");
    const words = page.getByText("In the words that came back");
    if ((await words.count()) > 0) await words.click();
    await isText();
  });

  await t.test("the organization's name", async () => {
    await connect(page, { ...sandbox, proxy: proxy.address });
    await isAt(page, "File");
    await shows(page.getByRole("banner"));
    await isText();
  });

  await t.test("a file's name, its headers and its cells", async () => {
    const [{ id, email }] = (await accounts(sandbox)).filter(({ managed, email }) => managed && email);
    const cells = MARKUP.replaceAll('"', "'");
    const rows = [
      [cells, "account_id", "old_email", "new_email"],
      [cells, id, email, `${cells}@example.org`],
    ];
    const file = rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n");
    await giveFile(page, `${cells.replaceAll("/", "")}.csv`, file);
    await isAt(page, "Review");
    await button(page, "Change the columns").click();
    await isAt(page, "Columns");
    await page.getByText(cells).first().waitFor();
    await isText();
    await button(page, "Review the rows").click();
    await isAt(page, "Review");
    await lookedUp(page);
    await rowHolds(page, 1, `${cells}@example.org`);
    await isText();
  });

  await t.test("the names of people", async () => {
    await read(page, "Managed accounts");
    const rows = await onScreen(page);
    assert.ok(rows.some((row) => row.some((cell) => cell.includes("<img src="))));
    await isText();
  });
});
