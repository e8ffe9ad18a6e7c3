"use client";
import type { ModelCard } from "@plumbline/contracts/registry/card";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { cardQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { cardFields } from "./card-fields.ts";
import { useVersion } from "./version-context.tsx";

/** The model card in short, with what is still empty. */
export function CardPanel() {
  const version = useVersion();
  const api = useApi();
  const query = useQuery(cardQuery(api, version));
  const card = query.data;
  return (
    <Panel
      title={
        <Link href={paths.version(api.workspace, version, "card")} className="hover:underline">
          Model card
        </Link>
      }
      aside={card && card.revision > 0 ? `v${card.revision}` : undefined}
      flush
      actions={
        card &&
        card.empty.length > 0 && (
          <span className="flex items-center gap-1.5 text-warn">
            <TriangleAlert className="icon-small" aria-hidden="true" />
            {card.empty.length} empty
          </span>
        )
      }
    >
      <Loaded query={query} what="The model card" skeleton={<SkeletonRows label="The card is being read" rows={6} columns={[70, 110]} />}>
        {(data) => <Short card={data} />}
      </Loaded>
    </Panel>
  );
}

function Short({ card }: { card: ModelCard }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-3 py-2">
      {cardFields.map(({ name, label }) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="truncate" title={card.fields[name]}>
            {card.fields[name].trim() ? firstLine(card.fields[name]) : <span className="text-warn">Not filled in</span>}
          </dd>
        </div>
      ))}
      {card.editedAt && (
        <div className="contents">
          <dt className="text-ink-3">Changed</dt>
          <dd className="truncate">
            <Time at={Date.parse(card.editedAt)} style="date" /> by {actorName(card.editedBy)}
          </dd>
        </div>
      )}
    </dl>
  );
}

const firstLine = (text: string): string => text.trim().split("\n", 1)[0] ?? "";
