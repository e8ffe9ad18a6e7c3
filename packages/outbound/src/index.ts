import { traced } from "@plumbline/tracing";
import { type MailSender, openMailSender, type SmtpOptions } from "./mail.ts";
import { type PostLimits, type PostRequest, post, postDefaults } from "./post.ts";
import { type ReceiverPolicy, whyRefused } from "./receiver-policy.ts";

export type { Mail, MailSender, SmtpOptions } from "./mail.ts";
export { OutboundError } from "./outbound-error.ts";
export type { PostRequest } from "./post.ts";

export interface OutboundOptions {
  /** Undefined where no mail is sent. */
  readonly smtp: SmtpOptions | undefined;
  readonly receivers: ReceiverPolicy;
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
}

/** Opens no connection: each is made when something is sent. */
export function openOutbound(options: OutboundOptions): Outbound {
  const { receivers, limits, certificateAuthority } = options;
  return {
    mail: options.smtp ? tracedMail(openMailSender(options.smtp)) : null,
    whyRefused: (url) => whyRefused(receivers, url),
    post: (request) =>
      traced("POST", { kind: "client", attributes: { "server.address": new URL(request.url).hostname } }, () =>
        post({ ...postDefaults, ...limits, ...receivers, certificateAuthority }, request),
      ),
  };
}

const tracedMail = (sender: MailSender): MailSender => ({
  send: (mail) => traced("send mail", { kind: "client" }, () => sender.send(mail)),
});
