import { once } from "node:events";
import { openOutbound } from "@plumbline/outbound";
import { openTestEnvironment, type TestEnvironment, type TestUser, type TestWorkspace } from "@plumbline/testing";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "../kernel/index.ts";
import { deliverNotifications, listDeliveries, notify, replayDelivery } from "./index.ts";

interface Taken {
  readonly to: string | undefined;
  readonly source: string;
}

let env: TestEnvironment;
let deps: Deps;
let workspace: TestWorkspace;
let ada: TestUser;
let server: SMTPServer;
const taken: Taken[] = [];
/** Reply codes to the next recipients; none takes them. */
const refusals: number[] = [];

beforeAll(async () => {
  env = await openTestEnvironment();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo(_, __, done) {
      const responseCode = refusals.shift();
      done(responseCode === undefined ? null : Object.assign(new Error("no such\r\nmailbox"), { responseCode }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push({ to: session.envelope.rcptTo[0]?.address, source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as { port: number };
  const smtp = { url: `smtp://127.0.0.1:${port}?tls=none`, from: "Plumbline <ml@example.test>" };
  deps = { ...env.deps, outbound: openOutbound({ smtp, receivers: { isHttpAllowed: false, allowedHosts: [] } }) };
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(done));
  await env.close();
});
beforeEach(async () => {
  taken.splice(0);
  await env.sql("DELETE FROM delivery");
  workspace = await env.createWorkspace();
  ada = await env.createUser();
  await env.addMember(workspace, ada, "viewer");
});

const write = (title = "Your vote is asked") =>
  deps.db.transaction({ role: "system" }, (tx) =>
    notify({ tx, deps, now: deps.now() }, workspace.id, [
      {
        recipients: [ada.id],
        kind: "approvals.vote-requested",
        group: "votes",
        title,
        body: "churn 12",
        link: `/w/${workspace.name}/approvals/31`,
        subject: { kind: "approval", id: "31" },
      },
    ]),
  );
const run = async (given: Deps = deps) =>
  (await deliverNotifications.handler())({ deps: given, taskId: "t", workspaceId: null, signal: new AbortController().signal }, {});
const only = async () => (await listDeliveries(deps, env.callerOf({ workspace }), { channel: "email" })).items[0];
const messageId = (source: string) => /^Message-ID: (.*)$/m.exec(source)?.[1]?.trim();

test("a message reaches its recipient's address with the link to the one screen", async () => {
  await write();
  await run();
  expect(taken).toMatchObject([{ to: ada.email }]);
  expect(taken[0]?.source).toContain(`Subject: [${workspace.name}] Your vote is asked`);
  expect(taken[0]?.source.replaceAll("=\r\n", "")).toContain(`http://plumbline.test/w/${workspace.name}/approvals/31`);
  expect(await only()).toMatchObject({ state: "sent", target: ada.email, kind: "approvals.vote-requested", endpointId: null });
});

test("a title with line breaks and markup makes neither a header nor a tag", async () => {
  await write("a\r\nBcc: eve@example.test\r\n\r\n<b>x</b>");
  await run();
  const [head = "", ...rest] = (taken[0]?.source ?? "").split("\r\n\r\n");
  expect(head.split("\r\n").filter((line) => /^bcc/i.test(line))).toEqual([]);
  expect(rest.join()).toContain("&lt;b&gt;x&lt;/b&gt;");
});

test("a reply of the 400s is followed by another attempt with the same Message-ID", async () => {
  refusals.push(451);
  await write();
  await run();
  expect(await only()).toMatchObject({ state: "failed", lastStatus: 451, lastError: "The mail server answered: 451 no such mailbox" });
  env.advance(60_000);
  await run();
  const sent = await only();
  expect(sent).toMatchObject({ state: "sent", attempts: 2 });
  expect(messageId(taken[0]?.source ?? "")).toBe(`<${sent?.id}@plumbline.test>`);
});

test("one of the 500s is final; replayed, it goes out under the same Message-ID", async () => {
  refusals.push(550);
  await write();
  await run();
  const dead = await only();
  expect(dead).toMatchObject({ state: "dead", attempts: 1, lastStatus: 550 });
  await replayDelivery(deps, env.callerOf({ workspace }), { deliveryId: dead?.id ?? "" });
  await run();
  expect(messageId(taken[0]?.source ?? "")).toBe(`<${dead?.id}@plumbline.test>`);
});

test("who left, or was disabled, before it was sent gets nothing", async () => {
  await write();
  await env.sql("DELETE FROM member WHERE workspace_id = $1", [workspace.id]);
  await run();
  expect(await env.sql("SELECT state, last_error FROM delivery")).toEqual([
    { state: "dead", last_error: "The recipient is no member of the workspace any more." },
  ]);
  expect(taken).toEqual([]);
});

test("without the mail server, what is queued waits", async () => {
  await write();
  await run(env.deps);
  expect(await only()).toMatchObject({ state: "failed", lastError: "No mail server is configured any more (SMTP_URL)." });
});
