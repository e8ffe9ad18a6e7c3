import * as contract from "@plumbline/contracts/experiments/logged-model";
import { parseLoggedModelOrderBy } from "@plumbline/contracts/query/order-by";
import { decodeCursor, encodeCursor, query, readFilter, searchRefusal, workspaceOf } from "../kernel/index.ts";
import { toLoggedModel } from "./store/logged-models.ts";
import { searchLoggedModels as search } from "./store/search-models.ts";

export const searchLoggedModels = query(contract.searchLoggedModels, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  const experimentIds = [...new Set(input.experimentIds.map(Number))].sort((left, right) => left - right);
  const { datasets, limit } = input;
  const list = JSON.stringify(["logged-models", workspaceId, experimentIds, input.filter, datasets, input.orderBy]);
  const filter = await readFilter(ctx.tx, input.filter, "logged-models");
  const order = parseLoggedModelOrderBy(
    input.orderBy.map(({ field, isAscending, datasetName, datasetDigest }) => ({
      field_name: field,
      ascending: isAscending,
      dataset_name: datasetName,
      dataset_digest: datasetDigest,
    })),
  );
  if (!order.ok) throw searchRefusal("orderBy", order.problem);
  const after = input.cursor ? decodeCursor(list, input.cursor) : undefined;
  const { rows, next } = await search(ctx.tx, workspaceId, { experimentIds, filter, datasets, order: order.value, limit, after });
  return { items: rows.map(toLoggedModel), nextCursor: next ? encodeCursor(list, next) : null };
});
