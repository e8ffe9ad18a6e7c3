"use client";
import { ChampionPanel } from "../history/champion-panel.tsx";
import { AliasPanel } from "./alias-panel.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { IntakePanel } from "./intake-panel.tsx";
import { useModel } from "./model-context.tsx";
import { ValidationsPanel } from "./validations-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

/** The model on one page: its versions, who was champion when, what is open about it, and what it is for. */
export function ModelOverview() {
  const model = useModel();
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 gap-3">
        <VersionsPanel model={model} />
        <FindingsPanel model={model} />
        <ValidationsPanel model={model} />
      </div>
      <div className="grid min-w-0 gap-3">
        <ChampionPanel model={model.name} />
        <AliasPanel model={model} />
        <IntakePanel model={model} />
      </div>
    </div>
  );
}
