import type { Tx } from "@plumbline/db";
import { noVersion, type VersionOf } from "./get-version.ts";
import { lockDataset } from "./store/datasets.ts";
import { findVersion, insertHold } from "./store/versions.ts";

/** Keeps a version for good, in the transaction of what rests on it. `holder` says in words what that is: `evidence 3f2a… of credit/7`. */
export async function holdVersion(tx: Tx, workspaceId: number, { holder, ...of }: VersionOf & { readonly holder: string }): Promise<void> {
  // Whoever deletes the dataset waits, and then finds the hold.
  const key = await lockDataset(tx, workspaceId, of.dataset);
  const row = key === undefined ? undefined : await findVersion(tx, workspaceId, of);
  if (!row) throw noVersion(of);
  await insertHold(tx, workspaceId, { key: row.dataset_key, version: row.version, holder });
}
