"use client";
import { createContext, useContext } from "react";
import type { ReadSpec, SpecPath } from "./spec-document.ts";
import type { SpecProblem } from "./spec-problems.ts";

/** The spec that is being written, as both of its views see it. */
export interface SpecEditing {
  text: string;
  value: ReadSpec["value"];
  problems: readonly SpecProblem[];
  setText: (text: string) => void;
  /** Changes one value; `undefined` takes it out. */
  set: (path: SpecPath, value: unknown) => void;
}

const Context = createContext<SpecEditing | undefined>(undefined);

export const SpecProvider = Context;

export function useSpec(): SpecEditing {
  const spec = useContext(Context);
  if (!spec) throw new Error("useSpec is for the views of a spec");
  return spec;
}
