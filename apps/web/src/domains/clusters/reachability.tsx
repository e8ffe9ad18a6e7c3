import type { Cluster } from "@plumbline/contracts/clusters/cluster";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";

type Standing = Pick<Cluster, "state" | "stateSince" | "lastContactAt">;

/** Whether a cluster answers, and since when it does or does not. */
export function Reachability({ cluster }: { cluster: Standing }) {
  const { state, stateSince, lastContactAt } = cluster;
  const since = <Time at={Date.parse(stateSince)} style="moment" />;
  if (state === "connecting") return <Status shape="waiting">Connecting</Status>;
  if (state === "unreachable")
    return (
      <Status shape="bad">
        <span>Unreachable since {since}</span>
      </Status>
    );
  if (state === "refused")
    return (
      <Status shape="warn">
        <span>Refuses the credentials since {since}</span>
      </Status>
    );
  return (
    <Status shape="good">
      <span>Connected {lastContactAt !== null && <Time at={Date.parse(lastContactAt)} style="sentence" />}</span>
    </Status>
  );
}
