import { expect, test } from "vitest";
import type { ScanReport } from "../scan/report.ts";
import { fitScanReport } from "./fit-scan-report.ts";

type File = ScanReport["files"][number];
const fileOf = (path: string, verdict: File["verdict"], findings = 0): File => ({
  path,
  sizeBytes: 1,
  sha256: "0".repeat(64),
  format: "pickle",
  verdict,
  findings: Array.from({ length: findings }, () => ({ severity: "dangerous", rule: "r", where: "", detail: "d" })),
});
const reportOf = (files: readonly File[]): ScanReport => ({
  files: [...files],
  dependencies: [{ name: "numpy", specifier: "", source: "requirements.txt" }],
  summary: { files: files.length, clean: 0, unknown: 0, suspicious: 0, dangerous: 0, findings: 0, dependencies: 1 },
});

test("a report that fits is kept whole, the worst files first", () => {
  const files = (["clean", "unknown", "dangerous", "suspicious"] as const).map((verdict) => fileOf(verdict, verdict));
  const fitted = fitScanReport(reportOf(files));
  expect(fitted.files.map(({ path }) => path)).toEqual(["dangerous", "suspicious", "unknown", "clean"]);
  expect(fitted).toMatchObject({ dependencies: [{ name: "numpy" }], omitted: { files: 0, findings: 0, dependencies: 0 } });
});

test("ten thousand files are cut to what evidence holds; what was left out is counted", () => {
  const clean = Array.from({ length: 9_999 }, (_, index) => fileOf(`${"directory/".repeat(15)}${index}`, "clean", 1));
  const report = reportOf([...clean, fileOf("evil.pkl", "dangerous", 3)]);
  const fitted = fitScanReport(report);
  expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(900_000);
  expect(fitted.files[0]?.path).toBe("evil.pkl");
  expect(fitted.omitted.files).toBe(10_000 - fitted.files.length);
  expect(fitted.omitted.findings).toBe(fitted.omitted.files);
  expect(fitted.summary.files).toBe(10_000);
});
