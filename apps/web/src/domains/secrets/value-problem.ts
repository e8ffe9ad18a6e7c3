import { secretMaxBytes } from "@plumbline/contracts/secrets/secret";

/** Why a value cannot be kept; undefined where it can. */
export function valueProblem(value: string): string | undefined {
  const bytes = new TextEncoder().encode(value).length;
  return bytes > secretMaxBytes ? `The value has ${bytes} bytes; at most ${secretMaxBytes} can be kept` : undefined;
}
