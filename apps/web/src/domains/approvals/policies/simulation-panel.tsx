"use client";
import type { PolicySimulation } from "@plumbline/contracts/approvals/policy";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import type { useForecast } from "./policy-checks.ts";
import { SimulationStrip } from "./simulation-strip.tsx";
import { blockedRows, simulationWords } from "./simulation-words.ts";

type Forecast = ReturnType<typeof useForecast>;

interface Props {
  forecast: Forecast;
  isSound: boolean;
  onGo: (line: number) => void;
}

/** Past decisions under the draft: which it would have stopped, and what publishing it would change now. */
export function SimulationPanel({ forecast, isSound, onGo }: Props) {
  const { simulation, plan } = forecast;
  if (!(isSound || simulation.data)) {
    return (
      <Panel title="Simulation">
        <p className="text-ink-2">Once the text has no problems, it is replayed on past decisions: which it would have stopped, and why.</p>
      </Panel>
    );
  }
  return (
    <Panel title="Simulation" aside={isSound ? "the draft replayed on past decisions" : "of the text before it had problems"} flush>
      <Loaded
        query={simulation}
        what="The simulation"
        skeleton={<SkeletonRows label="The simulation is being read" rows={6} columns={[260, 80]} />}
      >
        {(data) => <Replay simulation={data} onGo={onGo} />}
      </Loaded>
      {plan.data && <PlanPanel plan={plan.data} onGo={onGo} />}
    </Panel>
  );
}

const headings = [
  { label: "Decided" },
  { label: "Request" },
  { label: "Line" },
  { label: "Draft asks" },
  { label: "It had" },
  { label: "Since then" },
];
const sinceWords = { live: "Live", replaced: "Replaced", "rolled-back": "Rolled back", retired: "Retired", "not-live": "Not live" };

function Replay({ simulation, onGo }: { simulation: PolicySimulation; onGo: (line: number) => void }) {
  const { workspace } = useViewer();
  const { lead, detail } = simulationWords(simulation);
  const rows = blockedRows(simulation);
  return (
    <>
      <div className="px-3 py-2.5">
        <p className="font-semibold text-title leading-6">{lead}</p>
        {detail && <p className="text-ink-2">{detail}</p>}
        {simulation.items.length > 0 && <SimulationStrip simulation={simulation} />}
      </div>
      {rows.length > 0 && (
        <div className="[&_td]:px-2 [&_td:first-child]:pl-3 [&_th:first-child]:pl-3 [&_th]:px-2">
          <Table label="What it would have stopped" headings={headings}>
            {rows.map((row) => (
              <tr key={`${row.requestNumber} ${row.asks}`}>
                <Cell className="text-ink-2">
                  <Time at={Date.parse(row.decidedAt)} style="date" />
                </Cell>
                <Cell className="max-w-44 truncate">
                  <Link href={paths.request(workspace, row.requestNumber)} className="hover:underline" title={row.title}>
                    {row.title}
                  </Link>
                </Cell>
                <Cell>
                  {row.line !== null && (
                    <button type="button" onClick={() => onGo(row.line ?? 1)} className="min-h-6 text-accent text-small hover:underline">
                      {row.line}
                    </button>
                  )}
                </Cell>
                <Cell className="max-w-36 truncate text-ink-2">
                  <span title={row.asks}>{row.asks}</span>
                </Cell>
                <Cell className="max-w-32 truncate">
                  <span title={row.found}>{row.found}</span>
                </Cell>
                <Cell className={row.since === "rolled-back" ? "text-bad" : "text-ink-3"}>{sinceWords[row.since]}</Cell>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </>
  );
}
