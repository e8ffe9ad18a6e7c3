import { countText } from "@plumbline/ui/format/number";
import type { SpecEditing } from "./spec-context.tsx";
import type { SpecPreview } from "./use-spec-preview.ts";

type Checked = Pick<SpecPreview, "isCurrent" | "problems" | "failure">;

/** Why the spec cannot be submitted now; undefined where it can. */
export function submitDenial({ value }: Pick<SpecEditing, "value">, { isCurrent, problems, failure }: Checked): string | undefined {
  if (value === undefined) return "The text cannot be read. Its problems are shown under their lines.";
  // Nobody could say what it would do: the server says it when it is sent.
  if (failure) return undefined;
  if (!isCurrent) return "The spec is being checked";
  return problems.length === 0 ? undefined : `The spec has ${countText(problems.length, "problem")}, shown beside it.`;
}
