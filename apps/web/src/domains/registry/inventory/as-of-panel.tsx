"use client";
import type { AsOf } from "@plumbline/contracts/registry/inventory";
import { Identifier } from "@plumbline/ui/identifier";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { bandAt } from "../history/bands.ts";
import { ChampionBand, useThisMinute } from "../history/champion-band.tsx";
import { asOfQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { liveText } from "./difference.ts";

/** One model at an instant: what was live, since and until when, who allowed it and on what. */
export function AsOfPanel({ model, at }: { model: string; at: string | undefined }) {
  const { workspace } = useApi();
  const query = useQuery(asOfQuery(useApi(), model, at));
  const now = useThisMinute();
  return (
    <Panel
      title={
        <Link href={paths.model(workspace, model)} className="hover:underline">
          {model}
        </Link>
      }
      aside={<Time at={at === undefined ? now : Date.parse(at)} style="moment" />}
      flush
    >
      <Loaded query={query} what="The record" skeleton={<SkeletonRows label="The record is being read" rows={8} columns={[60, 150]} />}>
        {(record) => <Record record={record} at={at === undefined ? now : Date.parse(at)} />}
      </Loaded>
    </Panel>
  );
}

function Record({ record, at }: { record: AsOf; at: number }) {
  const { workspace } = useApi();
  const { entry, champions } = record;
  const bands = champions.map(({ version, from, until }) => ({
    version,
    from: Date.parse(from),
    until: until === null ? undefined : Date.parse(until),
  }));
  const held = bandAt(bands, at);
  const next = held?.until === undefined ? undefined : bandAt(bands, held.until);
  return (
    <>
      <div className="px-3 py-2.5">
        <KeyValues
          rows={[
            ["Live where", entry.kind === "external" ? `at ${entry.vendor || "its vendor"}` : liveText(entry)],
            [
              "Champion",
              held ? (
                <Link
                  key="champion"
                  href={paths.version(workspace, { model: entry.model, version: held.version })}
                  className="font-medium hover:underline"
                >
                  version {held.version}
                </Link>
              ) : (
                "none"
              ),
            ],
            held ? ["Since", <Time key="since" at={held.from} style="moment" />] : null,
            held?.until === undefined ? null : ["Until", <Until key="until" at={held.until} version={next?.version} />],
            record.digest ? ["Digest", <Identifier key="digest" value={record.digest} what="digest" length={16} />] : null,
            record.datasets.length > 0 ? ["Trained on", record.datasets.join(", ")] : null,
          ]}
        />
      </div>
      {bands.length > 0 && (
        <div className="px-3 pt-1">
          <ChampionBand bands={bands} version={held?.version} at={at} />
        </div>
      )}
      <Approval approval={record.approval} />
      <Findings findings={record.findings} at={at} />
    </>
  );
}

function Until({ at, version }: { at: number; version: number | undefined }) {
  return (
    <>
      <Time at={at} style="moment" />
      {version !== undefined && `, version ${version}`}
    </>
  );
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t px-3 py-2.5">
      <h3 className="mb-0.5 font-medium text-ink-3 text-small">{title}</h3>
      {children}
    </section>
  );
}

function Line({ children, end }: { children: ReactNode; end: ReactNode }) {
  return (
    <div className="flex justify-between gap-3 leading-6">
      <span className="min-w-0 truncate">{children}</span>
      <span className="flex-none text-ink-2">{end}</span>
    </div>
  );
}

function Approval({ approval }: { approval: AsOf["approval"] }) {
  const { workspace } = useApi();
  if (approval === null) return null;
  const { requestNumber, approvals, policies, clauses, clausesMet, conditions, decidedAt } = approval;
  return (
    <>
      <Section
        title={
          <>
            {approvals.length > 0 ? "Approved by" : "Allowed without a vote"},{" "}
            <Link href={paths.request(workspace, requestNumber)} className="text-accent underline">
              request {requestNumber}
            </Link>
          </>
        }
      >
        {approvals.map(({ voter, seat, at }) => (
          <Line key={`${voter.id} ${seat}`} end={<Time at={Date.parse(at)} style="date" />}>
            {actorName(voter)}, {seat}
          </Line>
        ))}
        {approvals.length === 0 && <Line end={<Time at={Date.parse(decidedAt)} style="date" />}>The policy decided by itself</Line>}
      </Section>
      <Section title="On what">
        <Line end={`${clausesMet} of ${clauses} met`}>Evidence</Line>
        <Line end={policies.map(({ name, version }) => `${name} v${version}`).join(", ")}>Policy</Line>
        {conditions.map((condition) => (
          <Line key={condition} end={condition}>
            Condition
          </Line>
        ))}
      </Section>
    </>
  );
}

function Findings({ findings, at }: { findings: AsOf["findings"]; at: number }) {
  const open = findings.filter(({ closedAt }) => closedAt === null || Date.parse(closedAt) > at);
  if (open.length === 0) return null;
  return (
    <Section title="Open findings">
      {open.map(({ title, severity, dueAt }) => (
        <Line key={title} end={dueAt ? <Time at={Date.parse(dueAt)} style="date" /> : severity}>
          <span title={title}>{title}</span>
        </Line>
      ))}
    </Section>
  );
}
