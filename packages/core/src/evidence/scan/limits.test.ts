import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { scanFiles } from "../index.ts";
import { defaultLimits } from "./limits.ts";
import { fixture, scanOne } from "./open-test-fixtures.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const rulesOf = ({ findings }: { readonly findings: readonly { readonly rule: string }[] }): string[] => findings.map(({ rule }) => rule);

/** A file that is made while it is read. */
async function scanEndless(name: string, chunks: () => Generator<Uint8Array>) {
  async function* open(): AsyncGenerator<Uint8Array> {
    yield* chunks();
  }
  async function* files() {
    yield { path: name, sizeBytes: 0, open: async () => open() };
  }
  return (await scanFiles(files())).files[0];
}

describe("limits at their edge", () => {
  it("values on the stack", async () => {
    const numbers = (count: number): Buffer => latin(`\x80\x02(${"K\x01".repeat(count)}t.`);
    expect(await scanOne("m.pkl", numbers(9), { limits: { stack: 10 } })).toMatchObject({ verdict: "clean" });
    expect(await scanOne("m.pkl", numbers(10), { limits: { stack: 10 } })).toMatchObject({ verdict: "suspicious" });
  });

  it("marks on the stack", async () => {
    const marks = (count: number): Buffer => latin(`\x80\x02${"(".repeat(count)}`);
    expect(rulesOf(await scanOne("m.pkl", marks(10), { limits: { stack: 10 } }))).toEqual(["pickle-malformed"]);
    expect(rulesOf(await scanOne("m.pkl", marks(11), { limits: { stack: 10 } }))).toEqual(["limit-reached"]);
  });

  it("opcodes", async () => {
    const pickle = latin("\x80\x02K\x010N.");
    expect(await scanOne("m.pkl", pickle, { limits: { opcodes: 5 } })).toMatchObject({ verdict: "clean" });
    expect(rulesOf(await scanOne("m.pkl", pickle, { limits: { opcodes: 4 } }))).toEqual(["limit-reached"]);
  });

  it("the memo: a name that was left out is the scanner's doing", async () => {
    const kept = latin("\x80\x04\x8c\x01a\x940\x8c\x0bcollections\x94\x8c\x0bOrderedDict\x9400h\x01h\x02\x93.");
    expect(await scanOne("m.pkl", kept, { limits: { memo: 3 } })).toMatchObject({ verdict: "clean" });
    expect(rulesOf(await scanOne("m.pkl", kept, { limits: { memo: 2 } }))).toEqual(["limit-reached"]);
    expect(await scanOne("m.pkl", kept, { limits: { memoCharacters: 23 } })).toMatchObject({ verdict: "clean" });
    expect(rulesOf(await scanOne("m.pkl", kept, { limits: { memoCharacters: 22 } }))).toEqual(["limit-reached"]);
  });

  it("members of an archive", async () => {
    const archive = fixture("benign/torch.pt");
    expect(await scanOne("m.pt", archive, { limits: { members: 4 } })).toMatchObject({ verdict: "clean" });
    expect(rulesOf(await scanOne("m.pt", archive, { limits: { members: 3 } }))).toEqual(["limit-reached"]);
    const tar = fixture("malicious/torch-tar.pt");
    expect(rulesOf(await scanOne("m.pt", tar, { limits: { members: 2 } }))).toEqual(["pickle-dangerous-import"]);
    expect(rulesOf(await scanOne("m.pt", tar, { limits: { members: 1 } }))).toEqual(["limit-reached"]);
  });

  it("archives inside one another", async () => {
    const nested = fixture("malicious/nested.zip");
    expect(rulesOf(await scanOne("m.zip", nested, { limits: { nesting: 2 } }))).toEqual(["pickle-dangerous-import"]);
    expect(rulesOf(await scanOne("m.zip", nested, { limits: { nesting: 1 } }))).toEqual(["limit-reached"]);
    const twice = deflateSync(gzipSync(fixture("malicious/inst.pkl")));
    expect(rulesOf(await scanOne("m", twice, { limits: { nesting: 2 } }))).toEqual(["pickle-dangerous-import"]);
    expect(rulesOf(await scanOne("m", twice, { limits: { nesting: 1 } }))).toEqual(["limit-reached"]);
  });

  it("archives that have to be read again", async () => {
    const nested = fixture("malicious/nested.zip");
    expect(rulesOf(await scanOne("m.zip", nested, { limits: { rereads: 1 } }))).toEqual(["pickle-dangerous-import"]);
    expect(rulesOf(await scanOne("m.zip", nested, { limits: { rereads: 0 } }))).toEqual(["limit-reached"]);
  });

  it("bytes that a file expands to", async () => {
    const bytes = deflateSync(Buffer.alloc(1000, "N"));
    expect(rulesOf(await scanOne("m", bytes, { limits: { expandedBytes: 1000 } }))).not.toContain("compression-bomb");
    expect(rulesOf(await scanOne("m", bytes, { limits: { expandedBytes: 999 } }))).toContain("compression-bomb");
  });

  it("expanded bytes for each compressed one, beyond those that are free", async () => {
    const bytes = deflateSync(Buffer.alloc(100_000, "N"));
    const ratio = Math.ceil(100_000 / bytes.length);
    const limits = { expansionRatio: 10, freeExpandedBytes: 0 };
    expect(rulesOf(await scanOne("m", bytes, { limits }))).toContain("compression-bomb");
    expect(rulesOf(await scanOne("m", bytes, { limits: { ...limits, expansionRatio: ratio } }))).not.toContain("compression-bomb");
    expect(rulesOf(await scanOne("m", bytes, { limits: { ...limits, freeExpandedBytes: 100_000 } }))).not.toContain("compression-bomb");
  });

  it("documents", async () => {
    const config = fixture("suspicious/types.skops");
    const length = '{"__class__": "Scorer", "__module__": "acme", "__loader__": "ObjectNode", "content": {}}'.length;
    expect(rulesOf(await scanOne("m", config, { limits: { documentBytes: length } }))).toEqual(["skops-untrusted-type"]);
    expect(rulesOf(await scanOne("m", config, { limits: { documentBytes: length - 1 } }))).toEqual(["limit-reached"]);
  });

  it("JSON beyond it is numbers, and only searched", async () => {
    const model = JSON.stringify({ learner: "x".repeat(100) });
    const layers = JSON.stringify({ class_name: "Sequential", config: [{ class_name: "Lambda" }] });
    expect(await scanOne("m.json", model, { limits: { documentBytes: 50 } })).toMatchObject({ format: "xgboost-json", verdict: "clean" });
    expect(rulesOf(await scanOne("m.json", layers, { limits: { documentBytes: 50 } }))).toEqual(["hdf5-lambda"]);
    expect(rulesOf(await scanOne("m.json", layers))).toEqual(["keras-lambda"]);
  });

  it("lists of dependencies", async () => {
    expect(rulesOf(await scanOne("requirements.txt", "numpy\n", { limits: { listBytes: 6 } }))).toEqual([]);
    expect(rulesOf(await scanOne("requirements.txt", "numpy\n", { limits: { listBytes: 5 } }))).toEqual(["limit-reached"]);
  });

  it("dependencies", async () => {
    const list = "a\nb\nc\n";
    expect(rulesOf(await scanOne("requirements.txt", list, { limits: { dependencies: 3 } }))).toEqual([]);
    expect(rulesOf(await scanOne("requirements.txt", list, { limits: { dependencies: 2 } }))).toEqual(["limit-reached"]);
  });

  it("findings: the worst are kept", async () => {
    const many = latin(`\x80\x02${Array.from({ length: 20 }, (_, index) => `cacme${index}\nA\n0`).join("")}cos\nsystem\n.`);
    const file = await scanOne("m.pkl", many, { limits: { findings: 3 } });
    expect(file.verdict).toBe("dangerous");
    expect(rulesOf(file)).toEqual(["pickle-dangerous-import", "pickle-unknown-import", "pickle-unknown-import"]);
  });
});

describe("files that would not end or fit", () => {
  it("endless marks", async () => {
    const block = Buffer.alloc(65_536, "(");
    const file = await scanEndless("m.pkl", function* () {
      yield latin("\x80\x04");
      for (let count = 0; count < 64; count += 1) yield block;
    });
    expect(file).toMatchObject({
      verdict: "suspicious",
      findings: [{ rule: "limit-reached", detail: expect.stringContaining("1000000 marks") }],
    });
  });

  it("an endless line", async () => {
    const block = Buffer.alloc(65_536, "a");
    const file = await scanEndless("m.pkl", function* () {
      yield latin("c");
      for (let count = 0; count < 64; count += 1) yield block;
      yield latin("\nsystem\n.");
    });
    expect(file).toMatchObject({ verdict: "dangerous", findings: [{ rule: "pickle-unresolved-import" }] });
  });

  it("a length of a gigabyte over a small file allocates nothing of the kind", async () => {
    const before = process.memoryUsage();
    const file = await scanOne("m.pkl", fixture("suspicious/lying-length.pkl"));
    const after = process.memoryUsage();
    expect(file.verdict).toBe("suspicious");
    expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(64 * 2 ** 20);
  });

  it("a large array is passed over in bounded memory", async () => {
    const megabyte = Buffer.alloc(2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const file = await scanEndless("m.pkl", function* () {
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(256 * 2 ** 20));
      yield Buffer.concat([latin("\x80\x04\x8e"), length]);
      for (let count = 0; count < 256; count += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield megabyte;
      }
      yield latin(".");
    });
    expect(file).toMatchObject({ verdict: "clean", sizeBytes: 256 * 2 ** 20 + 12 });
    expect(most).toBeLessThan(128 * 2 ** 20);
  });

  it("states every limit as a number above zero", () => {
    expect(Object.values(defaultLimits).every((limit) => Number.isSafeInteger(limit) && limit > 0)).toBe(true);
  });
});
