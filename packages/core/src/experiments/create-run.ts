import { randomUUID } from "node:crypto";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import * as contract from "@plumbline/contracts/experiments/run";
import { AppError, ingest, workspaceOf } from "../kernel/index.ts";
import { checkRunTags, runNameTag } from "./key-rules.ts";
import { randomName } from "./random-name.ts";
import { runLane } from "./run-lane.ts";

export const createRun = ingest(contract.createRun, async ({ deps, caller, input, request }) => {
  const { name, tags } = nameAndTags(input.name, checkRunTags(input.tags));
  const run = {
    runId: input.runId ?? randomUUID().replaceAll("-", ""),
    experimentId: Number(input.experimentId),
    name,
    userId: input.userId,
    createdBy: caller.actor.id,
    startTime: input.startTime ?? deps.now().getTime(),
    tags,
  };
  const write = { kind: "create", caller, run, hasChosenId: input.runId !== undefined, request } as const;
  return (await runLane(deps).submit(workspaceOf(caller).id, write)) as contract.Run;
});

/** Name and tag of the name agree; where neither is given, the run gets a random name. */
function nameAndTags(given: string | undefined, tags: KeyValue[]): { name: string; tags: KeyValue[] } {
  const tagged = tags.find(({ key }) => key === runNameTag)?.value;
  if (given && tagged && given !== tagged) {
    throw new AppError("invalid", `The name "${given}" and the tag ${runNameTag} "${tagged}" differ. Give one, or both alike.`, {
      params: { reason: "run-name-differs", name: given, tag: tagged },
      fields: [{ path: "name", message: `differs from the tag ${runNameTag}` }],
    });
  }
  const name = given || tagged || randomName();
  const others = tags.filter(({ key }) => key !== runNameTag);
  return { name, tags: [...others, { key: runNameTag, value: name }].sort((left, right) => (left.key < right.key ? -1 : 1)) };
}
