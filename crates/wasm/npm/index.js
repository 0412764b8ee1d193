// Browsers and bundlers: the program is fetched from beside rollcall.js, or from where the caller says.
export { start as load } from "./start.js";
