import { ArtifactPage } from "./entities.ts";
import { pages } from "./pages.ts";
import type { SourceCalls } from "./source-calls.ts";
import { SourceFailure } from "./source-failure.ts";

/** A file of a run or a logged model. */
export interface SourceFile {
  /** Below the root. */
  readonly path: string;
  /** Null where the source does not say. */
  readonly sizeBytes: number | null;
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

/** Where files lie: an address as the source stores it, and the run that the source finds them by, if there is one. */
export interface ArtifactRoot {
  readonly uri: string;
  readonly runId: string | null;
}

export interface ArtifactReader {
  /** Every file below a root. Throws SourceFailure where the source does not hand them out. */
  files(root: ArtifactRoot): AsyncIterable<SourceFile>;
}

const proxy = "/api/2.0/mlflow-artifacts/artifacts";
/** A bucket that is down is no reason to wait for long. */
const tries = 3;

export const openArtifacts = (calls: SourceCalls): ArtifactReader => ({
  files: (root) => {
    const place = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(root.uri)?.[1];
    if (place !== undefined) return walk(throughProxy(calls, place), "");
    if (root.runId !== null) return walk(throughRun(calls, root.runId), "");
    throw new SourceFailure(`The files lie in a store that only the source can reach (${schemeOf(root.uri)}).`);
  },
});

const schemeOf = (uri: string): string => /^[a-z][\w+.-]*:/i.exec(uri)?.[0] ?? "a path on its disk";

interface Listing {
  /** Names below the root. */
  readonly list: (directory: string) => Promise<{ path: string; isDirectory: boolean; sizeBytes: number | null }[]>;
  readonly open: (path: string) => Promise<AsyncIterable<Uint8Array>>;
}

const depthMost = 64;

async function* walk(listing: Listing, directory: string): AsyncGenerator<SourceFile> {
  if (directory.split("/").length > depthMost) throw new SourceFailure(`Directories lie more than ${depthMost} deep.`);
  for (const { path, isDirectory, sizeBytes } of await listing.list(directory)) {
    if (isDirectory) yield* walk(listing, path);
    else yield { path, sizeBytes, open: () => listing.open(path) };
  }
}

/** The artifact proxy lists names of one directory, relative to it. */
function throughProxy(calls: SourceCalls, place: string): Listing {
  return {
    list: async (directory) => {
      const at = directory === "" ? place : `${place}/${directory}`;
      const { files } = await calls.ask(ArtifactPage, { method: "GET", path: proxy, query: [["path", at]], tries });
      return files.map((file) => {
        const name = file.path.split("/").at(-1) ?? file.path;
        return {
          path: directory === "" ? name : `${directory}/${name}`,
          isDirectory: file.is_dir ?? false,
          sizeBytes: file.file_size ?? null,
        };
      });
    },
    open: (path) =>
      calls.open({ method: "GET", path: `${proxy}/${`${place}/${path}`.split("/").map(encodeURIComponent).join("/")}`, tries }),
  };
}

/** What the source itself reads from its store, it hands out by the run. */
function throughRun(calls: SourceCalls, runId: string): Listing {
  const listed = (directory: string) =>
    pages(calls, ArtifactPage, {
      call: ({ page_token: token }) => ({
        method: "GET",
        path: "/api/2.0/mlflow/artifacts/list",
        query: [
          ["run_id", runId],
          ...(directory === "" ? [] : [["path", directory] as const]),
          ...(token === undefined ? [] : [["page_token", token] as const]),
        ],
        tries,
      }),
      itemsOf: ({ files }) =>
        files.map((file) => ({ path: file.path, isDirectory: file.is_dir ?? false, sizeBytes: file.file_size ?? null })),
    });
  return {
    list: async (directory) => (await Array.fromAsync(listed(directory))).flat(),
    open: (path) =>
      calls.open({
        method: "GET",
        path: "/get-artifact",
        query: [
          ["path", path],
          ["run_uuid", runId],
        ],
        tries,
      }),
  };
}
