"use client";
import { Time } from "@plumbline/ui/time";
import { Tooltip } from "@plumbline/ui/tooltip";
import { useLiveState } from "./live.tsx";

/** Whether what is on screen follows what happens. */
export function LiveIndicator() {
  const state = useLiveState();
  const { sign, word, text } = look[state.kind];
  return (
    <Tooltip text={text} side="bottom">
      <span role="status" className="inline-flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-small">
        <i aria-hidden="true" className={`inline-block size-1.5 ${sign}`} />
        {word}
        {state.kind === "stale" && <Time at={state.since} />}
      </span>
    </Tooltip>
  );
}

const look = {
  connecting: { sign: "animate-pulse rounded-full border border-ink-3", word: "Connecting", text: "Opening the stream of changes." },
  live: { sign: "rounded-full bg-good", word: "Live", text: "Changes show by themselves within a second." },
  stale: {
    sign: "bg-warn [clip-path:polygon(50%_0,100%_100%,0_100%)]",
    word: "Not live for",
    text: "The connection is down and is being tried again. What you see may be old.",
  },
};
