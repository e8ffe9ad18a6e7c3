"use client";
import type { Policy } from "@plumbline/contracts/approvals/policy";
import { ButtonLink } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Building2, Plus, Scale } from "lucide-react";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { personName } from "#src/components/person-name.ts";
import { useRowFocus } from "#src/components/row-focus.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { policiesQuery } from "./queries.ts";

/** What may go where? */
export function PoliciesPage() {
  const { workspace, can } = useViewer();
  const query = useQuery(policiesQuery(useApi()));
  return (
    <Page
      title="Policies"
      lead="What a version needs before it may move, and who decides. Where none matches, production is denied and staging is free."
      actions={
        <>
          {can("platform:policies") && (
            <ButtonLink>
              <Link href={paths.policyProposals(workspace)}>
                <Building2 className="icon-small" aria-hidden="true" />
                Organisation's policies
              </Link>
            </ButtonLink>
          )}
          {can("policy:write") && (
            <ButtonLink tone="primary">
              <Link href={paths.newPolicy(workspace)}>
                <Plus className="icon-small" aria-hidden="true" />
                New policy
              </Link>
            </ButtonLink>
          )}
        </>
      }
    >
      <Loaded
        query={query}
        what="The policies"
        skeleton={
          <Panel flush>
            <SkeletonRows label="Policies are being read" columns={[140, 280, 50, 110]} />
          </Panel>
        }
      >
        {({ items }) => (items.length === 0 ? <Nothing /> : <PolicyLists policies={items} />)}
      </Loaded>
    </Page>
  );
}

function PolicyLists({ policies }: { policies: readonly Policy[] }) {
  const list = useRowFocus<HTMLDivElement>("Policies");
  const mandatory = policies.filter(({ scope }) => scope === "organisation");
  const own = policies.filter(({ scope }) => scope === "workspace");
  return (
    <div ref={list} className="grid gap-3">
      {mandatory.length > 0 && (
        <Panel title="Mandatory in the organisation" aside="they hold beside the workspace's own, the tighter clause staying" flush>
          <PolicyRows policies={mandatory} label="Mandatory policies" />
        </Panel>
      )}
      <Panel title="Of this workspace" aside={own.length} flush>
        <PolicyRows policies={own} label="Policies of this workspace" />
      </Panel>
    </div>
  );
}

const tracks = "lg:grid-cols-[minmax(0,220px)_minmax(0,1fr)_96px_minmax(0,220px)]";

function PolicyRows({ policies, label }: { policies: readonly Policy[]; label: string }) {
  return (
    <>
      <div
        aria-hidden="true"
        className={clsx("hidden h-[30px] items-center gap-3 border-b px-3 font-medium text-ink-3 text-small lg:grid", tracks)}
      >
        <span>Name</span>
        <span>Governs</span>
        <span>In force</span>
        <span>Published</span>
      </div>
      <ul aria-label={label}>
        {policies.map((policy) => (
          <PolicyRow key={policy.name} policy={policy} />
        ))}
      </ul>
    </>
  );
}

function PolicyRow({ policy }: { policy: Policy }) {
  const { me, workspace } = useViewer();
  return (
    <li className="border-b last:border-0">
      <Link
        data-row=""
        href={paths.policy(workspace, policy.name, policy.scope)}
        className={clsx(
          "grid gap-x-3 gap-y-0.5 px-3 py-1.5 -outline-offset-2 transition-colors hover:bg-hover lg:min-h-8 lg:items-center",
          tracks,
        )}
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{policy.name}</span>
          {policy.hasDraft && <Chip tone="warn">Draft</Chip>}
          {policy.openRequest !== null && <Chip tone="accent">Request {policy.openRequest}</Chip>}
        </span>
        <span className="text-ink-2 lg:truncate" title={policy.description || policy.governs}>
          {policy.governs}
        </span>
        <span className={policy.version === null ? "text-ink-3" : undefined}>
          {policy.version === null ? "Not in force" : `Version ${policy.version}`}
        </span>
        <span className="truncate text-ink-2 max-lg:text-small">
          {policy.publishedAt && policy.publishedBy ? (
            <>
              <Time at={Date.parse(policy.publishedAt)} style="date" /> by {personName(policy.publishedBy, me.id)}
            </>
          ) : (
            "never"
          )}
        </span>
      </Link>
    </li>
  );
}

function Nothing() {
  const { workspace, can } = useViewer();
  return (
    <Panel>
      <EmptyState
        icon={<Scale />}
        title="No policy yet"
        action={
          can("policy:write") && (
            <ButtonLink tone="primary">
              <Link href={paths.newPolicy(workspace)}>New policy</Link>
            </ButtonLink>
          )
        }
      >
        Without one, nothing goes to production. They can be kept in a repository too: <span className="code">plumb policy apply FILE</span>
      </EmptyState>
    </Panel>
  );
}
