import { AppError } from "../../kernel/index.ts";
import { compareWithChampion } from "./champion.ts";
import { validateData } from "./data-validation.ts";
import { assessGroups } from "./fairness.ts";
import { readMetrics } from "./metrics.ts";
import { checkModelCard } from "./model-card.ts";
import { securityScan } from "./security-scan.ts";
import type { Found, Work } from "./work.ts";

const isOf = <K extends Work["input"]["kind"]>(work: Work, kind: K): work is Work & Work<K> => work.input.kind === kind;

/** Makes the kind of evidence that was asked for. */
export async function produce(work: Work): Promise<Found> {
  if (isOf(work, "security_scan")) return securityScan(work);
  if (isOf(work, "model_card")) return checkModelCard(work);
  if (isOf(work, "metrics")) return readMetrics(work);
  if (isOf(work, "champion")) return compareWithChampion(work);
  if (isOf(work, "fairness")) return assessGroups(work);
  if (isOf(work, "data_validation")) return validateData(work);
  throw new AppError("invalid", `Evidence of the kind ${work.input.kind} is not made by a task.`);
}
