"use client";
import { type JobDetail, jobTitle, notifyOnStart } from "@plumbline/contracts/jobs/job";
import { Button } from "@plumbline/ui/button";
import { useMutation } from "@tanstack/react-query";
import { Bell, BellRing } from "lucide-react";
import { failToast } from "#src/components/fail-toast.ts";
import { useKept } from "#src/components/kept.ts";
import { useApi } from "#src/shell/api.tsx";

/** Asks for a message in the inbox when the job starts; this browser remembers that it was asked for. */
export function NotifyButton({ job }: { job: Pick<JobDetail, "id" | "name" | "number"> }) {
  const api = useApi();
  const [kept, keep] = useKept(`notify.${job.id}`);
  const isOn = kept === "on";
  const set = useMutation({
    mutationFn: (onStart: boolean) => api.call(notifyOnStart, { job: job.id, onStart }),
    onSuccess: ({ onStart }) => keep(onStart ? "on" : undefined),
    onError: (error, onStart) => failToast(`${jobTitle(job)} could not be followed`, error, () => set.mutate(onStart)),
  });
  const Icon = isOn ? BellRing : Bell;
  return (
    <Button aria-pressed={isOn} busy={set.isPending} onClick={() => set.mutate(!isOn)}>
      <Icon className="icon-small" aria-hidden="true" />
      {isOn ? "You are told when it starts" : "Tell me when it starts"}
    </Button>
  );
}
