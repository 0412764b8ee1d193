// The organization behind a sandbox server, as it is seen from outside the page.

/**
 * Its accounts: `{ id, name, email, managed, effective_changes }`.
 * @param {{ address: string, key: string }} sandbox
 */
export async function accounts(sandbox) {
  const response = await ask(sandbox, "GET", "accounts");
  return response.json();
}

/** All that calls can change and undo, to be compared before and after. */
export async function state(sandbox) {
  const response = await ask(sandbox, "GET", "state");
  return response.json();
}

/** What is in it besides accounts: `{ directories, sites, workspaces, groups, auth_policies, policies }`, each with ids and names. */
export async function furniture(sandbox) {
  const response = await ask(sandbox, "GET", "furniture");
  return response.json();
}

/** The changing calls so far: `{ at, account, endpoint, status, effective, body }`. */
export async function deeds(sandbox) {
  const response = await ask(sandbox, "GET", "deeds");
  return response.json();
}

/** The mails that invitations sent: `[{ at, to, text }]`. */
export async function mails(sandbox) {
  const response = await ask(sandbox, "GET", "mails");
  return response.json();
}

/** Disturbs the sandbox server by one of its own routes: `key/revoke`, `fault`, `limit`. */
export async function disturb(sandbox, route, body) {
  await ask(sandbox, "POST", route, body);
}

/**
 * Has answers lag behind changes of addresses from now on; `{}` is no lag.
 * @param {{ address: string, key: string }} sandbox
 * @param {{ index_ms?: number, freed_ms?: number, profile_ms?: number }} lag
 */
export const lag = (sandbox, lag) => disturb(sandbox, "lag", lag);

/** How many answers a lag has made other ones. */
export async function staleAnswers(sandbox) {
  const response = await ask(sandbox, "GET", "lag");
  return (await response.json()).stale_answers;
}

/** Another key without scopes. Those before stay as good or as revoked as they are. */
export async function renewKey(sandbox) {
  const response = await ask(sandbox, "POST", "key/renew");
  return (await response.json()).key;
}

/** The administrator logs in to the admin portal again: another session, and the one before is over. */
export async function renewSession(sandbox) {
  const response = await ask(sandbox, "POST", "session/renew");
  return (await response.json()).session;
}

/**
 * Has the next such call held at the server, before it is carried out or after.
 * @param {{ address: string, key: string }} sandbox
 * @param {{ endpoint?: string, account?: string, email?: string, when: "before" | "after" }} call
 */
export const hold = (sandbox, { endpoint = "set-email", ...call }) =>
  disturb(sandbox, "hold", { endpoint, ...call });

/**
 * The holds, armed ones and calls that are held: `{ endpoint, account, email, when, waiting, since, gone }`. Answers as soon
 * as a call is held, or after `wait` milliseconds.
 */
export async function held(sandbox, { wait = 0 } = {}) {
  const response = await ask(sandbox, "GET", `held?wait=${wait}`);
  return response.json();
}

/** Waits until a call is held: it. */
export async function whenHeld(sandbox, { wait = 30_000 } = {}) {
  const call = (await held(sandbox, { wait })).find(({ waiting }) => waiting);
  if (!call) throw new Error(`No call was held within ${wait} ms.`);
  return call;
}

/** Cuts the connections of held calls, of one account or all; the calls stay held, and arrive late when they are released. */
export const cut = (sandbox, { account } = {}) => disturb(sandbox, "cut", { account });

/**
 * Lets held calls go, of one account or all. One held before is carried out now, also when its client is gone: it arrives
 * late. With `drop` it never is, and the connection is cut.
 */
export const release = (sandbox, { account, drop } = {}) => disturb(sandbox, "release", { account, drop });

async function ask({ address, key }, method, route, body) {
  const response = await fetch(`${address}/sandbox/${route}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`/sandbox/${route}: ${response.status} ${await response.text()}`);
  return response;
}
