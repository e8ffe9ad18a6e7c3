"use client";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { personName } from "#src/components/person-name.ts";
import { membersQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";

/** Who made the evidence of a clause, and when. */
export function EvidenceBy({ clause: { producer, producedAt } }: { clause: Clause }) {
  const { me } = useViewer();
  const isPerson = producer !== null && producer.kind !== "platform" && producer.name === null;
  const members = useQuery({ ...membersQuery(useApi()), enabled: isPerson });
  if (!producer) return null;
  return (
    <>
      {producer.kind === "platform"
        ? "platform"
        : personName({ ...producer, name: producer.name ?? nameAmong(members.data?.items ?? [], producer.id) }, me.id)}
      {producedAt && (
        <>
          , <Time at={Date.parse(producedAt)} style="date" />
        </>
      )}
    </>
  );
}

const nameAmong = (members: readonly { userId: string; name: string }[], id: string): string | null =>
  members.find(({ userId }) => userId === id)?.name ?? null;
