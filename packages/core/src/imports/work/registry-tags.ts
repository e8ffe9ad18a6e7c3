import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { SourceVersion } from "../source/entities.ts";

const own = "plumbline.import.";

/** Says of a model or a version where it came from. */
export const originTag = (address: string): KeyValue => ({ key: `${own}source`, value: address });

/** A source that was itself filled by an import says nothing of ours. */
export const withoutOwn = (tags: readonly KeyValue[]): KeyValue[] => tags.filter(({ key }) => !key.startsWith(own));

/** The tags of a version here: its own, and what else it was there. */
export function versionTags(source: SourceVersion, address: string): KeyValue[] {
  const { tags, current_stage: stage, user_id: user, creation_timestamp: created } = source;
  return [
    ...withoutOwn(tags),
    originTag(address),
    ...(stage === "" || stage === "None" ? [] : [{ key: `${own}stage`, value: stage }]),
    ...(user === "" ? [] : [{ key: `${own}user`, value: user }]),
    ...(created ? [{ key: `${own}created`, value: new Date(created).toISOString() }] : []),
  ];
}
