"use client";
import { type LineageEdge, type LineageNode, listLineage } from "@plumbline/contracts/lineage";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { Graph } from "@plumbline/ui/charts/graph";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Box, Database, FlaskConical, Layers, type LucideIcon, Share2 } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { runQuery } from "#src/domains/experiments/queries.ts";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { keyOf, lineageGraph, neighboursOf, startsOf, versionNode, versionOf } from "./lineage-graph.ts";
import { useVersion } from "./version-context.tsx";

/** Nodes whose own arrows are read for the second step. */
const mostNeighbours = 24;

/** Two steps of stored arrows around the version; what is shared with other runs shows here. */
const lineageQuery = (api: WorkspaceApi, version: ModelVersion) => ({
  queryKey: [api.workspace, "model", version.model, "version", version.version, "lineage"],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const starts = startsOf(version);
    const read = async (node: LineageNode) => (await api.call(listLineage, node, { signal })).items;
    const first = (await Promise.all(starts.map(read))).flat();
    const second = (await Promise.all(neighboursOf(starts, first, mostNeighbours).map(read))).flat();
    return { starts, edges: onceEach([...first, ...second]) };
  },
});

function onceEach(edges: readonly LineageEdge[]): LineageEdge[] {
  return [...new Map(edges.map((edge) => [`${keyOf(edge.from)} ${edge.relation} ${keyOf(edge.to)}`, edge])).values()];
}

export function LineagePart() {
  const version = useVersion();
  const query = useQuery(lineageQuery(useApi(), version));
  return (
    <Loaded
      query={query}
      what="The lineage"
      skeleton={
        <Panel title="Lineage" flush>
          <SkeletonRows label="Lineage is being read" rows={6} columns={[180, 180, 180]} />
        </Panel>
      }
    >
      {({ starts, edges }) => (starts.length === 0 ? <NoLineage /> : <Lineage version={version} starts={starts} edges={edges} />)}
    </Loaded>
  );
}

function NoLineage() {
  return (
    <section className="rounded-lg border bg-surface">
      <EmptyState icon={<Share2 />} title="Nothing is known of where it comes from">
        A version that is registered from a run, or from a model that a run has logged, is linked to its data and code.
      </EmptyState>
    </section>
  );
}

interface NodeName {
  kind: string;
  id: string;
}

interface LineageProps {
  version: ModelVersion;
  starts: readonly LineageNode[];
  edges: readonly LineageEdge[];
}

const drawnAtMost = 60;

function Lineage({ version, starts, edges }: LineageProps) {
  const { model, version: number } = version;
  const current = useMemo(() => versionNode({ model, version: number }), [model, number]);
  const drawn = useMemo(() => edges.slice(0, drawnAtMost), [edges]);
  const graph = useMemo(() => lineageGraph(current, starts, drawn), [current, starts, drawn]);
  const ids = useMemo(() => graph.nodes.map(({ key }) => key), [graph]);
  const nodes = new Map(graph.nodes.map((node) => [node.key, node]));
  const runs = useRunNames(graph.nodes.filter(({ kind }) => kind === "run").map(({ id }) => id));
  const name = ({ kind, id }: NodeName): string => {
    const named = kind === "model-version" ? versionOf(id) : undefined;
    return named ? `${named.model} ${named.version}` : (runs.get(id) ?? id);
  };
  return (
    <div className="grid gap-3">
      <Panel
        title="Lineage"
        aside={
          edges.length > drawnAtMost
            ? `${drawnAtMost} of ${edges.length} arrows, two steps from this version`
            : "two steps from this version"
        }
        flush
      >
        <Graph
          label="Lineage as a picture; the table below lists the same arrows"
          nodes={ids}
          edges={graph.edges}
          current={keyOf(current)}
          draw={(key) => {
            const node = nodes.get(key);
            return node && <Node kind={node.kind} id={node.id} name={name(node)} />;
          }}
        />
      </Panel>
      <Arrows edges={drawn} name={name} />
    </div>
  );
}

const namedAtMost = 20;

/** Names of the runs in the picture, as far as they are read. */
function useRunNames(runIds: readonly string[]): ReadonlyMap<string, string> {
  const api = useApi();
  const asked = runIds.slice(0, namedAtMost);
  const runs = useQueries({ queries: asked.map((runId) => runQuery(api, runId)) });
  return new Map(asked.flatMap((runId, at) => (runs[at]?.data ? [[runId, runs[at].data.name] as const] : [])));
}

const kinds: Readonly<Record<string, { icon: LucideIcon; label: string }>> = {
  dataset: { icon: Database, label: "Dataset" },
  run: { icon: FlaskConical, label: "Run" },
  "logged-model": { icon: Layers, label: "Logged model" },
  "model-version": { icon: Box, label: "Version" },
};

function kindOf(kind: string): { icon: LucideIcon; label: string } {
  return kinds[kind] ?? { icon: Share2, label: kind };
}

function Node({ kind, id, name }: NodeName & { name: string }) {
  const { workspace } = useApi();
  const { icon: Icon, label } = kindOf(kind);
  const title = <span className="block truncate font-medium leading-6">{name}</span>;
  const href = addressOf(workspace, { kind, id });
  return (
    <span title={`${label} ${name}`}>
      <span className="flex items-center gap-1 text-ink-3 text-small">
        <Icon className="icon-small" aria-hidden="true" />
        {label}
      </span>
      {href ? (
        <Link href={href} className="block hover:underline">
          {title}
        </Link>
      ) : (
        title
      )}
    </span>
  );
}

/** The page of a node, where it has one. */
function addressOf(workspace: string, { kind, id }: NodeName): string | undefined {
  if (kind === "run") return paths.run(workspace, id);
  const version = kind === "model-version" ? versionOf(id) : undefined;
  return version && paths.version(workspace, version);
}

const headings = [{ label: "From" }, { label: "How" }, { label: "To" }, { label: "Stored", align: "end" as const }];

function Arrows({ edges, name }: { edges: readonly LineageEdge[]; name: (node: NodeName) => string }) {
  if (edges.length === 0) return null;
  return (
    <Panel title="Arrows" aside={String(edges.length)} flush>
      <Table label="Arrows" headings={headings}>
        {edges.map((edge) => (
          <tr key={`${keyOf(edge.from)} ${edge.relation} ${keyOf(edge.to)}`}>
            <Cell className="max-w-80">
              <End node={edge.from} name={name} />
            </Cell>
            <Cell className="text-ink-2">{edge.relation}</Cell>
            <Cell className="max-w-80">
              <End node={edge.to} name={name} />
            </Cell>
            <Cell align="end" className="text-ink-2">
              <Time at={Date.parse(edge.createdAt)} style="moment" />
            </Cell>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

function End({ node, name }: { node: NodeName; name: (node: NodeName) => string }) {
  return (
    <span className="block truncate" title={name(node)}>
      <span className="text-ink-3">{kindOf(node.kind).label}</span> {name(node)}
    </span>
  );
}
