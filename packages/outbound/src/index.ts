import { traced } from "@plumbline/tracing";
import { type MailSender, openMailSender, type SmtpOptions } from "./mail.ts";
import { type PostLimits, type PostRequest, post, postDefaults } from "./post.ts";
import { type ReceiverPolicy, whyRefused } from "./receiver-policy.ts";
import { openSource, type Source } from "./source.ts";

export type { Mail, MailSender, SmtpOptions } from "./mail.ts";
export { OutboundError } from "./outbound-error.ts";
export type { PostRequest } from "./post.ts";
export type { Source, SourceAnswer, SourceRequest } from "./source.ts";

export interface OutboundOptions {
  /** Undefined where no mail is sent. */
  readonly smtp: SmtpOptions | undefined;
  readonly receivers: ReceiverPolicy;
  /** Servers that imports read from. Nobody where it is left out. */
  readonly sources?: ReceiverPolicy;
  readonly limits?: Partial<PostLimits>;
  /** Certificate authorities of receivers instead of those that Node trusts. */
  readonly certificateAuthority?: string;
}

/** The ways out of the platform: mail to people, requests to receivers that people named. */
export interface Outbound {
  /** Null where no mail server is configured. */
  readonly mail: MailSender | null;
  /** Why an address will never be sent to; undefined where that cannot be said without asking the network. */
  whyRefused(url: string): string | undefined;
  /** The status of the answer, whatever it is. Throws OutboundError. */
  post(request: PostRequest): Promise<number>;
  /** Why a server will never be read from; as `whyRefused`. */
  whySourceRefused(url: string): string | undefined;
  /** A server to read from. Throws OutboundError. */
  openSource(url: string): Source;
}

const sourceLimits = { connections: 8, idleTimeoutMs: 120_000 };

/** Opens no connection: each is made when something is sent. */
export function openOutbound(options: OutboundOptions): Outbound {
  const { receivers, limits, certificateAuthority } = options;
  const sources = { isHttpAllowed: true, setting: "IMPORT_ALLOWED_HOSTS", allowedHosts: [], ...options.sources };
  return {
    mail: options.smtp ? tracedMail(openMailSender(options.smtp)) : null,
    whyRefused: (url) => whyRefused(receivers, url),
    post: (request) =>
      traced("POST", { kind: "client", attributes: { "server.address": new URL(request.url).hostname } }, () =>
        post({ ...postDefaults, ...limits, ...receivers, certificateAuthority }, request),
      ),
    whySourceRefused: (url) => whyRefused(sources, url),
    openSource: (url) => openSource({ ...sources, ...sourceLimits, certificateAuthority }, url),
  };
}

const tracedMail = (sender: MailSender): MailSender => ({
  send: (mail) => traced("send mail", { kind: "client" }, () => sender.send(mail)),
});
