import type { DatasetDescription, DatasetInput } from "@plumbline/contracts/experiments/run";
import { readLoggedSchema } from "#src/domains/datasets/version/logged-schema.ts";
import { profileText, sourceText } from "../../run/dataset-text.ts";
import type { Change } from "./changes.ts";

const contextTag = "mlflow.data.context";

/** What differs inside of the data that two runs were given: where it came from, how much it was, which columns it had. */
export function dataChanges(before: readonly DatasetInput[], after: readonly DatasetInput[]): Change[] {
  return pairsOf(before, after).flatMap(([old, now]) => {
    if (old.digest === now.digest && old.name === now.name) return [];
    const fields = [
      { name: `${now.name}: from`, before: sourceText(old), after: sourceText(now) },
      { name: `${now.name}: size`, before: profileText(old), after: profileText(now) },
      ...columnChanges(old, now),
    ];
    return fields.filter((change) => change.before !== change.after).map((change) => ({ ...change, isCode: false }));
  });
}

type Pair = readonly [DatasetDescription, DatasetDescription];

/** Data of one role: of the same name where there is some, else in the order in which it was logged. */
function pairsOf(before: readonly DatasetInput[], after: readonly DatasetInput[]): Pair[] {
  const roleOf = ({ tags }: DatasetInput) => tags.find(({ key }) => key === contextTag)?.value ?? "";
  const left = [...after];
  return before.flatMap((input): Pair[] => {
    const ofRole = left.filter((other) => roleOf(other) === roleOf(input));
    const found = ofRole.find(({ dataset }) => dataset.name === input.dataset.name) ?? ofRole[0];
    if (!found) return [];
    left.splice(left.indexOf(found), 1);
    return [[input.dataset, found.dataset]];
  });
}

function columnChanges(old: DatasetDescription, now: DatasetDescription): Omit<Change, "isCode">[] {
  const [left, right] = [typesOf(old), typesOf(now)];
  if (!(left && right)) return [];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.map((name) => ({ name: `${now.name}: column ${name}`, before: left.get(name), after: right.get(name) }));
}

function typesOf({ schema }: DatasetDescription): ReadonlyMap<string, string> | undefined {
  const columns = readLoggedSchema(schema ?? null);
  return columns && new Map(columns.map(({ name, type }) => [name, type]));
}
