"use client";
import type { DatasetProfile } from "@plumbline/contracts/datasets/profile";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { FileQuestion } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { profileQuery } from "../queries.ts";
import { type LoggedColumn, readLoggedSchema } from "./logged-schema.ts";

/** What a client said of data that the platform has not seen. */
export function LoggedPanel({ version }: { version: DatasetVersion }) {
  const query = useQuery(profileQuery(useApi(), version));
  return (
    <Panel title="As the client logged it" flush>
      <Loaded query={query} what="The schema" skeleton={<SkeletonRows label="The schema is being read" rows={8} columns={[160, 90, 70]} />}>
        {({ logged }) => <Logged logged={logged} />}
      </Loaded>
    </Panel>
  );
}

function Logged({ logged }: { logged: DatasetProfile["logged"] }) {
  if (!logged?.schema && !logged?.profile) {
    return (
      <EmptyState icon={<FileQuestion />} title="The client logged neither schema nor profile">
        Upload the file as a version to have its columns measured.
      </EmptyState>
    );
  }
  const columns = readLoggedSchema(logged.schema);
  return (
    <div className="grid">
      {columns ? <SchemaTable columns={columns} /> : <Text title="Schema" text={logged.schema} />}
      <Text title="Profile" text={logged.profile} />
    </div>
  );
}

function SchemaTable({ columns }: { columns: readonly LoggedColumn[] }) {
  return (
    <div className="max-h-[56vh] overflow-y-auto">
      <Table label="Columns as logged" headings={[{ label: "Column" }, { label: "Type" }, { label: "Required" }]}>
        {columns.map(({ name, type, isRequired }) => (
          <tr key={name}>
            <Cell className="font-medium">{name}</Cell>
            <Cell className="text-ink-2">{type}</Cell>
            <Cell className="text-ink-2">{isRequired === undefined ? "not said" : isRequired ? "yes" : "no"}</Cell>
          </tr>
        ))}
      </Table>
    </div>
  );
}

const shownCharacters = 20_000;

function Text({ title, text }: { title: string; text: string | null }) {
  if (!text) return null;
  return (
    <div className="border-t p-3 first:border-0">
      <h3 className="mb-1 font-semibold">{title}</h3>
      <CodeBlock label={`${title} as logged`} language="json" code={text.slice(0, shownCharacters)} wrap />
      {text.length > shownCharacters && <p className="mt-1 text-ink-3 text-small">Its first {shownCharacters} characters.</p>}
    </div>
  );
}
