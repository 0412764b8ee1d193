// Node, which fetches no files: the program is read from beside this one, or from where the caller says.
import { readFile } from "node:fs/promises";
import { start } from "./start.js";

export async function load(program = new URL("./rollcall_bg.wasm", import.meta.url)) {
  return start(typeof program === "string" || program instanceof URL ? await readFile(program) : program);
}
