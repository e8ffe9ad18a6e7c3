import { z } from "zod";
import { defineTask, type TaskContext } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import * as store from "../store/storage.ts";
import { addUp } from "./add-up.ts";

/** Runs, or logged models, that one statement looks at. */
const partSize = 2000;

/** Measures what the runs of each workspace take: once a day, because it looks at all of them, some at a time. */
export const measureStorage = defineTask({
  name: "experiments.measure-storage",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 6 * 3_600_000,
  everyMs: 24 * 3_600_000,
  handler: async () => async (context) => {
    const { deps } = context;
    for (const workspaceId of await deps.db.transaction({ role: "system" }, store.listWorkspacesWithExperiments)) {
      const runs = await measureAll(context, workspaceId, store.measureRuns);
      const models = await measureAll(context, workspaceId, store.measureModels);
      const measured = addUp([...runs, ...models]);
      await systemContext(deps, workspaceId, (ctx) => store.putStorage(ctx.tx, workspaceId, { measured, now: ctx.now }));
    }
  },
});

async function measureAll(
  { deps, signal }: TaskContext,
  workspaceId: number,
  measure: typeof store.measureRuns,
): Promise<store.Measured[]> {
  const all: store.Measured[] = [];
  let after: string | undefined = "";
  while (after !== undefined) {
    signal.throwIfAborted();
    const part: { after: string; limit: number } = { after, limit: partSize };
    const { measured, last } = await systemContext(deps, workspaceId, (ctx) => measure(ctx.tx, workspaceId, part));
    all.push(...measured);
    after = last;
  }
  return all;
}
