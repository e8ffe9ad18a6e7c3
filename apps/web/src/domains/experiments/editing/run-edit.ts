import type { Run } from "@plumbline/contracts/experiments/run";

/** A new name, or a tag's new value: null where it has none, or shall have none. */
export type RunEdit =
  | { readonly kind: "name"; readonly before: string; readonly after: string }
  | { readonly kind: "tag"; readonly key: string; readonly before: string | null; readonly after: string | null };

type Edited = Pick<Run, "name" | "tags">;

/** The run as it is after an edit. */
export function edited<R extends Edited>(run: R, edit: RunEdit): R {
  if (edit.kind === "name") return { ...run, name: edit.after };
  const others = run.tags.filter(({ key }) => key !== edit.key);
  const tags = edit.after === null ? others : [...others, { key: edit.key, value: edit.after }];
  return { ...run, tags: tags.sort((left, right) => (left.key < right.key ? -1 : 1)) };
}

export const undone = (edit: RunEdit): RunEdit => ({ ...edit, before: edit.after, after: edit.before }) as RunEdit;

/** What was done, in a sentence. */
export function editWords(edit: RunEdit): string {
  if (edit.kind === "name") return `The run is called ${edit.after}`;
  return edit.after === null ? `Tag ${edit.key} is removed` : `Tag ${edit.key} says ${edit.after}`;
}

/** The edit that a typed text asks for: an empty one takes the tag away. */
export const tagEdit = (key: string, before: string | undefined, typed: string): RunEdit => ({
  kind: "tag",
  key,
  before: before ?? null,
  after: typed === "" ? null : typed,
});
