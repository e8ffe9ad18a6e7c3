import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import * as contract from "@plumbline/contracts/artifacts";
import type { Page } from "@plumbline/contracts/page";
import {
  AppError,
  authorize,
  type Caller,
  type Ctx,
  type Deps,
  decodeCursor,
  encodeCursor,
  notFound,
  query,
  translate,
  workspaceOf,
} from "../kernel/index.ts";
import { checkArtifactPath, checkDirectoryPath } from "./artifact-path.ts";
import * as store from "./store/artifacts.ts";

interface DirectoryPage {
  readonly path: string;
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

/** Entries directly below a workspace-wide path; none for a file or for what is not there. `path` of an entry is its name. */
export async function listArtifacts(deps: Deps, caller: Caller, page: DirectoryPage): Promise<Page<ArtifactEntry>> {
  await authorize(deps, caller, contract.listRunArtifacts);
  const { id: workspaceId } = workspaceOf(caller);
  const scope = { role: "app", workspaceId, actorId: caller.actor.id } as const;
  return deps.db
    .transaction(scope, (tx) => readPage({ ...caller, tx, deps, now: deps.now() }, page))
    .catch((error: unknown) => Promise.reject(translate(error)));
}

async function readPage(ctx: Ctx, page: DirectoryPage): Promise<Page<ArtifactEntry>> {
  const directory = checkDirectoryPath(page.path);
  const limit = page.limit ?? 10_000;
  const order = `artifacts ${directory}`;
  const after = page.cursor === undefined ? null : String(decodeCursor(order, page.cursor)[0]);
  const rows = await store.listEntries(ctx.tx, workspaceOf(ctx).id, { directory, after, limit: limit + 1 });
  const items = rows.slice(0, limit).map(toEntry);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(order, [last.path]) : null };
}

const toEntry = (row: store.EntryRow): ArtifactEntry => ({
  path: row.name,
  isDirectory: row.is_directory,
  sizeBytes: row.size_bytes,
  sha256: row.digest?.toString("hex") ?? null,
  updatedAt: row.updated_at?.toISOString() ?? null,
});

/** Lists a directory of a run; paths are relative to the run's artifact root. */
export const listRunArtifacts = query(contract.listRunArtifacts, async (ctx, { runId, path, limit, cursor }) => {
  const root = rootOf(await runRoot(ctx, runId));
  const relative = checkDirectoryPath(path);
  const page = await readPage(ctx, { path: relative ? `${root}/${relative}` : root, limit, cursor });
  return {
    items: page.items.map((entry) => ({ ...entry, path: relative ? `${relative}/${entry.path}` : entry.path })),
    nextCursor: page.nextCursor,
  };
});

async function runRoot(ctx: Ctx, runId: string): Promise<string> {
  const uri = await store.findRunRoot(ctx.tx, workspaceOf(ctx).id, runId);
  if (uri === undefined) throw notFound("run", runId);
  return uri;
}

/** Workspace-wide path of a file of a run. */
export async function runArtifactPath(
  deps: Deps,
  caller: Caller,
  file: { readonly runId: string; readonly path: string },
): Promise<string> {
  const { id: workspaceId } = workspaceOf(caller);
  const scope = { role: "app", workspaceId, actorId: caller.actor.id } as const;
  const root = await deps.db
    .transaction(scope, (tx) => store.findRunRoot(tx, workspaceId, file.runId))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (root === undefined) throw notFound("run", file.runId);
  return `${rootOf(root)}/${checkArtifactPath(file.path)}`;
}

const scheme = "mlflow-artifacts:/";

/** The path that an artifact URI names here; undefined where it names another place, or nothing. */
export function plainRootOf(uri: string): string | undefined {
  const root = uri.startsWith(scheme) ? uri.slice(scheme.length).replace(/^\/+/, "") : "";
  return root === "" ? undefined : root;
}

/** The part of an artifact URI that this platform stores. */
function rootOf(uri: string): string {
  if (uri.startsWith(scheme)) return uri.slice(scheme.length).replace(/^\/+/, "");
  throw new AppError("invalid", `The artifacts of this run lie outside the platform, at ${uri.split("?")[0]}.`, {
    params: { reason: "foreign-artifacts" },
  });
}
