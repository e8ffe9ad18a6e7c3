import type { APIRequestContext } from "@playwright/test";
import { call } from "./session.ts";

/** A shared report with text, a table and a chart of runs, and what somebody said about one. */
export interface ShownReports {
  reportId: string;
}

interface Given {
  workspace: string;
  experimentId: string;
  runId: string;
}

export async function addReports(platform: APIRequestContext, { workspace, experimentId, runId }: Given): Promise<ShownReports> {
  const text = [
    "## What the sweep says",
    "",
    "Early stopping **pays**: see below.",
    "",
    "```table",
    "title: The latest runs",
    `experiment: ${experimentId}`,
    "order: attributes.start_time DESC",
    "columns: metrics.auc, params.max_depth, tags.team",
    "```",
    "",
    "```chart",
    `experiment: ${experimentId}`,
    "metrics: val_loss, auc",
    "```",
  ].join("\n");
  const report = { title: "Credit default in May", text, isShared: true, workspace };
  const { reportId } = await call<ShownReports>(platform, "POST /reports", report);
  await call(platform, `POST /runs/${runId}/comments`, { body: "Does it hold on the last quarter?", workspace });
  return { reportId };
}
