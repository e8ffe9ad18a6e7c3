"use client";
import { Button } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { RegisterPage } from "#src/components/register-page.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { runtimesQuery } from "../queries.ts";
import { acceleratorsText, familiesOf, type RuntimeFamily } from "./runtime-families.ts";

const RuntimeForm = dynamic(() => import("./runtime-form.tsx").then((module) => module.RuntimeForm));

const headings = [
  { label: "Name" },
  { label: "Newest" },
  { label: "Runs on" },
  { label: "Packages", align: "end" as const },
  { label: "Description" },
  { label: "Jobs here", align: "end" as const },
  { label: "Changed", align: "end" as const },
  { label: "State" },
];

/** What do jobs train in? */
export function RuntimesPage() {
  const { can } = useViewer();
  const runtimes = useQuery(runtimesQuery(useApi()));
  return (
    <RegisterPage
      title="Training runtimes"
      lead="Standard environments of the platform, by name and version. A version never changes, so that a job run again finds what it had."
      action={can("platform:compute") ? "New runtime" : undefined}
      query={runtimes}
      skeleton={[120, 60, 90, 60, 240, 50, 70]}
      dialog={(close) => <RuntimeForm from={undefined} onClose={close} />}
    >
      {({ items }, onNew) => (items.length === 0 ? <Nothing onNew={onNew} /> : <Families families={familiesOf(items)} />)}
    </RegisterPage>
  );
}

function Families({ families }: { families: readonly RuntimeFamily[] }) {
  const { workspace } = useViewer();
  return (
    <Table label="Training runtimes" headings={headings}>
      {families.map(({ name, newest, isRetired, jobs }) => (
        <tr key={name}>
          <Cell className="font-medium">
            <Link href={paths.runtime(workspace, name)} className="hover:underline">
              {name}
            </Link>
          </Cell>
          <Cell>version {newest.version}</Cell>
          <Cell className="text-ink-2">{acceleratorsText(newest)}</Cell>
          <Cell align="end">{newest.packages.length}</Cell>
          <Cell className="max-w-80 truncate text-ink-2">
            <span title={newest.description}>{newest.description}</span>
          </Cell>
          <Cell align="end">{jobs}</Cell>
          <Cell align="end" className="text-ink-2">
            <Time at={Date.parse(newest.createdAt)} />
          </Cell>
          <Cell>{isRetired ? <Status shape="stopped">Retired</Status> : <Status shape="good">In use</Status>}</Cell>
        </tr>
      ))}
    </Table>
  );
}

function Nothing({ onNew }: { onNew: (() => void) | undefined }) {
  return (
    <EmptyState icon={<Layers />} title="No training runtimes yet" action={onNew && <Button onClick={onNew}>New runtime</Button>}>
      Jobs name an image of their own, or run with the machine's programs.
      {onNew ? " A runtime gives them a name to rely on." : " The platform's administrators make runtimes for everybody."}
    </EmptyState>
  );
}
