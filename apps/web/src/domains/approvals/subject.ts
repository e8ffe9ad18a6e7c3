import { paths } from "#src/shell/paths.ts";

export interface VersionName {
  model: string;
  version: number;
}

interface Subject {
  kind: string;
  id: string;
}

/** The version that a subject is, such as `default-risk/14`; undefined for policies, models and whatever else. */
export function versionOf({ kind, id }: Subject): VersionName | undefined {
  const at = id.lastIndexOf("/");
  const version = Number(id.slice(at + 1));
  if (kind !== "model-version" || at < 1 || !Number.isInteger(version) || version < 1) return undefined;
  return { model: id.slice(0, at), version };
}

/** What people call a subject. */
export function subjectName(subject: Subject): string {
  const version = versionOf(subject);
  return version ? `${version.model} ${version.version}` : subject.id;
}

/** The page of a subject; undefined where it has none. */
export function subjectPath(workspace: string, subject: Subject): string | undefined {
  const version = versionOf(subject);
  if (version) return paths.version(workspace, version);
  if (subject.kind === "model") return paths.model(workspace, subject.id);
  return subject.kind === "policy" ? paths.policy(workspace, subject.id) : undefined;
}
