"use client";
import { retryPlatformTask, retryTask, type Task } from "@plumbline/contracts/tasks";
import { Button } from "@plumbline/ui/button";
import { Identifier } from "@plumbline/ui/identifier";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { failToast } from "#src/components/fail-toast.ts";
import { Cell } from "#src/components/table.tsx";
import { accountApi } from "#src/shell/api.tsx";
import { type TaskPlace, tasksKey } from "./queries.ts";
import { taskName, taskSign } from "./task-words.ts";

export interface TaskRowProps {
  task: Task;
  place: TaskPlace;
  /** Whoever may not retry sees no button. */
  canRetry: boolean;
}

export function TaskRow({ task, place, canRetry }: TaskRowProps) {
  const { what, noun } = taskName(task.name);
  const { shape, word, since } = taskSign(task);
  return (
    <tr>
      <Cell>
        <span title={task.name}>
          <span className="font-medium">{what}</span> <span className="text-ink-3">{noun}</span>
        </span>
      </Cell>
      <Cell>
        <Status shape={shape}>{word}</Status>
        {since && (
          <span className="text-ink-3">
            {" "}
            <Time at={Date.parse(since)} style="sentence" />
          </span>
        )}
      </Cell>
      <Cell className="max-w-xl whitespace-normal! py-1 text-ink-2">{task.failure ?? <span className="text-ink-3">–</span>}</Cell>
      <Cell align="end">
        {task.attempts} of {task.maxAttempts}
      </Cell>
      <Cell align="end">
        <Time at={Date.parse(task.createdAt)} />
      </Cell>
      <Cell>
        <Identifier value={task.id} what="task id" length={13} />
      </Cell>
      {canRetry && <Cell align="end">{task.state === "failed" && <Retry task={task} place={place} />}</Cell>}
    </tr>
  );
}

function Retry({ task, place }: { task: Task; place: TaskPlace }) {
  const client = useQueryClient();
  const given = { taskId: task.id };
  const retry = useMutation({
    mutationFn: () => (place === "platform" ? accountApi.call(retryPlatformTask, given) : place.call(retryTask, given)),
    onSuccess: () => client.invalidateQueries({ queryKey: tasksKey(place) }),
    onError: (error) => failToast("It was not begun again", error, () => retry.mutate()),
  });
  return (
    <Button size="small" busy={retry.isPending} onClick={() => retry.mutate()}>
      <RotateCw className="icon-small" aria-hidden="true" />
      Retry
    </Button>
  );
}
