import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf, preAuthentication, type SignableFile, type SigningKey, signBundle, signedFiles, statementOf } from "./bundle.ts";

const sha256 = (content: string | Buffer): Buffer => createHash("sha256").update(content).digest();
const file = (path: string, content = path): SignableFile => ({ path, digest: sha256(content) });

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKey, publicPem: publicKey.export({ type: "spki", format: "pem" }) as string };
}

interface Bundle {
  mediaType: string;
  verificationMaterial: { publicKey: { hint: string }; tlogEntries: unknown[] };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
}
interface Statement {
  subject: [{ name: string; digest: { sha256: string } }];
  predicate: { serialization: { ignore_paths: string[] }; resources: { name: string; algorithm: string; digest: string }[] };
}
const read = (statement: string) => JSON.parse(statement) as Statement;
const names = (files: SignableFile[]) => read(statementOf({ name: "m/1", files })).predicate.resources.map(({ name }) => name);

describe("the statement", () => {
  test("of a manifest, to the letter", () => {
    const files = [file("model.pkl", "bytes"), file("MLmodel", "flavors: {}\n"), file("empty", "")];
    // The digests are those that `sha256sum` prints, and the subject's that of the three, as bytes, in a row.
    expect(statementOf({ name: "credit/3", files })).toBe(
      [
        '{"_type":"https://in-toto.io/Statement/v1",',
        '"subject":[{"name":"credit/3","digest":{"sha256":"6fb5534a7d02aafc3a5995f264f8bafa1e8f945cb0ff7254111ae380d059cbaa"}}],',
        '"predicateType":"https://model_signing/signature/v1.0",',
        '"predicate":{"serialization":{"method":"files","hash_type":"sha256","allow_symlinks":false,"ignore_paths":[]},',
        '"resources":[',
        '{"name":"MLmodel","algorithm":"sha256","digest":"7f8f4a879eefb3f9fed9c6af4077c9acb0db066b2906d6570c42913478686b0f"},',
        '{"name":"empty","algorithm":"sha256","digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},',
        '{"name":"model.pkl","algorithm":"sha256","digest":"277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9"}]}}',
      ].join(""),
    );
  });

  test("lists files in the byte order of their names, which is that of no language and not that of UTF-16", () => {
    const sorted = ["MLmodel", "a b/c d.txt", "a-b", "a/b", "a0", "é", "模型.bin", "\uff5e", "😀"];
    expect(names([...sorted].reverse().map((path) => file(path)))).toEqual(sorted);
    expect([...sorted].sort()).not.toEqual(sorted);
  });

  test("has the digest of the files' digests in their order, whatever order they came in", () => {
    const path = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.startsWith(".git"));
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1 }), (paths) => {
        const files = paths.map((each) => file(each));
        const statement = read(statementOf({ name: "m/1", files }));
        const digests = statement.predicate.resources.map(({ digest }) => Buffer.from(digest, "hex"));
        expect(statement.subject[0].digest.sha256).toBe(sha256(Buffer.concat(digests)).toString("hex"));
        expect(statement.predicate.resources).toHaveLength(paths.length);
        expect(statementOf({ name: "m/1", files: [...files].reverse() })).toBe(JSON.stringify(statement));
      }),
    );
  });

  test("leaves out what no checker looks at, and says so", () => {
    const files = [".gitattributes", ".github/w.yml", "a/.gitattributes", ".gitkeep", "a"].map((path) => file(path));
    const { predicate } = read(statementOf({ name: "m/1", files }));
    expect(predicate.resources.map(({ name }) => name)).toEqual([".gitkeep", "a", "a/.gitattributes"]);
    expect(predicate.serialization.ignore_paths).toEqual([".gitattributes", ".github"]);
    expect(signedFiles([file(".git/config")])).toEqual([]);
  });

  test("holds as many files as a version may have", () => {
    const files = Array.from({ length: 10_000 }, (_, index) => file(`part-${index}`));
    const listed = names(files);
    expect(listed).toHaveLength(10_000);
    expect(listed.slice(0, 3)).toEqual(["part-0", "part-1", "part-10"]);
  });
});

describe("the bundle", () => {
  test("is signed over its type and payload, as node:crypto says too", () => {
    const key = newKey();
    const signable = { name: "credit/3", files: [file("a"), file("ü b")] };
    const bundle = JSON.parse(signBundle(signable, key)) as Bundle;
    expect(bundle.mediaType).toBe("application/vnd.dev.sigstore.bundle.v0.3+json");
    expect(bundle.verificationMaterial).toEqual({ publicKey: { hint: sha256(key.publicPem).toString("hex") }, tlogEntries: [] });
    expect(bundle.dsseEnvelope.payloadType).toBe("application/vnd.in-toto+json");
    expect(bundle.dsseEnvelope.signatures).toEqual([{ sig: expect.any(String), keyid: "" }]);
    const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64");
    expect(payload.toString()).toBe(statementOf(signable));
    const signed = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `), payload]);
    const signature = Buffer.from(bundle.dsseEnvelope.signatures[0]?.sig ?? "", "base64");
    expect(verify("sha256", signed, createPublicKey(key.publicPem), signature)).toBe(true);
    signed.writeUInt8(signed.readUInt8(60) ^ 1, 60);
    expect(verify("sha256", signed, createPublicKey(key.publicPem), signature)).toBe(false);
    expect(verify("sha256", payload, createPublicKey(key.publicPem), signature)).toBe(false);
  });

  test("counts bytes, not characters", () => {
    expect(preAuthentication(Buffer.from("é")).toString()).toBe("DSSEv1 28 application/vnd.in-toto+json 2 é");
    expect(preAuthentication(Buffer.alloc(0)).toString()).toBe("DSSEv1 28 application/vnd.in-toto+json 0 ");
  });

  test("names its key by the digest of the PEM text", () => {
    const { publicPem } = newKey();
    expect(fingerprintOf(publicPem)).toBe(sha256(publicPem).toString("hex"));
  });
});
