// The npm package as `cargo xtask package` leaves it, installed for the tests like any other.
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { dist } from "../support/servers.mjs";

/** The folder of the package. */
export const packageFolder = () => join(dist(), "npm");

/** A fresh folder below tests/output/, in which `rollcall-core` can be imported. */
export async function installed(name) {
  const folder = fileURLToPath(new URL(`../output/npm-${name}/`, import.meta.url));
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(packageFolder(), join(folder, "node_modules/rollcall-core"), "junction");
  return folder;
}

/** The first block of code in this language of the package's README. */
export async function readmeBlock(language) {
  const readme = await readFile(join(packageFolder(), "README.md"), "utf8");
  const [, block] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(readme) ?? [];
  if (!block) throw new Error(`The README has no block of ${language}.`);
  return block;
}

/** The bytes of a text. */
export const bytes = (text) => new TextEncoder().encode(text);

/** An account id that looks like Atlassian's. */
export const id = (number) => `5b10a2844c20165700e${String(number).padStart(5, "0")}`;

/** A change file with as many rows, all of which can run. */
export const changes = (rows) =>
  "account_id,old_email,email\n" +
  Array.from({ length: rows }, (_, row) => `${id(row)},p${row}@old.example,p${row}@new.example\n`).join("");
