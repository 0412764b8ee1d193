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
