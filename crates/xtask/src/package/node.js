// Node: the program is read from beside this file.
import { readFileSync } from "node:fs";
import { initSync } from "./rollcall.js";

initSync({ module: readFileSync(new URL("./rollcall_bg.wasm", import.meta.url)) });

export * from "./rollcall.js";
