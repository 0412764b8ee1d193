/** What is thrown where something cannot be done. The message says what is wrong, the hint what to do about it. */
export interface RollcallError extends Error {
  name: "RollcallError";
  /** Stable: `file-empty`, `mapping-no-account`, `plan-nothing-to-do` … */
  code: string;
  hint: string;
}

/** Which page of a list is wanted. */
export interface PageOptions {
  /** Place of the first item in the list, counted from 0. Without it: 0. */
  from?: number;
  /** Items wanted. Without it: 100. More than 500 never come. */
  count?: number;
}

export type Encoding = "UTF-8" | "UTF-16LE" | "UTF-16BE" | "windows-1252";

/** How a file is to be read. What is left away is found out. */
export interface Reading {
  encoding?: Encoding;
  /** One character: a comma, a semicolon, a tab … */
  delimiter?: string;
  /** Whether the first line is a header. */
  header?: boolean;
  /** Line of the file where the header is, counted from 1. */
  headerLine?: number;
  /** Line of the file where the first row begins. */
  firstLine?: number;
  /** Line of the file where the last row begins. */
  lastLine?: number;
}

export interface RosterFileOptions {
  /** When what it says was so, in milliseconds since 1970: `file.lastModified`. Without it: now. */
  at?: number;
  /** `true` says that it is the whole list, so that an account which is not in it is not there. */
  whole?: boolean;
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
