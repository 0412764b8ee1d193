// A page that is connected to an organization, and change files over its accounts.
import { openPage } from "./browser.mjs";
import { changeFile, connect, giveFile, isAt } from "./hands.mjs";
import { accounts } from "./organization.mjs";
import { lookedUp } from "./path.mjs";
import { startPlainHost, startProxy, startSandbox } from "./servers.mjs";

/**
 * A page that is connected to a sandbox organization, over HTTP: `{ page, sandbox, proxy }`.
 * @param {import("node:test").TestContext} t
 * @param {object} [how]
 * @param {number} [how.people]
 * @param {string[]} [how.options] what else the sandbox is told
 * @param {(sandbox) => Promise<{ address: string }>} [how.before] the server that stands between the proxy and the sandbox
 * @param {boolean} [how.complains]
 * @param {(sandbox) => Promise<{ options: string[], says?: string[] }>} [how.proxied] what else the proxy is told, and what it prints then
 */
export async function connected(
  t,
  { people = 200, options = [], before = async (sandbox) => sandbox, complains = false, proxied = async () => ({}) } = {},
) {
  const sandbox = await startSandbox(t, { accounts: people, options });
  const proxy = await startProxy(t, { upstream: (await before(sandbox)).address, ...(await proxied(sandbox)) });
  const page = await openPage(t, await startPlainHost(t), { complains });
  await connect(page, { ...sandbox, proxy: proxy.address });
  await isAt(page, "File");
  return { page, sandbox, proxy };
}

/** Moves so many people from one verified domain to another: rows of account id, address now, address wanted. */
export async function moves(sandbox, count) {
  const rows = (await accounts(sandbox))
    .filter(({ managed, email }) => managed && email?.endsWith("@example.com"))
    .map(({ id, email }) => [id, email, email.replace("@example.com", "@example.org")]);
  if (rows.length < count) throw new Error(`The sandbox has only ${rows.length} people on example.com.`);
  return rows.slice(0, count);
}

/** Opens a change file with these rows, whose accounts are looked up at once. */
export async function review(page, rows) {
  await giveFile(page, "moves.csv", changeFile(rows));
  await isAt(page, "Review");
  await lookedUp(page);
}

/** What became of the accounts of these rows, by what the sandbox itself knows: `{ changed, untouched, effective }`. */
export async function became(sandbox, rows) {
  const all = new Map((await accounts(sandbox)).map((account) => [account.id, account]));
  const now = rows.map(([id, before, wanted]) => ({ before, wanted, ...all.get(id) }));
  return {
    changed: now.filter(({ email, wanted }) => email === wanted).length,
    untouched: now.filter(({ email, before }) => email === before).length,
    effective: Math.max(...now.map(({ effective_changes: changes }) => changes)),
  };
}
