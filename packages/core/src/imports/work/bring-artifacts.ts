import { createHash } from "node:crypto";
import { type ArtifactContent, readArtifact, writeArtifact } from "../../artifacts/index.ts";
import { AppError } from "../../kernel/index.ts";
import type { ArtifactRoot, SourceFile } from "../source/read-artifacts.ts";
import { eachAtOnce } from "./at-once.ts";
import { reasonOf, type Work } from "./work.ts";

interface Wanted {
  readonly root: ArtifactRoot;
  /** The directory here. */
  readonly to: string;
  /** Whose files they are, for people. */
  readonly subject: string;
  /** Nothing can be there yet. */
  readonly isFresh: boolean;
}

const filesAtOnce = 4;
const tries = 3;

/** Brings the files below a root. Whether all of them are here. */
export async function bringArtifacts(work: Work, { root, to, subject, isFresh }: Wanted): Promise<boolean> {
  if (root.uri === "") return true;
  let isWhole = true;
  const leaveOut = (path: string, error: unknown): void => {
    isWhole = false;
    work.reporter.count("artifacts", "leftOut");
    work.reporter.problem("artifact", `${subject}: ${path}`, reasonOf(error));
  };
  const files: SourceFile[] = [];
  try {
    for await (const file of work.source.artifacts.files(root)) files.push(file);
  } catch (error) {
    leaveOut("all files", error);
    return false;
  }
  work.reporter.count("artifacts", "source", files.length);
  await eachAtOnce(files, filesAtOnce, async (file) => {
    work.reporter.signal.throwIfAborted();
    const path = `${to}/${file.path}`;
    try {
      const here = isFresh ? undefined : await findHere(work, path);
      // MLflow leaves the size of an empty file out.
      if (here && here.sizeBytes === (file.sizeBytes ?? 0)) return work.reporter.count("artifacts", "unchanged");
      await copy(work, file, path);
      work.reporter.count("artifacts", "brought");
    } catch (error) {
      work.reporter.signal.throwIfAborted();
      leaveOut(file.path, error);
    }
  });
  return isWhole;
}

async function findHere({ deps, caller }: Work, path: string): Promise<ArtifactContent | undefined> {
  try {
    return await readArtifact(deps, caller, { path });
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return undefined;
    throw error;
  }
}

/** Copies bytes, and compares the digest of what came with that of what is stored. A connection that breaks off is tried again. */
async function copy(work: Work, file: SourceFile, path: string): Promise<void> {
  const { deps, caller, reporter } = work;
  for (let attempt = 1; ; attempt++) {
    const digest = createHash("sha256");
    try {
      const source = measured(await file.open(), digest);
      const { sha256, sizeBytes } = await writeArtifact(deps, caller, { path, source, signal: reporter.signal });
      const came = digest.digest("hex");
      const isEqual = came === sha256 && (file.sizeBytes === null || file.sizeBytes === sizeBytes);
      work.checks.compare("artifacts", { there: `${path} ${came} ${file.sizeBytes ?? sizeBytes}`, here: `${path} ${sha256} ${sizeBytes}` });
      if (!isEqual) throw new AppError("conflict", `It has ${sizeBytes} bytes where the source said ${file.sizeBytes}.`);
      return;
    } catch (error) {
      reporter.signal.throwIfAborted();
      if (error instanceof AppError || attempt >= tries) throw error;
    }
  }
}

async function* measured(source: AsyncIterable<Uint8Array>, digest: { update(chunk: Uint8Array): unknown }): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    digest.update(chunk);
    yield chunk;
  }
}
