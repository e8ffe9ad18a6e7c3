"use client";
import type { ClusterDetail } from "@plumbline/contracts/clusters/cluster";
import { ButtonLink } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { ErrorState } from "@plumbline/ui/states";
import { Status, type StatusShape } from "@plumbline/ui/status";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { ClusterSkeleton } from "./cluster-skeleton.tsx";
import { firstSteps, type StepState } from "./first-steps.ts";

const shapes: Readonly<Record<StepState, StatusShape>> = { done: "good", now: "running", later: "waiting" };
const words: Readonly<Record<StepState, string>> = { done: "done", now: "now", later: "to come" };

/** A cluster that was never read: what is being done about it, or what stands in the way. */
export function Unread({ cluster }: { cluster: ClusterDetail }) {
  const { can } = useViewer();
  const { state, problem, connection } = cluster;
  if (state === "unreachable" || state === "refused") {
    const title = state === "refused" ? "The cluster refuses the credentials" : "The cluster does not answer";
    const where = connection.address === null ? "" : ` at ${connection.address}`;
    return (
      <Panel>
        <ErrorState
          title={`${title}${where}`}
          detail={`${problem ?? "Whoever runs the platform sees why."} It is tried again all the time; this page fills once it answers.`}
          action={can("platform:compute") && <ChangeCredentials cluster={cluster.name} />}
        />
      </Panel>
    );
  }
  return (
    <>
      <Panel title="The cluster is being read" aside="this page fills by itself, within a minute">
        <ol className="grid gap-1.5">
          {firstSteps(cluster).map(({ title, state: step }) => (
            <li key={title}>
              <Status shape={shapes[step]} className={step === "later" ? "text-ink-3" : ""}>
                {title}
                <span className="sr-only">: {words[step]}</span>
              </Status>
            </li>
          ))}
        </ol>
      </Panel>
      <ClusterSkeleton hasBanner={false} />
    </>
  );
}

function ChangeCredentials({ cluster }: { cluster: string }) {
  const { workspace } = useViewer();
  return (
    <ButtonLink>
      <Link href={paths.clusterManagement(workspace, cluster)}>Change credentials</Link>
    </ButtonLink>
  );
}
