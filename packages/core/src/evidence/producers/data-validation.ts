import { withTable } from "@plumbline/lake";
import { type DataCheck, type TableValidation, validateTable } from "@plumbline/stats";
import { withDatasetVersion } from "../../datasets/index.ts";
import { summarizeTable } from "./table-summary.ts";
import type { Found, Work } from "./work.ts";

const timeLimitMs = 40 * 60_000;
const memoryLimitBytes = 268_435_456;

/** Holds checks against the file of a dataset's version, whose bytes are compared with its digest. */
export async function validateData({ deps, workspaceId, input, signal, tell }: Work<"data_validation">): Promise<Found> {
  const { dataset, datasetVersion: version } = input;
  const checks = input.checks as readonly DataCheck[];
  tell(0, "Fetching the dataset");
  const { sha256, validation, rows } = await withDatasetVersion(deps, { workspaceId, dataset, version, signal }, async (file) => {
    tell(0.4, "Reading columns and values");
    const limits = { timeLimitMs, memoryLimitBytes, threads: 1 };
    const summary = await withTable({ path: file.path, format: file.format, signal, ...limits }, (table) => summarizeTable(table, checks));
    return { sha256: file.sha256, rows: summary.rows, validation: validateTable(summary, checks) };
  });
  const { failures, blocking } = countFailures(validation);
  return {
    title: `Data validation of ${dataset}, version ${version}`,
    verdict: blocking > 0 ? "fail" : "pass",
    summary: summaryOf(validation),
    values: {
      checks: checks.length,
      passed: checks.length - failures,
      failures,
      blocking_failures: blocking,
      verdict: blocking > 0 ? "fail" : "pass",
      rows,
      dataset: `${dataset}@${version}`,
    },
    method: { tool: "plumbline", read: "the whole file", checks },
    inputs: [{ kind: "dataset", name: `${dataset}@${version}`, digest: sha256 }],
    report: {
      rows,
      results: validation.results.map(({ check, outcome, isBlocking, found, detail }) => ({ check, outcome, isBlocking, found, detail })),
    },
  };
}

function countFailures({ results }: TableValidation): { failures: number; blocking: number } {
  const failed = results.filter(({ outcome }) => outcome === "fail");
  return { failures: failed.length, blocking: failed.filter(({ isBlocking }) => isBlocking).length };
}

function summaryOf(validation: TableValidation): string {
  const { failures } = countFailures(validation);
  const total = validation.results.length;
  if (failures === 0) return `All ${total} checks pass.`;
  const first =
    validation.results.find(({ outcome, isBlocking }) => outcome === "fail" && isBlocking) ??
    validation.results.find(({ outcome }) => outcome === "fail");
  return `${failures} of ${total} checks fail: ${first?.detail.slice(0, 500) ?? ""}${failures > 1 ? ", and more" : ""}.`;
}
