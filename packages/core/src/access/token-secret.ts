import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const label = "plb_";
const randomLength = 43;
const checksumLength = 6;
const shape = new RegExp(`^${label}[A-Za-z0-9_-]{${randomLength + checksumLength}}$`);
const prefixLength = 12;

/** `plb_`, 32 random bytes and a checksum: scanners find it in text, and a mistyped one is refused without a look-up. */
export function generateSecret(): string {
  const body = label + randomBytes(32).toString("base64url");
  return body + checksumOf(body);
}

export function isSecret(text: string): boolean {
  return shape.test(text) && text.slice(-checksumLength) === checksumOf(text.slice(0, -checksumLength));
}

/** Only this is stored; 256 random bits need no slow hash. */
export const hashSecret = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** The part that is shown to recognise a token by. */
export const prefixOf = (secret: string): string => secret.slice(0, prefixLength);

function checksumOf(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64url");
}
