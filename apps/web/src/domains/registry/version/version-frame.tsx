"use client";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { ButtonLink } from "@plumbline/ui/button";
import { Chip, type Tone } from "@plumbline/ui/status";
import { LinkTabs } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { GitCompare } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { LinkTab } from "#src/components/link-tab.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { championOf } from "../list/model-facts.ts";
import { PanelsSkeleton } from "../model/model-skeleton.tsx";
import { modelQuery, versionQuery } from "../queries.ts";
import { stageNames } from "../stages.tsx";
import { VersionProvider } from "./version-context.tsx";
import { VersionMenu } from "./version-menu.tsx";

/** The head of a version's page and the way between its parts. */
export function VersionFrame({ model, version, children }: { model: string; version: number; children: ReactNode }) {
  const api = useApi();
  const isNumber = Number.isInteger(version) && version > 0;
  const query = useQuery({ ...versionQuery(api, { model, version }), enabled: isNumber });
  if (!isNumber || isNowhere(query)) {
    const list = { label: "Models", href: paths.models(api.workspace) };
    const detail = "It may have been removed, or the model renamed. Its history stays with the model.";
    return <NoSuchPage what="version of a model" list={list} detail={detail} />;
  }
  if (!query.data) {
    return (
      <Page title={`Version ${version}`} crumbs={crumbsTo(api.workspace, model)}>
        <Loaded query={query} what="The version" skeleton={<PanelsSkeleton what="version" />}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return (
    <VersionProvider value={query.data}>
      <VersionHead version={query.data}>
        <Loaded query={query} what="The version" skeleton={null}>
          {() => children}
        </Loaded>
      </VersionHead>
    </VersionProvider>
  );
}

const crumbsTo = (workspace: string, model: string) => [
  { label: "Models", href: paths.models(workspace) },
  { label: model, href: paths.model(workspace, model) },
];

const tones: Readonly<Record<ModelVersion["stage"], Tone>> = {
  experimental: "neutral",
  staging: "accent",
  production: "good",
  retired: "neutral",
};

function VersionHead({ version, children }: { version: ModelVersion; children: ReactNode }) {
  const { workspace } = useApi();
  const to = (tab: Parameters<typeof paths.version>[2]) => paths.version(workspace, version, tab);
  const isComparing = usePathname() === to("compare");
  return (
    <Page
      title={`Version ${version.version}`}
      crumbs={crumbsTo(workspace, version.model)}
      heading={
        <span className="block truncate">
          {version.model} {version.version}
        </span>
      }
      aside={
        <>
          <Chip tone={tones[version.stage]}>{stageNames[version.stage]}</Chip>
          {version.effectiveTier && <Chip>Tier {version.effectiveTier}</Chip>}
          {version.aliases.map((alias) => (
            <Chip key={alias}>@{alias}</Chip>
          ))}
          <Registration version={version} />
        </>
      }
      lead={version.description && <span className="wrap-anywhere line-clamp-2 whitespace-pre-wrap">{version.description}</span>}
      actions={
        <>
          <CompareLink version={version} />
          <VersionMenu version={version} />
        </>
      }
      tabs={
        <LinkTabs label="Parts of the version">
          <LinkTab href={to("overview")}>Overview</LinkTab>
          <LinkTab href={to("files")} count={version.fileCount || undefined}>
            Files
          </LinkTab>
          <LinkTab href={to("card")}>Model card</LinkTab>
          <LinkTab href={to("lineage")}>Lineage</LinkTab>
          <LinkTab href={to("history")}>History</LinkTab>
          {isComparing && <LinkTab href={to("compare")}>Difference</LinkTab>}
        </LinkTabs>
      }
    >
      {children}
    </Page>
  );
}

function Registration({ version: { status, statusMessage } }: { version: ModelVersion }) {
  if (status === "READY") return null;
  if (status === "PENDING_REGISTRATION") return <Chip tone="warn">Being registered</Chip>;
  return (
    <Chip tone="bad" {...(statusMessage && { title: statusMessage })}>
      Not registered{statusMessage && `: ${statusMessage}`}
    </Chip>
  );
}

function CompareLink({ version }: { version: ModelVersion }) {
  const api = useApi();
  const model = useQuery(modelQuery(api, version.model));
  const champion = model.data && championOf(model.data);
  const isOther = typeof champion === "number" && champion !== version.version;
  return (
    <ButtonLink tone="ghost">
      <Link href={paths.version(api.workspace, version, "compare")}>
        <GitCompare className="icon-small" aria-hidden="true" />
        {isOther ? `Compare with ${champion}` : "Compare"}
      </Link>
    </ButtonLink>
  );
}
