"use client";
import { type Authorisation, archiveEnvironment, type Environment } from "@plumbline/contracts/approvals/environment";
import { Button, IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { Panel } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleOff, Ellipsis, SquarePen } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { Cell, Table } from "#src/components/table.tsx";
import { stageNames } from "#src/domains/registry/stages.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { subjectName, subjectPath } from "../subject.ts";
import { conditionText, usesText } from "../words.ts";

const EnvironmentForm = dynamic(() => import("./environment-form.tsx").then((module) => module.EnvironmentForm));
const RevokeDialog = dynamic(() => import("./revoke-dialog.tsx").then((module) => module.RevokeDialog));

interface Props {
  environment: Environment;
  live: readonly Authorisation[];
}

/** An environment and what may act there now. */
export function EnvironmentPanel({ environment, live }: Props) {
  const { can } = useViewer();
  const { name, stage, description } = environment;
  return (
    <Panel
      title={name}
      aside={
        <>
          for versions from {stageNames[stage].toLowerCase()} on{live.length > 0 && `, ${live.length} live`}
        </>
      }
      actions={can("environment:manage") && <EnvironmentMenu environment={environment} />}
      flush
    >
      {description && <p className="border-b px-3 py-1.5 text-ink-2">{description}</p>}
      {live.length === 0 ? (
        <p className="px-3 py-2.5 text-ink-3">Nothing may act here now.</p>
      ) : (
        <Table label={`Live in ${name}`} headings={headings}>
          {live.map((authorisation) => (
            <LiveRow key={authorisation.id} authorisation={authorisation} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

const headings = [
  { label: "Version" },
  { label: "Uses" },
  { label: "Conditions" },
  { label: "Since" },
  { label: "Until" },
  { label: "Decided in" },
  { label: "Revoke", isHidden: true },
];

function LiveRow({ authorisation }: { authorisation: Authorisation }) {
  const { workspace, can } = useViewer();
  const [isRevoking, setRevoking] = useState(false);
  const { subject, uses, canaryMaxPercent, conditions, validFrom, validUntil, requestNumber, isBreakGlass } = authorisation;
  const page = subjectPath(workspace, subject);
  const bound = conditions.map(conditionText).join("; ");
  return (
    <tr>
      <Cell className="font-medium">
        {page ? (
          <Link href={page} className="hover:underline">
            {subjectName(subject)}
          </Link>
        ) : (
          subjectName(subject)
        )}{" "}
        {isBreakGlass && <Chip tone="bad">Break-glass</Chip>}
      </Cell>
      <Cell>{usesText(uses, canaryMaxPercent)}</Cell>
      <Cell className="max-w-72 truncate text-ink-2">
        <span title={bound}>{bound || "none"}</span>
      </Cell>
      <Cell>
        <Time at={Date.parse(validFrom)} style="date" />
      </Cell>
      <Cell className={validUntil ? "" : "text-ink-3"}>{validUntil ? <Time at={Date.parse(validUntil)} style="date" /> : "no end"}</Cell>
      <Cell>
        {requestNumber === null ? (
          <span className="text-ink-3">no request</span>
        ) : (
          <Link href={paths.request(workspace, requestNumber)} className="text-accent hover:underline">
            Request {requestNumber}
          </Link>
        )}
      </Cell>
      <Cell align="end">
        {can("request:open") && (
          <Button size="small" tone="danger" onClick={() => setRevoking(true)}>
            Revoke
          </Button>
        )}
        {isRevoking && <RevokeDialog authorisation={authorisation} onClose={() => setRevoking(false)} />}
      </Cell>
    </tr>
  );
}

function EnvironmentMenu({ environment }: { environment: Environment }) {
  const api = useApi();
  const client = useQueryClient();
  const [asks, setAsks] = useState<"edit" | "close">();
  const { name, liveCount } = environment;
  const close = useMutation({
    mutationFn: () => api.call(archiveEnvironment, { environment: name }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "environments"] }),
    onError: (error) => failToast(`${name} stays open`, error, () => close.mutate()),
    onSettled: () => setAsks(undefined),
  });
  return (
    <>
      <Menu
        trigger={
          <IconButton size="small" label={`More for ${name}`}>
            <Ellipsis className="icon" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setAsks("edit")}>
          <SquarePen className="icon-small text-ink-3" />
          Edit
        </MenuItem>
        <MenuItem tone="danger" disabled={liveCount > 0} onSelect={() => setAsks("close")}>
          <CircleOff className="icon-small" />
          {liveCount > 0 ? "Close: something is live" : "Close"}
        </MenuItem>
      </Menu>
      {asks === "edit" && <EnvironmentForm environment={environment} onClose={() => setAsks(undefined)} />}
      {asks === "close" && (
        <Confirm
          open
          onOpenChange={() => setAsks(undefined)}
          title={`Close ${name}`}
          description="Nothing can be asked for here any more, and its name is not used again. What was live here stays on record."
          action="Close environment"
          name={name}
          busy={close.isPending}
          onConfirm={() => close.mutate()}
        />
      )}
    </>
  );
}
