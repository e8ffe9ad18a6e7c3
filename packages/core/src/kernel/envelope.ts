import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Keys of the installation, 32 bytes each. `previous` is there while the key is being changed. */
export interface SecretKeys {
  readonly current: Buffer;
  readonly previous?: Buffer | undefined;
}

/** What a sealed secret belongs to. It opens for the same place alone, so that a row's secret copied to another row is useless. */
export interface SecretPlace {
  /** `table.column`. */
  readonly column: string;
  /** Null for what belongs to the platform. */
  readonly workspaceId: number | null;
  readonly rowId: string;
}

const cipher = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const format = "v1";

/**
 * Encrypts a secret for storage, as `v1.<key id>.<wrapped data key>.<secret>`: the secret under a data key of its own, that
 * one under the installation's current key, both by AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces and the place
 * as associated data.
 */
export function sealSecret(keys: SecretKeys, place: SecretPlace, secret: string): string {
  const dataKey = randomBytes(keyBytes);
  return join(keys.current, { place, dataKey, sealed: encrypt(dataKey, place, Buffer.from(secret)) });
}

/** The secret again. Throws where no key of the installation sealed it, where it was changed, or where it is of another place. */
export function openSecret(keys: SecretKeys, place: SecretPlace, text: string): string {
  const { dataKey, sealed } = take(keys, place, text);
  return decrypt(dataKey, place, sealed).toString();
}

/** The same secret under the current key; undefined where it is already. The data key, and what it encrypts, stay. */
export function rewrapSecret(keys: SecretKeys, place: SecretPlace, text: string): string | undefined {
  if (text.split(".")[1] === keyId(keys.current)) return undefined;
  return join(keys.current, { place, ...take(keys, place, text) });
}

/** The first half of a key's SHA-256, so that a sealed secret says which key it needs. */
export const keyId = (key: Buffer): string => createHash("sha256").update("plumbline secrets key").update(key).digest("hex").slice(0, 16);

interface Parts {
  readonly place: SecretPlace;
  readonly dataKey: Buffer;
  readonly sealed: Buffer;
}

const join = (key: Buffer, { place, dataKey, sealed }: Parts): string =>
  [format, keyId(key), encrypt(key, place, dataKey).toString("base64url"), sealed.toString("base64url")].join(".");

function take(keys: SecretKeys, place: SecretPlace, text: string): { dataKey: Buffer; sealed: Buffer } {
  const [version, id, wrapped, sealed, ...rest] = text.split(".");
  if (version !== format || wrapped === undefined || sealed === undefined || rest.length > 0) {
    throw new Error(`${place.column} of ${place.rowId} holds no sealed secret`);
  }
  const key = [keys.current, keys.previous].find((one) => one !== undefined && keyId(one) === id);
  if (!key) {
    throw new Error(`${place.column} of ${place.rowId} was sealed by the key ${id}, which is neither SECRETS_KEY nor SECRETS_KEY_PREVIOUS`);
  }
  return { dataKey: decrypt(key, place, Buffer.from(wrapped, "base64url")), sealed: Buffer.from(sealed, "base64url") };
}

const associated = ({ column, workspaceId, rowId }: SecretPlace): Buffer =>
  Buffer.from(JSON.stringify([format, column, workspaceId, rowId]));

function encrypt(key: Buffer, place: SecretPlace, content: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const encrypting = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(associated(place));
  return Buffer.concat([nonce, encrypting.update(content), encrypting.final(), encrypting.getAuthTag()]);
}

function decrypt(key: Buffer, place: SecretPlace, sealed: Buffer): Buffer {
  const [nonce, content, tag] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes, -tagBytes), sealed.subarray(-tagBytes)];
  try {
    const decrypting = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(associated(place)).setAuthTag(tag);
    return Buffer.concat([decrypting.update(content), decrypting.final()]);
  } catch (cause) {
    throw new Error(`${place.column} of ${place.rowId} holds a secret that was changed, or that belongs elsewhere`, { cause });
  }
}
