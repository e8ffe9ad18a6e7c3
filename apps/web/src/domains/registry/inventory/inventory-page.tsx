"use client";
import type { Output } from "@plumbline/contracts/operation";
import type { getInventory, InventoryEntry } from "@plumbline/contracts/registry/inventory";
import { Button } from "@plumbline/ui/button";
import { saveFile } from "@plumbline/ui/charts/save";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Box, Download } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useThisMinute } from "../history/champion-band.tsx";
import { ModelsTabs } from "../list/models-tabs.tsx";
import { NewIntake } from "../list/new-intake.tsx";
import { inventoryQuery } from "../queries.ts";
import { AsOfPanel } from "./as-of-panel.tsx";
import { DifferenceTable, SinceThen } from "./difference-view.tsx";
import { type Headline, headline, inventoryCsv, inventoryRows } from "./inventory-rows.ts";
import { InventoryTable } from "./inventory-table.tsx";
import { TimeStrip } from "./time-strip.tsx";
import { type InventoryState, useInventoryState } from "./use-inventory-state.ts";

type Inventory = Output<typeof getInventory>;

/** What models do we have, and what was live then? */
export function InventoryPage() {
  const api = useApi();
  const state = useInventoryState();
  const today = useQuery(inventoryQuery(api, undefined));
  const then = useQuery({ ...inventoryQuery(api, state.at), enabled: state.at !== undefined });
  const shown = state.view === "today" || state.at === undefined ? today : then;
  return (
    <Page
      title="Inventory"
      crumbs={[{ label: "Models", href: paths.models(api.workspace) }]}
      aside={shown.data && <Figures inventory={shown.data} />}
      tabs={<ModelsTabs />}
      actions={
        <>
          {shown.data && shown.data.items.length > 0 && <Export inventory={shown.data} />}
          <NewIntake />
        </>
      }
    >
      <Loaded query={shown} what="The inventory" skeleton={<InventorySkeleton />}>
        {(inventory) => (
          <>
            <TimeStrip state={state} changes={today.data?.changes ?? inventory.changes} />
            <Body state={state} inventory={inventory} today={today.data?.items} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function InventorySkeleton() {
  return (
    <section className="rounded-lg border bg-surface">
      <SkeletonRows label="The inventory is being read" columns={[150, 70, 80, 90, 140, 60, 40, 70, 70, 60]} />
    </section>
  );
}

function Figures({ inventory }: { inventory: Inventory }) {
  const at = Date.parse(inventory.at);
  return (
    <span className="text-ink-3">
      {inventory.items.length} model{inventory.items.length === 1 ? "" : "s"} on <Time at={at} style="date" />:{" "}
      {figuresText(headline(inventory.items, at))}
    </span>
  );
}

function figuresText({ live, lateValidations, openFindings, lateFindings }: Headline): string {
  const late = lateValidations > 0 ? `, ${lateValidations} validation${lateValidations === 1 ? "" : "s"} late` : "";
  const findings = `${openFindings} open finding${openFindings === 1 ? "" : "s"}${lateFindings > 0 ? `, late in ${lateFindings}` : ""}`;
  return `${live} live${late}, ${findings}`;
}

function Export({ inventory }: { inventory: Inventory }) {
  const save = () => {
    const text = inventoryCsv(inventoryRows(inventory.items), inventory.at);
    saveFile(`inventory-${inventory.at.slice(0, 10)}.csv`, new Blob([text], { type: "text/csv" }));
  };
  return (
    <Button onClick={save}>
      <Download className="icon-small" aria-hidden="true" />
      Export CSV
    </Button>
  );
}

interface BodyProps {
  state: InventoryState;
  inventory: Inventory;
  today: readonly InventoryEntry[] | undefined;
}

function Body({ state, inventory, today }: BodyProps) {
  const now = useThisMinute();
  const at = Date.parse(inventory.at);
  const model = chosenModel(state.model, inventory.items, today);
  const isThen = state.at !== undefined && state.view !== "today";
  // Nothing is recorded of a model from before its intake: it is shown as it is today.
  const wasThere = isThen && inventory.items.some((entry) => entry.model === model);
  if (model === undefined) return <NoModels isThen={isThen} />;
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_272px]">
      <div className="grid min-w-0 gap-3">
        {state.view === "difference" && today ? (
          <DifferenceTable then={inventory.items} today={today} onChoose={state.setModel} />
        ) : (
          <Rows state={state} inventory={inventory} chosen={model} />
        )}
        {isThen && today && (
          <SinceThen
            then={inventory.items}
            today={today}
            at={at}
            now={now}
            changes={inventory.changes}
            onDifference={state.view === "difference" ? undefined : () => state.setView("difference")}
          />
        )}
      </div>
      <AsOfPanel model={model} at={wasThere ? state.at : undefined} />
    </div>
  );
}

/** The one that was asked for, as long as it is in one of the lists; the first one otherwise. */
function chosenModel(
  asked: string | undefined,
  shown: readonly InventoryEntry[],
  today: readonly InventoryEntry[] = [],
): string | undefined {
  const all = [...shown, ...today];
  return all.some(({ model }) => model === asked) ? asked : all[0]?.model;
}

function Rows({ state, inventory, chosen }: { state: InventoryState; inventory: Inventory; chosen: string }) {
  const rows = inventoryRows(inventory.items);
  const canaries = rows.filter(({ word }) => word === "Canary").length;
  const foot = `${inventory.items.length} models${canaries > 0 ? `, ${canaries} canar${canaries === 1 ? "y" : "ies"}` : ""}`;
  if (rows.length === 0) return <NoModels isThen />;
  return <InventoryTable rows={rows} at={Date.parse(inventory.at)} chosen={chosen} onChoose={state.setModel} foot={foot} />;
}

function NoModels({ isThen }: { isThen: boolean }) {
  return (
    <section className="rounded-lg border bg-surface">
      <EmptyState icon={<Box />} title={isThen ? "There was no model then" : "No models yet"} action={!isThen && <NewIntake />}>
        {isThen ? "Go to the next change, or look at today." : "An intake puts a model on this list before it has a version."}
      </EmptyState>
    </section>
  );
}
