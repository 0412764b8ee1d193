/// <reference lib="esnext.disposable" />
import type * as rollcall from "./rollcall.js";

export type * from "./rollcall.js";

/** What the package can do: the classes `Workbench` and `Plan`, and the functions `actions`, `checks`, `parts` and `version`. */
export type Rollcall = typeof rollcall;

/**
 * Starts the WebAssembly program, once: every later call gives the same.
 *
 * @param program Where it is, if not beside the package's own files: an address in browsers, a path or a `file:` URL in
 * Node, or its bytes. A bundler that does not follow `new URL(…, import.meta.url)` needs it.
 */
export function load(program?: string | URL | ArrayBuffer | Uint8Array): Promise<Rollcall>;
