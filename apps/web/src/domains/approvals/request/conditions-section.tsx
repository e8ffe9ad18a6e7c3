"use client";
import type { Condition } from "@plumbline/contracts/approvals/policy-document";
import { formatCount } from "@plumbline/ui/format/number";
import { Gauge } from "lucide-react";
import { conditionText, spanText } from "../words.ts";
import { isUndecided, useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";

/** What an approval is tied to. */
export function ConditionsSection() {
  const request = useRequest();
  const { conditions } = request;
  const [first] = conditions;
  if (!first) return null;
  return (
    <Section
      icon={Gauge}
      title={isUndecided(request) ? "If approved" : "Conditions"}
      aside={isUndecided(request) ? "what the authorisation is tied to" : "kept with the authorisation"}
      value={conditions.length === 1 ? "1 condition" : `${conditions.length} conditions`}
      brief={conditions.map(conditionText).join("; ")}
      isOpen={false}
    >
      <ul className="grid gap-2.5">
        {conditions.map((condition) => (
          <li key={conditionText(condition)}>
            {"traffic" in condition ? <Ramp condition={condition} /> : <p>{conditionText(condition)}.</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Cap = Extract<Condition, { traffic: string }>;
const floor = 46;
const ceiling = 8;

/** The share of traffic over time: capped at first, whole once the cap falls. */
function Ramp({ condition }: { condition: Cap }) {
  const share = Number.parseInt(condition.traffic, 10) / 100;
  const top = Math.min(floor - 3, floor - share * (floor - ceiling));
  const until = endOf(condition);
  const end = until === undefined ? 330 : 226;
  return (
    <>
      <p className="sr-only">{conditionText(condition)}.</p>
      <svg aria-hidden="true" viewBox="0 0 330 62" width="100%" className="block max-w-sm text-[10.5px]">
        <line x1="0" x2="330" y1={floor} y2={floor} className="stroke-line" />
        <path d={`M0 ${floor}V${top}H${end}V${until === undefined ? top : ceiling}H330V${floor}Z`} className="fill-accent-soft" />
        <path d={`M0 ${top}H${end}V${until === undefined ? top : ceiling}H330`} fill="none" strokeWidth="1.5" className="stroke-accent" />
        <text x="0" y={Math.max(12, top - 5)} className="fill-ink">
          At most {condition.traffic} of traffic
        </text>
        {until !== undefined && (
          <>
            <text x={end + 7} y="24" className="fill-ink">
              No cap
            </text>
            <line x1={end} x2={end} y1={ceiling} y2={floor + 4} strokeDasharray="2 3" className="stroke-ink-3" />
            <text x={end} y="59" textAnchor="middle" className="fill-ink-3">
              {until}
            </text>
          </>
        )}
        <text x="0" y="59" className="fill-ink-3">
          on approval
        </text>
      </svg>
    </>
  );
}

function endOf({ until_labels: labels, for: span }: Cap): string | undefined {
  const parts = [...(labels === undefined ? [] : [`${formatCount(labels)} labels`]), ...(span === undefined ? [] : [spanText(span)])];
  return parts.length === 0 ? undefined : parts.join(" and ");
}
