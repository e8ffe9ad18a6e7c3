import { ClusterError } from "@plumbline/kube";
import { ExecutorUnreachable, LaunchRefused } from "../executors/executor.ts";

/** Asks a cluster; whatever it does not do now leaves attempts as they are, and is told. */
export async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClusterError) throw new ExecutorUnreachable(error.message, { cause: error });
    throw error;
  }
}

/** As `asking`, for what a cluster judges: what it calls invalid is so at the next try too. */
export async function submitting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    if (error.kind === "invalid") throw new LaunchRefused(`The cluster refuses it: ${error.message}`, { cause: error });
    throw new ExecutorUnreachable(error.message, { cause: error });
  }
}

/** Whether it was made now; false where somebody has that name already. */
export async function unlessThere(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ClusterError && error.reason === "AlreadyExists") return false;
    throw error;
  }
}
