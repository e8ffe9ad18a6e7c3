"use client";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { ChampionPanel } from "../history/champion-panel.tsx";
import { historyQuery, previewQuery } from "../queries.ts";
import { stagesAbove } from "../stages.tsx";
import { CardPanel } from "./card-panel.tsx";
import { EvidencePanel } from "./evidence-panel.tsx";
import { LineagePanel } from "./lineage-panel.tsx";
import { LoadPanel } from "./load-panel.tsx";
import { railSteps } from "./rail.ts";
import { SignaturePanel } from "./signature-panel.tsx";
import { StageRail } from "./stage-rail.tsx";
import { useVersion } from "./version-context.tsx";

/** Can I trust it, where is it, what happened to it? The version on one page. */
export function VersionOverview() {
  const version = useVersion();
  return (
    <>
      <StageRail steps={useRail()} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1.18fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-3">
          <EvidencePanel />
          <SignaturePanel />
        </div>
        <div className="grid min-w-0 gap-3">
          <LineagePanel />
          <ChampionPanel model={version.model} version={version.version} />
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <LoadPanel />
            <CardPanel />
          </div>
        </div>
      </div>
    </>
  );
}

function useRail() {
  const api = useApi();
  const version = useVersion();
  const { model, version: number } = version;
  const above = stagesAbove(version);
  const history = useInfiniteQuery(historyQuery(api, model, { version: number }));
  const previews = useQueries({ queries: above.map((toStage) => previewQuery(api, { model, version: number, toStage })) });
  return railSteps({
    version,
    history: history.data?.pages.flatMap(({ items }) => items) ?? [],
    previews: Object.fromEntries(above.map((stage, at) => [stage, previews[at]?.data])),
  });
}
