// The package in Node.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { bytes, changes, id, installed, packageFolder, readmeBlock } from "./support.mjs";

let rollcall;

before(async () => {
  const folder = await installed("node");
  const entry = createRequire(join(folder, "test.mjs")).resolve("rollcall-core");
  const { load } = await import(pathToFileURL(entry));
  rollcall = await load();
  assert.equal(await load(), rollcall, "the program is started once");
});

/** A workbench for one test. */
function workbench(t, file) {
  const workbench = new rollcall.Workbench();
  t.after(() => workbench.free());
  if (file !== undefined) workbench.open("changes.csv", bytes(file));
  return workbench;
}

test("the README's example prints what the README says", async () => {
  const folder = await installed("readme");
  const file = join(folder, "example.mjs");
  await writeFile(file, await readmeBlock("js"));
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  assert.equal(stdout, await readmeBlock("text"));
});

test("the package has the workspace's version", async () => {
  const manifest = JSON.parse(await readFile(join(packageFolder(), "package.json"), "utf8"));
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
  assert.equal(rollcall.version(), manifest.version);
});

test("rows come in pages of 500 at most, and all of them come", (t) => {
  const all = workbench(t, changes(1200));
  const seen = [];
  for (let from = 0, total = 1; from < total; ) {
    const page = all.rows({ from, count: 5000 });
    assert.ok(page.items.length <= 500);
    seen.push(...page.items.map((row) => row.number));
    total = page.total;
    from += page.items.length;
  }
  assert.deepEqual(seen, Array.from({ length: 1200 }, (_, row) => row));
  assert.equal(all.rows().items.length, 100);

  const plan = all.plan();
  assert.equal(plan.sentence, "1,200 calls in 25 batches; 1,200 people will be logged out.");
  assert.equal(plan.steps({ from: 900, count: 5000 }).items.length, 300);
  assert.equal(plan.steps({ from: 0, count: 5000 }).items.length, 500);
  assert.deepEqual(plan.batches({ count: 2 }), {
    from: 0,
    total: 25,
    items: [
      { canary: true, first: 0, steps: 3 },
      { canary: false, first: 3, steps: 50 },
    ],
  });
  plan.free();
});

test("an export file tells what is so, and the plan orders a chain", (t) => {
  const chain = workbench(
    t,
    `account_id,old_email,email
${id(1)},ada@old.example,grace@old.example
${id(2)},grace@old.example,grace@new.example
${id(3)},alan@old.example,alan@new.example
`,
  );
  const before = chain.review().unchecked.length;
  const roster = chain.addRosterFile(
    "managed.csv",
    bytes(`account_id,email,account_status,access_billable
${id(1)},ada@old.example,active,true
${id(2)},grace@old.example,active,true
${id(3)},alan@elsewhere.example,active,true
`),
    { at: 1_700_000_000_000, whole: true },
  );
  assert.equal(roster.accounts, 3);
  assert.equal(chain.roster().sources[0].at, 1_700_000_000_000);
  assert.ok(chain.review().unchecked.length < before, "more can be checked now");

  const [row, ...others] = chain.rows({ code: "E024-current-address-differs" }).items;
  assert.deepEqual(others, []);
  assert.equal(row.cells["address-now"].text, "alan@elsewhere.example");
  assert.equal(row.state, "blocked");

  const plan = chain.plan({ canary: 0 });
  assert.deepEqual(
    plan.steps().items.map(({ from, to, waitsFor }) => [from, to, waitsFor]),
    [
      ["grace@old.example", "grace@new.example", []],
      ["ada@old.example", "grace@old.example", [0]],
    ],
  );
  plan.free();
});

test("a file of another action is checked and planned once that is chosen, and its places are told", (t) => {
  const others = workbench(t, `account_id,group,message\n${id(1)},Jira-Users,bye\n${id(2)},jira-usres,\n`);
  const mapped = () => others.file().columns.map(({ part }) => part);
  assert.equal(others.file().mappingProblems[0].code, "mapping-no-new-address");

  others.choose("deactivate-account");
  assert.deepEqual(mapped(), ["account-id", null, "message"]);
  const leavers = others.plan();
  assert.equal(leavers.sentence, "2 calls in 1 batch; 2 people will be logged out everywhere.");
  assert.deepEqual(
    leavers.steps().items.map(({ account, details }) => [account, details]),
    [
      [id(1), { message: "bye" }],
      [id(2), {}],
    ],
  );
  leavers.free();

  others.choose("add-to-group");
  assert.deepEqual(mapped(), ["account-id", "group", null]);
  assert.throws(() => others.plan(), { code: "plan-nothing-to-do" });
  assert.ok(others.review().unchecked.some(({ what }) => what === "which group is meant"));
  others.addPlaces("group", [
    { id: "g1", name: "jira-users", directory: "d1" },
    { id: "g2", name: "confluence-users", directory: "d1" },
  ]);
  assert.equal(others.rows({ code: "E037-group-unclear" }).items[0].number, 1);
  assert.equal(others.fix("E037-group-unclear"), 1);
  const joins = others.plan();
  assert.deepEqual(
    joins.steps().items.map(({ account, details }) => [account, details]),
    [
      [id(1), { directory: "d1", group: "g1" }],
      [id(2), { directory: "d1", group: "g1" }],
    ],
  );
  joins.free();
});

test("every action and every check is listed, each once", () => {
  const keys = rollcall.actions().map(({ key }) => key);
  assert.ok(keys.includes("change-email") && keys.includes("invite"), keys.join());
  for (const list of [keys, rollcall.checks().map(({ code }) => code), rollcall.parts().map(({ key }) => key)]) {
    assert.deepEqual([...new Set(list)], list);
  }
  const parts = new Set(rollcall.parts().map(({ key }) => key));
  for (const action of rollcall.actions()) {
    assert.ok(action.parts.length > 0 && action.parts.every((part) => parts.has(part)), action.key);
  }
});

test("an edit is seen, undone, and leaves the other bytes alone", (t) => {
  const file = changes(3);
  const edited = workbench(t, file);
  edited.edit(1, "new-address", "grace@new.example");
  assert.equal(edited.rows().items[1].cells["new-address"].was, "p1@new.example");
  assert.equal(new TextDecoder().decode(edited.fileBytes()), file.replace("p1@new", "grace@new"));
  edited.leaveOut(2);
  assert.equal(edited.rows({ state: "left-out" }).total, 1);
  assert.equal(edited.undo(), "Leave line 4 out");
  assert.equal(edited.undo(), "Edit line 3");
  assert.equal(edited.undo(), undefined);
  assert.deepEqual(edited.fileBytes(), bytes(file));
});

test("what goes wrong is an error with a code and a hint, and changes nothing", (t) => {
  const kept = workbench(t, changes(3));
  const wrong = [
    ["file-foreign", () => kept.open("picture.png", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))],
    ["file-empty", () => kept.open("empty.csv", new ArrayBuffer(0))],
    ["argument-bytes", () => kept.open("text.csv", "account_id,email")],
    ["argument", () => kept.open("changes.csv", bytes(changes(1)), { encoding: "latin1" })],
    ["argument", () => kept.open("changes.csv", bytes(changes(1)), { delimiter: "ab" })],
    ["argument", () => kept.rows({ count: -1 })],
    ["argument", () => kept.rows({ code: "E999-no-such-check" })],
    ["argument", () => kept.map(["account-id", "e-mail", null])],
    ["argument", () => kept.choose("change-mail")],
    ["argument", () => kept.addPlaces("role", [])],
    ["argument", () => kept.addPlaces("group", [{ id: "g1" }])],
    ["argument-row", () => kept.edit(-1, "new-address", "ada@new.example")],
    ["argument-row", () => kept.leaveOut(Number.NaN)],
    ["edit-no-such-row", () => kept.leaveOut(3)],
    ["edit-no-fix", () => kept.fix("E005-new-address-malformed")],
    ["connect-organization-id", () => kept.setOrganization("ours")],
    ["no-domains", () => kept.addClaimedDomains("localhost")],
    ["export-not-recognized", () => kept.addRosterFile("list.csv", bytes("a,b\n1,2\n"))],
  ];
  for (const [code, call] of wrong) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, "RollcallError");
      assert.equal(error.code, code, error.message);
      assert.ok(error.message.length > 0 && error.hint.length > 0);
      return true;
    });
  }
  assert.deepEqual(kept.fileBytes(), bytes(changes(3)));
  assert.equal(kept.review().edits, 0);
  assert.equal(kept.roster().accounts, 0);
});

test("without a file, or with a mapping that cannot be used, the error says which", (t) => {
  const empty = workbench(t);
  assert.equal(empty.file(), null);
  for (const call of [() => empty.review(), () => empty.rows(), () => empty.plan(), () => empty.fileBytes()]) {
    assert.throws(call, { code: "no-file" });
  }
  empty.open("changes.csv", bytes(changes(1)));
  const { mappingProblems } = empty.map(["account-id", null, null]);
  assert.deepEqual(mappingProblems.map(({ code }) => code), ["mapping-no-new-address"]);
  assert.throws(() => empty.rows(), { code: "mapping-no-new-address" });
});

test("a plan orders a swap by way of a temporary address that names the run", (t) => {
  const swap = workbench(t);
  const ids = [1, 2].map((at) => `712020:0000000${at}-0000-4000-8000-000000000000`);
  const lines = [`${ids[0]},a@example.com,b@example.com`, `${ids[1]},b@example.com,a@example.com`];
  swap.open("swap.csv", bytes(["account_id,old_email,new_email", ...lines].join("\n")));
  const plan = swap.plan({ run: "00000000000000ab" });
  t.after(() => plan.free());
  const steps = plan.steps().items;
  assert.deepEqual([plan.calls, steps.length], [3, 5]);
  assert.equal(steps[0].to, "rollcall-temporary-00000000000000ab-1@example.com");
  assert.deepEqual(steps.map(({ undoes }) => undoes), [null, null, null, 1, 0]);
  assert.throws(() => swap.plan({ run: "AB" }), { code: "plan-run-malformed" });
});

test("memory is given back by free, and by the end of a block", () => {
  const workbench = new rollcall.Workbench();
  workbench.open("changes.csv", bytes(changes(1)));
  workbench.free();
  assert.throws(() => workbench.review());
  if (Symbol.dispose) assert.equal(rollcall.Workbench.prototype[Symbol.dispose], rollcall.Workbench.prototype.free);
});
