// What a test leaves behind is put away in the reverse order: first the pages, then the servers that they talk to. Node's own
// `after` begins with what came first, and a page whose server is gone complains.

const left = new WeakMap();

/**
 * Does this when the test ends, before what was asked for earlier.
 * @param {import("node:test").TestContext} t
 * @param {() => void | Promise<void>} putAway
 */
export function atEnd(t, putAway) {
  const known = left.get(t);
  if (known) {
    known.push(putAway);
    return;
  }
  const all = [putAway];
  left.set(t, all);
  t.after(async () => {
    const failures = [];
    while (all.length > 0) {
      try {
        await all.pop()();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  });
}
