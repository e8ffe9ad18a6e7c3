import * as contract from "@plumbline/contracts/registry/latest";
import { query, workspaceOf } from "../kernel/index.ts";
import { selectLatestVersions } from "./store/latest-versions.ts";
import { toVersions } from "./version-view.ts";

export const listLatestVersions = query(contract.listLatestVersions, async (ctx, { models, stages }) => ({
  items: await toVersions(ctx, await selectLatestVersions(ctx.tx, workspaceOf(ctx).id, { models, stages: stages ?? null })),
}));
