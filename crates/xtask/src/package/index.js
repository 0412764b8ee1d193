// Browsers and bundlers: the program is loaded from beside this file, and importing waits for it.
import init from "./rollcall.js";

await init();

export * from "./rollcall.js";
