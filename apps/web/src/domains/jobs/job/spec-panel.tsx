"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { ChevronDown, ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useUrlState } from "#src/components/url-state.ts";

const SpecCode = dynamic(() => import("../spec/spec-code.tsx").then((module) => module.SpecCode), {
  loading: () => <p className="p-3 text-ink-3">The spec is being written out.</p>,
});

/** What was asked for, as it can be sent again. */
export function SpecPanel({ job }: { job: JobDetail }) {
  const url = useUrlState();
  const isOpen = url.get("spec") === "1";
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <Panel
      title="Spec"
      aside="as it was submitted, in YAML"
      flush
      actions={
        <Button size="small" tone="ghost" aria-expanded={isOpen} onClick={() => url.set({ spec: isOpen ? undefined : "1" })}>
          <Chevron className="icon-small" aria-hidden="true" />
          {isOpen ? "Hide" : "Show"}
        </Button>
      }
    >
      {isOpen && (
        <div className="p-3">
          <SpecCode spec={job.spec} />
        </div>
      )}
    </Panel>
  );
}
