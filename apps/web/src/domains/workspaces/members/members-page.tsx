"use client";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { membersQuery } from "../queries.ts";
import { AddMember } from "./add-member.tsx";
import { MemberRow } from "./member-row.tsx";
import { MembersTabs } from "./members-tabs.tsx";
import { RoleGuide } from "./role-guide.tsx";

const headings = [
  { label: "Name" },
  { label: "Role" },
  { label: "Groups" },
  { label: "Last sign-in", align: "end" as const },
  { label: "Added", align: "end" as const },
  { label: "More", isHidden: true },
];

/** Who may do what here? */
export function MembersPage() {
  const { workspace, can } = useViewer();
  const url = useUrlState();
  const members = useQuery(membersQuery(useApi()));
  return (
    <Page
      title="Members"
      tabs={<MembersTabs />}
      aside={
        members.data && (
          <span className="text-ink-3">
            {members.data.items.length} in {workspace}
          </span>
        )
      }
      actions={
        can("member:manage") && (
          <Button tone="primary" onClick={() => url.set({ new: "1" })}>
            <UserPlus className="icon-small" aria-hidden="true" />
            Add member
          </Button>
        )
      }
    >
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_340px]">
        <section className="min-w-0 overflow-hidden rounded-lg border bg-surface">
          <Loaded
            query={members}
            what="The members"
            skeleton={<SkeletonRows label="Members are being read" columns={[180, 90, 120, 60]} />}
          >
            {({ items }) => (
              <Table label="Members" headings={headings}>
                {items.map((member) => (
                  <MemberRow key={member.userId} member={member} />
                ))}
              </Table>
            )}
          </Loaded>
        </section>
        <RoleGuide />
      </div>
      {url.get("new") === "1" && can("member:manage") && <AddMember onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}
