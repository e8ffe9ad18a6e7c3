import type { VersionKey } from "./store/versions.ts";

/** Kinds and refs by which approvals and others name what is registered; a renaming changes none of them. */
export const versionKind = "model-version";
export const modelKind = "model";
export const versionRef = ({ modelKey, version }: VersionKey): string => `${modelKey}/${version}`;
export const modelRef = (key: number): string => String(key);
