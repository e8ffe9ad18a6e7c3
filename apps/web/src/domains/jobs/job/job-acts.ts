import type { Job } from "@plumbline/contracts/jobs/job";
import { endedStates } from "@plumbline/contracts/jobs/job";
import type { Permission } from "@plumbline/contracts/permissions";
import { personName } from "#src/components/person-name.ts";

/** Whether a button is there, and why it cannot be pressed now. */
export interface Act {
  isShown: boolean;
  denied?: string | undefined;
}

export interface JobActs {
  clone: Act;
  rerun: Act;
  reproduce: Act;
  suspend: Act;
  resume: Act;
  cancel: Act;
  prioritise: Act;
}

interface Reader {
  me: { id: string };
  can: (permission: Permission) => boolean;
}

const stoppable: readonly Job["state"][] = ["queued", "starting", "running", "stopping", "waiting"];

/** What somebody may do to a job as it stands. What a role never may is not shown; what cannot be now says why. */
export function actsOf(job: Pick<Job, "state" | "submittedBy" | "runId" | "repeats">, { me, can }: Reader): JobActs {
  const maySubmit = can("job:submit");
  const isOver = endedStates.includes(job.state);
  const isTheirs = job.submittedBy.id !== me.id && !can("job:manage");
  const theirs = isTheirs ? `It is a job of ${personName(job.submittedBy)}. They, engineers and admins may do this.` : undefined;
  const change = (isShown: boolean, denied?: string): Act => ({ isShown: maySubmit && isShown, denied: theirs ?? denied });
  return {
    clone: { isShown: maySubmit },
    rerun: { isShown: maySubmit && isOver },
    reproduce: { isShown: maySubmit && isOver && job.runId !== null, denied: reproduceDenial(job) },
    suspend: change(stoppable.includes(job.state), job.state === "stopping" ? "It is stopping already" : undefined),
    resume: change(job.state === "suspended"),
    cancel: change(!isOver),
    prioritise: change(job.state === "queued" || job.state === "waiting" || job.state === "suspended"),
  };
}

function reproduceDenial({ state, repeats }: Pick<Job, "state" | "repeats">): string | undefined {
  if (state !== "succeeded") return "Only what succeeded can be reproduced";
  return repeats?.purpose === "reproduce" ? "This job is itself a check of another. Reproduce that one." : undefined;
}
