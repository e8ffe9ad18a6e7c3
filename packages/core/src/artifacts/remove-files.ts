import type { Tx } from "@plumbline/db";
import { plainRootOf } from "./list-artifacts.ts";
import { removeArtifacts } from "./store/artifacts.ts";

/**
 * Removes what lies below the artifact roots of things that are removed for good, in their transaction; returns how many files. What lies
 * outside the platform stays there. Bytes that nothing else names or holds are collected later.
 */
export async function removeFiles(tx: Tx, workspaceId: number, uris: readonly string[]): Promise<number> {
  let files = 0;
  for (const uri of uris) {
    const root = plainRootOf(uri);
    if (root !== undefined) files += await removeArtifacts(tx, workspaceId, root);
  }
  return files;
}
