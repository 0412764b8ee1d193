// Where a secret could be found: everything that a page keeps, and everything that a proxy says.
import { spawn } from "node:child_process";
import { once } from "node:events";

import { atEnd } from "./cleanup.mjs";
import { told } from "./servers.mjs";

/** A proxy with these options, and all that it says: `{ address, said() }`. */
export async function startTalkativeProxy(t, options) {
  const proxy = spawn(told("ROLLCALL_PROXY"), ["--listen", "127.0.0.1:0", ...options]);
  const ended = once(proxy, "exit");
  atEnd(t, async () => {
    proxy.kill();
    await ended;
  });
  let said = "";
  const address = new Promise((resolve, reject) => {
    ended.then(() => reject(new Error(`The proxy ended: ${said}`)));
    for (const stream of [proxy.stdout, proxy.stderr]) {
      stream.on("data", (data) => {
        said += data;
        const [, found] = /^address=(.+)$/m.exec(said) ?? [];
        if (found) resolve(found);
      });
    }
  });
  return { address: await address, said: () => said };
}

/** Everything that the page shows or keeps, and that a script of the page, or the browser's own memory of it, could find. */
export async function kept(page) {
  return page.evaluate(async () => {
    const all = {
      address: location.href,
      name: window.name,
      title: document.title,
      referrer: document.referrer,
      cookie: document.cookie,
    };
    all.html = document.documentElement.outerHTML;
    all.values = [...document.querySelectorAll("input, textarea, select")].map((field) => field.value);
    all.history = [history.length, JSON.stringify(history.state)];
    all.storages = [{ ...localStorage }, { ...sessionStorage }];
    all.loaded = performance.getEntries().map((entry) => entry.name);
    all.caches = await caches.keys();
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    all.databases = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        all.databases[`${name}/${store}`] = [await done(objects.getAllKeys()), await done(objects.getAll())];
      }
      database.close();
    }
    return all;
  });
}
