import type { Attempt, JobDetail, JobProgress } from "@plumbline/contracts/jobs/job";
import { expect, test } from "vitest";
import { endOf, historySentence, historyText } from "./job-end.ts";

const at = (text: string): string => `2026-11-28T${text}:00.000Z`;
const ms = (text: string): number => Date.parse(at(text));
const attempt = { runningAt: at("12:00"), endedAt: null } as Attempt;
const quiet: JobProgress = { fraction: null, message: null, remainingSeconds: null, at: at("13:00") };
const history = {
  span: { from: at("13:20"), middle: at("13:30"), to: at("14:10") },
  count: 14,
  alike: "jobs named train in this workspace",
  latest: at("18:00"),
};
const running: Pick<JobDetail, "state" | "progress" | "timeLimitSeconds" | "expectedEnd" | "attemptList"> = {
  ...{ state: "running", progress: null, timeLimitSeconds: 6 * 3600, expectedEnd: null, attemptList: [attempt] },
};
const told = (progress: Partial<JobProgress>) => ({ ...running, progress: { ...quiet, ...progress } });

test("the job's own word goes before its pace, that before history, and that before the limit", () => {
  expect(endOf(told({ fraction: 0.5, remainingSeconds: 600 }))).toMatchObject({ to: ms("13:10"), basis: "said" });
  expect(endOf(told({ fraction: 0.5 }))).toMatchObject({ to: ms("14:00"), basis: "progress" });
  expect(endOf({ ...running, expectedEnd: history })).toMatchObject({ to: ms("13:30"), basis: "history" });
  expect(endOf(running)).toMatchObject({ to: ms("18:00"), basis: "limit" });
});

test("a share that says nothing yet is not taken for a pace", () => {
  expect(endOf(told({ fraction: 0.019 }))?.basis).toBe("limit");
  expect(endOf(told({ fraction: 0.02 }))?.basis).toBe("progress");
  expect(endOf(told({ fraction: 1 }))?.basis).toBe("limit");
});

test("nothing is foreseen beyond the time limit, and of what does not run", () => {
  expect(endOf(told({ remainingSeconds: 99_999 }))?.to).toBe(ms("18:00"));
  expect(endOf({ ...running, state: "stopping" })).toBeUndefined();
  expect(endOf({ ...running, attemptList: [] })).toBeUndefined();
  expect(endOf({ ...running, attemptList: [{ ...attempt, endedAt: at("12:30") }] })).toBeUndefined();
});

test("the range stands beside the job's own word, with how many it is from", () => {
  const end = endOf({ ...told({ remainingSeconds: 600 }), expectedEnd: history });
  expect(end).toMatchObject({ basis: "said", span: { from: ms("13:20"), to: ms("14:10") }, count: 14 });
  if (!end) throw new Error("it runs");
  expect(historyText(end, ms("13:00"))).toMatch(/^\d\d:20 to \d\d:10, 8 in 10 of 14 like it$/);
  expect(historyText(end, ms("13:50"))).toMatch(/^now to \d\d:10/);
  expect(historySentence(end, ms("13:00"))).toMatch(
    /^Of 14 jobs named train .* 8 in 10 ended between \d\d:20 and \d\d:10.* as the job says\.$/,
  );
});

test("without a history it says so", () => {
  const endWith = (count: number) => endOf({ ...running, expectedEnd: { ...history, span: null, count } });
  const [none, some] = [endWith(0), endWith(4)];
  if (!(none && some)) throw new Error("it runs");
  expect(historyText(none, ms("13:00"))).toBe("at its time limit; no history");
  expect(historyText(some, ms("13:00"))).toBe("at its time limit; only 4 like it");
  expect(historySentence(none, ms("13:00"))).toContain("no others have run as long as this one, and it takes 5.");
  expect(historySentence(some, ms("13:00"))).toContain("only 4 have run");
});
