// Servers that stand in for others: what a test needs to be wrong, or to watch.
import { once } from "node:events";
import { createServer, request as call } from "node:http";

import { atEnd } from "./cleanup.mjs";

/** What waits for `opened` goes on once `open` is called. */
export function latch() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}

/**
 * A server that answers as the test says: `{ address, asked }`, where `asked` holds every request so far.
 * @param {import("node:test").TestContext} t
 * @param {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} answer
 */
export async function startStandIn(t, answer) {
  const asked = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, headers });
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${server.address().port}`, asked };
}

/**
 * A server that passes everything on to `upstream` and sees it all.
 * @param {import("node:test").TestContext} t
 * @param {string} upstream
 * @param {object} [how]
 * @param {(headers: import("node:http").IncomingHttpHeaders) => void} [how.edit] changes the head of an answer
 * @param {(request, response) => boolean} [how.instead] answers itself, and gives true where it does
 * @param {(request) => Promise<void> | undefined} [how.before] what a request waits for
 */
export function startBetween(t, upstream, { edit = () => {}, instead = () => false, before = () => {} } = {}) {
  return startStandIn(t, async (request, response) => {
    if (instead(request, response)) return;
    await before(request);
    const { method, headers } = request;
    const onward = call(new URL(request.url, upstream), { method, headers }, (answer) => {
      edit(answer.headers);
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    // A connection that breaks behind breaks before, too.
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
}

/** An organization that answers like a real one: nothing says that it is a sandbox. */
export function startReal(t, sandbox) {
  return startBetween(t, sandbox.address, { edit: (headers) => delete headers["x-rollcall-sandbox"] });
}

/** A port on which nobody listens: one that was free a moment ago. */
export async function deadAddress() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

/** A company's proxy that answers each CONNECT with this status: its address. */
export async function startGate(t, status) {
  const server = createServer();
  server.on("connect", (_, socket) => socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(t, () => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
