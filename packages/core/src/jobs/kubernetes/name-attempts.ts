import { tellTitles } from "../../clusters/index.ts";
import { attemptOfName } from "../executors/executor.ts";
import { selectTitles } from "../store/titles.ts";

// On a cluster an attempt is called by numbers; people know the job.
tellTitles(async (tx, names) => {
  const attempts = names.flatMap((name) => {
    const of = attemptOfName(name);
    return of ? [{ name, jobId: of.jobId }] : [];
  });
  if (attempts.length === 0) return new Map();
  const titles = await selectTitles(
    tx,
    attempts.map(({ jobId }) => jobId),
  );
  return new Map(attempts.flatMap(({ name, jobId }) => (titles.has(jobId) ? [[name, titles.get(jobId) ?? name]] : [])));
});
