import type { Task } from "@plumbline/contracts/tasks";
import type { StatusShape } from "@plumbline/ui/status";

/** `artifacts.collect-garbage`: "Collect garbage", of artifacts. */
export function taskName(name: string): { what: string; noun: string } {
  const [noun = "", ...rest] = name.split(".");
  const what = rest.join(" ").replaceAll("-", " ");
  return { what: what.charAt(0).toUpperCase() + what.slice(1), noun };
}

export interface TaskSign {
  shape: StatusShape;
  word: string;
  /** The instant that the word is about. */
  since: string | null;
}

export function taskSign({ state, failure, createdAt, startedAt, finishedAt }: Task): TaskSign {
  switch (state) {
    case "failed":
      return { shape: "bad", word: "Failed", since: finishedAt };
    case "running":
      return { shape: "running", word: "Running, begun", since: startedAt };
    default:
      return failure === null
        ? { shape: "waiting", word: "Waiting since", since: createdAt }
        : { shape: "warn", word: "Tried again soon", since: null };
  }
}
