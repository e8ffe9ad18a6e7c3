import type { APIRequestContext } from "@playwright/test";
import { addPerson } from "./portal.ts";
import type { Product } from "./product.ts";
import { call } from "./session.ts";

/** Ids of what the pages about quotas show. */
export interface Shared {
  /** Asked by somebody else of the platform team, not decided yet. */
  quotaRequest: number;
}

interface Sharing {
  product: Product;
  platform: APIRequestContext;
  workspace: string;
  emptyWorkspace: string;
}

const sleeping = (name: string, gpus: { count: number; flavour: string }) => ({
  spec: { name, command: ["sleep", "3600"], resources: { cpu: 0.1, memory: "16Mi", gpus }, timeLimit: "2h" },
});

/** Pools with guarantees, rates and budgets, jobs that hold and wait for them, and a request for more. */
export async function addQuotas({ product, platform, workspace, emptyWorkspace }: Sharing): Promise<Shared> {
  const flavour = `h100-${workspace}`;
  const { id: pool } = await call<{ id: string }>(platform, "POST /platform/pools", {
    name: flavour,
    resource: "gpu",
    flavour,
    capacity: 16,
  });
  await call(platform, `PUT /platform/pools/${pool}/rate`, { perUnitHour: 2.9, currency: "EUR" });
  await call(platform, `PUT /platform/pools/${pool}/quotas/${workspace}`, { nominal: 6 });
  await call(platform, `PUT /platform/pools/${pool}/quotas/${emptyWorkspace}`, { nominal: 4, borrowingLimit: 6 });
  await call(platform, `PUT /platform/budgets/${workspace}`, { softLimit: 900, hardLimit: 1000, currency: "EUR" });
  for (const [name, count] of [
    ["train-limits", 4],
    ["train-scores", 2],
    ["sweep", 8],
  ] as const) {
    await call(platform, "POST /jobs", { ...sleeping(name, { count, flavour }), workspace: emptyWorkspace });
  }
  await call(platform, "POST /jobs", { ...sleeping("train-loans", { count: 4, flavour }), workspace });
  const colleague = await addPerson({ product, platform, workspace, role: "contributor" });
  const wish = {
    pool,
    amount: 2,
    until: new Date(Date.now() + 30 * 24 * 3_600_000).toISOString(),
    reason: "Two retrainings before the audit.",
  };
  const { number } = await call<{ number: number }>(colleague.api, "POST /quota-requests", { ...wish, workspace });
  return { quotaRequest: number };
}
