// The package's types: complete, and true of what really comes out.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import ts from "typescript";

import { bytes, changes, id, installed, packageFolder, readmeBlock } from "./support.mjs";

let folder;

before(async () => {
  folder = await installed("types");
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
});

/** What the compiler complains about in a text. */
async function complaints(name, text) {
  const file = join(folder, name);
  await writeFile(file, text);
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map((complaint) => ts.flattenDiagnosticMessageText(complaint.messageText, "\n"));
}

test("the README's example is strict TypeScript", async () => {
  assert.deepEqual(await complaints("readme.ts", await readmeBlock("js")), []);
});

test("the compiler sees a wrong name, a wrong code, a wrong argument, and a class that is not loaded", async () => {
  const found = await complaints(
    "wrong.ts",
    `import { Workbench, load } from "rollcall-core";
     const rollcall = await load();
     using workbench = new rollcall.Workbench();
     workbench.rows({ serverity: "error" });
     workbench.fix("E999-no-such-check");
     workbench.open("changes.csv", "text");
     new rollcall.Plan();
     new Workbench();`,
  );
  assert.equal(found.length, 5, found.join("\n"));
});

test("nothing is left untyped", async () => {
  for (const name of ["index.d.ts", "rollcall.d.ts"]) {
    const text = await readFile(join(packageFolder(), name), "utf8");
    const walk = (node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.forEachChild(node, walk) || false;
    assert.equal(walk(ts.createSourceFile(name, text, ts.ScriptTarget.Latest)), false, name);
  }
});

test("the comments tell the defaults of a plan as they are", async () => {
  const text = await readFile(join(packageFolder(), "rollcall.d.ts"), "utf8");
  const told = (field) => Number(new RegExp(`Without it: (\\d+)\\.[^\n]*\\n\\s*${field}\\?:`).exec(text)?.[1]);
  const { load } = await import(new URL("node.js", `file://${packageFolder()}/`));
  const { Workbench } = await load();
  const workbench = new Workbench();
  workbench.open("changes.csv", bytes(changes(80)));
  const plan = workbench.plan();
  const [canary, batch] = plan.batches().items;
  assert.deepEqual([told("canary"), told("batch")], [canary.steps, batch.steps]);
  plan.free();
  workbench.free();
});

// Each value is written into the text as a literal, of which the compiler allows no key too many and none too few.
test("what comes out has the types that are promised", async () => {
  const { load } = await import(new URL("node.js", `file://${packageFolder()}/`));
  const { Workbench, actions, checks, parts } = await load();
  const values = [];
  const add = (type, value) => values.push(`const v${values.length}: rollcall.${type} = ${JSON.stringify(value)};`);

  const workbench = new Workbench();
  add("ChangeFile", workbench.open("export.csv", bytes(`org_id,account_id,email\nx,${id(1)},ada@old.example\n`)));
  add(
    "ChangeFile",
    workbench.open(
      "changes.csv",
      bytes(
        changes(4) +
          `${id(5)},same@old.example,mailto:five@new.example\n` +
          `${id(6)},six@old.example,six@new.exampel\n` +
          `${id(7)},seven@old.example,seven@old.example\n` +
          `${id(8)},p0@new.example,p1@old.example\n` +
          `${id(8)},eight@old.example,\n`,
      ),
      { encoding: "windows-1252", delimiter: ",", header: true },
    ),
  );
  add("TypedDomains", workbench.addClaimedDomains("old.example new.example localhost"));
  add(
    "RosterFile",
    workbench.addRosterFile(
      "users.csv",
      bytes(`User id,User name,email,User status,Org role
${id(0)},Ada,p0@old.example,Active,Organization admin
${id(1)},Grace,p1@elsewhere.example,Active,User
${id(5)},Alan,same@old.example,Deactivated,User
`),
    ),
  );
  workbench.leaveOut(3);
  workbench.edit(2, "new-address", "two@new.example");
  add("Roster", workbench.roster());
  add("Review", workbench.review());
  const page = workbench.rows();
  const kinds = new Set(page.items.flatMap((row) => row.findings).map((finding) => finding.fix?.kind));
  assert.deepEqual([...kinds].sort(), ["accept-live", "leave-out", "put", undefined], "every kind of fix is tried");
  add("Page<rollcall.Row>", page);
  const plan = workbench.plan();
  add("Confirmation[]", plan.confirmations());
  assert.equal(plan.confirmations().length > 0, true, "a confirmation is tried");
  add("Page<rollcall.Batch>", plan.batches());
  add("Page<rollcall.Step>", plan.steps());
  add("Check[]", checks());
  add("PartInfo[]", parts());
  add("ActionInfo[]", actions());
  try {
    workbench.open("", new Uint8Array());
    assert.fail("an empty file is no table");
  } catch (error) {
    add("RollcallError", { ...error, name: error.name, message: error.message });
  }
  plan.free();

  workbench.choose("add-to-group");
  workbench.open("joins.csv", bytes(`account_id,group\n${id(1)},jira-users\n`));
  workbench.addPlaces("group", [{ id: "g1", name: "jira-users", directory: "d1" }]);
  const joins = workbench.plan();
  assert.equal(joins.steps().items[0].details.group, "g1", "a place is tried");
  add("Page<rollcall.Step>", joins.steps());
  joins.free();
  workbench.free();

  const text = `import type * as rollcall from "rollcall-core";\n${values.join("\n")}\n`;
  assert.deepEqual(await complaints("values.ts", text), []);
});
