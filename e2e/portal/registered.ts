import type { APIRequestContext } from "@playwright/test";
import { call } from "./session.ts";
import type { Showcase, Tracked } from "./showcase.ts";

interface Registering {
  platform: APIRequestContext;
  workspace: string;
  tracked: Tracked;
}

/** Begins models and registers versions: what the pages of the registry list. */
export async function registerModels({ platform, workspace, tracked }: Registering): Promise<Pick<Showcase, "model" | "plannedModel">> {
  const model = "default-risk";
  const plannedModel = "document-class";
  const act = (operation: string, input: Record<string, unknown>) => call(platform, operation, { ...input, workspace });
  const me = await call<{ id: string }>(platform, "GET /me");
  await act("POST /models", {
    name: model,
    description: "Probability that a loan defaults within twelve months.",
    purpose: "The credit desk asks it for each application.",
    intendedUse: "Loans up to 50 k€.",
    successCriteria: "AUC of at least 0.80 on the last quarter.",
    businessOwnerId: me.id,
    tier: "high",
    dependencies: [
      { direction: "upstream", kind: "dataset", name: "loans-2026q3" },
      { direction: "downstream", kind: "service", name: "credit desk" },
    ],
    tags: [{ key: "domain", value: "credit" }],
  });
  await act("POST /models", { name: plannedModel });
  await act("POST /models", { name: "bureau-score", kind: "external", vendor: "Bureau Ltd", tier: "medium" });
  const version = { source: `models:/${tracked.loggedModelId}`, runId: tracked.runId, loggedModelId: tracked.loggedModelId };
  await act(`POST /models/${model}/versions`, { ...version, description: "Early stopping at step 52." });
  await act(`POST /models/${model}/versions`, { ...version, tags: [{ key: "candidate", value: "yes" }] });
  await act(`PUT /models/${model}/aliases/challenger`, { version: 2, reason: "It is to be watched beside the champion." });
  await act(`POST /models/${model}/findings`, {
    title: "Thin files are scored too low",
    detail: "Files younger than six months.",
    severity: "high",
    version: 1,
  });
  await act(`POST /models/${model}/validations`, { outcome: "passed-with-findings", note: "Stable but for thin files.", version: 1 });
  await act(`PUT /models/${model}/versions/1/card`, {
    fields: { overview: "Gradient boosting over the application.", limitations: "Weak on thin files." },
    basedOn: 0,
  });
  return { model, plannedModel };
}
