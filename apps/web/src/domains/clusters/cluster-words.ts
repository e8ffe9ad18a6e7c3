import type { Cluster } from "@plumbline/contracts/clusters/cluster";
import { countText } from "@plumbline/ui/format/number";

/** What a cluster runs, as far as it is known. */
export function versionsText({ state, versions }: Pick<Cluster, "state" | "versions">): string {
  const { kubernetes, kueue, dcgmExporter } = versions;
  if (kubernetes === null) return state === "connecting" ? "Versions are being asked for" : "Versions are not known";
  return [`Kubernetes ${kubernetes}`, kueueText(kueue), dcgmExporter === null ? "no DCGM exporter" : `DCGM exporter ${dcgmExporter}`].join(
    " · ",
  );
}

/** Where only the version of its API is known, that is what is said. */
function kueueText(kueue: string | null): string {
  if (kueue === null) return "no Kueue";
  return /^v\d+(alpha|beta)?\d*$/.test(kueue) ? `Kueue API ${kueue}` : `Kueue ${kueue}`;
}

/** Whether anything of a cluster may be changed from here, and how much of it. */
export function modeText({ calls, managedObjects }: Pick<Cluster, "calls" | "managedObjects">): string {
  if (managedObjects > 0) return `Manages ${countText(managedObjects, "object")}`;
  return calls.writes > 0 ? "Has been written to" : "Read only";
}

export interface WrittenWords {
  isUntouched: boolean;
  title: string;
  text: string;
}

/** What was done to a cluster, in the words that whoever gave the credentials wants to hear. */
export function writtenWords({ calls, canWrite }: Pick<Cluster, "calls" | "canWrite">): WrittenWords {
  if (calls.writes > 0) {
    return {
      isUntouched: false,
      title: `${countText(calls.writes, "write")} to the cluster.`,
      text: "Each is in the list of calls, and the audit log says who asked for it.",
    };
  }
  const could =
    canWrite === null
      ? ""
      : canWrite
        ? "The credentials could write; Plumbline asked only to read."
        : "The credentials could not write either.";
  return { isUntouched: true, title: "Read only: nothing was written to the cluster.", text: could };
}
