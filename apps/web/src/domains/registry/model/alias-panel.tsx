"use client";
import { deleteAlias } from "@plumbline/contracts/registry/alias";
import { deleteModelTag, type RegisteredModel, setModelTag } from "@plumbline/contracts/registry/model";
import { Button, IconButton } from "@plumbline/ui/button";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import { Plus, X } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useGovernedNotice, useModelChange } from "../model-change.ts";
import { TagList } from "../tag-list.tsx";

const SetAlias = dynamic(() => import("../set-alias.tsx").then((module) => module.SetAlias));

/** The names that point at versions, and the tags that policies may match on. */
export function AliasPanel({ model }: { model: RegisteredModel }) {
  const { can } = useViewer();
  const { workspace } = useApi();
  const [isOpen, setOpen] = useState(false);
  const mayWrite = can("registry:write");
  const remove = useModelChange((api, alias: string) => api.call(deleteAlias, { model: model.name, alias }), {
    failure: "The alias was not removed",
  });
  return (
    <Panel
      title="Aliases and tags"
      flush
      actions={
        mayWrite &&
        model.latestVersion !== null && (
          <Button size="small" onClick={() => setOpen(true)}>
            <Plus className="icon-small" aria-hidden="true" />
            Set alias
          </Button>
        )
      }
    >
      {model.aliases.length === 0 && (
        <PanelRow className="text-ink-2">No alias yet. Code loads models:/{model.name}@name once one is set.</PanelRow>
      )}
      {model.aliases.map(({ alias, version }) => (
        <PanelRow key={alias}>
          <Chip tone={alias === "champion" ? "accent" : "neutral"}>@{alias}</Chip>
          <Link
            href={paths.version(workspace, { model: model.name, version })}
            className="flex min-h-6 flex-1 items-center hover:underline"
          >
            version {version}
          </Link>
          {mayWrite && (
            <IconButton label={`Remove alias ${alias}`} size="small" onClick={() => remove.mutate(alias)}>
              <X className="icon-small" />
            </IconButton>
          )}
        </PanelRow>
      ))}
      <PanelRow>
        <ModelTags model={model} mayWrite={mayWrite} />
      </PanelRow>
      {isOpen && <SetAlias model={model.name} latest={model.latestVersion ?? 1} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function ModelTags({ model, mayWrite }: { model: RegisteredModel; mayWrite: boolean }) {
  const notice = useGovernedNotice();
  const add = useModelChange((api, tag: { key: string; value: string }) => api.call(setModelTag, { model: model.name, ...tag }), {
    onDone: (outcome, { key }) => notice(outcome, `Tag ${key} of ${model.name}`),
  });
  const remove = useModelChange((api, key: string) => api.call(deleteModelTag, { model: model.name, key }), {
    failure: "The tag was not removed",
    onDone: (outcome, key) => notice(outcome, `Removing tag ${key} of ${model.name}`),
  });
  return (
    <TagList
      tags={model.tags}
      mayWrite={mayWrite}
      isBusy={add.isPending}
      error={add.error}
      onAdd={(tag) => add.mutateAsync(tag)}
      onRemove={(key) => remove.mutate(key)}
    />
  );
}
