"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { Popover } from "@plumbline/ui/popover";
import { Group } from "lucide-react";
import dynamic from "next/dynamic";
import { groupingLabel } from "../grouping.ts";
import type { RunsState } from "../use-runs-state.ts";

const GroupChoice = dynamic(() => import("./group-choice.tsx").then((module) => module.GroupChoice));

export function GroupMenu({ state, known }: { state: RunsState; known: RunKeys }) {
  const { grouping } = state;
  const trigger = (
    <Button>
      <Group className="icon-small" aria-hidden="true" />
      Group by
      {grouping && <span className="max-w-32 truncate text-accent">{groupingLabel(grouping)}</span>}
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Group by" align="end" className="w-72 p-0!">
      {(close) => (
        <GroupChoice
          known={known}
          chosen={grouping}
          onChoose={(next) => {
            close();
            state.setGrouping(next);
          }}
        />
      )}
    </Popover>
  );
}
