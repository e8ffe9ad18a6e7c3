import { hostname } from "node:os";
import type { Observation as ProgramState } from "@plumbline/processes";
import type { EndedOutcome, Observation } from "../executor.ts";

type EndedProgram = Extract<ProgramState, { state: "ended" }>;

/** What a program's state means for its attempt. */
export function observationOf(seen: ProgramState): Observation {
  const nodes = [hostname()];
  if (seen.state === "absent") return { state: "absent" };
  if (seen.state === "running") return { state: "running", startedAt: seen.startedAt, nodes };
  const { exitCode, startedAt, endedAt } = seen;
  return { state: "ended", outcome: outcomeOf(seen), exitCode, reason: reasonOf(seen), nodes, startedAt, endedAt };
}

function outcomeOf(seen: EndedProgram): EndedOutcome {
  switch (seen.cause) {
    case "exited":
      return seen.exitCode === 0 ? "succeeded" : "user-failure";
    case "time-limit":
      return "time-limit";
    case "memory-limit":
      return "out-of-memory";
    case "disk-limit":
      return "user-failure";
    case "stopped":
      return "stopped";
    case "lost":
      return "infrastructure";
  }
}

/** Where nobody asked the attempt to end, whoever stopped the product did. */
const reasonOf = ({ cause, message }: EndedProgram): string => (cause === "stopped" ? "The product was stopped while it ran." : message);
