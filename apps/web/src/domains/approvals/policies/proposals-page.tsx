"use client";
import type { OrganisationProposal } from "@plumbline/contracts/approvals/policy";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { personName } from "#src/components/person-name.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { DiffView } from "./diff-view.tsx";
import { policiesQuery, proposalsQuery } from "./queries.ts";

const ProposeDialog = dynamic(() => import("./propose-dialog.tsx").then((module) => module.ProposeDialog));
const DecideDialog = dynamic(() => import("./decide-dialog.tsx").then((module) => module.DecideDialog));

/** Which policies hold in every workspace, and who decides on them? */
export function ProposalsPage() {
  const { workspace, can } = useViewer();
  const url = useUrlState();
  const mayAct = can("platform:policies");
  const query = useQuery({ ...proposalsQuery(useApi()), enabled: mayAct });
  return (
    <Page
      title="Organisation's policies"
      crumbs={[{ label: "Policies", href: paths.policies(workspace) }]}
      lead="They hold in every workspace, beside its own. One administrator of the platform proposes, another decides."
      actions={
        mayAct && (
          <Button tone="primary" onClick={() => url.set({ propose: "1" })}>
            <Plus className="icon-small" aria-hidden="true" />
            Propose a policy
          </Button>
        )
      }
    >
      {mayAct ? (
        <Loaded
          query={query}
          what="The proposals"
          skeleton={
            <Panel flush>
              <SkeletonRows label="Proposals are being read" columns={[80, 160, 220, 90]} />
            </Panel>
          }
        >
          {({ items }) => (items.length === 0 ? <Nothing /> : <Proposals items={items} />)}
        </Loaded>
      ) : (
        <Panel>
          <EmptyState
            title="Administrators of the platform keep these"
            action={
              <ButtonLink>
                <Link href={paths.policies(workspace)}>See the policies that hold here</Link>
              </ButtonLink>
            }
          />
        </Panel>
      )}
      {mayAct && url.get("propose") === "1" && <ProposeDialog onClose={() => url.set({ propose: undefined })} />}
    </Page>
  );
}

function Nothing() {
  return (
    <Panel>
      <EmptyState icon={<Building2 />} title="Nothing is mandatory yet">
        A policy that is proposed here and approved by another administrator holds in every workspace. Nobody can publish anything that asks
        for less.
      </EmptyState>
    </Panel>
  );
}

const signs: Readonly<Record<OrganisationProposal["state"], { shape: StatusShape; word: string }>> = {
  proposed: { shape: "waiting", word: "Waits for a decision" },
  approved: { shape: "good", word: "Approved" },
  rejected: { shape: "bad", word: "Rejected" },
};

function Proposals({ items }: { items: readonly OrganisationProposal[] }) {
  return (
    <div className="grid gap-3">
      {items.map((proposal) => (
        <ProposalPanel key={proposal.id} proposal={proposal} />
      ))}
    </div>
  );
}

function ProposalPanel({ proposal }: { proposal: OrganisationProposal }) {
  const { me } = useViewer();
  const policies = useQuery(policiesQuery(useApi())).data?.items ?? [];
  const [isOpen, setOpen] = useState(proposal.state === "proposed");
  const [isDeciding, setDeciding] = useState(false);
  const { shape, word } = signs[proposal.state];
  const isWithdrawal = proposal.document === null;
  const inForce = policies.find(({ scope, name }) => scope === "organisation" && name === proposal.name);
  return (
    <Panel
      title={isWithdrawal ? `Take ${proposal.name} out of force` : proposal.name}
      aside={proposal.version === null ? undefined : `version ${proposal.version}`}
      flush
      actions={
        <>
          <Status shape={shape}>{word}</Status>
          {proposal.state === "proposed" && (
            <Button
              size="small"
              denied={proposal.proposedBy.id === me.id ? "Another administrator decides on what you proposed" : undefined}
              onClick={() => setDeciding(true)}
            >
              Decide
            </Button>
          )}
        </>
      }
    >
      <div className="px-3 py-2 text-ink-2">
        <p className="wrap-anywhere text-ink">{proposal.reason}</p>
        <p>
          Proposed by {personName(proposal.proposedBy, me.id)} <Time at={Date.parse(proposal.proposedAt)} style="sentence" />
          {proposal.decidedBy && proposal.decidedAt && (
            <>
              . {word} by {personName(proposal.decidedBy, me.id)} <Time at={Date.parse(proposal.decidedAt)} style="sentence" />
            </>
          )}
          .{inForce && proposal.state === "proposed" && ` Version ${inForce.version} is in force.`}
        </p>
      </div>
      {!isWithdrawal && (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)} className="border-t">
          <summary className="px-3 py-1.5 text-ink-2 -outline-offset-2">Text</summary>
          <div className="border-t">
            <DiffView before={proposal.source} after={proposal.source} label={`Text of ${proposal.name}`} />
          </div>
        </details>
      )}
      {isDeciding && <DecideDialog proposal={proposal} onClose={() => setDeciding(false)} />}
    </Panel>
  );
}
