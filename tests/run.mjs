// Runs specs as `node --test` does, but for their order: those that take longest begin first, so that none of them is left over at the
// end, when everything else is done.
//
//     node tests/run.mjs FILES_AT_ONCE FILE…
import { basename } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/**
 * The longest first. They wait most of their time: a call whose answer was lost is in doubt for as long as it may still arrive, which is
 * half a minute.
 */
const LONG = ["killed", "runs", "journal", "bad-input", "recovery", "actions", "storage", "directory-each", "invite", "places"];

const [atOnce, ...files] = process.argv.slice(2);

/** The place of a file among the long ones, or behind them. */
const place = (file) => {
  const at = LONG.indexOf(basename(file, ".spec.mjs"));
  return at < 0 ? LONG.length : at;
};

run({ files: files.toSorted((one, other) => place(one) - place(other)), concurrency: Number(atOnce) })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
