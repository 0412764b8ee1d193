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

/**
 * Has it answer 429 to whoever calls faster.
 * @param {{ address: string, key: string }} sandbox
 * @param {{ per_second?: number, per_minute?: number, headers?: boolean, retry_after?: boolean }} how
 */
export async function limit({ address, key }, how) {
  const response = await fetch(`${address}/sandbox/limit`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(how),
  });
  if (!response.ok) throw new Error(`The sandbox server answers ${response.status}.`);
}
