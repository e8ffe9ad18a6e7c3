"use client";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { ClauseSign } from "#src/components/clause-sign.tsx";
import { CancelProduction, ProductionLine } from "../evidence/production-line.tsx";
import { isGoingOn, useProductions } from "../evidence/use-evidence.ts";
import { isMet } from "./clause-order.ts";
import { EvidenceBy } from "./evidence-by.tsx";
import { isUndecided, useRequest } from "./request-context.tsx";

const SettleButton = dynamic(() => import("../evidence/settle-button.tsx").then((module) => module.SettleButton));

/** The clauses on a phone: what is unmet in full, what is met folded behind its number. */
export function ClauseCards({ clauses }: { clauses: readonly Clause[] }) {
  const met = clauses.filter(isMet);
  const unmet = clauses.filter((clause) => !isMet(clause));
  if (unmet.length === 0) return <MetList clauses={met} />;
  return (
    <>
      <ul>
        {unmet.map((clause) => (
          <UnmetCard key={clause.id} clause={clause} />
        ))}
      </ul>
      {met.length > 0 && (
        <details className="group/met">
          <summary className="flex list-none items-center gap-1.5 px-4 py-2 text-ink-2 -outline-offset-2 [&::-webkit-details-marker]:hidden">
            <ChevronRight className="icon-small transition-transform group-open/met:rotate-90" aria-hidden="true" />
            {met.length} met
          </summary>
          <MetList clauses={met} />
        </details>
      )}
    </>
  );
}

function UnmetCard({ clause }: { clause: Clause }) {
  const request = useRequest();
  const isOpen = isUndecided(request);
  const production = useProductions()(clause);
  return (
    <li className="grid gap-1 border-b px-4 py-2">
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 font-medium">{clause.title}</span>
        <ClauseSign state={clause.state} />
      </span>
      <span className="text-ink-2">
        Asks {clause.asks}. Found: <span className="wrap-anywhere text-ink">{clause.found}</span>
      </span>
      {isOpen && (
        <>
          <span className="text-ink-2 text-small">{production ? <ProductionLine production={production} /> : clause.todo}</span>
          <span>
            {production && isGoingOn(production) ? (
              <CancelProduction production={production} />
            ) : (
              request.me.mayProduceEvidence && <SettleButton clause={clause} />
            )}
          </span>
        </>
      )}
    </li>
  );
}

function MetList({ clauses }: { clauses: readonly Clause[] }) {
  return (
    <ul>
      {clauses.map((clause) => (
        <li key={clause.id} className="grid grid-cols-[20px_minmax(0,1fr)] border-b px-4 py-1.5 last:border-0">
          <ClauseSign state={clause.state} isWordHidden />
          <span>
            <span className="font-medium">{clause.title}</span>: <span className="wrap-anywhere">{clause.found}</span>
            <span className="block text-ink-3 text-small">
              Asks {clause.asks}. <EvidenceBy clause={clause} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
