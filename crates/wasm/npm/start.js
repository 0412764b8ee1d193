// What both entries share.
import * as rollcall from "./rollcall.js";

const { default: init, initSync, ...api } = rollcall;

/** The classes, and the functions beside them. */
const guarded = Object.fromEntries(
  Object.entries(api).map(([name, exported]) => [name, exported.prototype?.free ? guard(name, exported) : exported]),
);

/** Starts the program, unless it runs already, and gives what it can do. */
export async function start(program) {
  await init({ module_or_path: program });
  return guarded;
}

/** Has each method of a class say where it is called on anything but an object that is alive: the program would stumble over it. */
function guard(name, Class) {
  for (const [key, described] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
    if (key === "constructor" || key.startsWith("__")) continue;
    for (const way of ["value", "get"]) {
      const code = described[way];
      if (typeof code !== "function") continue;
      described[way] = function (...given) {
        const isOurs = this instanceof Class;
        // `using` frees at the end of its block what may have been freed before.
        if (isOurs && this.__wbg_ptr === 0 && key === "free") return undefined;
        if (!isOurs || !this.__wbg_ptr) throw problem(`This is no ${name}, or one that was freed.`, `Make another ${name}.`);
        return code.apply(this, given);
      };
    }
    Object.defineProperty(Class.prototype, key, described);
  }
  if (Symbol.dispose) Class.prototype[Symbol.dispose] = Class.prototype.free;
  return new Proxy(Class, {
    apply() {
      throw problem(`${name} was called without new.`, `Write new ${name}().`);
    },
  });
}

/** The package's error, as the program makes it. */
function problem(message, hint) {
  return Object.assign(new Error(message), { name: "RollcallError", code: "object", hint });
}
