import { AppError, type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { findVersionSubject, type VersionSubject } from "./store/evidence.ts";

/** A version whose bytes are known, so that something can be said about them. */
export interface BoundVersion extends VersionSubject {
  readonly ref: string;
  readonly digest: Buffer;
}

export const refOf = ({ model_key, version }: Pick<VersionSubject, "model_key" | "version">): string => `${model_key}/${version}`;

/** As people know it, and as the registry names it in the audit log. */
export const versionNameOf = ({ model, version }: Pick<VersionSubject, "model" | "version">): string => `${model}/${version}`;

/** A version that was found, where its bytes are known. */
export const bound = (found: VersionSubject): BoundVersion | undefined =>
  found.digest ? { ...found, digest: found.digest, ref: refOf(found) } : undefined;

export async function findBoundVersion(ctx: Ctx, name: { model: string; version: number }): Promise<BoundVersion> {
  const found = await findVersionSubject(ctx.tx, workspaceOf(ctx).id, name);
  if (!found) throw notFound("model version", `${name.model}/${name.version}`);
  if (!found.digest) {
    throw new AppError(
      "precondition-failed",
      "The bytes of this version lie outside the platform, so nothing can be proven about them. Register it from artifacts that are stored here.",
      { params: { reason: "no-digest" } },
    );
  }
  return { ...found, digest: found.digest, ref: refOf(found) };
}

/** The version that a ref names. */
export function versionOf(ref: string): { readonly modelKey: number; readonly version: number } {
  const [modelKey = 0, version = 0] = ref.split("/").map(Number);
  return { modelKey, version };
}
