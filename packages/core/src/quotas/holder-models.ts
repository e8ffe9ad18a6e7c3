import type { Ctx } from "../kernel/index.ts";

/** Names of the models that came of holders, by the holders' ids. */
type ModelReader = (ctx: Ctx, holderIds: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

let read: ModelReader = async () => new Map();

/** The slice whose things hold claims makes known what became of them; quotas know nothing of it. */
export const registerHolderModels = (reader: ModelReader): void => {
  read = reader;
};

export const modelsOfHolders: ModelReader = (ctx, holderIds) => read(ctx, holderIds);
