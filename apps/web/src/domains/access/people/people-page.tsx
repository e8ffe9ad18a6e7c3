"use client";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { MembersTabs } from "#src/domains/workspaces/members/members-tabs.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { peopleQuery } from "../queries.ts";
import { GeneratedPassword, type Granted } from "./generated-password.tsx";
import { NewPerson } from "./new-person.tsx";
import { PersonRow } from "./person-row.tsx";

const headings = [
  { label: "Name" },
  { label: "State" },
  { label: "Platform role" },
  { label: "Last sign-in", align: "end" as const },
  { label: "Added", align: "end" as const },
  { label: "More", isHidden: true },
];

/** Everybody with an account on this platform. */
export function PeoplePage() {
  const { can } = useViewer();
  return can("platform:people") ? <People /> : <NotAllowed />;
}

function People() {
  const url = useUrlState();
  const people = useQuery(peopleQuery());
  const [granted, setGranted] = useState<Granted>();
  return (
    <Page
      title="People"
      tabs={<MembersTabs />}
      aside={<span className="text-ink-3">of the whole platform</span>}
      actions={
        <Button tone="primary" onClick={() => url.set({ new: "1" })}>
          <UserPlus className="icon-small" aria-hidden="true" />
          New account
        </Button>
      }
    >
      <section className="overflow-hidden rounded-lg border bg-surface">
        <Loaded query={people} what="The people" skeleton={<SkeletonRows label="People are being read" columns={[180, 90, 120, 60]} />}>
          {({ items }) => (
            <Table label="People of the platform" headings={headings}>
              {items.map((person) => (
                <PersonRow key={person.id} person={person} onGranted={setGranted} />
              ))}
            </Table>
          )}
        </Loaded>
      </section>
      {url.get("new") === "1" && <NewPerson onClose={() => url.set({ new: undefined })} onGranted={setGranted} />}
      {granted && <GeneratedPassword granted={granted} onClose={() => setGranted(undefined)} />}
    </Page>
  );
}

function NotAllowed() {
  return (
    <Page title="People" tabs={<MembersTabs />}>
      <section className="rounded-lg border bg-surface">
        <EmptyState title="Accounts are kept by administrators of the platform">Ask one of them to add a person.</EmptyState>
      </section>
    </Page>
  );
}
