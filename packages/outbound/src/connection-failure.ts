import { OutboundError } from "./outbound-error.ts";

/** Whom the platform speaks to, as messages call it. */
export type Counterpart = "receiver" | "source";

/** Node's codes of failed connections and certificates, in words. */
const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: " refused the connection.",
  ECONNRESET: " broke off the connection.",
  EPIPE: " broke off the connection.",
  EHOSTUNREACH: "'s host cannot be reached.",
  ENETUNREACH: "'s network cannot be reached.",
  ETIMEDOUT: " could not be reached in time.",
  CERT_HAS_EXPIRED: "'s certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "'s certificate is signed by nobody who is trusted.",
  SELF_SIGNED_CERT_IN_CHAIN: "'s certificate is signed by nobody who is trusted.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "'s certificate is signed by nobody who is trusted.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "'s certificate is signed by nobody who is trusted.",
  ERR_TLS_CERT_ALTNAME_INVALID: "'s certificate is for another name.",
};

export function asOutbound(error: Error, counterpart: Counterpart): OutboundError {
  if (error instanceof OutboundError) return error;
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code.startsWith("HPE_")) return new OutboundError(`The ${counterpart}'s answer is not HTTP.`, { cause: error });
  if (code === "EPROTO" || code.startsWith("ERR_SSL"))
    return new OutboundError(`The ${counterpart} does not speak TLS as it should.`, { cause: error });
  const known = failures[code];
  if (known !== undefined) return new OutboundError(`The ${counterpart}${known}`, { cause: error });
  return new OutboundError(`The request failed${/^[A-Z_]+$/.test(code) ? ` (${code})` : ""}.`, { cause: error });
}
