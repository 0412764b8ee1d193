// Importing the package makes it ready; nothing has to be called before.
export * from "./rollcall.js";
