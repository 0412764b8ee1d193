// The organization behind a sandbox server, as it is seen from outside the page.

/**
 * Its accounts: `{ id, name, email, managed, effective_changes }`.
 * @param {{ address: string, key: string }} sandbox
 */
export async function accounts({ address, key }) {
  const response = await fetch(`${address}/sandbox/accounts`, { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`The sandbox server answers ${response.status}.`);
  return response.json();
}

/** Disturbs the sandbox server by one of its own routes: `key/revoke`, `fault`, `limit`. */
export async function disturb(sandbox, route, body) {
  const response = await fetch(`${sandbox.address}/sandbox/${route}`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.key}` },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`/sandbox/${route}: ${response.status} ${await response.text()}`);
}
