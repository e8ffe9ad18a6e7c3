import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ScanReport, scanFiles } from "../index.ts";
import { fixture, fixtures, scan, scanOne } from "./open-test-fixtures.ts";
import { rules } from "./rules.ts";

const verdicts: Readonly<Record<string, string>> = {
  benign: "clean",
  unknown: "unknown",
  suspicious: "suspicious",
  malicious: "dangerous",
};

describe("verdicts of files as libraries and attackers write them", () => {
  it.each([...fixtures.keys()])("%s", async (path) => {
    const file = await scanOne(path.slice(path.indexOf("/") + 1), fixture(path));
    expect({ verdict: file.verdict, findings: file.findings }).toMatchObject({ verdict: verdicts[path.split("/")[0] ?? ""] });
  });

  it("are the same whatever the chunks", async () => {
    for (const [path, bytes] of fixtures) {
      if (path.endsWith("bomb.joblib")) continue;
      expect(await scanOne(path, bytes, { chunkBytes: 7 }), path).toEqual(await scanOne(path, bytes));
    }
  });
});

describe("what a finding tells", () => {
  it.each([
    ["malicious/system-protocol-0.pkl", "pickle-dangerous-import", "posix.system", "byte 0"],
    ["malicious/memo-split.pkl", "pickle-dangerous-import", "os.system", "byte 22"],
    ["malicious/memo-reused.pkl", "pickle-dangerous-import", "os.system", "byte 36"],
    ["malicious/inst.pkl", "pickle-dangerous-import", "os.system", "byte 9"],
    ["malicious/obj.pkl", "pickle-dangerous-import", "os.system", "byte 1"],
    ["malicious/escaped-string.pkl", "pickle-dangerous-import", "os.system", "byte 24"],
    ["malicious/computed-name.pkl", "pickle-unresolved-import", "os.(computed)", "byte 41"],
    ["malicious/setstate.pkl", "pickle-hook-call", "__setstate__ becomes builtins.list", "byte 62"],
    ["malicious/patched-import.pkl", "pickle-patches-import", "sklearn.base.BaseEstimator", "byte 59"],
    ["malicious/getattr-chain.pkl", "pickle-dangerous-import", "__builtin__.getattr", "byte 2"],
    ["malicious/malformed-after-call.pkl", "pickle-malformed", "0xff is no opcode", "byte 35"],
    ["malicious/hidden-in-array.pkl", "pickle-ambiguous", "", "byte 111"],
    ["malicious/objects.npz", "pickle-dangerous-import", "posix.system", "x.npy, byte 288"],
    ["malicious/nested.zip", "pickle-dangerous-import", "posix.system", "inner.zip > model.pkl, byte 28"],
    ["malicious/torch.pt", "pickle-dangerous-import", "posix.system", "model/data.pkl, byte 2"],
    ["malicious/bomb.joblib", "compression-bomb", "more than 200 bytes", "expanded > expanded"],
    ["malicious/overlap.zip", "archive-overlap", "b", "file"],
    ["malicious/outside.onnx", "onnx-outside-data", "../../secrets", "file"],
    ["malicious/lambda.keras", "keras-lambda", "Lambda", "config.json"],
    ["malicious/types.skops", "skops-dangerous-type", "os.system", "schema.json"],
    ["suspicious/polyglot.bin", "polyglot", "pickle", "file"],
    ["suspicious/lying-length.pkl", "pickle-malformed", "longer than the file", "byte 2"],
    ["suspicious/lambda-python_model.pkl", "pickle-code-by-value", "cloudpickle.cloudpickle._make_function", "byte 54"],
    ["suspicious/unknown-import.pkl", "pickle-unknown-import", "acme.models.Scorer", "byte 2"],
    ["suspicious/deep.zip", "limit-reached", "more than 4 archives", "a.zip > a.zip > a.zip > a.zip"],
    ["suspicious/overlap.safetensors", "safetensors-header", "b overlaps another tensor", "file"],
  ])("%s: %s", async (...[path, rule, specific, where]) => {
    const { findings } = await scanOne(path, fixture(path));
    expect(findings).toContainEqual({
      severity: rules[rule as keyof typeof rules].severity,
      rule,
      where,
      detail: expect.stringContaining(specific),
    });
  });

  it("lists the worst first", async () => {
    const { findings } = await scanOne("m.pkl", fixture("malicious/getattr-chain.pkl"));
    expect(findings.map(({ severity }) => severity)).toEqual(["dangerous", "dangerous", "suspicious"]);
  });

  it("shows nothing that a terminal or a page would carry out", async () => {
    const { findings } = await scanOne("m.pkl", Buffer.from("\x80\x02cacme\x1b[31m\nEvil\u202e\n.", "latin1"));
    expect(findings.map(({ detail }) => detail).join()).toMatch(/acme\?\[31m\.Evil/);
  });
});

describe("formats", () => {
  it.each([
    ["benign/linear-protocol-0.pkl", "pickle"],
    ["benign/words-zlib.joblib", "zlib(pickle)"],
    ["benign/forest-gzip.joblib", "gzip(pickle)"],
    ["benign/legacy-torch.pth", "torch-legacy"],
    ["benign/torch.pt", "torch"],
    ["benign/torchscript.pt", "torchscript"],
    ["benign/plain.npz", "npz"],
    ["benign/structured.npy", "npy"],
    ["benign/linear.skops", "skops"],
    ["benign/dense.keras", "keras"],
    ["benign/model.onnx", "onnx"],
    ["benign/tensors.safetensors", "safetensors"],
    ["benign/xgboost.ubj", "xgboost-ubj"],
    ["benign/xgboost.json", "xgboost-json"],
    ["benign/lightgbm.txt", "lightgbm"],
    ["benign/wide.zip", "zip"],
    ["benign/streamed.npz", "npz"],
    ["malicious/torch-tar.pt", "tar"],
  ])("%s is %s whatever its name", async (path, format) => {
    expect(await scanOne("artifact", fixture(path))).toMatchObject({ format });
  });

  it("lists Python source without holding it against the version", async () => {
    const file = await scanOne("code/score.py", "import os\n");
    expect(file).toMatchObject({ format: "code", verdict: "clean", findings: [{ severity: "info", rule: "python-code" }] });
  });

  it("tells YAML that makes Python objects", async () => {
    expect((await scanOne("MLmodel", "a: !!python/object/apply:os.system [true]\n")).findings).toMatchObject([{ rule: "yaml-python-tag" }]);
    expect(await scanOne("MLmodel", "a: 1\n")).toMatchObject({ format: "yaml", verdict: "clean" });
  });
});

describe("the report", () => {
  it("counts, hashes and fits its schema", async () => {
    const bytes = fixture("malicious/inst.pkl");
    const report = await scan({ "model.pkl": bytes, "requirements.txt": "numpy==2.4.6\n", "notes.txt": "plain words" });
    expect(ScanReport.parse(report)).toEqual(report);
    expect(report.summary).toEqual({ files: 3, clean: 2, unknown: 0, suspicious: 0, dangerous: 1, findings: 1, dependencies: 1 });
    expect(report.files[0]).toMatchObject({
      path: "model.pkl",
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    expect(report.dependencies).toEqual([{ name: "numpy", specifier: "==2.4.6", source: "requirements.txt" }]);
  });

  it("fails where a file cannot be read: that is no fact about the file", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("\x80\x04", "latin1");
      throw new Error("the disk is gone");
    }
    async function* files() {
      yield { path: "model.pkl", sizeBytes: 10, open: async () => broken() };
    }
    await expect(scanFiles(files())).rejects.toThrow("model.pkl could not be read");
  });

  it("fails where a compressed file cannot be read to its end", async () => {
    const bytes = fixture("benign/words-zlib.joblib");
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 40);
      throw new Error("the disk is gone");
    }
    async function* files() {
      yield { path: "model.joblib", sizeBytes: bytes.length, open: async () => broken() };
    }
    await expect(scanFiles(files())).rejects.toThrow("model.joblib could not be read");
  });

  it("stops when asked to", async () => {
    async function* files() {
      yield { path: "model.pkl", sizeBytes: 1, open: async () => [Buffer.from("N.")] as unknown as AsyncIterable<Uint8Array> };
    }
    await expect(scanFiles(files(), { signal: AbortSignal.abort() })).rejects.toThrow("model.pkl could not be read");
  });
});
