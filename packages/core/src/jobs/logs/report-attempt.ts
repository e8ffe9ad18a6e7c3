import { reportAttempt as contract } from "@plumbline/contracts/jobs/log";
import type { CallInput, Output } from "@plumbline/contracts/operation";
import { authorize, type Caller, type Deps, parseInput, workspaceOf } from "../../kernel/index.ts";
import { acceptReport } from "./accept-report.ts";

async function report(deps: Deps, caller: Caller, raw: CallInput<typeof contract>): Promise<Output<typeof contract>> {
  await authorize(deps, caller, contract);
  const { job, attempt, ...given } = parseInput(contract, wholeCharacters(raw));
  const { via, credentialId } = caller.actor;
  return acceptReport(
    deps,
    { workspaceId: workspaceOf(caller).id, jobId: job, attempt, tokenId: via === "token" ? credentialId : null },
    given,
  );
}

/** Takes what an attempt's launcher says of it. */
export const reportAttempt = Object.assign(report, { operation: contract });

/** A program may print anything: half of a character must not cost the lines around it. */
function wholeCharacters(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wholeCharacters);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wholeCharacters(member)]));
}
