// What both entries share.
import * as rollcall from "./rollcall.js";

const { default: init, initSync, ...api } = rollcall;

/** Starts the program, unless it runs already, and gives what it can do. */
export async function start(program) {
  await init({ module_or_path: program });
  return api;
}
