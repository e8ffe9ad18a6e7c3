"use client";
import type { InventoryEntry } from "@plumbline/contracts/registry/inventory";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import type { ReactNode } from "react";
import { Cell, Table } from "#src/components/table.tsx";
import { differences, summarize } from "./difference.ts";
import { changesBetween, type InventoryChange } from "./time-line.ts";

export interface DifferenceProps {
  then: readonly InventoryEntry[];
  today: readonly InventoryEntry[];
}

const headings = [{ label: "Model" }, { label: "What" }, { label: "Then" }, { label: "Today" }];

/** What is otherwise today, one line for each thing. */
export function DifferenceTable({ then, today, onChoose }: DifferenceProps & { onChoose: (model: string) => void }) {
  const items = differences(then, today);
  return (
    <section className="min-w-0 overflow-hidden rounded-lg border bg-surface">
      {items.length === 0 ? (
        <EmptyState title="Nothing is otherwise today">
          Every model, its stage, owner, findings and what is live are as they were then.
        </EmptyState>
      ) : (
        <Table label="Difference between then and today" headings={headings}>
          {items.map(({ model, what, before, after }, at) => (
            <tr key={`${model} ${what}`}>
              <Cell>
                {items[at - 1]?.model === model ? (
                  <span className="sr-only">{model}</span>
                ) : (
                  <button type="button" onClick={() => onChoose(model)} className="min-h-6 font-medium hover:underline">
                    {model}
                  </button>
                )}
              </Cell>
              <Cell className="text-ink-2">{what}</Cell>
              <Cell className="text-ink-2">{before ?? "not there"}</Cell>
              <Cell>{after ?? "removed"}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

export interface SinceThenProps extends DifferenceProps {
  at: number;
  now: number;
  changes: readonly InventoryChange[];
  onDifference: (() => void) | undefined;
}

const dayMs = 86_400_000;
const namedMoves = 2;
const countText = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** From then to today in three sentences. */
export function SinceThen({ then, today, at, now, changes, onDifference }: SinceThenProps) {
  const { live, changed, same, findingsThen, findingsNow } = summarize(then, today);
  const moves = changesBetween(changes, at, now);
  const rollbacks = moves.filter(({ kind }) => kind === "rollback");
  const promotions = moves.filter(({ kind }) => kind === "promotion");
  const days = Math.round((now - at) / dayMs);
  return (
    <Panel
      title="From then to today"
      aside={days === 1 ? "1 day" : `${days} days`}
      flush
      actions={
        onDifference && (
          <Button size="small" tone="ghost" onClick={onDifference}>
            Show difference
          </Button>
        )
      }
    >
      <div className="grid sm:grid-cols-3 [&>div+div]:border-t sm:[&>div+div]:border-t-0 sm:[&>div+div]:border-l">
        <Fact title={live === 0 ? "Nothing was live" : `${changed} of ${live} live models changed`}>
          {same.length > 0
            ? `${same.slice(0, 3).join(", ")}${same.length > 3 ? ` and ${same.length - 3} more` : ""} did not`
            : "none is as it was"}
        </Fact>
        <Fact title={`${countText(promotions.length, "promotion")}, ${countText(rollbacks.length, "rollback")}`}>
          {rollbacks.length > 0
            ? rollbacks.slice(0, namedMoves).map((move, index) => (
                <span key={`${move.model} ${move.at}`}>
                  {index > 0 && ", "}
                  {move.model} <Time at={Date.parse(move.at)} style="date" />
                </span>
              ))
            : "nothing had to go back"}
        </Fact>
        <Fact title={`${countText(findingsThen, "open finding")} then`}>{findingsNow} open today</Fact>
      </div>
    </Panel>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="px-3 pt-2 pb-2.5 text-ink-2 leading-[18px]">
      <p className="font-medium text-ink leading-5">{title}</p>
      {children}
    </div>
  );
}
