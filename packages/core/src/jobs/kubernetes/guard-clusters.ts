import { guardRemoval } from "../../clusters/index.ts";
import { countUnfinishedOn } from "../store/unfinished.ts";

// A cluster that is forgotten takes with it what could be known of its jobs.
guardRemoval(async (ctx, clusterId) => {
  const count = await countUnfinishedOn(ctx.tx, clusterId);
  if (count === 0) return;
  return count === 1 ? "1 job has not ended" : `${count} jobs have not ended`;
});
