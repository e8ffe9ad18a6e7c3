import type { ScanReport } from "../scan/report.ts";

/** Bytes of JSON that the report may have: evidence as a whole may have a mebibyte. */
const reportMaxBytes = 800_000;

const order = { dangerous: 0, suspicious: 1, unknown: 2, clean: 3 } as const;

interface FittedReport extends ScanReport {
  /** What was left out for its size, the worst having been kept; the summary counts everything. */
  readonly omitted: { readonly files: number; readonly findings: number; readonly dependencies: number };
}

/** The report with the worst files first, cut to what evidence may hold. */
export function fitScanReport({ files, dependencies, summary }: ScanReport, maxBytes = reportMaxBytes): FittedReport {
  const room = { left: maxBytes };
  const worstFirst = [...files].sort((left, right) => order[left.verdict] - order[right.verdict]);
  const keptFiles = takeWhileFits(worstFirst, room);
  const keptDependencies = takeWhileFits(dependencies, room);
  const countFindings = (of: ScanReport["files"]): number => of.reduce((sum, { findings }) => sum + findings.length, 0);
  return {
    files: keptFiles,
    dependencies: keptDependencies,
    summary,
    omitted: {
      files: files.length - keptFiles.length,
      findings: countFindings(files) - countFindings(keptFiles),
      dependencies: dependencies.length - keptDependencies.length,
    },
  };
}

function takeWhileFits<T>(items: readonly T[], room: { left: number }): T[] {
  const kept: T[] = [];
  for (const item of items) {
    const sizeBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (sizeBytes > room.left) return kept;
    room.left -= sizeBytes;
    kept.push(item);
  }
  return kept;
}
