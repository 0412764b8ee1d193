// The jobs of the scripts that people run today, each with the very file that its script reads.
import assert from "node:assert/strict";
import { test } from "node:test";

import { review, run } from "../support/acting.mjs";
import { became, connected, moves } from "../support/connected.mjs";

/** Changes the addresses of a few people by a file that `text` makes of the rows. */
async function changes(t, name, text) {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 6);
  await review(page, "Change e-mail addresses", name, text(rows));
  const changed = await run(page);
  assert.ok(changed > 3, `${changed} were changed`);
  const after = await became(sandbox, rows);
  assert.deepEqual(after, { changed, untouched: rows.length - changed, effective: 1 });
}

test("bulk e-mail, bash: a comma at the end of each line, and “email” for the new address", (t) =>
  changes(t, "email_change.csv", (rows) =>
    ["account_id,old_email,email,", ...rows.map((row) => `${row.join(",")},`)].join("\n"),
  ));

test("bulk e-mail, python: a byte order mark, and lines that end as on Windows", (t) =>
  changes(t, "emails_change.csv", (rows) =>
    `\uFEFF${["account_id,old_email,new_email", ...rows.map((row) => row.join(","))].join("\r\n")}\r\n`,
  ));
