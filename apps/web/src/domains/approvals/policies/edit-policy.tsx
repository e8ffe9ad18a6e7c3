"use client";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { Chip } from "@plumbline/ui/status";
import { FileDiff, History, Stamp } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRef, useState } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import { offsetAt, type Place } from "#src/components/yaml-editor/caret.ts";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { EditorPanel } from "./editor-panel.tsx";
import { LinePanel } from "./line-panel.tsx";
import { useForecast, useValidation } from "./policy-checks.ts";
import { inForceOf, nextVersion, type PolicyData } from "./policy-data.ts";
import { PolicyMenu } from "./policy-menu.tsx";
import { Standing } from "./policy-standing.tsx";
import { SimulationPanel } from "./simulation-panel.tsx";
import { useDraft } from "./use-draft.ts";

const PublishDialog = dynamic(() => import("./publish-dialog.tsx").then((module) => module.PublishDialog));

/** The policy as it is written, beside what it would do. */
export function EditPolicy({ data }: { data: PolicyData }) {
  const { policy } = data;
  const { workspace } = useViewer();
  const url = useUrlState();
  const inForce = inForceOf(data);
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<Place>({ line: 1, column: 1 });
  const [isAsking, setAsking] = useState(false);
  const draft = useDraft({ name: policy.name, published: inForce?.source ?? "", kept: data.draft });
  const validation = useValidation(draft.text);
  const isSound = validation.isSound === true;
  const forecast = useForecast(draft.text, caret.line, isSound);
  const isChanged = draft.text !== (inForce?.source ?? "");
  const denied = publishDenial({ isChanged, isChecked: validation.isCurrent, isSound, openRequest: policy.openRequest });
  const isDiff = url.get("view") === "diff";
  const goTo = (place: Place) => {
    const at = offsetAt(draft.text, place);
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
    setCaret(place);
  };
  return (
    <Page
      title={policy.name}
      crumbs={[{ label: "Policies", href: paths.policies(workspace) }]}
      aside={
        <>
          {isChanged && <Chip tone="warn">Draft of version {nextVersion(data)}</Chip>}
          <Standing data={data} />
        </>
      }
      actions={
        <>
          <ButtonLink tone="ghost">
            <Link href={`${paths.policy(workspace, policy.name)}?view=versions`}>
              <History className="icon-small" aria-hidden="true" />
              Versions
            </Link>
          </ButtonLink>
          {inForce && isChanged && (
            <Button aria-pressed={isDiff} onClick={() => url.set({ view: isDiff ? undefined : "diff" })}>
              <FileDiff className="icon-small" aria-hidden="true" />
              Diff with {inForce.version}
            </Button>
          )}
          <PolicyMenu policy={policy} isChanged={isChanged} onDiscard={() => draft.setText(inForce?.source ?? "")} />
          <Button tone="primary" denied={denied} onClick={() => setAsking(true)}>
            <Stamp className="icon-small" aria-hidden="true" />
            Ask to publish
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
        <EditorPanel
          field={field}
          draft={draft}
          published={inForce?.source ?? ""}
          validation={validation}
          isDiff={isDiff && isChanged}
          caret={caret}
          onCaret={setCaret}
          onGo={goTo}
          onSubmit={() => !denied && setAsking(true)}
        />
        <div className="grid min-w-0 gap-3">
          <SimulationPanel forecast={forecast} isSound={isSound} onGo={(line) => goTo({ line, column: 1 })} />
          <LinePanel line={caret.line} sentences={validation.data?.sentences ?? []} forecast={forecast} />
        </div>
      </div>
      {isAsking && <PublishDialog name={policy.name} source={draft.text} plan={forecast.plan.data} onClose={() => setAsking(false)} />}
    </Page>
  );
}

interface Publishable {
  isChanged: boolean;
  isChecked: boolean;
  isSound: boolean;
  openRequest: number | null;
}

function publishDenial({ isChanged, isChecked, isSound, openRequest }: Publishable): string | undefined {
  if (openRequest !== null) return `Request ${openRequest} would publish a version already. It has to be decided or withdrawn first.`;
  if (!isChanged) return "This is the text in force";
  if (!isChecked) return "The text is being checked";
  return isSound ? undefined : "The text has problems. They are shown under their lines.";
}
