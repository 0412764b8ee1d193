/** What is thrown where something cannot be done. The message says what is wrong, the hint what to do about it. */
export interface RollcallError extends Error {
  name: "RollcallError";
  /** Stable: `file-empty`, `mapping-no-account`, `plan-nothing-to-do` … */
  code: string;
  hint: string;
}

/** Something that is in the way, without being thrown. */
export interface Problem {
  /** Stable. */
  code: string;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  hint: string;
}

/** Which page of a list is wanted. */
export interface PageOptions {
  /** Place of the first item in the list, counted from 0. Without it: 0. */
  from?: number;
  /** Items wanted. Without it: 100. More than 500 never come. */
  count?: number;
}

/** One page of a list. */
export interface Page<T> {
  /** Place of the first item in the list. */
  from: number;
  /** Items of the whole list. */
  total: number;
  items: T[];
}

/** An action, as listed: what the rows of a change file can ask for. */
export interface ActionInfo {
  key: ActionKey;
  /** `Change e-mail addresses` */
  title: string;
  /** What it does, in a sentence or two. */
  hint: string;
  /** What its file looks like. */
  file: string;
  /** The parts that the columns of its file can play. */
  parts: Part[];
}

/** A part that a column of the change file can play, as listed. */
export interface PartInfo {
  key: Part;
  /** As shown. */
  title: string;
  /** What it is for, in one sentence. */
  hint: string;
}

export type Encoding = "UTF-8" | "UTF-16LE" | "UTF-16BE" | "windows-1252";

/** How a file is to be read. What is left away is found out. */
export interface Reading {
  encoding?: Encoding;
  /** One character: a comma, a semicolon, a tab … */
  delimiter?: string;
  /** Whether the first row is a header. */
  header?: boolean;
}

/** What it rests on that a file was read so: it says so itself, it is valid so, it looks like it, or the caller chose it. */
export type Basis = "marked" | "valid" | "guessed" | "chosen";

/** How a file was read. */
export interface AsRead {
  encoding: Encoding;
  encodingBasis: Basis;
  byteOrderMark: boolean;
  delimiter: string;
  delimiterBasis: Basis;
  lineBreaks: "CRLF" | "LF" | "CR" | "mixed" | "none";
  header: boolean;
  headerBasis: Basis;
  /** Rows with fewer or more cells than there are columns. */
  raggedRows: number;
}

export interface FileColumn {
  /** From the header, or `Column 3`. */
  name: string;
  /** Up to three cells that are not blank, shortened. */
  samples: string[];
  /** The part that it plays. */
  part: Part | null;
}

/** The change file that is open. */
export interface ChangeFile {
  name: string;
  /** Bytes. */
  size: number;
  /** Rows, without the header. */
  rows: number;
  reading: AsRead;
  columns: FileColumn[];
  /** Whether header and content left no doubt when the mapping was guessed. */
  mappingIsCertain: boolean;
  /** What keeps the mapping from being used. */
  mappingProblems: Problem[];
  /** What the file is, where it is known to ask for no new address: an export, a list of accounts to suspend. */
  recognizedAs: Problem | null;
}

export interface RosterFileOptions {
  /** When what it says was so, in milliseconds since 1970: `file.lastModified`. Without it: now. */
  at?: number;
  /** `true` says that it is the whole list, so that an account which is not in it is not there. */
  whole?: boolean;
}

/** What was read from a roster file. */
export interface RosterFile {
  /** What it is: `users export`. */
  kind: string;
  accounts: number;
  domains: number;
  /** Whether it may be a part of the list only. Its silence says nothing then; `whole` says that it is not so. */
  mayBePart: boolean;
  /** What is worth telling: rows that were left out, and why it may be a part. */
  notes: string[];
}

export interface TypedDomains {
  domains: string[];
  rejected: { text: string; why: string }[];
}

/** Where an action takes effect. Roles need not be told: they are the same in every organization. */
export type PlaceKind = "directory" | "group" | "workspace";

export interface Place {
  /** As Atlassian's calls take it. */
  id: string;
  /** What people call it: `jira-users`, `Jira on acme.atlassian.net`. */
  name: string;
  /** What it is called besides. */
  others?: string[];
  /** The id of its directory, where it is a group. */
  directory?: string;
}

/** What is known about accounts and domains. */
export interface Roster {
  accounts: number;
  /** The claimed domains. */
  domains: string[];
  /** Whether these are all of them, so that another domain is not claimed. */
  domainsAreComplete: boolean;
  sources: RosterSource[];
}

export interface RosterSource {
  title: string;
  accounts: number;
  domains: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** An error keeps a row from running, a warning asks for a look, a note is worth knowing. */
export type Severity = "error" | "warning" | "note";

/** A check, as listed. */
export interface Check {
  code: CheckCode;
  severity: Severity;
  title: string;
  /** The part whose cell it is about. */
  part: Part | null;
  /** What stays open when a fact is missing: `whether …`. */
  question: string | null;
  /** What its fix is called for all rows at once. */
  fix: string | null;
}

/** What mends one row. */
export type Fix = { label: string } & (
  | { kind: "put"; part: Part; value: string }
  | { kind: "accept-live"; value: string }
  | { kind: "leave-out" }
);

export interface Finding {
  code: CheckCode;
  severity: Severity;
  title: string;
  /** The part whose cell it is about. */
  part: Part | null;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  hint: string;
  fix: Fix | null;
}

/** What the checks say, in numbers. */
export interface Review {
  /** What the file asks for: `Change e-mail addresses`. */
  action: string;
  columns: GridColumn[];
  counts: Counts;
  /** Edits that can be undone. */
  edits: number;
  /** Every finding that occurs in a row, gravest first. */
  findings: FindingCount[];
  /** About the file as a whole. An error here keeps every row from running. */
  wholeFile: Finding[];
  /** What could not be checked for lack of a fact. */
  unchecked: Unchecked[];
}

/** A column of the rows, as far as the file has it. */
export interface GridColumn {
  key: ColumnKey;
  title: string;
  /** Whether its cells can be edited. Its key is a part's then. */
  editable: boolean;
}

/** Rows, by what is so with them. */
export interface Counts {
  rows: number;
  /** That can run: no error, not left out, something to change. */
  ready: number;
  errors: number;
  /** Whose gravest finding is a warning. */
  warnings: number;
  /** Whose gravest finding is a note. */
  notes: number;
  /** With nothing to do. */
  nothing: number;
  leftOut: number;
  /** Among `ready`: rows whose account id is not known yet. They name the account by its address alone, and need a roster. */
  unresolved: number;
}

export interface FindingCount {
  code: CheckCode;
  severity: Severity;
  title: string;
  rows: number;
  /** What the fix for all of its kind is called, and for how many rows there is one. */
  fix: { label: string; rows: number } | null;
}

export interface Unchecked {
  /** `whether …` */
  what: string;
  rows: number;
  /** What is missing, and what would help. */
  why: string;
}

/** It can run; it can, but look first; it cannot; there is nothing to change; it was left out. */
export type RowState = "ready" | "look" | "blocked" | "nothing" | "left-out";

/** Which rows are wanted. Those that fulfil every condition come. */
export interface RowOptions extends PageOptions {
  /** Only rows whose gravest finding is this. */
  severity?: Severity;
  /** Only rows in this state. */
  state?: RowState;
  /** Only rows with this finding. */
  code?: CheckCode;
  /** Only rows where a cell, the account id or the person's name contains this, whatever the case. */
  search?: string;
  /** Without it: the order of the file. */
  sort?: { by: "row" | "state" | "who" | "findings" | ColumnKey; descending?: boolean };
}

export interface Row {
  /** Its number in the file, counted from 0: what `edit`, `leaveOut` and `fix` take. */
  number: number;
  /** Line of the file where it begins, counted from 1. */
  line: number;
  state: RowState;
  /** The person's name, where it is known. */
  name: string | null;
  /** The account id, where it is known or the file gives one. */
  account: string | null;
  /** One for each of the review's columns. */
  cells: { [key in ColumnKey]?: Cell };
  /** Gravest first. */
  findings: Finding[];
}

export interface Cell {
  /** What stands there; `null` where it is not known. */
  text: string | null;
  /** What stood in the file, where an edit changed it. */
  was: string | null;
  /** Gravest finding about this cell. */
  severity: Severity | null;
}

export interface PlanOptions {
  /** Rows of the first batch, after which one looks whether all went well. Without it: 3. With 0 there is none. */
  canary?: number;
  /** Rows of each other batch. Without it: 50. */
  batch?: number;
  /**
   * Names the run in temporary addresses: sixteen lower-case hexadecimal digits. Without it: drawn at random. Accounts that take
   * each other's addresses go by way of one temporary address for each circle.
   */
  run?: string;
}

/** What a person should confirm before a run. */
export interface Confirmation {
  /** Stable. */
  key: string;
  /** What is confirmed. */
  text: string;
  /** What should be typed; `null` where a tick is enough. */
  typed: string | null;
}

/** Steps that go together. */
export interface Batch {
  canary: boolean;
  /** Number of its first step. */
  first: number;
  steps: number;
}

/** What one call does for one row: it gives an account another address, or what else the action is for. */
export interface Step {
  /** Counted from 0. */
  number: number;
  /** Number of the row that it serves. */
  row: number;
  /** Line of the file where that row begins. */
  line: number;
  /** The account's id; the address of whoever is invited and has no account here. */
  account: string;
  name: string | null;
  /** What it held before, which undoes the step: an address, a state; `null` where it is not known. */
  from: string | null;
  /** The address that the step gives, or the state that it leaves. */
  to: string;
  /** What else the call needs: a message, the ids of places, by the part of the file that says it. */
  details: { [key in Part]?: string };
  /** Steps that must have freed the address first. */
  waitsFor: number[];
  /** The step that this one undoes: it goes out only where a circle of addresses cannot be closed; else `null`. */
  undoes: number | null;
}
