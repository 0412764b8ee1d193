// An organization with a proxy before it, and change files over its accounts.
import { startPlainHost, startProxy, startSandbox } from "./servers.mjs";
import { openPage } from "./browser.mjs";
import { changeFile, connect, giveFile, isAt, lookUp } from "./hands.mjs";
import { ofSandbox } from "./stand-ins.mjs";

/**
 * A page that is connected to a sandbox organization, over HTTP: `{ page, sandbox, proxy }`.
 * @param {import("node:test").TestContext} t
 * @param {{ accounts?: number, before?: (sandbox) => Promise<{ address: string }>, complains?: boolean }} [how] `before` gives the
 *   server that stands between the proxy and the sandbox
 */
export async function connected(t, { accounts = 200, before = async (sandbox) => sandbox, complains = false } = {}) {
  const sandbox = await startSandbox(t, { accounts });
  const proxy = await startProxy(t, { upstream: (await before(sandbox)).address });
  const page = await openPage(t, await startPlainHost(t), { complains });
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "File");
  return { page, sandbox, proxy };
}

/** Moves so many people from one verified domain to another: rows of account id, address now, address wanted. */
export async function moves(sandbox, count) {
  const accounts = await ofSandbox(sandbox, "GET", "accounts");
  const rows = accounts
    .filter(({ managed, email }) => managed && email?.endsWith("@example.com"))
    .map(({ id, email }) => [id, email, email.replace("@example.com", "@example.org")]);
  if (rows.length < count) throw new Error(`The sandbox has only ${rows.length} people on example.com.`);
  return rows.slice(0, count);
}

/** Opens a change file with these rows, and looks its accounts up. */
export async function review(page, rows) {
  await giveFile(page, "moves.csv", changeFile(rows));
  await isAt(page, "Review");
  await lookUp(page);
}

/** What became of the accounts of these rows, by what the sandbox itself knows: `{ changed, untouched, effective }`. */
export async function became(sandbox, rows) {
  const accounts = new Map((await ofSandbox(sandbox, "GET", "accounts")).map((account) => [account.id, account]));
  const now = rows.map(([id, before, wanted]) => ({ before, wanted, ...accounts.get(id) }));
  return {
    changed: now.filter(({ email, wanted }) => email === wanted).length,
    untouched: now.filter(({ email, before }) => email === before).length,
    effective: Math.max(...now.map(({ effective_changes: changes }) => changes)),
  };
}
