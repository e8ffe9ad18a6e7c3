"use client";
import { type JobDetail, jobTitle } from "@plumbline/contracts/jobs/job";
import type { Remedy } from "@plumbline/contracts/quotas/pending";
import { Button, ButtonLink } from "@plumbline/ui/button";
import Link from "next/link";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { actsOf } from "../job/job-acts.ts";
import { changedSpec } from "./changed-spec.ts";
import { useRemedies } from "./use-remedies.ts";

const verbs: Readonly<Record<Remedy["kind"], string>> = {
  "switch-flavour": "Switch",
  "fewer-gpus": "Change",
  "suspend-own": "Suspend it",
  "raise-priority": "Raise",
  "request-quota": "Request",
  "raise-budget": "Request",
};

const isRequest = (kind: Remedy["kind"]): boolean => kind === "request-quota" || kind === "raise-budget";

/** Does what the remedy says, after a question where it takes something away. */
export function RemedyButton({ job, remedy }: { job: JobDetail; remedy: Remedy }) {
  const viewer = useViewer();
  const [isAsking, setAsking] = useState(false);
  const { suspend, raise, resubmit } = useRemedies(job, () => setAsking(false));
  const spec = changedSpec(job.spec, remedy);
  const verb = verbs[remedy.kind];
  const denied = remedy.action === null ? remedy.effect : actsOf(job, viewer).cancel.denied;
  if (isRequest(remedy.kind)) return <RequestLink remedy={remedy} verb={verb} />;
  if (!viewer.can("job:submit")) return null;
  const act = () => {
    if (remedy.kind === "suspend-own" && remedy.action?.jobId) suspend.mutate(remedy.action.jobId);
    else if (remedy.kind === "raise-priority") raise.mutate();
    else if (spec) resubmit.mutate(spec);
  };
  const isBusy = suspend.isPending || raise.isPending || resubmit.isPending;
  return (
    <>
      <Button busy={isBusy} denied={denied} onClick={() => (remedy.kind === "raise-priority" ? act() : setAsking(true))}>
        {verb}
        <span className="sr-only">: {remedy.title}</span>
      </Button>
      {isAsking && (
        <Confirm
          open
          onOpenChange={setAsking}
          title={remedy.title}
          description={questionOf(job, remedy)}
          action={remedy.kind === "suspend-own" ? "Suspend it" : "Cancel and submit anew"}
          busy={isBusy}
          onConfirm={act}
        />
      )}
    </>
  );
}

function questionOf(job: JobDetail, remedy: Remedy): string {
  if (remedy.kind === "suspend-own") return remedy.detail;
  return `${jobTitle(job)} leaves the line, and the same spec with this one change is submitted as a new job. ${remedy.detail}`;
}

/** Quota and budget are asked for where they are decided on. */
function RequestLink({ remedy, verb }: { remedy: Remedy; verb: string }) {
  const { workspace, can } = useViewer();
  if (!can("quota:request")) return null;
  if (remedy.action === null) return <Button denied={remedy.effect}>{verb}</Button>;
  const query = new URLSearchParams({
    request: remedy.kind === "raise-budget" ? "budget" : "quota",
    ...(remedy.action.pool && { pool: remedy.action.pool }),
  });
  return (
    <ButtonLink>
      <Link href={`${paths.quotas(workspace)}?${query}`}>
        {verb}
        <span className="sr-only">: {remedy.title}</span>
      </Link>
    </ButtonLink>
  );
}
