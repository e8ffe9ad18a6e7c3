"use client";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import { countText } from "@plumbline/ui/format/number";
import { clsx } from "clsx";
import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import { ClauseSign } from "#src/components/clause-sign.tsx";
import { worstFirst } from "#src/domains/registry/version/clauses.ts";
import { CancelProduction, ProductionLine } from "../evidence/production-line.tsx";
import { isGoingOn, useProductions } from "../evidence/use-evidence.ts";
import { ClauseCards } from "./clause-cards.tsx";
import { countStates, isMet } from "./clause-order.ts";
import { EvidenceBy } from "./evidence-by.tsx";
import { isUndecided, useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";
import { useIsPhone } from "./use-phone.ts";

// For those alone who may bring evidence.
const SettleButton = dynamic(() => import("../evidence/settle-button.tsx").then((module) => module.SettleButton));

/** Each thing that the policy asks for, held against what there is; what is unmet first, with what to do. */
export function ClausesSection() {
  const request = useRequest();
  const isPhone = useIsPhone();
  const clauses = worstFirst(request.clauseList);
  if (clauses.length === 0) return null;
  const met = clauses.filter(isMet).length;
  const isAllMet = met === clauses.length;
  return (
    <Section
      icon={ListChecks}
      title="Policy clauses"
      aside={countStates(clauses)}
      value={`${met} of ${clauses.length} met`}
      brief={
        isAllMet
          ? "Nothing is missing"
          : clauses
              .filter((clause) => !isMet(clause))
              .map(({ title }) => title)
              .join(", ")
      }
      tone={isAllMet ? "good" : "bad"}
      isOpen={!isAllMet && isUndecided(request)}
      flush
    >
      {isPhone ? <ClauseCards clauses={clauses} /> : <ClauseTable clauses={clauses} />}
    </Section>
  );
}

const headings = ["State", "Clause", "Policy asks", "Found", "Evidence by"];

function ClauseTable({ clauses }: { clauses: readonly Clause[] }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full min-w-[600px] table-fixed border-collapse" aria-label={countText(clauses.length, "clause")}>
        <colgroup>
          <col className="w-[96px]" />
          <col className="w-[166px]" />
          <col className="w-[31%]" />
          <col />
          <col className="w-[158px]" />
        </colgroup>
        <thead>
          <tr className="text-ink-3 text-small">
            {headings.map((heading, at) => (
              <th
                key={heading}
                scope="col"
                className={clsx(
                  "h-7 border-b px-1.5 font-medium first:pl-3 last:pr-3",
                  at === headings.length - 1 ? "text-right" : "text-left",
                )}
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-0">
          {clauses.map((clause) => (
            <ClauseRow key={clause.id} clause={clause} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const cell = "border-b px-1.5 py-1 align-top";

function ClauseRow({ clause }: { clause: Clause }) {
  const request = useRequest();
  const production = useProductions()(clause);
  const isOpen = !isMet(clause) && isUndecided(request);
  const span = isOpen ? 2 : 1;
  const part = clsx(cell, isOpen && "border-0! pb-0!");
  return (
    <>
      <tr className={isOpen ? "bg-bg font-medium" : undefined}>
        <td rowSpan={span} className={clsx(cell, "pl-3")}>
          <ClauseSign state={clause.state} />
        </td>
        <td className={part} title={sourceText(clause)}>
          {clause.title}
        </td>
        <td className={clsx(part, "font-normal text-ink-2")}>{clause.asks}</td>
        <td className={clsx(part, "wrap-anywhere")}>{clause.found}</td>
        <td rowSpan={span} className={clsx(cell, "pr-3 text-right font-normal text-ink-3")}>
          {isOpen ? (
            production && isGoingOn(production) ? (
              <CancelProduction production={production} />
            ) : (
              request.me.mayProduceEvidence && <SettleButton clause={clause} />
            )
          ) : (
            <EvidenceBy clause={clause} />
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className="bg-bg">
          <td colSpan={3} className={clsx(cell, "pt-0! pb-1.5! text-ink-2 text-small")}>
            {production ? <ProductionLine production={production} /> : clause.todo}
          </td>
        </tr>
      )}
    </>
  );
}

function sourceText({ source }: Pick<Clause, "source">): string {
  const line = source.line === null ? "" : `, line ${source.line}`;
  return `${source.policy} v${source.version}${line}${source.isMandatory ? ", mandatory in the organisation" : ""}`;
}
