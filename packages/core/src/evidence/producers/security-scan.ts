import { openHeldBlob } from "../../artifacts/index.ts";
import { AppError } from "../../kernel/index.ts";
import { manifestOf } from "../../registry/index.ts";
import type { ScanReport } from "../scan/report.ts";
import { type FileToScan, scanFiles } from "../scan/scan-files.ts";
import { fitScanReport } from "./fit-scan-report.ts";
import type { Found, Work } from "./work.ts";

type Manifest = Awaited<ReturnType<typeof manifestOf>>;

/** Findings that say that loading a file would import what can do harm. */
const importRules = new Set(["pickle-dangerous-import", "pickle-unresolved-import", "skops-dangerous-type", "keras-dangerous-object"]);

const scannerVersion = "1";

/** Looks into every file of the version, as the storage holds it; nothing is loaded or run. */
export async function securityScan(work: Work<"security_scan">): Promise<Found> {
  const { subject } = work;
  const manifest = await work.read((ctx) => manifestOf(ctx, { modelKey: subject.model_key, version: subject.version }));
  const report = await scanFiles(filesOf(work, manifest), { signal: work.signal });
  checkBytes(manifest, report);
  const { files, dangerous, suspicious, unknown, clean } = report.summary;
  return {
    title: "Security scan",
    verdict: dangerous > 0 ? "fail" : suspicious > 0 ? "inconclusive" : "pass",
    summary: summaryOf(report),
    values: { files, dangerous, suspicious, unknown, clean, dangerous_imports: countFindings(report, importRules) },
    method: { scanner: "plumbline", version: scannerVersion, read: "every byte; nothing was loaded or run" },
    inputs: [{ kind: "manifest", name: "files of the version", digest: subject.digest.toString("hex") }],
    report: fitScanReport(report),
  };
}

/** The files in the order of the manifest, their progress told as they are read. */
async function* filesOf({ deps, workspaceId, tell }: Work<"security_scan">, manifest: Manifest): AsyncGenerator<FileToScan> {
  const totalBytes = manifest.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) || 1;
  let doneBytes = 0;
  for (const [index, { path, blobId, sizeBytes }] of manifest.entries()) {
    let readBytes = 0;
    const open = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of await openHeldBlob(deps, { workspaceId, blobId })) {
        readBytes += (chunk as Uint8Array).length;
        const share = (doneBytes + Math.min(readBytes, sizeBytes)) / totalBytes;
        tell(share, `Looking into file ${index + 1} of ${manifest.length}`);
        yield chunk as Uint8Array;
      }
    };
    yield { path, sizeBytes, open: async () => open() };
    doneBytes += sizeBytes;
  }
}

/** What is said of bytes must be said of those of the manifest. */
function checkBytes(manifest: Manifest, report: ScanReport): void {
  const scanned = new Map(report.files.map(({ path, sha256 }) => [path, sha256]));
  const other = manifest.find(({ path, digest }) => scanned.get(path) !== digest.toString("hex"));
  if (!other) return;
  throw new AppError(
    "conflict",
    `The stored bytes of "${other.path}" are not those that the version was registered with. Nothing can be said about it; tell the platform team.`,
    { params: { reason: "bytes-differ" } },
  );
}

const countFindings = ({ files }: ScanReport, of: ReadonlySet<string>): number =>
  files.reduce((sum, { findings }) => sum + findings.filter(({ rule }) => of.has(rule)).length, 0);

function summaryOf({ summary }: ScanReport): string {
  const parts = (["dangerous", "suspicious", "unknown", "clean"] as const)
    .filter((name) => summary[name] > 0)
    .map((name) => `${summary[name]} ${name === "unknown" ? "of unknown content" : name}`);
  return `${summary.files} ${summary.files === 1 ? "file" : "files"}: ${parts.join(", ")}.`;
}
