import type { Input, Output } from "@plumbline/contracts/operation";
import * as contract from "@plumbline/contracts/registry/version";
import { claimBlobs } from "../artifacts/index.ts";
import { AppError, type Caller, type Ctx, command, type Deps, type Outcome, requestTask, type Verb, workspaceOf } from "../kernel/index.ts";
import { link } from "../lineage/index.ts";
import { heldModel, readVersion, versionId } from "./held-model.ts";
import { manifestDigest } from "./manifest.ts";
import { publishChange } from "./publish-changes.ts";
import { isStale, type ReadContents, readContents } from "./read-contents.ts";
import { holderOf } from "./remove-version.ts";
import { type ResolvedSource, resolveSource } from "./resolve-source.ts";
import { signVersion } from "./signing/sign-version.ts";
import { insertHistory } from "./store/history.ts";
import { findLoggedModel, findRun } from "./store/sources.ts";
import { insertFiles } from "./store/version-files.ts";
import { insertVersion, putVersionTags, skipToVersion } from "./store/versions.ts";
import { versionKind, versionRef } from "./subject-refs.ts";
import { byKey, lastOfEach } from "./tag-pairs.ts";
import { tellOfVersion } from "./version-listeners.ts";

type Operation = typeof contract.registerVersion;
const attempts = 3;

/** Thrown where files changed between reading them and binding the version to them; nothing of that try is left. */
class FilesChanged extends Error {}

type Raw = Parameters<Verb<Operation>>[2];

/** A version as another server has it: with its number, which must be above all that there were. */
export async function bringVersion(deps: Deps, caller: Caller, { number, ...raw }: Raw & { number: number }): Promise<Output<Operation>> {
  return registerAs(deps, caller, { raw, number });
}

/** Reads what the files say, then binds the version to them in one transaction. */
async function registerAs(deps: Deps, caller: Caller, { raw, number }: { raw: Raw; number?: number }): Promise<Output<Operation>> {
  for (let attempt = 1; ; attempt++) {
    const read = await readContents(deps, caller, raw);
    try {
      return await command(contract.registerVersion, (ctx, input) => bind(ctx, input, { read, number }))(deps, caller, raw);
    } catch (error) {
      if (!(error instanceof FilesChanged) || attempt === attempts) throw error;
    }
  }
}

const register = (deps: Deps, caller: Caller, raw: Raw): Promise<Output<Operation>> => registerAs(deps, caller, { raw });
export const registerVersion: Verb<Operation> = Object.assign(register, { operation: contract.registerVersion });

interface Bound {
  readonly read: ReadContents;
  readonly number: number | undefined;
}

async function bind(ctx: Ctx, input: Input<Operation>, { read, number }: Bound): Promise<Outcome<Output<Operation>>> {
  const tags = lastOfEach(input.tags);
  const { workspaceId, row, now } = await heldModel(ctx, input.model);
  if (number !== undefined && !(await skipToVersion(ctx.tx, workspaceId, { modelKey: row.key, number }))) throw numberTaken(number);
  const source = await resolveSource(ctx, input);
  if (!source.copyOf && isStale(read, source.files)) throw new FilesChanged("the files of the version changed while they were read");
  const { files } = source;
  const digest = manifestDigest(files);
  const version = await insertVersion(ctx.tx, workspaceId, {
    modelKey: row.key,
    status: "READY",
    statusMessage: digest === null ? noBytes(source.root) : null,
    description: input.description,
    source: input.source,
    artifactRoot: source.root,
    runId: source.runId,
    runLink: input.runLink ?? null,
    loggedModelId: source.loggedModelId,
    digest,
    fileCount: files.length,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    contents: source.copyOf ? source.copyOf.contents : read.contents,
    by: ctx.actor.id,
    authorId: source.authorId,
    now,
  });
  const of = { modelKey: row.key, version };
  await insertFiles(ctx.tx, workspaceId, { ...of, files });
  if (files.length > 0) await claimBlobs(ctx.tx, workspaceId, { blobIds: files.map(({ blobId }) => blobId), holder: holderOf(of) });
  await putVersionTags(ctx.tx, workspaceId, { ...of, tags });
  const fact = { cause: "registration", reason: "", requestNumber: null, by: ctx.actor.id, at: now } as const;
  await insertHistory(ctx.tx, workspaceId, [{ ...fact, ...of, kind: "registered", value: "experimental", before: null }]);
  await linkOrigin(ctx, { ...of, source });
  const rest = { source: input.source, run_id: source.runId, description: input.description, tags: byKey(tags) };
  await publishChange(ctx, "registry.version.register", { model: input.model, version, rest });
  const id = versionId({ model: input.model, version });
  await tellOfVersion(ctx, "registered", { ...of, model: input.model, digest });
  return {
    result: await readVersion(ctx, { model: input.model, version }),
    subject: { kind: "model-version", id },
    after: { source: input.source, runId: source.runId, digest: digest?.toString("hex") ?? null, files: files.length },
    changes: [
      { topic: "model-version", subject: id, kind: "register" },
      { topic: "model", subject: input.model, kind: "update" },
    ],
    tasks: digest === null ? [] : [requestTask(signVersion, of)],
  };
}

const numberTaken = (number: number): AppError =>
  new AppError("conflict", `The model has had a version ${number} or a later one already: its number is not given again.`, {
    params: { reason: "version-number-taken" },
  });

const noBytes = (root: string): string =>
  root.startsWith("mlflow-artifacts:")
    ? "No file was below the source when this version was registered: no bytes are bound to it."
    : "The files lie outside the platform: no bytes are bound to this version.";

/** What a version came from. Its node keeps its id when the model is renamed. */
async function linkOrigin(ctx: Ctx, made: { modelKey: number; version: number; source: ResolvedSource }): Promise<void> {
  const { copyOf } = made.source;
  const known = await knownOrigin(ctx, made.source);
  const to = versionNode(made);
  const from = [
    ...(known.run ? [{ kind: "run", id: known.run.run_id } as const] : []),
    ...(known.model ? [{ kind: "logged-model", id: known.model.model_id } as const] : []),
    ...(copyOf === null ? [] : [versionNode(copyOf)]),
  ];
  await link(
    ctx.tx,
    workspaceOf(ctx).id,
    from.map((node) => ({ from: node, relation: node.kind === "model-version" ? "copied" : "registered", to })),
  );
}

/** Clients may name a run or a model of another server: an arrow needs both ends here. */
async function knownOrigin(ctx: Ctx, { runId, loggedModelId }: ResolvedSource) {
  const { id: workspaceId } = workspaceOf(ctx);
  return {
    run: runId === null ? undefined : await findRun(ctx.tx, workspaceId, runId),
    model: loggedModelId === null ? undefined : await findLoggedModel(ctx.tx, workspaceId, loggedModelId),
  };
}

const versionNode = ({ modelKey, version }: { modelKey: number; version: number }) =>
  ({ kind: versionKind, id: versionRef({ modelKey, version }) }) as const;
