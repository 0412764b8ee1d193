// The servers that a test needs, each ended with the test. `cargo xtask test browser` says in the environment where they are.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { createInterface } from "node:readline";

import { atEnd } from "./cleanup.mjs";
import { startStandIn } from "./stand-ins.mjs";

/** The value of an environment variable that the tests cannot do without. */
export function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run the tests with: cargo xtask test browser`);
  return value;
}

/** The folder of the finished site. */
export const dist = () => told("ROLLCALL_DIST");

/**
 * An organization in memory behind real HTTP: `{ address, organization, key, scoped_key, session }`.
 * @param {import("node:test").TestContext} t
 * @param {{ accounts?: number, seed?: number, options?: string[] }} [how]
 */
export function startSandbox(t, { accounts = 200, seed = 1, options = [] } = {}) {
  const all = ["--listen", "127.0.0.1:0", "--accounts", String(accounts), "--seed", String(seed), ...options];
  // Where all specs run, each call must have been made by one of them.
  if (process.env.ROLLCALL_CALLS_SEEN) all.push("--seen", process.env.ROLLCALL_CALLS_SEEN);
  return start(t, told("ROLLCALL_SANDBOX"), all, ["address", "organization", "key", "scoped_key", "session"]);
}

/**
 * The proxy: `{ address }`. `upstream` is the address of the server behind it; `says` names what it prints with these options. It
 * serves the site too where that is wanted; it reads all of it before it begins.
 * @param {import("node:test").TestContext} t
 * @param {{ upstream: string, withSite?: boolean, options?: string[], says?: string[] }} how
 */
export function startProxy(t, { upstream, withSite = false, options = [], says = ["address"] }) {
  const site = withSite ? ["--site", dist()] : [];
  const all = ["--listen", "127.0.0.1:0", ...site, "--upstream-api", upstream, ...options];
  return start(t, told("ROLLCALL_PROXY"), all, says);
}

/** Starts a program and waits until it has said all of `names` as lines `name=value`. */
async function start(t, program, options, names) {
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  atEnd(t, async () => {
    child.kill();
    await ended;
  });
  const said = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name) said[name] = value;
    if (names.every((name) => name in said)) return said;
  }
  throw new Error(`${program} ended before it had said ${names.join(", ")}.`);
}

const types = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * A static host as plain as they come: it serves the site below a path and sets no header but the content type.
 * @param {import("node:test").TestContext} t
 * @param {string} path begins and ends with a slash
 * @param {object} [how]
 * @param {string} [how.inWorker] a script that each worker runs before its own: what a browser is wrong at
 * @param {(request, response) => boolean} [how.instead] answers itself, and gives true where it does
 * @returns {Promise<string>} the page's address
 */
export async function startPlainHost(t, path = "/", { inWorker = "", instead = () => false } = {}) {
  const { address } = await startStandIn(t, async (request, response) => {
    if (instead(request, response)) return;
    const { pathname } = new URL(request.url, "http://host");
    const name = pathname.startsWith(path) ? pathname.slice(path.length) || "index.html" : "..";
    try {
      const content = await readFile(join(dist(), normalize(`/${name}`)));
      response.writeHead(200, { "content-type": types[extname(name)] ?? "application/octet-stream" });
      response.end(name === "worker.js" ? inWorker + content : content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return address + path;
}
