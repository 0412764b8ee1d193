// A browser in a process group of its own, that can be killed as a crash kills it, and opened again with the same profile.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

import { atEnd } from "./cleanup.mjs";
import { told } from "./servers.mjs";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
];

/** A profile of its own, which goes with the test: `{ open, kill }`. */
export async function killable(t) {
  const profile = await mkdtemp(join(tmpdir(), "rollcall-profile-"));
  let browser;
  const kill = async () => {
    if (!browser) return;
    const { child, ended, client } = browser;
    browser = undefined;
    // The whole group at once: no process of it gets to say or write anything more.
    process.kill(-child.pid, "SIGKILL");
    await ended;
    await client.close().catch(() => {});
  };
  atEnd(t, async () => {
    await kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  });
  return {
    /** Opens the browser at this address, and gives its page. */
    async open(address) {
      const port = join(profile, "DevToolsActivePort");
      await rm(port, { force: true });
      const child = spawn(told("CHROMIUM"), [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
        detached: true,
        stdio: "ignore",
      });
      const ended = once(child, "exit");
      let said = "";
      while (!said.includes("\n")) {
        if (child.exitCode !== null) throw new Error("The browser did not start.");
        await sleep(20);
        said = await readFile(port, "utf8").catch(() => "");
      }
      const [number, path] = said.split("\n");
      const client = await chromium.connectOverCDP(`ws://127.0.0.1:${number}${path}`);
      browser = { child, ended, client };
      const page = await client.contexts()[0].newPage();
      await page.goto(address);
      return page;
    },
    kill,
  };
}
