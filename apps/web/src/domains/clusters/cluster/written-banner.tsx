"use client";
import type { ClusterDetail } from "@plumbline/contracts/clusters/cluster";
import { Button } from "@plumbline/ui/button";
import { formatCount } from "@plumbline/ui/format/number";
import { PencilLine, ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useUrlState } from "#src/components/url-state.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { writtenWords } from "../cluster-words.ts";

const CallsDialog = dynamic(() => import("./calls-dialog.tsx").then((module) => module.CallsDialog));

/** What was done to the cluster since it was registered, and where to see all of it. */
export function WrittenBanner({ cluster }: { cluster: ClusterDetail }) {
  const { can } = useViewer();
  const url = useUrlState();
  const { isUntouched, title, text } = writtenWords(cluster);
  const { reads, questions, writes } = cluster.calls;
  const look = isUntouched ? "bg-good-soft [&>svg]:text-good" : "bg-warn-soft [&>svg]:text-warn";
  const Sign = isUntouched ? ShieldCheck : PencilLine;
  return (
    <section
      aria-label="What was done to the cluster"
      className={`flex flex-wrap items-center gap-x-5 gap-y-1 rounded-lg px-4 py-2 ${look}`}
    >
      <Sign className="icon -mr-2" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-64 text-ink-2">
        <strong className="font-semibold text-ink">{title}</strong> {text}
      </p>
      <p className="text-ink-2">
        <strong className="font-semibold text-ink tabular-nums">{formatCount(reads)}</strong>{" "}
        {cluster.lastContactAt === null ? "tries to read it" : "list and watch calls"}
      </p>
      {questions > 0 && (
        <p className="text-ink-2" title="Asked the cluster what the credentials may do; that changes nothing">
          <strong className="font-semibold text-ink tabular-nums">{formatCount(questions)}</strong>{" "}
          {questions === 1 ? "question" : "questions"}
        </p>
      )}
      <p className="text-ink-2">
        <strong className="font-semibold text-ink tabular-nums">{formatCount(writes)}</strong> {writes === 1 ? "write" : "writes"}
      </p>
      {can("platform:compute") && (
        <Button tone="ghost" className="text-ink!" onClick={() => url.set({ calls: "1" })}>
          See every call
        </Button>
      )}
      {url.get("calls") === "1" && can("platform:compute") && (
        <CallsDialog cluster={cluster.name} onClose={() => url.set({ calls: undefined })} />
      )}
    </section>
  );
}
