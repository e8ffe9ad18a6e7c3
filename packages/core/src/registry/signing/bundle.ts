import { createHash, type KeyObject, sign } from "node:crypto";

/** A file of a version, as its manifest names it. */
export interface SignableFile {
  readonly path: string;
  readonly digest: Buffer;
}

/** What is signed: a version by its name, and its files. */
export interface Signable {
  readonly name: string;
  readonly files: readonly SignableFile[];
}

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicPem: string;
}

const payloadType = "application/vnd.in-toto+json";
// Every checker of OpenSSF Model Signing passes these over at the top of a directory, whatever the signature says: one that names them is refused.
const passedOver = [".git", ".gitattributes", ".github", ".gitignore"];
const topOf = (path: string): string => path.split("/", 1)[0] ?? "";

/** The files that a signature covers, in the byte order of their paths. */
export const signedFiles = (files: readonly SignableFile[]): SignableFile[] =>
  files
    .filter(({ path }) => !passedOver.includes(topOf(path)))
    .map((file) => ({ file, bytes: Buffer.from(file.path) }))
    .sort((left, right) => Buffer.compare(left.bytes, right.bytes))
    .map(({ file }) => file);

/** The in-toto Statement (v1) over a version's files, with the predicate of OpenSSF Model Signing (v1.0). */
export function statementOf({ name, files }: Signable): string {
  const signed = signedFiles(files);
  const whole = createHash("sha256");
  for (const { digest } of signed) whole.update(digest);
  const tops = new Set(files.map(({ path }) => topOf(path)));
  return JSON.stringify({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name, digest: { sha256: whole.digest("hex") } }],
    predicateType: "https://model_signing/signature/v1.0",
    predicate: {
      serialization: {
        method: "files",
        hash_type: "sha256",
        allow_symlinks: false,
        ignore_paths: passedOver.filter((path) => tops.has(path)),
      },
      resources: signed.map(({ path, digest }) => ({ name: path, algorithm: "sha256", digest: digest.toString("hex") })),
    },
  });
}

/** What DSSE (v1) signs: the payload with its type, each led by its length in bytes. */
export const preAuthentication = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);

/** SHA-256 of the PEM text: what a bundle calls the key's hint, and what `sha256sum` prints of the file. */
export const fingerprintOf = (publicPem: string): string => createHash("sha256").update(publicPem).digest("hex");

/** The Sigstore bundle (v0.3) that is `model.sig`. */
export function signBundle(signable: Signable, { privateKey, publicPem }: SigningKey): string {
  const payload = Buffer.from(statementOf(signable));
  return JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: { publicKey: { hint: fingerprintOf(publicPem) }, tlogEntries: [] },
    dsseEnvelope: {
      payload: payload.toString("base64"),
      payloadType,
      signatures: [{ sig: sign("sha256", preAuthentication(payload), privateKey).toString("base64"), keyid: "" }],
    },
  });
}
