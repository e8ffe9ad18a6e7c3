import * as contract from "@plumbline/contracts/datasets/dataset";
import { AppError, type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import * as store from "./store/datasets.ts";

export const createDataset = command(contract.createDataset, async (ctx, input) => {
  const { name, description = "", purpose = "", retentionDays = null, tags = [] } = input;
  const workspaceId = workspaceOf(ctx).id;
  const ownerId = input.ownerId === undefined ? await store.findMemberBehind(ctx.tx, workspaceId, ctx.actor.id) : input.ownerId;
  await check(ctx, { ownerId: input.ownerId, tags });
  const made = { name, description, purpose, retentionDays, tags, ownerId, createdBy: ctx.actor.id, now: ctx.now };
  if (!(await store.insertDataset(ctx.tx, workspaceId, made))) {
    throw new AppError("conflict", `There is a dataset "${name}" already. Choose another name, or add a version to it.`, {
      params: { reason: "dataset-name-taken" },
      fields: [{ path: "name", message: "is taken by another dataset" }],
    });
  }
  return { result: await read(ctx, name), subject: { kind: "dataset", id: name }, after: recorded(made) };
});

export const updateDataset = command(contract.updateDataset, async (ctx, { dataset, ...given }) => {
  const workspaceId = workspaceOf(ctx).id;
  const key = await store.lockDataset(ctx.tx, workspaceId, dataset);
  if (key === undefined) throw notFound("dataset", dataset);
  await check(ctx, given);
  const before = await read(ctx, dataset);
  const after = {
    description: given.description ?? before.description,
    purpose: given.purpose ?? before.purpose,
    ownerId: given.ownerId === undefined ? before.ownerId : given.ownerId,
    retentionDays: given.retentionDays === undefined ? before.retentionDays : given.retentionDays,
    tags: given.tags ?? before.tags,
  };
  await store.writeGovernance(ctx.tx, workspaceId, { ...after, key, now: ctx.now });
  return {
    result: await read(ctx, dataset),
    subject: { kind: "dataset", id: dataset },
    before: recorded(before),
    after: recorded(after),
  };
});

/** What an event says can never be erased: free text and values of tags stay out of it. */
const recorded = ({ ownerId, retentionDays, tags }: Pick<store.Governance, "ownerId" | "retentionDays" | "tags">) => ({
  ownerId,
  retentionDays,
  tags: tags.map(({ key }) => key),
});

interface Checked {
  readonly ownerId?: string | null | undefined;
  readonly tags?: readonly { key: string }[] | undefined;
}

async function check(ctx: Ctx, { ownerId, tags = [] }: Checked): Promise<void> {
  if (ownerId && !(await store.isMember(ctx.tx, workspaceOf(ctx).id, ownerId))) {
    throw new AppError("invalid", "The owner of a dataset is a member of the workspace.", {
      params: { reason: "owner-no-member" },
      fields: [{ path: "ownerId", message: "nobody of the workspace" }],
    });
  }
  const twice = tags.find(({ key }, at) => tags.findIndex((tag) => tag.key === key) !== at);
  if (twice) {
    throw new AppError("invalid", `The tag "${twice.key}" is given twice.`, {
      params: { reason: "tag-duplicate" },
      fields: [{ path: "tags", message: `"${twice.key}" is given twice` }],
    });
  }
}

async function read(ctx: Ctx, name: string): Promise<contract.Dataset> {
  const row = await store.findDataset(ctx.tx, workspaceOf(ctx).id, name);
  if (!row) throw notFound("dataset", name);
  return store.toDataset(row);
}
