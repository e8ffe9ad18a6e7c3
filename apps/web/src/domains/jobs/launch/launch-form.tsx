"use client";
import { Button } from "@plumbline/ui/button";
import { FormErrors } from "@plumbline/ui/field";
import { Kbd } from "@plumbline/ui/kbd";
import { Chip } from "@plumbline/ui/status";
import { Segments } from "@plumbline/ui/tabs";
import { BookmarkPlus, Play } from "lucide-react";
import dynamic from "next/dynamic";
import { type KeyboardEvent, useState } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { PreviewPanel } from "./preview/preview-panel.tsx";
import { SpecProvider } from "./spec-context.tsx";
import { SpecFields } from "./spec-fields.tsx";
import { SpecTextView } from "./spec-text-view.tsx";
import { submitDenial } from "./submit-denial.ts";
import { TemplateSelect } from "./template-select.tsx";
import { useSpecEditing } from "./use-spec-editing.ts";
import { useSubmitJob } from "./use-submit-job.ts";

const SaveTemplate = dynamic(() => import("./save-template.tsx").then((module) => module.SaveTemplate));

const views = [
  { value: "form", label: "Form" },
  { value: "yaml", label: "YAML" },
] as const;

/** A spec in two views, of which each shows what was written in the other, beside what submitting it would do. */
export function LaunchForm({ initial, from }: { initial: string; from: string | undefined }) {
  const { workspace } = useViewer();
  const url = useUrlState();
  const { editing, preview, forget, startOver } = useSpecEditing(initial);
  const submit = useSubmitJob(forget);
  const [isSaving, setSaving] = useState(false);
  const view = url.get("view") === "yaml" ? "yaml" : "form";
  const denied = submitDenial(editing, preview);
  const send = () => {
    if (denied === undefined && !submit.isPending) submit.mutate(editing.text);
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    send();
  };
  return (
    <Page
      title="New job"
      crumbs={[{ label: "Jobs", href: paths.jobs(workspace) }]}
      aside={
        from && (
          <>
            <Chip>{from}</Chip>
            <Button size="small" tone="ghost" onClick={startOver}>
              Start over
            </Button>
          </>
        )
      }
      actions={
        <>
          <TemplateSelect />
          <Button denied={editing.value ? undefined : "The text cannot be read"} onClick={() => setSaving(true)}>
            <BookmarkPlus className="icon-small" aria-hidden="true" />
            Save as template
          </Button>
          <Button tone="primary" busy={submit.isPending} denied={denied} onClick={send}>
            <Play className="icon-small" aria-hidden="true" />
            Submit job
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a key of whatever stands inside, which has its own role */}
      <div onKeyDown={byKey} className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_400px]">
        <SpecProvider value={editing}>
          <div className="grid min-w-0 gap-3">
            <div className="flex flex-wrap items-center gap-3">
              <Segments
                label="View"
                value={view}
                onChange={(next) => url.set({ view: next === "yaml" ? next : undefined })}
                options={views}
              />
              <span className="text-ink-3 text-small">
                Two views of one spec. <Kbd>Ctrl Enter</Kbd> submits it.
              </span>
            </div>
            <FormErrors title={submit.error ? problemText(submit.error).detail : undefined} />
            {/* What was begun in a field, and is no part of the spec yet, stays with the field. */}
            <div className={view === "form" ? undefined : "hidden"}>
              <SpecFields />
            </div>
            {view === "yaml" && <SpecTextView preview={preview} onSubmit={send} />}
          </div>
          <PreviewPanel preview={preview} />
        </SpecProvider>
      </div>
      {isSaving && <SaveTemplate text={editing.text} onClose={() => setSaving(false)} />}
    </Page>
  );
}
