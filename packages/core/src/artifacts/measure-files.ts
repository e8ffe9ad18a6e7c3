import type { Tx } from "@plumbline/db";
import { plainRootOf } from "./list-artifacts.ts";
import { sumArtifacts } from "./store/artifacts.ts";

/** How many files lie below an artifact root, and their bytes; none where it lies outside the platform. */
export async function measureFiles(tx: Tx, workspaceId: number, uri: string): Promise<{ files: number; sizeBytes: number }> {
  const root = plainRootOf(uri);
  return root === undefined ? { files: 0, sizeBytes: 0 } : sumArtifacts(tx, workspaceId, root);
}
