import { createTransport } from "nodemailer";
import { OutboundError, oneLine } from "./outbound-error.ts";

export interface SmtpOptions {
  /** `smtp[s]://user:password@host:port`; `smtp:` asks for STARTTLS and sends nothing without, unless `?tls=none` says so. */
  readonly url: string;
  /** Sender, `name@host` or `Name <name@host>`. */
  readonly from: string;
  /** Of each step. */
  readonly timeoutMs?: number;
  /** Of the whole: a server that answers each step a little late is given up too. */
  readonly totalTimeoutMs?: number;
  /** Certificate authorities instead of those that Node trusts. */
  readonly certificateAuthority?: string;
}

export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets; the same each time the mail is sent, so that a reader sees it once. */
  readonly messageId: string;
}

/** Hands mails to one SMTP server. `send` resolves once the server has taken the mail, and throws OutboundError. */
export interface MailSender {
  send(mail: Mail): Promise<void>;
}

const address = /^[^\s<>@,;:"]+@[^\s<>@,;:"]+$/u;

/** Throws where the address of the server or the sender is none. */
export function openMailSender(options: SmtpOptions): MailSender {
  const url = new URL(options.url);
  const secure = url.protocol === "smtps:";
  const isClear = url.searchParams.get("tls") === "none";
  const timeoutMs = options.timeoutMs ?? 20_000;
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !isClear,
    ignoreTLS: isClear,
    ...(url.username === "" ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...(options.certificateAuthority === undefined ? {} : { tls: { ca: options.certificateAuthority } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const from = parseSender(options.from);
  return {
    async send(mail) {
      if (!address.test(mail.to.address)) throw new OutboundError("The recipient's e-mail address is not one.", { isPermanent: true });
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new OutboundError(tooSlow)), options.totalTimeoutMs ?? 60_000);
      const sent = transport.sendMail({
        from,
        to: { name: oneLine(mail.to.name), address: mail.to.address },
        envelope: { from: from.address, to: mail.to.address },
        subject: oneLine(mail.subject),
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.messageId}>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      await Promise.race([sent, late.promise])
        .catch((error: unknown) => Promise.reject(asOutbound(error)))
        .finally(() => clearTimeout(timer));
    },
  };
}

/** `name@host` or `Name <name@host>`, taken apart. */
export function parseSender(text: string): { name: string; address: string } {
  const named = /^([^<>]*)<([^<>]+)>$/u.exec(text.trim());
  const found = { name: oneLine((named?.[1] ?? "").replaceAll('"', "")), address: (named?.[2] ?? text).trim() };
  if (!address.test(found.address)) throw new Error(`"${text}" is no sender: write name@host, or Name <name@host>`);
  return found;
}

interface SmtpFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

const tooSlow = "The mail server did not answer in time.";
const failures: Readonly<Record<string, string>> = {
  EAUTH: "The mail server refused the user name or password of SMTP_URL.",
  ETLS: "The mail server offers no TLS that can be trusted.",
  ECONNECTION: "The mail server could not be reached.",
  ESOCKET: "The connection to the mail server failed.",
  ETIMEDOUT: tooSlow,
  EDNS: "The name of the mail server was not found.",
};

/** A reply of 500 or more to sender, recipient or message is final; a refused sign-in is the configuration's fault and may be mended. */
function asOutbound(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const { code = "", responseCode, response } = error as SmtpFailure;
  const status = responseCode === undefined ? {} : { status: responseCode };
  const known = failures[code];
  if (known) return new OutboundError(known, { ...status, cause: error });
  const reply = response === undefined ? "The mail could not be handed over." : `The mail server answered: ${oneLine(response)}`;
  return new OutboundError(reply, { ...status, isPermanent: responseCode !== undefined && responseCode >= 500, cause: error });
}
