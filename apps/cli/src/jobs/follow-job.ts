import type { Client } from "@plumbline/contracts/client";
import { endedStates, getJob, type JobDetail, jobTitle } from "@plumbline/contracts/jobs/job";
import { getLog } from "@plumbline/contracts/jobs/log";
import type { Context } from "#src/command.ts";
import { ask } from "#src/server.ts";
import { followChanges } from "./events.ts";
import { stateWords } from "./job-words.ts";

/** Changes are hints: without any, it looks so often. */
const lookEveryMs = 10_000;
const pageLines = 2000;

/** How far a reader has come. */
interface Reader {
  attempt: number;
  next: number;
  said: string;
}

type Follower = Client & { readonly origin: string; readonly token: string };

/** Prints a job's log, attempt after attempt, until the job has ended; its states are said beside it. */
export async function followJob(client: Follower, job: string, context: Context): Promise<JobDetail> {
  const stopped = new AbortController();
  const reader: Reader = { attempt: 1, next: 1, said: "" };
  const ended = Promise.withResolvers<JobDetail>();
  let [isLooking, isHinted] = [false, false];
  const look = async (): Promise<void> => {
    isHinted = true;
    if (isLooking) return;
    isLooking = true;
    while (isHinted && !stopped.signal.aborted) {
      isHinted = false;
      const detail = await catchUp(client, { job, reader, context });
      if (detail) ended.resolve(detail);
    }
    isLooking = false;
  };
  const hint = () => void look().catch(ended.reject);
  const timer = setInterval(hint, lookEveryMs);
  followChanges({
    origin: client.origin,
    token: client.token,
    signal: stopped.signal,
    onReset: hint,
    onChange: (change) => {
      if (change.subject === job && (change.topic === "job" || change.topic === "job-log")) hint();
    },
  }).catch(ended.reject);
  try {
    return await ended.promise;
  } finally {
    clearInterval(timer);
    stopped.abort();
  }
}

/** Prints what is new; answers the job once it has ended and nothing more will come. */
async function catchUp(client: Client, of: { job: string; reader: Reader; context: Context }): Promise<JobDetail | undefined> {
  const { job, reader, context } = of;
  const detail = await ask(() => client.call(getJob, { job }));
  const isOver = endedStates.includes(detail.state);
  if (!isOver) sayOnce(`${jobTitle(detail)} ${stateWords(detail)}`, { reader, context });
  const isWhole = detail.attempts === 0 || (await printUpTo(client, { ...of, attempts: detail.attempts }));
  return isOver && isWhole ? detail : undefined;
}

function sayOnce(words: string, { reader, context }: { reader: Reader; context: Context }): void {
  if (words !== reader.said) context.say(words);
  reader.said = words;
}

/** Whether all of them were printed to their ends. */
async function printUpTo(client: Client, of: { job: string; reader: Reader; context: Context; attempts: number }): Promise<boolean> {
  const { reader, context, attempts } = of;
  while (await printNew(client, of)) {
    if (reader.attempt >= attempts) return true;
    reader.attempt++;
    reader.next = 1;
    context.say(`attempt ${reader.attempt}`);
  }
  return false;
}

/** Whether the attempt's log is whole and was printed to its end. */
async function printNew(client: Client, { job, reader, context }: { job: string; reader: Reader; context: Context }): Promise<boolean> {
  while (true) {
    const page = await ask(() => client.call(getLog, { job, attempt: reader.attempt, from: reader.next, limit: pageLines }));
    for (const line of page.lines) context.print(line.text);
    reader.next = page.next;
    if (page.next > page.last) return page.isComplete;
  }
}
