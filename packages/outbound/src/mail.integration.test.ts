import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Mail, openMailSender, parseSender } from "./mail.ts";
import { openTestCertificate } from "./open-test-certificate.ts";
import type { OutboundError } from "./outbound-error.ts";

interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly isSecure: boolean;
  readonly user: string | undefined;
  readonly source: string;
}

let certificate: { key: string; cert: string };
beforeAll(() => {
  certificate = openTestCertificate();
});
const servers: SMTPServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(done));
});

async function serve(options: SMTPServerOptions = {}) {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    ...certificate,
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          isSecure: session.secure,
          user: session.user as string | undefined,
          source: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return { port: (server.server.address() as AddressInfo).port, taken };
}

const mail: Mail = {
  to: { name: "Ada", address: "ada@example.test" },
  subject: "A vote is asked of you",
  text: "Text.",
  html: "<p>Text.</p>",
  messageId: "m1@plumbline.test",
};
const sender = (url: string, options: { certificateAuthority?: string; from?: string } = {}) =>
  openMailSender({ url, from: "Plumbline <ml@example.test>", certificateAuthority: certificate.cert, timeoutMs: 5000, ...options });
const failureOf = (sent: Promise<void>) =>
  sent.then(
    () => "sent",
    ({ message, isPermanent, status }: OutboundError) => ({ message, isPermanent, status }),
  );
const headersOf = (source: string) => (source.split("\r\n\r\n")[0] ?? "").replace(/\r\n[ \t]+/g, " ").split("\r\n");
const failing = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

describe("delivery", () => {
  test("a mail arrives with sender, recipient, both bodies and a Message-ID that stays", async () => {
    const { port, taken } = await serve();
    const mails = sender(`smtp://localhost:${port}`);
    await mails.send(mail);
    await mails.send(mail);
    expect(taken).toMatchObject([{ from: "ml@example.test", to: ["ada@example.test"], isSecure: true }, {}]);
    for (const { source } of taken) {
      expect(headersOf(source)).toEqual(
        expect.arrayContaining([
          "From: Plumbline <ml@example.test>",
          "To: Ada <ada@example.test>",
          "Subject: A vote is asked of you",
          "Message-ID: <m1@plumbline.test>",
          "Auto-Submitted: auto-generated",
        ]),
      );
      expect(source).toContain("text/plain");
      expect(source).toContain("<p>Text.</p>");
    }
  });

  test("names, subjects and bodies may be in any script", async () => {
    const { port, taken } = await serve();
    await sender(`smtp://localhost:${port}`).send({
      ...mail,
      to: { ...mail.to, name: "Žofie 🦉" },
      subject: "Prüfung — 承認",
      text: "Grüße 🦉",
    });
    const [{ source } = { source: "" }] = taken;
    const subject = /^Subject: (.*)$/m.exec(headersOf(source).join("\n"))?.[1] ?? "";
    const decoded = [...subject.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)].map(([, kind, text = ""]) =>
      kind?.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString()
        : Buffer.from(
            text.replaceAll("_", " ").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            "latin1",
          ).toString(),
    );
    expect(decoded.join("")).toBe("Prüfung — 承認");
    expect(source).toMatch(/=\?UTF-8\?[BQ]\?/i);
  });
});

describe("line breaks", () => {
  test.each(["a\r\nBcc: eve@example.test", "a\nBcc: eve@example.test", "a\rBcc: eve@example.test", "a\u2028Bcc: eve@example.test", "a\0b"])(
    "in a name or subject (%j) make no header",
    async (text) => {
      const { port, taken } = await serve();
      await sender(`smtp://localhost:${port}`).send({ ...mail, subject: text, to: { ...mail.to, name: text } });
      expect(taken[0]?.to).toEqual(["ada@example.test"]);
      expect(headersOf(taken[0]?.source ?? "").filter((line) => /^bcc:/i.test(line))).toEqual([]);
    },
  );

  test.each(["ada@example.test\r\nRCPT TO:<eve@example.test>", "ada@example.test, eve@example.test", "<ada@example.test>", "ada", ""])(
    "and whatever else is no address (%j) are refused for good",
    async (address) => {
      const { port, taken } = await serve();
      expect(await failureOf(sender(`smtp://localhost:${port}`).send({ ...mail, to: { name: "Ada", address } }))).toMatchObject({
        isPermanent: true,
      });
      expect(taken).toEqual([]);
    },
  );
});

describe("TLS", () => {
  test("a server without STARTTLS gets nothing, unless the address says that none is needed", async () => {
    const { port, taken } = await serve({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
    expect(await failureOf(sender(`smtp://localhost:${port}`).send(mail))).toMatchObject({ isPermanent: false });
    expect(taken).toEqual([]);
    await sender(`smtp://localhost:${port}?tls=none`).send(mail);
    expect(taken).toMatchObject([{ isSecure: false }]);
  });

  test("a certificate that nobody trusts is refused", async () => {
    const { port, taken } = await serve();
    const untrusting = openMailSender({ url: `smtp://localhost:${port}`, from: "ml@example.test" });
    expect(await failureOf(untrusting.send(mail))).toMatchObject({ isPermanent: false, status: null });
    expect(taken).toEqual([]);
  });

  test("smtps speaks TLS from the first byte", async () => {
    const { port, taken } = await serve({ secure: true });
    await sender(`smtps://localhost:${port}`).send(mail);
    expect(taken).toMatchObject([{ isSecure: true }]);
  });
});

describe("refusals", () => {
  const onAuth: SMTPServerOptions["onAuth"] = (auth, _, done) =>
    auth.username === "ml@example" && auth.password === "p:ss" ? done(null, { user: auth.username }) : done(failing(535, "no"));

  test("the user and password of the address are shown, decoded", async () => {
    const { port, taken } = await serve({ authOptional: false, onAuth });
    await sender(`smtp://ml%40example:p%3Ass@localhost:${port}`).send(mail);
    expect(taken).toMatchObject([{ user: "ml@example" }]);
  });

  test("a wrong password may be mended, and is not repeated in the text", async () => {
    const { port } = await serve({ authOptional: false, onAuth });
    const failure = await failureOf(sender(`smtp://ml%40example:wrong-password@localhost:${port}`).send(mail));
    expect(failure).toEqual({ message: "The mail server refused the user name or password of SMTP_URL.", isPermanent: false, status: 535 });
  });

  test.each([
    [451, false],
    [550, true],
  ])("%i for a recipient: permanent is %s", async (code, isPermanent) => {
    const { port } = await serve({ onRcptTo: (_, __, done) => done(failing(code, "no\r\nsuch mailbox")) });
    expect(await failureOf(sender(`smtp://localhost:${port}`).send(mail))).toMatchObject({ isPermanent, status: code });
  });

  test("a server that takes its time is given up", async () => {
    const held: (() => void)[] = [];
    const { port, taken } = await serve({ onRcptTo: (_, __, done) => void held.push(done) });
    const url = `smtp://localhost:${port}`;
    const hasty = openMailSender({ url, from: "ml@example.test", certificateAuthority: certificate.cert, totalTimeoutMs: 100 });
    expect(await failureOf(hasty.send(mail))).toEqual({
      message: "The mail server did not answer in time.",
      isPermanent: false,
      status: null,
    });
    expect(taken).toEqual([]);
    for (const done of held) done();
  });

  test("a closed port is worth another attempt", async () => {
    const { port } = await serve();
    for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(done));
    expect(await failureOf(sender(`smtp://localhost:${port}`).send(mail))).toMatchObject({ isPermanent: false, status: null });
  });
});

test("senders are an address with or without a name", () => {
  expect(parseSender("ml@example.test")).toEqual({ name: "", address: "ml@example.test" });
  expect(parseSender('"Plumbline, Inc" <ml@example.test>')).toEqual({ name: "Plumbline, Inc", address: "ml@example.test" });
  expect(() => parseSender("nobody")).toThrow(/is no sender/);
});
