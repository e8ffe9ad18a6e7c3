"use client";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import { Chip } from "@plumbline/ui/status";
import { LinkTabs } from "@plumbline/ui/tabs";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LinkTab } from "#src/components/link-tab.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { highestStage } from "../list/model-facts.ts";
import { modelQuery } from "../queries.ts";
import { actorName, StageMark } from "../stages.tsx";
import { TierMark } from "../tiers.tsx";
import { ModelProvider } from "./model-context.tsx";
import { ModelMenu } from "./model-menu.tsx";
import { PanelsSkeleton } from "./model-skeleton.tsx";

/** What is this model, and where does it stand? The head of its page and the way between its parts. */
export function ModelFrame({ name, children }: { name: string; children: ReactNode }) {
  const api = useApi();
  const query = useQuery(modelQuery(api, name));
  const list = { label: "Models", href: paths.models(api.workspace) };
  if (isNowhere(query)) {
    return (
      <NoSuchPage
        what="model"
        list={list}
        detail="It may have been renamed or removed, or be in another workspace. The inventory of an earlier day still lists it."
      />
    );
  }
  if (!query.data) {
    return (
      <Page title={name} crumbs={[list]}>
        <Loaded query={query} what="The model" skeleton={<PanelsSkeleton what="model" />}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return (
    <ModelProvider value={query.data}>
      <ModelHead model={query.data}>
        <Loaded query={query} what="The model" skeleton={null}>
          {() => children}
        </Loaded>
      </ModelHead>
    </ModelProvider>
  );
}

function ModelHead({ model, children }: { model: RegisteredModel; children: ReactNode }) {
  const { workspace } = useApi();
  const stage = highestStage(model);
  return (
    <Page
      title={model.name}
      crumbs={[{ label: "Models", href: paths.models(workspace) }]}
      aside={
        <>
          {model.kind === "external" ? <Chip>External, {model.vendor || "vendor not named"}</Chip> : stage && <StageMark stage={stage} />}
          <TierMark tier={model.tier} className="text-ink-2" />
        </>
      }
      lead={
        <span className="text-[12.5px]">
          {model.description && `${model.description} `}
          <span className="text-ink-3">
            Begun <Time at={Date.parse(model.createdAt)} style="sentence" /> by {actorName(model.createdBy)},{" "}
            {model.businessOwner ? `owned by ${actorName(model.businessOwner)}` : "nobody owns it yet"}
          </span>
        </span>
      }
      actions={<ModelMenu model={model} />}
      tabs={
        <LinkTabs label="Parts of the model">
          <LinkTab href={paths.model(workspace, model.name)}>Overview</LinkTab>
          <LinkTab href={paths.model(workspace, model.name, "history")}>History</LinkTab>
        </LinkTabs>
      }
    >
      {children}
    </Page>
  );
}
