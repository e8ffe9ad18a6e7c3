import * as alias from "@plumbline/contracts/registry/alias";
import * as contract from "@plumbline/contracts/registry/version";
import { AppError, decodeCursor, encodeCursor, query, readFilter, readOrderBy, workspaceOf } from "../kernel/index.ts";
import { readVersion, requireModelKey } from "./held-model.ts";
import * as search from "./store/search-versions.ts";
import * as store from "./store/versions.ts";
import { toVersions } from "./version-view.ts";

export const getVersion = query(contract.getVersion, (ctx, name) => readVersion(ctx, name));

export const findVersionByAlias = query(alias.findVersionByAlias, async (ctx, named) => {
  const row = await store.findVersionByAlias(ctx.tx, workspaceOf(ctx).id, named);
  const [version] = row ? await toVersions(ctx, [row]) : [];
  if (version) return version;
  await requireModelKey(ctx, named.model);
  throw aliasUnknown(named);
});

export const aliasUnknown = ({ model, alias: name }: { model: string; alias: string }): AppError =>
  new AppError("not-found", `The model "${model}" has no alias "${name}".`, {
    params: { noun: "alias", id: name, reason: "alias-unknown", model, alias: name },
  });

export const listVersions = query(contract.listVersions, async (ctx, { model, stage, limit, cursor }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const modelKey = await requireModelKey(ctx, model);
  const list = JSON.stringify(["versions", workspaceId, modelKey, stage]);
  const before = cursor ? Number(decodeCursor(list, cursor)[0]) : null;
  const rows = await store.listVersions(ctx.tx, workspaceId, { modelKey, stage, before, limit: limit + 1 });
  const items = await toVersions(ctx, rows.slice(0, limit));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(list, [last.version]) : null };
});

export const searchVersions = query(contract.searchVersions, async (ctx, input) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const list = JSON.stringify(["version-search", workspaceId, input.filter, input.orderBy]);
  const filter = await readFilter(ctx.tx, input.filter, "model-versions");
  const order = readOrderBy(input.orderBy, "model-versions");
  const after = input.cursor ? decodeCursor(list, input.cursor) : undefined;
  const { rows, next } = await search.searchVersions(ctx.tx, workspaceId, { filter, order, after, limit: input.limit });
  return { items: await toVersions(ctx, rows), nextCursor: next ? encodeCursor(list, next) : null };
});
