"use client";
import type { PolicyVersion } from "@plumbline/contracts/approvals/policy";
import { ButtonLink } from "@plumbline/ui/button";
import { Identifier } from "@plumbline/ui/identifier";
import { Select } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { SquarePen } from "lucide-react";
import Link from "next/link";
import { personName } from "#src/components/person-name.ts";
import { diffLines, diffText } from "#src/components/text-diff/line-diff.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { DiffView } from "./diff-view.tsx";
import type { PolicyData } from "./policy-data.ts";
import { Standing } from "./policy-standing.tsx";

/** The published versions, each as it was and against another one. */
export function ReadPolicy({ data }: { data: PolicyData }) {
  const { workspace, can } = useViewer();
  const { policy, versions } = data;
  const url = useUrlState();
  const shown = versions.find(({ version }) => String(version) === url.get("version")) ?? versions[0];
  const mayEdit = policy.scope === "workspace" && can("policy:write");
  return (
    <Page
      title={policy.name}
      crumbs={[{ label: "Policies", href: paths.policies(workspace) }]}
      aside={
        <>
          {policy.scope === "organisation" && <Chip>Mandatory in the organisation</Chip>}
          <Standing data={data} />
        </>
      }
      lead={policy.description || undefined}
      actions={
        mayEdit && (
          <ButtonLink>
            <Link href={paths.policy(workspace, policy.name)}>
              <SquarePen className="icon-small" aria-hidden="true" />
              Edit
            </Link>
          </ButtonLink>
        )
      }
    >
      {shown ? (
        <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_340px]">
          <VersionText version={shown} versions={versions} />
          <Versions versions={versions} shown={shown} />
        </div>
      ) : (
        <Panel>
          <EmptyState title="Nothing is published yet">A version is made once a request to publish it is approved.</EmptyState>
        </Panel>
      )}
    </Page>
  );
}

function VersionText({ version, versions }: { version: PolicyVersion; versions: readonly PolicyVersion[] }) {
  const url = useUrlState();
  const asked = url.get("with");
  const other = versions.find((item) => String(item.version) === asked && item !== version);
  const before = other?.source ?? version.source;
  return (
    <Panel
      title={`Version ${version.version}`}
      aside={other ? (diffText(diffLines(before, version.source)) ?? "no difference") : undefined}
      actions={
        versions.length > 1 && (
          <Select
            aria-label="Compare with"
            value={other ? String(other.version) : ""}
            onChange={(event) => url.set({ with: event.target.value })}
            className="h-6! w-auto! text-small"
          >
            <option value="">As it is</option>
            {versions
              .filter((item) => item !== version)
              .map((item) => (
                <option key={item.version} value={item.version}>
                  Against version {item.version}
                </option>
              ))}
          </Select>
        )
      }
      flush
    >
      <DiffView before={before} after={version.source} label={`Text of version ${version.version}`} />
      <footer className="flex items-center gap-2 border-t px-3 py-1 text-ink-3 text-small">
        <Identifier value={`sha256:${version.digest}`} what="digest" length={19} />
      </footer>
    </Panel>
  );
}

function Versions({ versions, shown }: { versions: readonly PolicyVersion[]; shown: PolicyVersion }) {
  const { me, workspace } = useViewer();
  const url = useUrlState();
  return (
    <Panel title="Versions" aside={versions.length} flush>
      <ul>
        {versions.map((version) => (
          <li key={version.version} className={clsx("border-b px-3 py-1.5 last:border-0", version === shown && "bg-accent-soft")}>
            <span className="flex items-center gap-2">
              <button
                type="button"
                aria-current={version === shown ? "true" : undefined}
                onClick={() => url.set({ version: String(version.version), view: "versions", with: undefined })}
                className="min-h-6 font-medium hover:underline"
              >
                Version {version.version}
              </button>
              {version.isInForce && <Chip tone="good">In force</Chip>}
              <span className="ml-auto text-ink-3">
                <Time at={Date.parse(version.publishedAt)} style="date" />
              </span>
            </span>
            <span className="text-ink-2 text-small">
              by {personName(version.publishedBy, me.id)}
              {version.requestNumber !== null && (
                <>
                  ,{" "}
                  <Link href={paths.request(workspace, version.requestNumber)} className="text-accent hover:underline">
                    request {version.requestNumber}
                  </Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
