import { listPlatformTasks, listTasks, type TaskState } from "@plumbline/contracts/tasks";
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { accountApi, type WorkspaceApi } from "#src/shell/api.tsx";

/** Whose tasks: those of a workspace, or of none. */
export type TaskPlace = WorkspaceApi | "platform";

/** What is read of one place's tasks begins with this. */
export const tasksKey = (place: TaskPlace) => (place === "platform" ? ["platform-tasks"] : [place.workspace, "tasks"]);

const pageSize = 50;
const lookEveryMs = 10_000;

export const tasksQuery = (place: TaskPlace, state: TaskState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...tasksKey(place), { state }],
    queryFn: ({ signal, pageParam }) => {
      const asked = { limit: pageSize, ...(state && { state }), ...(pageParam && { cursor: pageParam }) };
      return place === "platform" ? accountApi.call(listPlatformTasks, asked, { signal }) : place.call(listTasks, asked, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Only failures are announced: some tasks come and go all the time.
    refetchInterval: lookEveryMs,
  });
