import type { z } from "zod";
import { ConfigError } from "./environment.ts";
import { variables as v } from "./variables.ts";

/** Of api and worker: the keys of stored secrets, and the ways out of the platform. */
export const outboundVariables = {
  SECRETS_KEY: v.SECRETS_KEY,
  SECRETS_KEY_PREVIOUS: v.SECRETS_KEY_PREVIOUS,
  SMTP_URL: v.SMTP_URL,
  SMTP_FROM: v.SMTP_FROM,
  WEBHOOK_ALLOW_HTTP: v.WEBHOOK_ALLOW_HTTP,
  WEBHOOK_ALLOWED_HOSTS: v.WEBHOOK_ALLOWED_HOSTS,
  IMPORT_ALLOWED_HOSTS: v.IMPORT_ALLOWED_HOSTS,
};

type Given = z.output<z.ZodObject<typeof outboundVariables>>;

/** What these variables say together. Throws ConfigError. */
export function readOutbound(given: Given) {
  const { SMTP_URL: url, SMTP_FROM: from } = given;
  if (url !== undefined && from === undefined)
    throw new ConfigError(["SMTP_FROM: not set, though SMTP_URL is; allowed: name@host, or Name <name@host>"]);
  return {
    secretKeys: { current: given.SECRETS_KEY, previous: given.SECRETS_KEY_PREVIOUS },
    smtp: url === undefined || from === undefined ? undefined : { url, from },
    receivers: { isHttpAllowed: given.WEBHOOK_ALLOW_HTTP, allowedHosts: given.WEBHOOK_ALLOWED_HOSTS ?? [] },
    sources: { isHttpAllowed: true, allowedHosts: given.IMPORT_ALLOWED_HOSTS ?? [], setting: "IMPORT_ALLOWED_HOSTS" },
  };
}
