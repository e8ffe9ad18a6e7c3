import { createHash } from "node:crypto";
import { inspectZip } from "./archive/zip.ts";
import { endsAsZip } from "./archive/zip-directory.ts";
import { ByteStream } from "./byte-stream.ts";
import { readDependencies } from "./dependencies.ts";
import { EndingKeeper } from "./ending-keeper.ts";
import { FindingLog } from "./finding-log.ts";
import { inspect } from "./inspect.ts";
import { defaultLimits, type ScanLimits } from "./limits.ts";
import type { ScannedDependency, ScannedFile, ScanReport } from "./report.ts";
import { type FileScan, type Part, report } from "./scan-context.ts";
import { LimitError, MalformedError, SourceError } from "./scan-errors.ts";

/** One file of a model version; `open` reads it from its start and may be called several times. */
export interface FileToScan {
  readonly path: string;
  readonly sizeBytes: number;
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

export interface ScanOptions {
  readonly limits?: Partial<ScanLimits>;
  readonly signal?: AbortSignal;
}

/**
 * Decides from their bytes alone whether the files of a model version are dangerous to load; nothing is loaded or run.
 * What is wrong with a file is a finding. Throws only where a file cannot be read, and when `signal` aborts.
 */
export async function scanFiles(files: AsyncIterable<FileToScan>, options: ScanOptions = {}): Promise<ScanReport> {
  const scanned: ScannedFile[] = [];
  const dependencies: ScannedDependency[] = [];
  for await (const file of files) {
    const done = await scanFile(file, options);
    scanned.push(done.file);
    dependencies.push(...done.dependencies);
  }
  return { files: scanned, dependencies, summary: summaryOf(scanned, dependencies.length) };
}

function summaryOf(files: readonly ScannedFile[], dependencies: number): ScanReport["summary"] {
  const summary = { files: files.length, clean: 0, unknown: 0, suspicious: 0, dangerous: 0, findings: 0, dependencies };
  for (const { verdict, findings } of files) {
    summary[verdict] += 1;
    summary.findings += findings.length;
  }
  return summary;
}

/** The file's bytes; what goes wrong in reading them is told apart from what is wrong with them. */
async function* bytesOf(file: FileToScan, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of await file.open()) {
      signal?.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    throw new SourceError(`${file.path} could not be read`, { cause: error });
  }
}

interface Watched {
  readonly stream: ByteStream;
  readonly keeper: EndingKeeper;
  readonly digest: () => string;
}

/** A stream that is hashed and whose end is kept as it passes. */
function watch(source: AsyncIterable<Uint8Array>): Watched {
  const hash = createHash("sha256");
  const keeper = new EndingKeeper();
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk);
      keeper.add(chunk);
      yield chunk;
    }
  }
  return { stream: new ByteStream(watched()), keeper, digest: () => hash.digest("hex") };
}

interface ScannedWith {
  readonly file: ScannedFile;
  readonly dependencies: readonly ScannedDependency[];
}

async function scanFile(file: FileToScan, options: ScanOptions): Promise<ScannedWith> {
  const limits = { ...defaultLimits, ...options.limits };
  const scan: FileScan = {
    path: file.path,
    log: new FindingLog(limits.findings),
    limits,
    spent: { expandedBytes: 0, rereads: 0 },
    inspect: async (part) => await inspect(part, scan),
  };
  const { stream, keeper, digest } = watch(bytesOf(file, options.signal));
  const part: Part = {
    name: file.path,
    inside: "",
    depth: 0,
    isDataExpected: false,
    allowsPersistentIds: false,
    stream,
    reopen: async () => bytesOf(file, options.signal),
    ending: async () => {
      await stream.drain();
      return { bytes: keeper.bytes, sizeBytes: keeper.sizeBytes };
    },
  };
  try {
    const { format, dependencies } = await lookInto(part, scan);
    const { sizeBytes } = await part.ending();
    const { verdict } = scan.log;
    return { file: { path: file.path, sizeBytes, sha256: digest(), format, verdict, findings: scan.log.list() }, dependencies };
  } finally {
    await stream.close();
  }
}

async function lookInto(
  part: Part,
  scan: FileScan,
): Promise<{ readonly format: string; readonly dependencies: readonly ScannedDependency[] }> {
  try {
    const dependencies = await readDependencies(part, scan);
    const isZip = (await part.stream.peek(2)).toString("latin1") === "PK";
    const format = await scan.inspect(part);
    if (!isZip) await checkEnding(part, scan, format);
    return { format, dependencies };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    // Whatever the scanner stumbles over, the file does not pass as clean.
    report(part, scan, ["scanner-failed", error instanceof Error ? error.message : ""]);
    return { format: "unknown", dependencies: [] };
  }
}

/** Archives are opened by their end: a file that begins as something else may be one as well. */
async function checkEnding(part: Part, scan: FileScan, format: string): Promise<void> {
  const ending = await part.ending();
  if (!endsAsZip(ending)) return;
  report(part, scan, ["polyglot", format]);
  try {
    await inspectZip(part, scan);
  } catch (error) {
    if (!(error instanceof MalformedError || error instanceof LimitError)) throw error;
    report(part, scan, ["malformed", error.message]);
  }
}
