// Made from crates/view/src: INSTA_UPDATE=always cargo test -p rollcall-view

/** Something that is in the way, without being thrown. */
export type Problem = {
  /** Stable. */
  code: string,
  /** What is wrong. */
  message: string,
  /** What to do about it. */
  hint: string,
};

/** One page of a list. */
export type Page<T> = {
  /** Place of the first item in the list. */
  from: number,
  /** Items of the whole list. */
  total: number,
  /** Those of this page. */
  items: Array<T>,
};

/** An action, as listed: what the rows of a change file can ask for. */
export type ActionInfo = {
  /** Stable. */
  key: ActionKey,
  /** `Change e-mail addresses` */
  title: string,
  /** What it does, in a sentence or two. */
  hint: string,
  /** What its file looks like. */
  file: string,
  /** The parts that the columns of its file can play. */
  parts: Part[],
};

/** A part that a column of the change file can play, as listed. */
export type PartInfo = {
  /** Stable. */
  key: Part,
  /** As shown. */
  title: string,
  /** What it is for, in one sentence. */
  hint: string,
};

/** What it rests on that a file was read so: it says so itself, it is valid so, it looks like it, or the caller chose it. */
export type Basis = "marked" | "valid" | "guessed" | "chosen";

/** How a file was read. */
export type AsRead = {
  /** Of its text. */
  encoding: Encoding,
  /** What the encoding rests on. */
  encodingBasis: Basis,
  /** Whether the file begins with one. */
  byteOrderMark: boolean,
  /** One character. */
  delimiter: string,
  /** What the delimiter rests on. */
  delimiterBasis: Basis,
  /** What ends its lines. */
  lineBreaks: "CRLF" | "LF" | "CR" | "mixed" | "none",
  /** Whether the table has a header. */
  header: boolean,
  /** What that rests on. */
  headerBasis: Basis,
  /** Line of the file where the header begins, or the first row where there is none; counted from 1. */
  begins: number,
  /** Lines above it that are no part of the table. */
  skipped: number,
  /** Rows with fewer or more cells than there are columns. */
  raggedRows: number,
  /** Bytes that are not UTF-8, in a file that is UTF-8 otherwise. */
  badBytes: number,
};

/** A column of the change file. */
export type FileColumn = {
  /** From the header, or `Column 3`. */
  name: string,
  /** Up to three cells that are not blank, shortened. */
  samples: Array<string>,
  /** The part that it plays. */
  part: Part | null,
};

/** The change file that is open. */
export type ChangeFile = {
  /** As it was opened. */
  name: string,
  /** Bytes. */
  size: number,
  /** Rows, without the header. */
  rows: number,
  /** How it was read. */
  reading: AsRead,
  /** From left to right. */
  columns: Array<FileColumn>,
  /** Whether nothing spoke against reading and mapping when the mapping was guessed. */
  mappingIsCertain: boolean,
  /** What did, each as a sentence. */
  doubts: Array<string>,
  /** What the first row says and from where it was read, in one line; nothing where it cannot be checked yet. */
  asRead: string | null,
  /** What keeps the mapping from being used. */
  mappingProblems: Array<Problem>,
  /** What the file is, where it is known to ask for no new address: an export, a list of accounts to suspend. */
  recognizedAs: Problem | null,
};

/** What was read from a roster file. */
export type RosterFile = {
  /** What it is: `users export`. */
  kind: string,
  /** In the file. */
  accounts: number,
  /** In the file. */
  domains: number,
  /** Whether it may be a part of the list only. Its silence says nothing then; `whole` says that it is not so. */
  mayBePart: boolean,
  /** What is worth telling: rows that were left out, and why it may be a part. */
  notes: Array<string>,
};

/** What was typed. */
export type TypedDomains = {
  /** Those that were added. */
  domains: Array<string>,
  /** What is no domain. */
  rejected: Array<RejectedDomain>,
};

/** Something typed that is no domain. */
export type RejectedDomain = {
  /** As it was typed. */
  text: string,
  /** What is wrong with it. */
  why: string,
};

/** What is known about accounts and domains. */
export type Roster = {
  /** Accounts that are known. */
  accounts: number,
  /** The claimed domains. */
  domains: Array<string>,
  /** Whether these are all of them, so that another domain is not claimed. */
  domainsAreComplete: boolean,
  /** Where it comes from. */
  sources: Array<RosterSource>,
};

/** Where something that is known comes from. */
export type RosterSource = {
  /** As shown. */
  title: string,
  /** Accounts that it tells of. */
  accounts: number,
  /** Domains that it tells of. */
  domains: number,
  /** Milliseconds since 1970. */
  at: number,
};

/** An error keeps a row from running, a warning asks for a look, a note is worth knowing. */
export type Severity = "error" | "warning" | "note";

/** A check, as listed. */
export type Check = {
  /** Stable: `E012-address-taken`. */
  code: CheckCode,
  /** Of its findings. */
  severity: Severity,
  /** A few words. */
  title: string,
  /** The part whose cell it is about. */
  part: Part | null,
  /** What stays open when a fact is missing: `whether …`. */
  question: string | null,
  /** What its fix is called for all rows at once. */
  fix: string | null,
};

/** What mends one row. */
export type Fix = {
  /** As shown: `Use ada@example.com`. */
  label: string,
} & ({ "kind": "put", part: Part, value: string, } | { "kind": "accept-live", value: string, } | { "kind": "leave-out" });

/** What a check found. */
export type Finding = {
  /** Stable. */
  code: CheckCode,
  /** How grave it is. */
  severity: Severity,
  /** A few words. */
  title: string,
  /** The part whose cell it is about. */
  part: Part | null,
  /** What is wrong. */
  message: string,
  /** What to do about it. */
  hint: string,
  /** What mends it, where something does. */
  fix: Fix | null,
};

/** What the checks say, in numbers. */
export type Review = {
  /** What the file asks for: `Change e-mail addresses`. */
  action: string,
  /** From left to right. */
  columns: Array<GridColumn>,
  /** Of the rows. */
  counts: Counts,
  /** Edits that can be undone. */
  edits: number,
  /** Every finding that occurs in a row, gravest first. */
  findings: Array<FindingCount>,
  /** About the file as a whole. An error here keeps every row from running. */
  wholeFile: Array<Finding>,
  /** What could not be checked for lack of a fact. */
  unchecked: Array<Unchecked>,
};

/** A column of the rows, as far as the file has it. */
export type GridColumn = {
  /** Stable. */
  key: ColumnKey,
  /** As shown. */
  title: string,
  /** Whether its cells can be edited. Its key is a part's then. */
  editable: boolean,
};

/** Rows, by what is so with them. */
export type Counts = {
  /** All of them. */
  rows: number,
  /** That can run: no error, not left out, something to change. */
  ready: number,
  /** With an error. */
  errors: number,
  /** Whose gravest finding is a warning. */
  warnings: number,
  /** Whose gravest finding is a note. */
  notes: number,
  /** With nothing to do. */
  nothing: number,
  /** Left out of the run by the user. */
  leftOut: number,
  /** Among `ready`: rows whose account id is not known yet. They name the account by its address alone, and need a roster. */
  unresolved: number,
};

/** In how many rows a finding occurs. */
export type FindingCount = {
  /** Stable. */
  code: CheckCode,
  /** How grave it is. */
  severity: Severity,
  /** A few words. */
  title: string,
  /** With this finding. */
  rows: number,
  /** The fix for all of its kind, where there is one. */
  fix: FixCount | null,
};

/** What mends many rows at once. */
export type FixCount = {
  /** What it is called. */
  label: string,
  /** That it mends. */
  rows: number,
};

/** A check that lacked a fact. */
export type Unchecked = {
  /** `whether …` */
  what: string,
  /** That it concerns. */
  rows: number,
  /** What is missing, and what would help. */
  why: string,
};

/** It can run; it can, but look first; it cannot; there is nothing to change; it was left out. */
export type RowState = "ready" | "look" | "blocked" | "nothing" | "left-out";

/** A row of the file, with what is known and found about it. */
export type Row = {
  /** Its number in the file, counted from 0: what `edit`, `leaveOut` and `fix` take. */
  number: number,
  /** Line of the file where it begins, counted from 1. */
  line: number,
  /** Where it stands. */
  state: RowState,
  /** The person's name, where it is known. */
  name: string | null,
  /** The account id, where it is known or the file gives one. */
  account: string | null,
  /** One for each of the review's columns. */
  cells: { [key in ColumnKey]?: Cell },
  /** Gravest first. */
  findings: Array<Finding>,
};

/** A cell of a row. */
export type Cell = {
  /** What stands there; `null` where it is not known. */
  text: string | null,
  /** What stood in the file, where an edit changed it. */
  was: string | null,
  /** Gravest finding about this cell. */
  severity: Severity | null,
};

/** What a person should confirm before a run. */
export type Confirmation = {
  /** Stable. */
  key: string,
  /** What is confirmed. */
  text: string,
  /** What should be typed; `null` where a tick is enough. */
  typed: string | null,
};

/** Steps that go together. */
export type Batch = {
  /** Whether it is the first, small one. */
  canary: boolean,
  /** Number of its first step. */
  first: number,
  /** How many there are. */
  steps: number,
};

/** What one call does for one row: it gives an account another address, or what else the action is for. */
export type Step = {
  /** Counted from 0. */
  number: number,
  /** Number of the row that it serves. */
  row: number,
  /** Line of the file where that row begins. */
  line: number,
  /** The account's id; the address of whoever is invited and has no account here. */
  account: string,
  /** The person's name, where it is known. */
  name: string | null,
  /** What it held before, which undoes the step: an address, a state; `null` where it is not known. */
  from: string | null,
  /** The address that the step gives, or the state that it leaves. */
  to: string,
  /** What else the call needs: a message, the ids of places, by the part of the file that says it. */
  details: { [key in Part]?: string },
  /** Steps that must have freed the address first. */
  waitsFor: Array<number>,
  /** The step that this one undoes: it goes out only where a circle of addresses cannot be closed; else `null`. */
  undoes: number | null,
};
