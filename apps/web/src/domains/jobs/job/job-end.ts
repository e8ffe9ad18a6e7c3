import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { formatClock } from "@plumbline/ui/format/time";
import { spanText } from "../pending/pending-words.ts";

/** When a running job ends, and how that is known. */
export interface JobEnd {
  /** The time that is most likely, or the latest possible. */
  to: number;
  basis: "said" | "progress" | "history" | "limit";
  /** Between them 8 in 10 of those alike ended; undefined where too few are known. */
  span: { from: number; to: number } | undefined;
  /** Of those alike, how many ran as long. */
  count: number;
  alike: string;
}

type Running = Pick<JobDetail, "state" | "progress" | "timeLimitSeconds" | "expectedEnd" | "attemptList">;

/** Progress below this says nothing of the rest yet. */
const leastFraction = 0.02;

/** As the program says itself, else as its progress goes, else as jobs like it ran, else at its time limit; undefined while nothing runs. */
export function endOf(job: Running): JobEnd | undefined {
  const running = job.attemptList.findLast(({ runningAt, endedAt }) => runningAt !== null && endedAt === null);
  if (job.state !== "running" || !running?.runningAt) return undefined;
  const runningAt = Date.parse(running.runningAt);
  const latest = runningAt + job.timeLimitSeconds * 1000;
  const { span, count = 0, alike = "" } = job.expectedEnd ?? {};
  const own = ownWord(job.progress, runningAt) ?? (span ? { to: Date.parse(span.middle), basis: "history" as const } : undefined);
  return {
    to: Math.min(latest, own?.to ?? latest),
    basis: own?.basis ?? "limit",
    span: span ? { from: Date.parse(span.from), to: Date.parse(span.to) } : undefined,
    count,
    alike,
  };
}

/** What the program says of its end, or how far it is says for it. */
function ownWord(progress: Running["progress"], runningAt: number): Pick<JobEnd, "to" | "basis"> | undefined {
  if (progress === null) return undefined;
  const at = Date.parse(progress.at);
  if (progress.remainingSeconds !== null) return { to: at + progress.remainingSeconds * 1000, basis: "said" };
  const fraction = progress.fraction ?? 0;
  const isTelling = fraction >= leastFraction && fraction < 1 && at > runningAt;
  return isTelling ? { to: runningAt + (at - runningAt) / fraction, basis: "progress" } : undefined;
}

const endBasisText: Readonly<Record<JobEnd["basis"], string>> = {
  said: "as the job says",
  progress: "at its pace so far",
  history: "as jobs like it ran",
  limit: "at its time limit",
};

const spanOf = ({ from, to }: NonNullable<JobEnd["span"]>, now: number): string =>
  spanText({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }, now);

/** `15:20 to 16:10, 8 in 10 of 14 like it`, or how it is known and that there is no history. */
export function historyText({ span, count, basis }: JobEnd, now: number): string {
  if (span) return `${spanOf(span, now)}, 8 in 10 of ${count} like it`;
  return `${endBasisText[basis]}; ${count === 0 ? "no history" : `only ${count} like it`}`;
}

/** What the range was made from, or why there is none. */
export function historySentence(end: JobEnd, now: number): string {
  const { span, count, alike, basis, to } = end;
  const alone = basis === "said" || basis === "progress" ? ` About ${formatClock(to)} is ${endBasisText[basis]}.` : "";
  if (span)
    return `Of ${count} ${alike} that ran as long as this one has, 8 in 10 ended ${betweenText(spanOf(span, now))}, failures among them.${alone}`;
  const few = count === 0 ? "no others have run as long as this one" : `only ${count} have run as long as this one`;
  return `No range of its end is foreseen: of ${alike} ${few}, and it takes 5.${alone}`;
}

const betweenText = (words: string): string => (words.includes(" to ") ? `between ${words.replace(" to ", " and ")}` : words);
