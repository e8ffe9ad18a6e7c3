"use client";
import { revokeSession, type Session } from "@plumbline/contracts/access/session";
import { Button } from "@plumbline/ui/button";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { accountApi } from "#src/shell/api.tsx";
import { sessionsQuery } from "../queries.ts";
import { clientName } from "./client-name.ts";

/** Where the person is signed in; each place can be signed out from here. */
export function SessionsPanel() {
  const sessions = useQuery(sessionsQuery());
  return (
    <div id="sessions">
      <Panel title="Signed in" flush>
        <Loaded
          query={sessions}
          what="The sessions"
          skeleton={<SkeletonRows label="Sessions are being read" rows={3} columns={[180, 80]} />}
        >
          {({ items }) => items.map((session) => <SessionRow key={session.id} session={session} />)}
        </Loaded>
      </Panel>
    </div>
  );
}

function SessionRow({ session }: { session: Session }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => accountApi.call(revokeSession, { sessionId: session.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
    onError: (error) => failToast("The session goes on", error, () => end.mutate()),
  });
  return (
    <PanelRow>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate" title={session.userAgent ?? undefined}>
            {clientName(session.userAgent)}
          </span>
          {session.isCurrent && <Chip tone="accent">this one</Chip>}
        </p>
        <p className="text-ink-3 text-small">
          {session.address ?? "address unknown"}, seen <Time at={Date.parse(session.lastSeenAt)} style="sentence" />, ends{" "}
          <Time at={Date.parse(session.expiresAt)} style="sentence" />
        </p>
      </div>
      {!session.isCurrent && (
        <Button size="small" busy={end.isPending} onClick={() => end.mutate()}>
          Sign out
        </Button>
      )}
    </PanelRow>
  );
}
