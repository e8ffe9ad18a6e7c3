"use client";
import { Button } from "@plumbline/ui/button";
import { formatCount } from "@plumbline/ui/format/number";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { CappedCount } from "#src/components/capped-count.tsx";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { runCountQuery } from "../../queries.ts";
import { CompareLink } from "../compare-link.tsx";
import type { RunsState } from "../use-runs-state.ts";
import { AskAct } from "./ask-act.tsx";
import { chosenMatches, chosenRows, whyNotAll } from "./chosen.ts";
import { DeletedActs } from "./deleted-acts.tsx";
import { useBulkAct } from "./use-bulk-act.ts";

const TagForm = dynamic(() => import("./tag-form.tsx").then((module) => module.TagForm));
const MoveForm = dynamic(() => import("./move-form.tsx").then((module) => module.MoveForm));

type Asked = "tag" | "untag" | "move" | "delete" | "stop" | "purge";

interface Props {
  state: RunsState;
  /** Shows how an act goes. */
  onShow: (actId: string) => void;
}

/** What may be done to the selected runs, or to all that the filter matches. */
export function SelectionBar({ state, onShow }: Props) {
  const api = useApi();
  const [asked, setAsked] = useState<Asked>();
  const [allOf, setAllOf] = useState<string>();
  const count = useQuery(runCountQuery(api, state.search)).data;
  const { experimentIds, filter, view } = state.search;
  // Another filter or selection is another choice.
  const choice = JSON.stringify([experimentIds, filter, view, [...state.selected]]);
  const isAll = allOf === choice && count !== undefined;
  const chosen = isAll ? chosenMatches(state.search, count.value) : chosenRows(state.selected);
  const act = useBulkAct({
    onShow,
    onDone: ({ act: { kind } }) => {
      setAsked(undefined);
      setAllOf(undefined);
      if (kind !== "tag" && kind !== "untag" && kind !== "stop") state.setSelected(new Set());
    },
  });
  const ask = (next: Asked) => {
    act.reset();
    setAsked(next);
  };
  const close = () => setAsked(undefined);
  return (
    <section
      aria-label="Selected runs"
      className="mt-2 flex flex-none flex-wrap items-center gap-x-2 gap-y-1.5 rounded-lg border bg-accent-soft px-3 py-1.5"
    >
      <span className="font-medium" role="status">
        {isAll ? `All ${formatCount(count.value)} that match` : `${formatCount(state.selected.size)} selected`}
      </span>
      {!isAll && count && count.value > state.selected.size && (
        <Button size="small" tone="ghost" denied={whyNotAll(count)} onClick={() => setAllOf(choice)}>
          Select all <CappedCount {...count} />
        </Button>
      )}
      <Button size="small" tone="ghost" onClick={() => state.setSelected(new Set())}>
        Clear
      </Button>
      <span className="ml-auto flex flex-wrap gap-1.5">
        {!isAll && <CompareLink selected={state.selected} />}
        {state.isDeleted ? (
          <DeletedActs
            isBusy={act.isPending}
            onRestore={() => act.mutate({ act: { kind: "restore" }, chosen })}
            onPurge={() => ask("purge")}
          />
        ) : (
          <OfActive onAsk={ask} />
        )}
      </span>
      {(asked === "tag" || asked === "untag") && <TagForm kind={asked} chosen={chosen} act={act} onClose={close} />}
      {asked === "move" && <MoveForm chosen={chosen} from={experimentIds?.[0]} act={act} onClose={close} />}
      {(asked === "delete" || asked === "stop" || asked === "purge") && <AskAct kind={asked} chosen={chosen} act={act} onClose={close} />}
    </section>
  );
}

function OfActive({ onAsk }: { onAsk: (next: Asked) => void }) {
  const { can } = useViewer();
  const writes = [
    ["tag", "Tag"],
    ["untag", "Remove tag"],
    ["move", "Move"],
    ["stop", "Stop"],
  ] as const;
  return (
    <>
      {can("run:write") &&
        writes.map(([next, label]) => (
          <Button key={next} size="small" onClick={() => onAsk(next)}>
            {label}
          </Button>
        ))}
      {can("run:delete") && (
        <Button size="small" tone="danger" onClick={() => onAsk("delete")}>
          Delete
        </Button>
      )}
    </>
  );
}
