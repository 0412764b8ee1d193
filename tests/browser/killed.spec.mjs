// A run over HTTP whose browser is killed at each kind of point in its journal, and opened again each time. The points are reached by
// holding a call, or the worker itself, never by waiting so many seconds. Core's simulation (`run_simulation`) kills runs at any point.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

import { changeFile, connect, giveFile, isAt, outcomes, planRun, runIs } from "../support/hands.mjs";
import { killable } from "../support/killable.mjs";
import { accounts, hold, release, whenHeld } from "../support/organization.mjs";
import { button, lookedUp, plan, steps } from "../support/path.mjs";
import { startPlainHost, startProxy, startSandbox } from "../support/servers.mjs";
import { startBetween } from "../support/stand-ins.mjs";

const ROWS = 200;
const CHAINS = 6;
const CHAIN = 5;
/** Cycles, by how many accounts they have. They stand at the end of the file. */
const CYCLES = [2, 3, 2, 4, 3];

/** Where in the journal the browser is killed, in this order. */
const POINTS = [
  "intent durable and unsent",
  "sent, and lost",
  "answered and unjournaled",
  "sent, and arrives when the browser is gone",
  "carried out, and its answer unheard",
  "cycle: parking lost",
  "cycle: parked, and the answer unheard",
  "cycle: parked, and the answer unjournaled",
  "cycle: a member unsent",
  "cycle: the closing arrives when the browser is gone",
  "proof: a search unanswered",
  "proof: a search unanswered, once more",
];

/**
 * Before the worker's own script: when the page's host says so, the worker is stopped for good just before it keeps an answer.
 * It asks without letting anything else happen in between.
 */
const FREEZES = `
  {
    const add = IDBObjectStore.prototype.add;
    const base = location.href.replace(/^blob:/, "");
    const ask = (what) => {
      const request = new XMLHttpRequest();
      request.open("GET", new URL("/test/" + what, base), false);
      request.send();
      return request.responseText;
    };
    IDBObjectStore.prototype.add = function (value, key) {
      if (String(value).includes('"answered"') && ask("freezes") === "yes") {
        ask("frozen");
        for (;;);
      }
      return add.call(this, value, key);
    };
  }
`;

/** The rows: chains, people who move alone, and cycles; and which rows of it are whose. */
function file(people) {
  const rows = [];
  const take = () => people[rows.length];
  for (let chain = 0; chain < CHAINS; chain += 1) {
    for (let at = 0; at < CHAIN; at += 1) {
      const { id, email } = take();
      const wanted = at === CHAIN - 1 ? `moved${rows.length}@example.org` : people[rows.length + 1].email;
      rows.push([id, email, wanted]);
    }
  }
  const inCycles = CYCLES.reduce((sum, length) => sum + length, 0);
  while (rows.length < ROWS - inCycles) {
    const { id, email } = take();
    rows.push([id, email, `moved${rows.length}@example.org`]);
  }
  const cycles = CYCLES.map((length) => {
    const first = rows.length;
    for (let at = 0; at < length; at += 1) {
      const { id, email } = take();
      rows.push([id, email, people[first + ((at + 1) % length)].email]);
    }
    return rows.slice(first);
  });
  return { rows, cycles };
}

test(`a run is killed at ${POINTS.length} points, and gone on with`, { timeout: 15 * 60_000 }, async (t) => {
  const sandbox = await startSandbox(t, { accounts: 600 });
  // What is unsent is held back by holding the browser's question whether it may send at all.
  const preflights = { account: undefined, held: undefined };
  const proxy = await startProxy(t, { upstream: sandbox.address });
  const door = await startBetween(t, proxy.address, {
    before: async (request) => {
      const isFor = ({ account }) => account === "any" || request.url.includes(encodeURIComponent(account));
      if (request.method !== "OPTIONS" || !request.url.includes("/manage/email")) return;
      if (preflights.account === undefined || !isFor(preflights)) return;
      preflights.account = undefined;
      preflights.held();
      // Its browser is killed before it is answered.
      await once(request.socket, "close");
    },
  });
  const freezer = { freezes: false, frozen: () => {} };
  const host = await startPlainHost(t, "/", {
    inWorker: FREEZES,
    instead: (request, response) => {
      const [, what] = /^\/test\/(\w+)$/.exec(request.url) ?? [];
      if (what === "frozen") freezer.frozen();
      if (what) response.end(what === "freezes" && freezer.freezes ? "yes" : "no");
      return what !== undefined;
    },
  });

  const before = await accounts(sandbox);
  const people = before.filter(({ managed, email }) => managed && email?.endsWith("@example.com"));
  assert.ok(people.length >= ROWS, `${people.length} people on example.com`);
  const { rows, cycles } = file(people);
  const browser = await killable(t);

  let page = await browser.open(host);
  await connect(page, { ...sandbox, proxy: door.address });
  await isAt(page, "File");
  await giveFile(page, "moves.csv", changeFile(rows));
  await isAt(page, "Review");
  await lookedUp(page);
  await planRun(page);
  const { calls } = await plan(page);
  assert.equal(calls, ROWS + CYCLES.length, "one call more for each cycle");
  const named = await page.getByRole("region", { name: "Logged out twice" }).getByRole("listitem").allInnerTexts();
  const parked = named.map((text) => rows[Number(/line ([\d,]+)/.exec(text)[1]) - 2][0]);
  assert.equal(parked.length, CYCLES.length);
  await page.getByLabel("Rows in the canary batch").fill("0");
  await page.getByRole("checkbox", { name: "Ask before each batch" }).uncheck();

  /** Has the next call of this kind held, and says when it is. */
  const held = async (call) => {
    await hold(sandbox, call);
    return () => whenHeld(sandbox, { wait: 90_000 });
  };
  /** Has the worker freeze before it keeps the next answer. */
  const frozen = () => {
    freezer.freezes = true;
    const comes = new Promise((resolve) => (freezer.frozen = resolve));
    return async () => {
      await comes;
      freezer.freezes = false;
    };
  };
  const unsent = (account) => {
    preflights.account = account;
    const comes = new Promise((resolve) => (preflights.held = resolve));
    return () => comes;
  };
  const nothing = async () => {};
  const drop = () => release(sandbox, { drop: true });
  const arrive = () => release(sandbox, {});
  // Each kill has a cycle of its own: a call in doubt is settled when it can no longer arrive, and the cycle waits for that.
  const members = cycles.map((cycle) => cycle.map(([id]) => id));
  const first = (cycle) => members[cycle].find((id) => parked.includes(id));
  const other = (cycle) => members[cycle].find((id) => !parked.includes(id));
  const closes = { account: first(4), email: rows.find(([id]) => id === first(4))[2] };
  /** Waits until so many rows are changed. */
  const changed = (count) =>
    page
      .getByRole("list", { name: "Outcomes" })
      .getByRole("listitem")
      .filter({ hasText: new RegExp(`^${count}\\s+Changed`) })
      .waitFor({ timeout: 120_000 });

  /** For each point: how it is reached, and what becomes of the call when the browser is gone. */
  const ways = {
    "intent durable and unsent": async () => [unsent("any"), nothing],
    "sent, and lost": async () => [await held({ when: "before" }), drop],
    "answered and unjournaled": async () => [frozen(), nothing],
    "sent, and arrives when the browser is gone": async () => [await held({ when: "before" }), arrive],
    "carried out, and its answer unheard": async () => [await held({ when: "after" }), drop],
    "cycle: parking lost": async () => [await held({ account: first(0), when: "before" }), drop],
    "cycle: parked, and the answer unheard": async () => [await held({ account: first(1), when: "after" }), drop],
    "cycle: parked, and the answer unjournaled": async () => {
      const comes = await held({ account: first(2), when: "after" });
      return [
        async () => {
          await comes();
          // An answer does not name its account: this one is the next when all others have theirs.
          await changed(ROWS - members.slice(2).flat().length);
          const isFrozen = frozen();
          await release(sandbox, {});
          await isFrozen();
        },
        nothing,
      ];
    },
    "cycle: a member unsent": async () => [unsent(other(3)), nothing],
    "cycle: the closing arrives when the browser is gone": async () => [await held({ ...closes, when: "before" }), arrive],
    // Whatever is left by then is settled by reading single accounts: the next search is the proof's.
    "proof: a search unanswered": async () => [await held({ endpoint: "search-users", when: "after" }), drop],
    "proof: a search unanswered, once more": async () => [
      await held({ endpoint: "search-users", when: "after" }),
      drop,
    ],
  };

  /** Opens the browser again, and goes on with the run. */
  const goOn = async () => {
    page = await browser.open(host);
    await button(page, "Open this run").click();
    await runIs(page, "Interrupted");
    await page.getByLabel("API key").fill(sandbox.key);
    await button(page, "Connect and go on with this run").click();
  };
  const step = steps(t);
  for (const [at, point] of POINTS.entries()) {
    await step(`${at + 1}: ${point}`, async () => {
      const [comes, then] = await ways[point]();
      if (at === 0) await button(page, "Start the run").click();
      else await goOn();
      await comes();
      await browser.kill();
      await then();
    });
  }

  await step("the run comes to its end, and says what is so", async () => {
    await goOn();
    await runIs(page, "Done");
    await page.getByText(`Read back: ${ROWS} verified.`).waitFor();
    assert.equal((await outcomes(page)).Changed, ROWS);
  });

  await step("the accounts are as planned, and none was changed more often than the plan says", async () => {
    const wanted = new Map(rows.map(([id, , address]) => [id, address]));
    const is = (await accounts(sandbox)).map(({ id, email, effective_changes: changes }) => [id, email, changes]);
    const planned = before.map(({ id, email }) => {
      if (!wanted.has(id)) return [id, email, 0];
      return [id, wanted.get(id), parked.includes(id) ? 2 : 1];
    });
    assert.deepEqual(is, planned);
  });
});
