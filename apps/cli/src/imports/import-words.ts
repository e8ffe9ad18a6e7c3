import { type Import, type ImportKind, importKinds } from "@plumbline/contracts/imports";
import { inTime, table } from "#src/jobs/job-words.ts";

const kindWords: Readonly<Record<ImportKind, string>> = {
  experiments: "experiments",
  runs: "runs",
  points: "metric points",
  params: "params",
  tags: "tags",
  inputs: "datasets and model links",
  loggedModels: "logged models",
  artifacts: "artifacts",
  models: "registered models",
  versions: "model versions",
};

const number = (value: number): string => value.toLocaleString("en-US");

/** One line: where a running import stands. */
export function progressLine({ state, progress, counts }: Import): string {
  if (state === "queued") return "waiting for the worker";
  const { message, done, total, ratePerSecond: rate, remainingSeconds: left } = progress;
  const parts = [
    total > 0 ? `${message}: ${number(done)} of ${number(total)}` : message,
    ...(counts.points.brought > 0 ? [`${number(counts.points.brought)} points`] : []),
    ...(rate !== null && rate > 0 ? [`${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s`] : []),
    ...(left === null ? [] : [`${inTime(left)} left`]),
  ];
  return parts.join(", ");
}

/** What became of it, in one word or two. */
export function stateText({ state, isPreview, isComplete, problems }: Import): string {
  if (state !== "done") return state;
  if (isPreview) return "counted";
  return isComplete ? "complete" : `done, ${number(problems)} ${problems === 1 ? "thing" : "things"} left out`;
}

/** The report of an import that has ended: counts, then checksums. */
export function reportLines(one: Import): string[] {
  const rows = importKinds
    .filter((kind) => one.counts[kind].source > 0 || one.counts[kind].leftOut > 0)
    .map((kind) => {
      const { source, brought, unchanged, leftOut } = one.counts[kind];
      return one.isPreview ? [kindWords[kind], number(source)] : [kindWords[kind], ...[source, brought, unchanged, leftOut].map(number)];
    });
  const heading = one.isPreview ? ["", "SOURCE"] : ["", "SOURCE", "BROUGHT", "UNCHANGED", "LEFT OUT"];
  const checks = one.checks.map(({ kind, compared, equal, sourceChecksum, checksum }) =>
    sourceChecksum === checksum
      ? `${kind}: ${number(equal)} of ${number(compared)} equal, checksum ${checksum}`
      : `${kind}: ${number(equal)} of ${number(compared)} equal, checksums ${sourceChecksum} there and ${checksum} here`,
  );
  return [...table([heading, ...rows]), ...checks];
}
