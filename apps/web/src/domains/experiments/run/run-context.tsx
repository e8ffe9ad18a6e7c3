"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { createContext, useContext } from "react";

const Context = createContext<Run | undefined>(undefined);

export const RunProvider = Context;

/** The run of the page, as fresh as it was last heard of. */
export function useRun(): Run {
  const run = useContext(Context);
  if (!run) throw new Error("useRun is for the parts of a run's page");
  return run;
}
