// Journals as files: what they hold, and how somebody changes one so that its sum is right again.
import { createHash } from "node:crypto";

import { connect, isAt } from "./hands.mjs";
import { arrive, button, lookedUp, pick } from "./path.mjs";
import { toRuns } from "./runs.mjs";

/** The entries of a journal. */
export const entries = ({ text }) =>
  text
    .trimEnd()
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line));

/** A journal with these entries, numbered, with the sum that belongs to them and without a seal. `write`: what becomes of a line. */
export function journalOf(entries, write = (line) => line) {
  const lines = entries.map((entry, at) => write(JSON.stringify({ ...entry, seq: at + 1 })));
  const body = ['{"rollcall-journal":2}', ...lines].join("\n") + "\n";
  const sha256 = createHash("sha256").update(body).digest("hex");
  return { name: "journal.jsonl", text: `${body}{"entries":${lines.length},"sha256":"${sha256}"}\n` };
}

/** A journal that nobody ever ran: its plan, and what its forger decided. */
export const neverRun = ([planned]) =>
  journalOf([
    planned,
    { at: planned.at, event: { event: "decided", decision: "begin" } },
    { at: planned.at, event: { event: "decided", decision: "all-batches" } },
    { at: planned.at, event: { event: "handed-over" } },
  ]);

/** Chooses a journal on the page of runs. */
export async function openJournal(page, journal) {
  await toRuns(page);
  await pick(page, "Choose a journal", journal);
}

/** What the page says of the journal that is open. */
export const panel = (page) => page.getByRole("region", { name: /^The journal of / });

/** Has the rows of a journal reviewed, over a connection that is made for it, where one is asked for. */
export async function reviewJournal(page, journal, door) {
  await openJournal(page, journal);
  await button(page, "Review its rows").click();
  if (door) {
    await isAt(page, "Organization");
    await connect(page, door);
  }
  await isAt(page, "Review");
  await lookedUp(page);
}

/** Keeps a journal whose run is over. */
export async function keepJournal(page, journal) {
  await openJournal(page, journal);
  await button(page, "Keep this journal").click();
  await panel(page).waitFor({ state: "detached" });
  await arrive(page, "Runs");
}
