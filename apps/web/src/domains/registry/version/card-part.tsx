"use client";
import type { ModelCard } from "@plumbline/contracts/registry/card";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Pencil, Printer } from "lucide-react";
import dynamic from "next/dynamic";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { cardQuery, cardRevisionsQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { cardFields, cardLabel } from "./card-fields.ts";
import { useVersion } from "./version-context.tsx";

const CardEditor = dynamic(() => import("./card-editor.tsx").then((module) => module.CardEditor));

/** What people must know of this version before they rely on it, every edit kept. */
export function CardPart() {
  const version = useVersion();
  const url = useUrlState();
  const { can } = useViewer();
  const revision = parseRevision(url.get("revision"));
  const isEditing = url.get("edit") === "1" && can("registry:write") && revision === undefined;
  const query = useQuery(cardQuery(useApi(), version, revision));
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_280px] print:block">
      <Loaded query={query} what="The model card" skeleton={<CardSkeleton />}>
        {(card) =>
          isEditing ? (
            <CardEditor card={card} onClose={() => url.set({ edit: undefined })} />
          ) : (
            <Card card={card} isOld={revision !== undefined} onEdit={can("registry:write") ? () => url.set({ edit: "1" }) : undefined} />
          )
        }
      </Loaded>
      <Revisions
        chosen={revision}
        onChoose={(next) => url.set({ revision: next === undefined ? undefined : String(next), edit: undefined })}
      />
    </div>
  );
}

function parseRevision(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function CardSkeleton() {
  return (
    <Panel title="Model card" flush>
      <SkeletonRows label="The card is being read" columns={[90, 420]} rows={12} />
    </Panel>
  );
}

function Card({ card, isOld, onEdit }: { card: ModelCard; isOld: boolean; onEdit: (() => void) | undefined }) {
  return (
    <Panel
      title="Model card"
      aside={card.revision === 0 ? "from records; nobody has edited it" : `revision ${card.revision}${isOld ? ", an earlier one" : ""}`}
      flush
      actions={
        <span className="flex gap-2 print:hidden">
          <Button size="small" onClick={() => window.print()}>
            <Printer className="icon-small" aria-hidden="true" />
            Print
          </Button>
          {onEdit && !isOld && (
            <Button size="small" onClick={onEdit}>
              <Pencil className="icon-small" aria-hidden="true" />
              Edit
            </Button>
          )}
        </span>
      }
    >
      <p className="hidden px-3 pt-2 font-semibold text-title print:block">
        {card.model}, version {card.version}
      </p>
      <dl>
        {cardFields.map(({ name, label }) => (
          <div
            key={name}
            className="grid gap-x-4 border-b px-3 py-2 last:border-0 sm:grid-cols-[130px_minmax(0,1fr)] print:break-inside-avoid"
          >
            <dt className="font-medium text-ink-2">{label}</dt>
            <dd className="wrap-anywhere max-w-[76ch] whitespace-pre-wrap">
              {card.fields[name].trim() || <span className="text-warn">Not filled in</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

interface RevisionsProps {
  chosen: number | undefined;
  onChoose: (revision: number | undefined) => void;
}

function Revisions({ chosen, onChoose }: RevisionsProps) {
  const query = useQuery(cardRevisionsQuery(useApi(), useVersion()));
  return (
    <Panel title="Revisions" flush className="print:hidden">
      <Loaded query={query} what="The revisions" skeleton={<SkeletonRows label="Revisions are being read" rows={3} columns={[40, 140]} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-3 py-2.5 text-ink-2">None yet: the card holds what records know. The first edit makes revision 1.</p>
          ) : (
            <ul>
              {items.map((item, at) => {
                const isChosen = chosen === undefined ? at === 0 : chosen === item.revision;
                return (
                  <li key={item.revision} className="border-b last:border-0">
                    <button
                      type="button"
                      aria-current={isChosen || undefined}
                      onClick={() => onChoose(at === 0 ? undefined : item.revision)}
                      className={clsx("block w-full px-3 py-1.5 text-left -outline-offset-2 hover:bg-hover", isChosen && "bg-accent-soft")}
                    >
                      <span className="font-medium">{item.revision}</span>{" "}
                      <span className="text-ink-2">
                        <Time at={Date.parse(item.editedAt)} style="moment" /> by {actorName(item.editedBy)}
                      </span>
                      <span className="block text-ink-3 text-small">{item.changed.map(cardLabel).join(", ")}</span>
                    </button>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
