"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { Panel } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Check, CircleDashed } from "lucide-react";
import { useApi } from "#src/shell/api.tsx";
import { type Condition, conditionsOf } from "../conditions.ts";
import { environmentQuery } from "../queries.ts";

/** Could it be done again? What is known of how the run was made, and what nobody captured. */
export function ConditionsPanel({ run }: { run: Run }) {
  const environment = useQuery(environmentQuery(useApi(), run));
  const conditions = conditionsOf(run, environment.data ?? {});
  const known = conditions.filter(({ value }) => value !== undefined);
  const missing = conditions.length - known.length;
  const isReading = environment.isPending;
  return (
    <Panel
      title="Conditions"
      aside={`${known.length} captured`}
      flush
      actions={missing > 0 && !isReading && <Chip tone="warn">{missing} not captured</Chip>}
    >
      <dl>
        {conditions.map((condition) => (
          <Row key={condition.name} condition={condition} isReading={isReading && condition.name === "Packages"} />
        ))}
      </dl>
    </Panel>
  );
}

/** What is copied into a shell or searched for, letter by letter. */
const exact = new Set(["Code", "Started as", "Seed", "Data"]);

function Row({ condition, isReading }: { condition: Condition; isReading: boolean }) {
  const { name, value, full, hint } = condition;
  const isKnown = value !== undefined;
  return (
    <div className="grid min-h-7 grid-cols-[104px_minmax(0,1fr)] items-center border-b px-3 text-[12.5px] last:border-0">
      <dt className="flex items-center gap-1.5 text-ink-3">
        {isKnown ? (
          <Check className="icon-small text-good" role="img" aria-label="Captured:" />
        ) : (
          <CircleDashed className="icon-small text-warn" aria-hidden="true" />
        )}
        {name}
      </dt>
      <dd
        className={isKnown ? clsx("truncate", exact.has(name) && "code") : "wrap-anywhere py-1 text-ink-2 leading-[17px]"}
        title={full ?? value}
      >
        {isReading ? (
          <span className="text-ink-3">being read</span>
        ) : (
          (value ?? (
            <>
              <span className="font-medium text-warn">Not captured.</span> {hint}
            </>
          ))
        )}
      </dd>
    </div>
  );
}
