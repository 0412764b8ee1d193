// How a file was read: one line wherever somebody decides by it, and the reasons where the reading is not certain. What is right for every kind of
// file, the corpus of core's tests says (`reading`); these are files as a person meets them on the page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { checkOnly, chooseAction, giveFile, goTo, isAt } from "../support/hands.mjs";
import { startPlainHost } from "../support/servers.mjs";

const ADA = "5b10a2844c20165700ede21a";
const GRACE = "5b10a2844c20165700ede21b";
const ALAN = "5b10a2844c20165700ede21c";
const line = (page) => page.getByRole("note", { name: "How the file was read" }).first();
const doubts = (page) => page.getByRole("region", { name: "What is in doubt" });

/** Each file: what it is, its bytes, the step that it leads to, the line, and the doubt where there is one. */
const FILES = [
  {
    what: "a file with a title above it",
    content: `Address changes, wave 2\n\naccount_id,name,old_email,new_email\n${ADA},Ada Lovelace,ada@old.example,ada@new.example\n`,
    step: "Review",
    reads:
      "Line 4: Ada Lovelace, now ada@old.example, becomes ada@new.example. From columns A, C and D; header in line 3; 2 lines above were skipped.",
  },
  {
    what: "German names, the new address first",
    content: `Neue E-Mail;Alte E-Mail\nada@new.example;ada@old.example\n`,
    step: "Review",
    reads: "Line 2: ada@old.example becomes ada@new.example. From columns A and B; header in line 1.",
  },
  {
    what: "the old file shape",
    content: `account_id,old_email,email,\n${ADA},ada@old.example,ada@new.example,\n`,
    step: "Review",
    reads: `Line 2: ${ADA}, now ada@old.example, becomes ada@new.example. From columns A, B and C; header in line 1.`,
  },
  {
    what: "a file without a header",
    content: `${ADA},ada@old.example,ada@new.example\n`,
    step: "Columns",
    reads: `Line 1: ${ADA}, now ada@old.example, becomes ada@new.example. From columns A, B and C; no header.`,
    doubt: "The file has no header, so nothing says which column is which.",
  },
  {
    what: "a row with a comma too many",
    content: `account_id,name,new_email\n${ADA},Ada,ada@new.example\n${GRACE},Hopper, Grace,grace@new.example\n`,
    step: "Columns",
    reads: "Line 2: Ada becomes ada@new.example. From columns A and C; header in line 1.",
    doubt: "Some rows are irregular",
  },
  {
    what: "two columns that could be the new address",
    content: `account_id,new_email,contact\n${ADA},ada@new.example,lovelace@new.example\n`,
    step: "Columns",
    reads: `Line 2: ${ADA} becomes ada@new.example. From columns A and B; header in line 1.`,
    doubt: "“contact” holds addresses too, and is not read.",
  },
  {
    what: "Windows-1252 in a name that would be written",
    action: "Update profiles",
    content: Buffer.from(`account_id,name\n${ADA},J\xFCrgen\n${GRACE},Grace\n`, "latin1"),
    step: "Columns",
    reads: `Line 3: ${GRACE} gets name "Grace". From columns A and B; header in line 1; windows-1252, as was guessed.`,
    doubt: "The encoding was guessed",
  },
  {
    what: "one bad byte in UTF-8",
    content: Buffer.concat([
      Buffer.from(`account_id,name,new_email\n${ADA},Zoë,ada@new.example\n${GRACE},Fran`),
      Buffer.from([0xe7]),
      Buffer.from("ois,grace@new.example\n"),
    ]),
    step: "Columns",
    reads: "Line 2: Zoë becomes ada@new.example. From columns A and C; header in line 1.",
    doubt: "Some rows are irregular",
  },
  {
    what: "an email beside a previous one",
    content: `account_id,email,previous email\n${ADA},ada@new.example,ada@old.example\n`,
    step: "Columns",
    reads: `Line 2: ${ADA}, now ada@old.example, becomes ada@new.example. From columns A, B and C; header in line 1.`,
    doubt: "“email” was taken for the new address, because another column holds the former one.",
  },
  {
    what: "logins under User ID",
    content: `User ID,Old email,New email\nada,ada@old.example,ada@new.example\ngrace,grace@old.example,grace@new.example\n`,
    step: "Columns",
    reads: "Line 2: ada@old.example becomes ada@new.example. From columns B and C; header in line 1.",
    doubt: "“User ID” does not hold what “Account id” asks for.",
  },
];

test("each file says in one line how it was read", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  for (const { what, content, step, reads, doubt, action } of FILES) {
    await t.test(what, async () => {
      await chooseAction(page, action ?? "Change e-mail addresses");
      await giveFile(page, "people.csv", content);
      await isAt(page, step);
      assert.equal(await line(page).innerText(), reads);
      if (doubt === undefined) {
        assert.equal(await doubts(page).count(), 0);
      } else {
        await doubts(page).getByText(doubt).waitFor();
        await page.getByRole("button", { name: "Review the rows", exact: true }).click();
        await isAt(page, "Review");
        // Whoever goes on sees it once more, where the rows are.
        await doubts(page).getByText(doubt).waitFor();
        assert.equal(await line(page).innerText(), reads);
      }
      await goTo(page, "File");
    });
  }
});

test("the header, the first row and the last row can be chosen", async (t) => {
  const page = await openPage(t, await startPlainHost(t));
  await checkOnly(page);
  const content = [
    "account_id,old_email,new_email",
    "id of the account,as it is now,as it should be",
    `${ADA},ada@old.example,ada@new.example`,
    `${GRACE},grace@old.example,grace@new.example`,
    `${ALAN},alan@old.example,alan@new.example`,
    "3 accounts in all,,",
    "",
  ];
  await giveFile(page, "sheet.csv", content.join("\n"));
  await isAt(page, "Review");
  await goTo(page, "File");
  await page.getByLabel("First row").selectOption({ label: `Line 3: ${content[2]}`.slice(0, 68) });
  await page.getByLabel("Last row").selectOption({ label: `Line 5: ${content[4]}`.slice(0, 68) });
  await page.getByText("3 rows, ").waitFor();
  assert.match(await line(page).innerText(), /^Line 3: .*becomes ada@new\.example/);

  // The second line as the header: its names say nothing, so what stands in the columns does.
  await page.getByLabel("Header").selectOption({ label: `Line 2: ${content[1]}` });
  await page.getByText("3 rows, ").waitFor();
  assert.match(await line(page).innerText(), /header in line 2; 1 line above was skipped/);
});
