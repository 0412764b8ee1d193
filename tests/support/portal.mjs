// The admin portal: what a browser copies there, the listing that it is for, and what the portal itself lists.
import { button } from "./path.mjs";

export const LISTING = "Users in the admin portal";

/** What a proxy is told that passes the portal's lists on. */
export const withPortal = async ({ address }) => ({ options: ["--admin-portal", "--upstream-portal", address] });

/** The address of a list: of `org/ID` or `site/ID`. */
export const listAddress = (of) =>
  `https://admin.atlassian.com/gateway/api/adminhub/um/${of}/users?count=20&start-index=1`;

const cookies = (session) => `atlassian.xsrf.token=a%3Db; cloud.session.token=${session}; ajs_anonymous_id=%22c%22`;

/** As a browser copies a request with this session among its cookies. The other forms are under test in core (`portal_paste`). */
export const asCurl = (url, session) =>
  `curl '${url}' \\\n  -H 'accept: application/json' \\\n  -b '${cookies(session)}' \\\n  -H 'user-agent: Mozilla/5.0'`;

/** The field in which something is pasted. */
export const field = (page) => page.getByLabel(/^(Request copied as cURL|Secret of the proxy)/);

/** Pastes as a person does, out of the clipboard, line breaks and all. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await field(page).focus();
  await page.keyboard.press("ControlOrMeta+V");
}

/** Gives the session that a text holds, and waits until it is there. */
export async function useSession(page, text) {
  await paste(page, text);
  await button(page, "Use this session").click();
  await button(page, "Forget it").waitFor();
}

/** All that the portal lists of `org/ID` or `site/ID`, as the records of the listing's file. */
export async function portalList({ address, session }, of) {
  const all = [];
  for (let total = 1; all.length < total; ) {
    const url = `${address}/gateway/api/adminhub/um/${of}/users?count=100&start-index=${all.length + 1}`;
    const response = await fetch(url, { headers: { cookie: `cloud.session.token=${session}` } });
    const page = await response.json();
    total = page.total;
    all.push(...page.users);
  }
  return all.map(({ id, displayName, email, active, system, presence }) => ({
    name: displayName,
    email,
    active: active ? "yes" : "no",
    last_active_utc: presence.replace("T", " ").replace(/\.\d+Z$/, ""),
    system: system ? "yes" : "no",
    account_id: id,
  }));
}
