// Every function and method, with wrong values in every place that its types describe: what is wrong is said, and the object lives on.
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { runInNewContext } from "node:vm";
import ts from "typescript";

import { bytes, changes, packageFolder } from "./support.mjs";

const ROWS = 3;

/** What an argument takes that its type alone does not tell. */
const VALID = {
  name: "changes.csv",
  id: "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
  domains: "new.example",
  code: "E005-new-address-malformed",
  value: "ada@new.example",
};

/** Values that some place or other does not take. Each is made anew, since a call may change or keep it. */
const WRONG = {
  true: () => true,
  "1.5": () => 1.5,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  "-1": () => -1,
  "2^53": () => 2 ** 53,
  "no text": () => "",
  "a text": () => "x",
  "half a character": () => "\ud800",
  null: () => null,
  undefined: () => undefined,
  "an object": () => ({}),
  "an object without a prototype": () => Object.create(null),
  "a list": () => [],
  "a list of a list": () => [[]],
  "a list with a hole": () => [, 1],
  "a list without end": () => new Array(2 ** 32 - 1),
  "a symbol": () => Symbol("x"),
  "a big integer": () => 10n,
  "a function": () => () => "x",
  "a class": () => class {},
  "a text in an object": () => new String("x"),
  "a number in an object": () => new Number(0),
  bytes: () => new Uint8Array([1, 2, 3]),
  "bytes that lie about their length": () => Object.defineProperty(new Uint8Array(3), "length", { value: 2 ** 31 }),
  "bytes whose length throws": () => Object.defineProperty(new Uint8Array(3), "byteLength", { get: fail }),
  "bytes whose length is none": () => Object.defineProperty(new Uint8Array(3), "byteLength", { value: {} }),
  "bytes that were given away": () => {
    const given = new Uint8Array(3);
    structuredClone(given.buffer, { transfer: [given.buffer] });
    return given;
  },
  "a buffer that was given away": () => {
    const given = new ArrayBuffer(3);
    structuredClone(given, { transfer: [given] });
    return given;
  },
  "what only looks like bytes": () => Object.create(Uint8Array.prototype),
  "bytes of another realm": () => runInNewContext("new Uint8Array(3)"),
  "a shared buffer": () => new SharedArrayBuffer(3),
  "a date": () => new Date(0),
  "a date that is none": () => new Date(Number.NaN),
  "an object that holds itself": () => {
    const circle = {};
    circle.from = circle.sort = circle.by = circle.id = circle;
    return circle;
  },
  "a list that holds itself": () => {
    const circle = [];
    circle.push(circle);
    return circle;
  },
  "an object that throws": () => thrower({}),
  "a list that throws": () => thrower([]),
  "a function that throws": () => thrower(() => {}),
  "an object that throws no error": () => new Proxy({}, { get: () => fail(null) }),
  "an object that becomes none": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "an object that turns into a text": () => ({ toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail }),
  "an object that asks the workbench": (workbench) =>
    new Proxy({}, { get: () => (workbench.review(), workbench.choose("deactivate-account"), undefined) }),
};

function fail(thrown = new Error("thrown by the caller")) {
  throw thrown;
}

function thrower(of) {
  return new Proxy(of, Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) => [trap, () => fail()])));
}

let rollcall;
let checker;
let exported;

before(async () => {
  const { load } = await import(new URL("node.js", `file://${packageFolder()}/`));
  rollcall = await load();
  const file = join(packageFolder(), "rollcall.d.ts");
  const program = ts.createProgram([file], { target: ts.ScriptTarget.ESNext, lib: ["lib.esnext.d.ts", "lib.dom.d.ts"], strict: true });
  checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  exported = source.statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement)) return [described(undefined, statement)];
    if (!ts.isClassDeclaration(statement)) return [];
    return statement.members
      .filter((member) => ts.isMethodDeclaration(member) || ts.isGetAccessor(member) || (ts.isPropertyDeclaration(member)))
      .map((member) => described(statement.name.text, member));
  });
});

/** A function, method or getter as the types describe it. */
function described(owner, declared) {
  const name = ts.isComputedPropertyName(declared.name) ? Symbol.dispose : declared.name.text;
  const parameters = (declared.parameters ?? []).map((parameter) => ({
    name: parameter.name.text,
    isOptional: parameter.questionToken !== undefined,
    type: checker.getTypeAtLocation(parameter),
  }));
  const isCall = ts.isMethodDeclaration(declared) || ts.isFunctionDeclaration(declared);
  return { owner, name, isCall, parameters, title: [owner, String(name)].filter(Boolean).join(".") };
}

/** What a type is made of, without the `undefined` and `null` that make it optional. */
function takenApart(type) {
  const parts = (type.isUnion() ? type.types : [type]).filter(
    (part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)),
  );
  const all = (flags) => parts.every((part) => part.flags & flags);
  if (all(ts.TypeFlags.StringLike)) return { kind: "string", first: parts[0].value };
  if (all(ts.TypeFlags.BooleanLike)) return { kind: "boolean" };
  if (all(ts.TypeFlags.NumberLike)) return { kind: "number" };
  if (parts.some((part) => part.symbol?.name === "Uint8Array")) return { kind: "bytes" };
  const [only] = parts;
  assert.equal(parts.length, 1, checker.typeToString(type));
  if (checker.isArrayType(only)) return { kind: "list", entry: checker.getTypeArguments(only)[0] };
  const fields = checker.getPropertiesOfType(only).map((field) => ({
    name: field.name,
    isOptional: Boolean(field.flags & ts.SymbolFlags.Optional),
    type: checker.getTypeOfSymbol(field),
  }));
  return { kind: "object", fields };
}

/** A value that the type takes, as small as may be. */
function valid({ name, type }) {
  const { kind, first, fields } = takenApart(type);
  if (kind === "string") return VALID[name] ?? first ?? "x";
  if (kind === "boolean") return true;
  if (kind === "number") return 0;
  if (kind === "bytes") return bytes(changes(ROWS));
  if (kind === "list") return [];
  return Object.fromEntries(fields.filter((field) => !field.isOptional).map((field) => [field.name, valid(field)]));
}

/** Every place at and below an argument where a value stands, and how a value gets there. */
function* places({ name, type, isOptional }) {
  const { kind, entry, fields } = takenApart(type);
  const isNullable = type.isUnion() && type.types.some((part) => part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined));
  yield { path: name, kind, isOptional: isOptional || isNullable, put: (value) => value };
  if (kind === "list") {
    for (const { put, path, ...place } of places({ name: `${name}[0]`, type: entry })) {
      yield { ...place, path, put: (value) => [put(value)] };
    }
  }
  for (const field of fields ?? []) {
    const others = valid({ type });
    for (const { put, path, ...place } of places(field)) {
      yield { ...place, path: `${name}.${path}`, put: (value) => ({ ...others, [field.name]: put(value) }) };
    }
  }
}

/** Whether a value is of another kind than the type of its place, so that it cannot be taken. */
function isForeign(value, { kind, isOptional }) {
  if (value === undefined || value === null) return !isOptional;
  if (kind === "bytes") return !is(() => value instanceof Uint8Array || value instanceof ArrayBuffer);
  const isList = is(() => Array.isArray(value));
  if (kind === "list") return !isList;
  if (kind === "object") return typeof value !== "object" || isList;
  return typeof value !== kind;
}

/** What may throw is not so then. */
function is(so) {
  try {
    return so();
  } catch {
    return false;
  }
}

/** A workbench with a file in it, and a plan. */
function opened() {
  const workbench = new rollcall.Workbench();
  workbench.open("changes.csv", bytes(changes(ROWS)));
  return { Workbench: workbench, Plan: workbench.plan({ run: "00000000000000ab" }) };
}

const picture = ({ Workbench, Plan }) => JSON.stringify([Workbench.file(), Workbench.review(), Workbench.roster(), Plan.steps(), Plan.batches()]);

/** What is thrown is the package's own error. */
function isOwn(error) {
  assert.ok(error instanceof Error, String(error));
  assert.equal(error.name, "RollcallError", error.stack);
  assert.equal(typeof error.code, "string");
  assert.ok(error.message.length > 0 && error.hint.length > 0);
}

/** Calls it so, on objects of its own: what was thrown. Afterwards the objects answer, and if it threw they are as they were. */
function thrownBy({ owner, name }, makeArguments) {
  const objects = opened();
  const before = picture(objects);
  const on = owner ? objects[owner] : rollcall;
  let thrown;
  let made;
  try {
    made = on[name](...makeArguments(objects.Workbench));
  } catch (error) {
    isOwn(error);
    thrown = error;
    assert.equal(picture(objects), before, "an error changes nothing");
  }
  made?.free?.();
  objects.Workbench.choose("change-email");
  objects.Workbench.open("changes.csv", bytes(changes(ROWS + 1)));
  assert.equal(objects.Workbench.review().counts.rows, ROWS + 1);
  assert.equal(objects.Plan.steps().total, ROWS);
  for (const object of Object.values(objects)) object.free();
  return thrown;
}

const calls = () => exported.filter(({ isCall, name }) => isCall && name !== "free" && name !== Symbol.dispose);

test("the types describe what there is", () => {
  const found = exported.map(({ title }) => title);
  for (const title of ["version", "Workbench.open", "Workbench.addClaimedDomains", "Plan.steps", "Plan.sentence"]) {
    assert.ok(found.includes(title), title);
  }
  const all = calls().flatMap(({ parameters }) => parameters.flatMap((parameter) => [...places(parameter)]));
  for (const path of ["options.sort.by", "places[0].others[0]", "parts[0]", "reading.header", "options.at"]) {
    assert.ok(all.some((place) => place.path === path), path);
  }
});

test("a wrong value in any place is told by name, and changes nothing", async (t) => {
  for (const call of calls()) {
    await t.test(call.title, () => {
      call.parameters.forEach((parameter, at) => {
        for (const place of places(parameter)) {
          for (const [what, make] of Object.entries(WRONG)) {
            const told = `${what} as ${place.path}`;
            let given;
            try {
              const thrown = thrownBy(call, (workbench) => {
                given = make(workbench);
                return call.parameters.map((other, index) => (index === at ? place.put(given) : valid(other)));
              });
              if (!isForeign(given, place)) continue;
              assert.ok(thrown, "it was taken");
              assert.match(thrown.code, /^argument/);
              assert.ok(thrown.message.startsWith(`${place.path} `), thrown.message);
            } catch (error) {
              throw new Error(`${told}: ${error.message}`, { cause: error });
            }
          }
        }
      });
    });
  }
});

test("arguments that are missing are told", () => {
  for (const call of calls()) {
    call.parameters.forEach(({ name, isOptional }, count) => {
      const thrown = thrownBy(call, () => call.parameters.slice(0, count).map(valid));
      if (!isOptional) assert.match(thrown?.message ?? "", new RegExp(`^${name} must be .*; it is missing\\.$`), call.title);
    });
  }
});

test("a method on no object, on another one, or on one that was freed, is told", () => {
  const { Workbench: workbench, Plan: plan } = opened();
  const freed = opened();
  for (const object of Object.values(freed)) object.free();
  const objects = { Workbench: workbench, Plan: plan };
  for (const { owner, name, isCall, parameters, title } of exported.filter(({ owner }) => owner)) {
    const { prototype } = rollcall[owner];
    const of = Object.getOwnPropertyDescriptor(prototype, name);
    if (of === undefined) continue; // Symbol.dispose, where there is none.
    const code = isCall ? of.value : of.get;
    const other = objects[owner === "Workbench" ? "Plan" : "Workbench"];
    const isFree = name === "free" || name === Symbol.dispose;
    for (const on of [undefined, null, 5, {}, [], other, ...(isFree ? [] : [freed[owner], Object.create(prototype)])]) {
      assert.throws(
        () => code.apply(on, parameters.map(valid)),
        (error) => {
          isOwn(error);
          assert.match(error.message, new RegExp(`^This is no ${owner}, or one that was freed`), title);
          return true;
        },
      );
    }
    if (isFree) code.call(freed[owner]);
  }
  assert.throws(() => rollcall.Workbench(), { name: "RollcallError", message: "Workbench was called without new." });
  assert.equal(workbench.review().counts.rows, ROWS);
  assert.ok(workbench instanceof rollcall.Workbench && plan instanceof rollcall.Plan);
  plan.free();
  workbench.free();
});
