import { ProblemError } from "@plumbline/contracts/client";
import type { SubmitForecast } from "@plumbline/contracts/quotas/pending";
import type { TextProblem } from "#src/components/yaml-editor/yaml-editor.tsx";
import { pathOf, placeOfPath, type SpecPath } from "./spec-document.ts";

/** Something that a spec would be refused for, and where in it. */
export interface SpecProblem {
  path: SpecPath;
  message: string;
}

/** What the server said of a spec: what is wrong in it, or what would be refused of it. */
export function problemsOf(error: unknown, forecast: Pick<SubmitForecast, "problems"> | undefined): SpecProblem[] {
  if (error instanceof ProblemError && error.problem.code === "invalid") {
    const fields = error.problem.fields ?? [];
    if (fields.length === 0) return [{ path: [], message: error.problem.detail }];
    return fields.map(({ path, message }) => ({ path: pathOf(path), message: sentence(message) }));
  }
  return (forecast?.problems ?? []).map(({ path, message }) => ({ path: pathOf(path), message: sentence(message) }));
}

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** The first problem of a field: at its path, or inside of it. */
export function problemAt(problems: readonly SpecProblem[], path: SpecPath): string | undefined {
  return problems.find((problem) => path.every((part, at) => problem.path[at] === part))?.message;
}

/** Problems as an editor marks them, each on its line. */
export const textProblems = (text: string, problems: readonly SpecProblem[]): TextProblem[] =>
  problems.map(({ path, message }) => ({
    ...placeOfPath(text, path),
    severity: "error",
    message: path.length > 0 ? `${path.join(".")}: ${message}` : message,
  }));
