import type { Cluster } from "@plumbline/contracts/clusters/cluster";
import { Time } from "@plumbline/ui/time";
import { WifiOff } from "lucide-react";

interface Props {
  cluster: Pick<Cluster, "state" | "problem">;
  readAt: string;
}

/** Over a reading that may be old or lacks something: why, and how old it is. */
export function StandingNotice({ cluster: { state, problem }, readAt }: Props) {
  const isAway = state === "unreachable" || state === "refused";
  if (!isAway && problem === null) return null;
  return (
    <div role="status" className="flex items-start gap-2 rounded-lg bg-warn-soft px-4 py-2 text-warn">
      <WifiOff className="icon mt-0.5" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        {isAway && (
          <strong className="font-semibold">
            {state === "refused" ? "The cluster refuses the credentials. " : "The cluster does not answer. "}
          </strong>
        )}
        {problem}{" "}
        {isAway && (
          <>
            What is shown is how it was <Time at={Date.parse(readAt)} style="sentence" />; it is tried again all the time.
          </>
        )}
      </p>
    </div>
  );
}
