import * as contract from "@plumbline/contracts/lineage";
import { query, workspaceOf } from "../kernel/index.ts";
import { findEdges } from "./store.ts";

/** A dataset may have gone into any number of runs; a picture shows no more arrows than this. */
const limit = 1000;

export const listLineage = query(contract.listLineage, async (ctx, node) => ({
  items: await findEdges(ctx.tx, workspaceOf(ctx).id, { node, limit }),
}));
