import type { PodObject } from "../../../clusters/index.ts";
import { containerNames } from "./objects-of-attempt.ts";

/** How a container of a pod ended. */
export interface ContainerEnd {
  readonly container: string;
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly finishedAt: string | null;
}

/** The container that made a pod fail: of its init containers, or else the main one; undefined where none says so. */
export function findFailedContainer(pod: PodObject): ContainerEnd | undefined {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  for (const { name, state } of statuses) {
    const ended = state?.terminated;
    if (!ended || (ended.exitCode === 0 && ended.reason !== "OOMKilled")) continue;
    return {
      container: name,
      exitCode: ended.exitCode,
      reason: ended.reason ?? "",
      message: ended.message ?? "",
      finishedAt: ended.finishedAt ?? null,
    };
  }
  return undefined;
}

export const mainState = (pod: PodObject) => pod.status?.containerStatuses?.find(({ name }) => name === containerNames.main)?.state;

const signals: Readonly<Record<number, string>> = { 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM" };

/** "exit code 3", or "exit code 139 (SIGSEGV)": above 128 it names the signal that ended the process. */
export function exitWords(exitCode: number): string {
  const signal = signals[exitCode - 128];
  return signal === undefined ? `exit code ${exitCode}` : `exit code ${exitCode} (${signal})`;
}
