import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { expect, test } from "vitest";
import { createCode, loadCode, uploadCode } from "./code.ts";

const origin = "https://plumbline.example";

test("names reach a shell as they are", () => {
  expect(uploadCode(origin, "bob's loans", "a b.csv")).toBe(
    `curl -H "Authorization: Bearer $MLFLOW_TRACKING_TOKEN" \\\n  -T 'a b.csv' \\\n  '${origin}/api/v1/datasets/bob'\\''s%20loans/versions?name=a%20b.csv'`,
  );
  expect(createCode(origin)).toContain(`-T 'loans.parquet' \\\n  '${origin}/api/v1/datasets/loans/versions?name=loans.parquet'`);
});

test("code that loads a version reads its format and logs its name and digest", () => {
  const version = {
    dataset: "loans",
    version: 3,
    origin: { kind: "upload", format: "parquet", fileName: "l.parquet", sizeBytes: 1 },
    lineage: { name: "loans", digest: "0123" },
  } as DatasetVersion;
  const code = loadCode(origin, version);
  expect(code).toContain(`url = "${origin}/api/v1/datasets/loans/versions/3/content"`);
  expect(code).toContain("pd.read_parquet(url");
  expect(code).toContain('digest="0123"');
  expect(loadCode(origin, { ...version, origin: { ...version.origin, format: "csv" } as DatasetVersion["origin"] })).toContain(
    "pd.read_csv(",
  );
});
