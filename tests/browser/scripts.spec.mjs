// The job of the bulk e-mail script, with the very file that it reads. That of its sister in Python, with a byte order mark and lines
// that end as on Windows, is the file of `main-path-http.spec.mjs`.
import assert from "node:assert/strict";
import { test } from "node:test";

import { review, run } from "../support/acting.mjs";
import { became, connected, moves } from "../support/connected.mjs";

test("bulk e-mail, bash: a comma at the end of each line, and “email” for the new address", async (t) => {
  const { page, sandbox } = await connected(t);
  const rows = await moves(sandbox, 6);
  const lines = ["account_id,old_email,email,", ...rows.map((row) => `${row.join(",")},`)];
  await review(page, "Change e-mail addresses", "email_change.csv", lines.join("\n"));
  assert.equal(await run(page), rows.length);
  assert.deepEqual(await became(sandbox, rows), { changed: rows.length, untouched: 0, effective: 1 });
});
