// A picture of every step, to be looked at.
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { connected, moves, review } from "../support/connected.mjs";
import { goTo, startRun } from "../support/hands.mjs";
import { accounts, hold, release, whenHeld } from "../support/organization.mjs";
import { arrive, button, count, counting, lookedUp, pick, row, runToTheEnd, save } from "../support/path.mjs";
import { pictures } from "../support/pictures.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";
import { startBetween } from "../support/stand-ins.mjs";

test("the steps in the sandbox organization", async (t) => {
  const host = await startPlainHost(t);
  const page = await openPage(t, host);
  await arrive(page, "Which organization?");
  // Where a proxy listens unless it is told otherwise; else the picture would show the port of this test.
  await page.getByRole("textbox", { name: "Address of the proxy" }).fill("http://127.0.0.1:7655");
  await pictures(page, "doors");

  await button(page, "Try the sandbox organization").click();
  await arrive(page, "Which change file?");
  await pictures(page, "file");

  await button(page, "Open the example file").click();
  await arrive(page, "Review");
  await lookedUp(page);
  await pictures(page, "review");

  await row(page, 2).getByRole("button").click();
  await page.getByRole("complementary").getByText("Row 2").waitFor();
  await pictures(page, "review-detail", { fullPage: false });
  await button(page, "Close details").click();
  await count(page, "Show rows", "errors").click();
  await page.getByRole("region", { name: "Findings" }).getByRole("button", { name: /New address malformed/ }).click();
  await button(page, "Use the mended addresses").waitFor();
  await pictures(page, "review-filtered");
  await button(page, "Show all rows").click();

  const example = await save(page, "Save the file with its edits");
  await button(page, "Change the columns").click();
  await arrive(page, "What is in which column?");
  await pictures(page, "columns");
  await goTo(page, "File");
  await arrive(page, "The change file");
  await pictures(page, "file-read");
  await button(page, "Review the rows").click();
  await arrive(page, "Review");

  await button(page, "Go on to the run").click();
  await page.getByRole("textbox", { name: /organization administrator/ }).fill("1");
  await page.getByText("Confirmed.").waitFor();
  await pictures(page, "plan");
  await button(page, "Start the run").click();
  await arrive(page, "The canary batch is done");
  await pictures(page, "canary");
  await button(page, "Go on, and do not ask again").click();
  await arrive(page, "Paused");
  await pictures(page, "paused");
  await runToTheEnd(page, "Go on, and do not ask again");
  await pictures(page, "done");
  await button(page, "See the result").click();
  await arrive(page, "Result");
  await page.getByRole("table", { name: "Results" }).waitFor();
  await pictures(page, "result");

  const unconnected = await openPage(t, host);
  await button(unconnected, "Check a file without connecting").click();
  await pick(unconnected, "Choose a file", example);
  await arrive(unconnected, "Review");
  await pictures(unconnected, "review-not-connected");
  await button(unconnected, "Go on to the run").click();
  await unconnected.getByRole("alert").waitFor();
  await pictures(unconnected, "plan-refused");
});

test("the steps over a connection", async (t) => {
  const sandbox = await startSandbox(t);
  // In the middle of the run the server asks for a pause.
  let changes = 0;
  const instead = (request, response) => {
    const isTooFast = request.method === "PUT" && ++changes > 20;
    if (isTooFast) response.writeHead(429, { "retry-after": "90" }).end();
    return isTooFast;
  };
  const between = await startBetween(t, sandbox.address, { instead });
  const proxy = await startProxy(t, { upstream: between.address, withSite: true });
  const page = await openPage(t, proxy.address, { complains: true });
  const connect = async (key) => {
    await page.getByRole("textbox", { name: "Organization id" }).fill(sandbox.organization);
    await page.getByRole("textbox", { name: "API key" }).fill(key);
    await button(page, "Connect").click();
  };
  await connect(sandbox.scoped_key);
  await page.getByRole("alert").waitFor();
  await pictures(page, "connecting-problem");

  await connect(sandbox.key);
  await arrive(page, "Which change file?");
  const lines = (await accounts(sandbox))
    .slice(0, 60)
    .map(({ id, email }) => `${id},${email},${email.replace(/@.*/, "@corp.example")}\n`);
  await pick(page, "Choose a file", { name: "move.csv", text: `account_id,old_email,new_email\n${lines.join("")}` });
  await arrive(page, "Review");
  await lookedUp(page);
  await counting(page, 0, "errors");
  await button(page, "Go on to the run").click();
  await page.getByRole("checkbox", { name: "Ask before each batch" }).uncheck();
  await page.getByRole("textbox", { name: "Rows in the canary batch" }).fill("0");
  await page.getByText(/ in 2 batches/).waitFor();
  await button(page, "Start the run").click();
  await page.getByText("Going on by itself").waitFor();
  await pictures(page, "running");
  await button(page, "Stop the run").click();
  await arrive(page, "Stopped");
  await pictures(page, "stopped");
});

test("a run that is stopped, looked at from another tab, and gone on with later", async (t) => {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 8);
  await review(page, rows);
  await hold(sandbox, { account: rows[5][0], when: "after" });
  await startRun(page);
  await whenHeld(sandbox);
  await button(page, "Stop the run").click();
  await button(page, "End at once …").click();
  await pictures(page, "stopping");

  const other = await openPage(t, page.url(), { context: page.context(), complains: true });
  const toRuns = () => other.getByRole("banner").getByRole("button", { name: /^Runs/ }).click();
  await toRuns();
  await other.getByText("Under way in another tab").waitFor();
  await pictures(other, "runs");
  await page.close();
  await release(sandbox, {});
  await button(other, "Open the run of moves.csv").click();
  await arrive(other, "Interrupted");
  await pictures(other, "interrupted");
  await toRuns();
  await button(other, "Delete the run of moves.csv").click();
  await pictures(other, "runs-delete");
});
