import { type APIRequestContext, expect } from "@playwright/test";
import { call } from "./session.ts";
import type { Tracking } from "./tracking.ts";

/** A dataset with a file that can be read, one that cannot, and what a run logged; and one without a version. */
export interface ShownDatasets {
  dataset: string;
  emptyDataset: string;
}

interface Given {
  client: Tracking;
  workspace: string;
  /** Has logged `loans-2026q3` with the digest `a41f09c2`. */
  runId: string;
}

const employments = ["employed", "self-employed", "retired", "seeking work"];

/** The same table each time: figures with some missing, words, days and yes or no. */
export function loanTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const income = Math.round(18_000 + 42_000 * (0.5 + 0.5 * Math.sin(at * 1.7)) ** 3);
    const ratio = at % 9 === 0 ? "" : (0.08 + 0.6 * Math.abs(Math.sin(at / 5))).toFixed(4);
    const day = new Date(Date.UTC(2023, 0, 1 + (at % 700))).toISOString().slice(0, 10);
    return [at + 1, income, 21 + ((at * 13) % 54), ratio, employments[((at * 5) % 7) % 4], day, at % 11 === 0 ? "true" : "false"].join(",");
  });
  return ["customer,income,age,debt_ratio,employment,opened,defaulted", ...lines].join("\n");
}

export async function addDatasets(platform: APIRequestContext, { client, workspace, runId }: Given): Promise<ShownDatasets> {
  const dataset = "credit loans";
  const emptyDataset = "collateral";
  const address = `/api/v1/datasets/${encodeURIComponent(dataset)}/versions`;
  await call(platform, "POST /datasets", {
    workspace,
    name: dataset,
    purpose: "Deciding about loans to private customers.",
    description: "Loans since 2019, a row for each contract.",
    retentionDays: 3650,
    tags: [{ key: "team", value: "risk" }],
  });
  await call(platform, "POST /datasets", { workspace, name: emptyDataset });
  await client.put(`${address}?name=loans-2026q2.csv`, loanTable(900));
  await client.put(`${address}?name=broken.csv`, "customer,income\n1,20000\n2\n");
  const { version } = await call<{ version: number }>(platform, `POST /datasets/${encodeURIComponent(dataset)}/versions/from-input`, {
    workspace,
    runId,
    name: "loans-2026q3",
    digest: "a41f09c2",
  });
  expect(version).toBe(3);
  await readProfile(platform, { workspace, dataset, version: 1 }, "ready");
  await readProfile(platform, { workspace, dataset, version: 2 }, "failed");
  return { dataset, emptyDataset };
}

interface Awaited {
  workspace: string;
  dataset: string;
  version: number;
}

/** Waits for the worker. */
function readProfile(platform: APIRequestContext, { workspace, dataset, version }: Awaited, state: string): Promise<void> {
  const path = `GET /datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const read = async () => (await call<{ profile: { state: string } }>(platform, path, { workspace })).profile.state;
  return expect.poll(read, { timeout: 60_000 }).toBe(state);
}
