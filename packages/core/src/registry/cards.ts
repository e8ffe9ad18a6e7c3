import * as contract from "@plumbline/contracts/registry/card";
import { AppError, type Ctx, command, query, workspaceOf } from "../kernel/index.ts";
import { heldVersion, requireVersion, type VersionName, versionId } from "./held-model.ts";
import { readActors, withGiven } from "./model-view.ts";
import { prefill } from "./prefill-card.ts";
import * as store from "./store/cards.ts";
import type { VersionRow } from "./store/versions.ts";
import { tellOfVersion } from "./version-listeners.ts";

type Fields = contract.CardFields;

/** Revisions that a list names: the newest. */
const revisionsMax = 1000;

export const getCard = query(contract.getCard, async (ctx, { revision, ...name }) => {
  const version = await requireVersion(ctx, name);
  return readCard(ctx, version, revision);
});

export const editCard = command(contract.editCard, async (ctx, { fields, basedOn, ...name }) => {
  const { workspaceId, row, now, version } = await heldVersion(ctx, name);
  const before = await readCard(ctx, version);
  if (before.revision !== basedOn) {
    throw new AppError(
      "conflict",
      `Somebody else changed this card meanwhile: it is at revision ${before.revision}, and you edited revision ${basedOn}. Look at the newest one and edit that.`,
      { params: { reason: "card-changed", revision: before.revision, basedOn } },
    );
  }
  const after = withGiven(before.fields, fields);
  const of = { modelKey: row.key, version: name.version };
  await store.insertCard(ctx.tx, workspaceId, { ...of, revision: basedOn + 1, fields: after, by: ctx.actor.id, now });
  await tellOfVersion(ctx, "card-edited", { ...of, model: name.model, digest: version.digest });
  return {
    result: await readCard(ctx, version),
    subject: { kind: "model-version", id: versionId(name) },
    before: { revision: basedOn },
    after: { revision: basedOn + 1, changed: contract.cardFieldNames.filter((field) => before.fields[field] !== after[field]) },
  };
});

export const listCardRevisions = query(contract.listCardRevisions, async (ctx, name: VersionName) => {
  const { model_key: modelKey, version } = await requireVersion(ctx, name);
  const rows = await store.listCards(ctx.tx, workspaceOf(ctx).id, { modelKey, version, limit: revisionsMax });
  const actorOf = await readActors(
    ctx,
    rows.map((row) => row.edited_by),
  );
  return {
    items: rows.map((row) => ({
      revision: row.revision,
      editedBy: actorOf(row.edited_by),
      editedAt: row.edited_at.toISOString(),
      changed: row.changed,
    })),
  };
});

/** The newest card of a version, for what is said about it. */
export const newestCard = async (ctx: Ctx, name: VersionName): Promise<contract.ModelCard> =>
  readCard(ctx, await requireVersion(ctx, name));

/** A revision of a card, or the newest one. Before anybody wrote one, it says what records know. */
async function readCard(ctx: Ctx, version: VersionRow, revision?: number): Promise<contract.ModelCard> {
  const of = { modelKey: version.model_key, version: version.version };
  const row = revision === 0 ? undefined : await store.findCard(ctx.tx, workspaceOf(ctx).id, { ...of, revision });
  if (!row && revision) {
    throw new AppError("not-found", `The card of ${versionId(version)} has no revision ${revision}.`, {
      params: { noun: "card revision", id: String(revision) },
    });
  }
  const fields = row ? complete(row.fields) : await prefill(ctx, version);
  const actorOf = await readActors(ctx, [row?.edited_by ?? null]);
  return {
    model: version.model,
    version: version.version,
    revision: row?.revision ?? 0,
    fields,
    empty: contract.cardFieldNames.filter((name) => fields[name].trim() === ""),
    editedBy: row ? actorOf(row.edited_by) : null,
    editedAt: row?.edited_at.toISOString() ?? null,
  };
}

const complete = (fields: Partial<Fields>): Fields => withGiven(emptyCard, fields);
const emptyCard = Object.fromEntries(contract.cardFieldNames.map((name) => [name, ""])) as Fields;
