"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { usageQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { HomeSkeleton } from "./home-skeleton.tsx";

const FirstRun = dynamic(() => import("#src/domains/experiments/first-run/first-run.tsx").then((module) => module.FirstRun));
const WorkingDay = dynamic(() => import("./working-day.tsx").then((module) => module.WorkingDay));

/** A workspace without a run begins with the way to the first one; any other shows what is going on. */
export function Home() {
  const api = useApi();
  const { can } = useViewer();
  const url = useUrlState();
  const usage = useQuery(usageQuery(api));
  // Decided once: the steps stay on screen while the first run arrives.
  const [isStart, setStart] = useState<boolean>();
  const wantsStart = usage.data && (isStart ?? (usage.data.runs === 0 && can("run:write")));
  if (wantsStart !== undefined && isStart === undefined) setStart(wantsStart);
  const asked = url.get("start");
  if (usage.data && (asked === "1" || (wantsStart && asked !== "0")))
    return <FirstRun isFirst={wantsStart === true} onSkip={() => url.set({ start: "0" })} />;
  if (usage.data) return <WorkingDay usage={usage.data} />;
  return (
    <Page title="Home" size="display" heading="Home">
      <Loaded query={usage} what="The workspace" skeleton={<HomeSkeleton />}>
        {() => null}
      </Loaded>
    </Page>
  );
}
