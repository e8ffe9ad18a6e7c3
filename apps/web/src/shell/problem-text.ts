import { ProblemError } from "@plumbline/contracts/client";
import type { RefusedPlace } from "@plumbline/contracts/problem";

export interface ProblemText {
  detail: string;
  requestId: string | undefined;
}

/** What a person is told about a failure: the server's own words, or that nobody answered. */
export function problemText(error: unknown): ProblemText {
  if (error instanceof ProblemError) return { detail: sentence(error.problem.detail), requestId: error.problem.requestId };
  return { detail: "The server did not answer. It may be restarting, or the connection may be down.", requestId: undefined };
}

/** The server's word on one field of a form, by its name in the operation's input. */
export function fieldError(error: unknown, name: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const field = error.problem.fields?.find(({ path }) => path === name || path === `body.${name}` || path.startsWith(`body.${name}.`));
  return field && sentence(field.message);
}

/** Where in the text of a field the server found what it refuses. */
export function placeIn(error: unknown, name: string): RefusedPlace | undefined {
  return error instanceof ProblemError ? error.problem.fields?.find(({ path }) => path === name)?.place : undefined;
}

/** A refused form in short, for the top of it: what happened, and which of its fields to look at. */
export function formProblem(error: unknown, labels: Readonly<Record<string, string>>) {
  const fields = Object.entries(labels).flatMap(([name, label]) => {
    const text = fieldError(error, name);
    return text === undefined ? [] : [{ label, text }];
  });
  const title = fields.length > 0 ? "Not saved. Look at:" : problemText(error).detail;
  return { title: error ? title : undefined, fields };
}

export function isCode(error: unknown, code: ProblemError["problem"]["code"]): boolean {
  return error instanceof ProblemError && error.problem.code === code;
}

function sentence(text: string): string {
  const capital = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
