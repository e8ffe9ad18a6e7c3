"use client";
import type { Attempt } from "@plumbline/contracts/jobs/job";
import { downloadLog } from "@plumbline/contracts/jobs/log";
import { ButtonLink } from "@plumbline/ui/button";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import { SearchInput, Select } from "@plumbline/ui/input";
import { Status } from "@plumbline/ui/status";
import { Download } from "lucide-react";
import { useSearchKey } from "#src/components/search-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import type { LogRef } from "./log-queries.ts";
import type { LogFind } from "./use-log-find.ts";
import { useLogPlace } from "./use-log-place.ts";

interface Props {
  attempt: Attempt;
  logRef: LogRef;
  find: LogFind;
  follow: { isOn: boolean; set: (isOn: boolean) => void };
  isLive: boolean;
}

/** The log's title, the search in it, and whose lines are shown. */
export function LogHead({ attempt, logRef, find, follow, isLive }: Props) {
  const api = useApi();
  const box = useSearchKey("Log", "Search the log");
  useHotkeys("Log", [
    { key: "n", does: "Next hit", run: () => find.step(1) },
    { key: "N", does: "Hit before", run: () => find.step(-1) },
    { key: "f", does: "Follow the end", run: () => follow.set(!follow.isOn) },
  ]);
  return (
    <header className="flex min-h-9 flex-none flex-wrap items-center gap-2 border-b px-3 py-1">
      <h2 className="font-semibold">Log</h2>
      <span className="text-ink-3 text-small">
        attempt {attempt.number}
        {isLive && follow.isOn && (
          <Status shape="running" className="ml-2">
            following
          </Status>
        )}
      </span>
      <span className="ml-auto flex min-w-0 items-center gap-2 max-sm:w-full">
        {find.error ? <span className="text-bad text-small">{problemText(find.error).detail}</span> : null}
        <SearchInput
          ref={box}
          aria-label="Search the log"
          placeholder="Search the log"
          value={find.typed}
          maxLength={200}
          onChange={(event) => find.type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
          }}
          trailing={
            <span role="status" className="whitespace-nowrap text-ink-3 text-small tabular-nums" title={cutText(find.isCut)}>
              {find.text}
            </span>
          }
          className="h-[26px]! w-64 max-sm:w-auto max-sm:flex-1"
        />
        <RankSelect attempt={attempt} />
        <ButtonLink size="small" tone="ghost">
          <a href={api.href(downloadLog, { job: logRef.job, attempt: logRef.attempt })} download aria-label="Download the whole log">
            <Download className="icon-small" />
          </a>
        </ButtonLink>
      </span>
    </header>
  );
}

const cutText = (isCut: boolean): string | undefined => (isCut ? "More were found than can be stepped through" : undefined);
const mostRanks = 256;

function RankSelect({ attempt }: { attempt: Attempt }) {
  const place = useLogPlace();
  const { ranks } = attempt.log;
  if (ranks < 2) return null;
  return (
    <span className="w-28">
      <Select
        aria-label="Rank"
        value={place.rank ?? ""}
        onChange={(event) => place.set({ rank: event.target.value === "" ? undefined : Number(event.target.value) })}
        className="h-[26px]!"
      >
        <option value="">All ranks</option>
        {Array.from({ length: Math.min(ranks, mostRanks) }, (_, rank) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rank is its number
          <option key={rank} value={rank}>
            Rank {rank}
          </option>
        ))}
      </Select>
    </span>
  );
}
