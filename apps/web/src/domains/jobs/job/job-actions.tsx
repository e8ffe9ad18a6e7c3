"use client";
import { type JobDetail, jobTitle } from "@plumbline/contracts/jobs/job";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { Copy, Pause, Play, RotateCcw, Scale, X } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { actsOf } from "./job-acts.ts";
import { cancelText, suspendText } from "./stop-words.ts";
import { useJobActs } from "./use-job-acts.ts";

const ReproduceDialog = dynamic(() => import("./reproduce-dialog.tsx").then((module) => module.ReproduceDialog));

/** What may be done to a job, as far as the reader may. */
export function JobActions({ job }: { job: JobDetail }) {
  const viewer = useViewer();
  const [open, setOpen] = useState<"cancel" | "suspend" | "reproduce">();
  const close = () => setOpen(undefined);
  const may = actsOf(job, viewer);
  const { cancel, suspend, resume, rerun } = useJobActs(job, close);
  return (
    <>
      {may.clone.isShown && (
        <ButtonLink tone="ghost">
          <Link href={`${paths.newJob(viewer.workspace)}?clone=${job.id}`}>
            <Copy className="icon-small" aria-hidden="true" />
            Clone
          </Link>
        </ButtonLink>
      )}
      {may.rerun.isShown && (
        <Button busy={rerun.isPending} denied={may.rerun.denied} onClick={() => rerun.mutate()}>
          <RotateCcw className="icon-small" aria-hidden="true" />
          Run again
        </Button>
      )}
      {may.reproduce.isShown && (
        <Button denied={may.reproduce.denied} onClick={() => setOpen("reproduce")}>
          <Scale className="icon-small" aria-hidden="true" />
          Reproduce
        </Button>
      )}
      {may.suspend.isShown && (
        <Button denied={may.suspend.denied} onClick={() => setOpen("suspend")}>
          <Pause className="icon-small" aria-hidden="true" />
          Suspend
        </Button>
      )}
      {may.resume.isShown && (
        <Button tone="primary" busy={resume.isPending} denied={may.resume.denied} onClick={() => resume.mutate()}>
          <Play className="icon-small" aria-hidden="true" />
          Resume
        </Button>
      )}
      {may.cancel.isShown && (
        <Button tone="danger" denied={may.cancel.denied} onClick={() => setOpen("cancel")}>
          <X className="icon-small" aria-hidden="true" />
          Cancel job
        </Button>
      )}
      {open === "cancel" && (
        <Confirm
          open
          onOpenChange={close}
          title={`Cancel ${jobTitle(job)}`}
          description={cancelText(job)}
          action="Cancel job"
          busy={cancel.isPending}
          onConfirm={() => cancel.mutate()}
        />
      )}
      {open === "suspend" && (
        <Confirm
          open
          onOpenChange={close}
          title={`Suspend ${jobTitle(job)}`}
          description={suspendText(job)}
          action="Suspend job"
          busy={suspend.isPending}
          onConfirm={() => suspend.mutate()}
        />
      )}
      {open === "reproduce" && job.runId !== null && <ReproduceDialog runId={job.runId} title={jobTitle(job)} onClose={close} />}
    </>
  );
}
