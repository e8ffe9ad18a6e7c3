"use client";
import { completePolicy } from "@plumbline/contracts/approvals/policy";
import { Button } from "@plumbline/ui/button";
import { countText } from "@plumbline/ui/format/number";
import { Kbd } from "@plumbline/ui/kbd";
import { Panel } from "@plumbline/ui/panel";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { type RefObject, useMemo } from "react";
import { addedLines, diffLines, diffText } from "#src/components/text-diff/line-diff.ts";
import type { Place } from "#src/components/yaml-editor/caret.ts";
import { YamlEditor } from "#src/components/yaml-editor/yaml-editor.tsx";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { DiffView } from "./diff-view.tsx";
import type { useValidation } from "./policy-checks.ts";
import type { useDraft } from "./use-draft.ts";

export interface EditorPanelProps {
  field: RefObject<HTMLTextAreaElement | null>;
  draft: ReturnType<typeof useDraft>;
  published: string;
  validation: ReturnType<typeof useValidation>;
  isDiff: boolean;
  caret: Place;
  onCaret: (place: Place) => void;
  onGo: (place: Place) => void;
  onSubmit: () => void;
}

/** The text with what is wrong in it, or beside the text in force. */
export function EditorPanel({ field, draft, published, validation, isDiff, caret, onCaret, onGo, onSubmit }: EditorPanelProps) {
  const api = useApi();
  const diff = useMemo(() => diffLines(published, draft.text), [published, draft.text]);
  const added = useMemo(() => (published === "" ? new Set<number>() : addedLines(diff)), [diff, published]);
  const problems = validation.data?.problems ?? [];
  return (
    <Panel title="policy.yaml" aside={published === "" ? "new" : diffText(diff)} actions={<Verdict validation={validation} />} flush>
      {isDiff ? (
        <DiffView before={published} after={draft.text} label="Draft against the version in force" />
      ) : (
        <YamlEditor
          label="Text of the policy"
          field={field}
          value={draft.text}
          onChange={draft.setText}
          caret={caret}
          onCaret={onCaret}
          onSubmit={onSubmit}
          problems={problems}
          added={added}
          complete={(source, place) => api.call(completePolicy, { source, ...place })}
        />
      )}
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-3 py-1.5 text-ink-3 text-small">
        <span>
          Line {caret.line}, column {caret.column}
        </span>
        <Keeping draft={draft} />
        <span className="ml-auto whitespace-nowrap max-sm:hidden">
          <Kbd>Ctrl Space</Kbd> complete
        </span>
      </footer>
      {problems.length > 0 && (
        <ul aria-label="Problems" className="border-t px-1.5 py-1">
          {problems.map((problem) => (
            <li key={`${problem.line} ${problem.column} ${problem.message}`}>
              <button
                type="button"
                onClick={() => onGo(problem)}
                className="flex w-full gap-2.5 rounded-md px-1.5 py-1 text-left hover:bg-hover"
              >
                <span className="flex-none text-ink-3">Line {problem.line}</span>
                <span className={problem.severity === "error" ? "text-bad" : "text-warn"}>{problem.message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Verdict({ validation }: Pick<EditorPanelProps, "validation">) {
  const { data, error, isCurrent, isSound } = validation;
  if (error) return <span className="text-bad">{problemText(error).detail}</span>;
  if (!(data && isCurrent)) return <Status shape="running">Checking</Status>;
  if (isSound) return <Status shape="good">Valid</Status>;
  return <Status shape="bad">{countText(data.problems.length, "problem")}</Status>;
}

function Keeping({ draft }: Pick<EditorPanelProps, "draft">) {
  if (draft.error) {
    return (
      <span className="flex items-center gap-2 text-bad">
        Not saved. {problemText(draft.error).detail}
        <Button size="small" onClick={draft.retry}>
          Save again
        </Button>
      </span>
    );
  }
  if (draft.isUnsaved) return <span>Saving</span>;
  if (draft.savedAt === undefined) return null;
  return (
    <span>
      Saved <Time at={draft.savedAt} style="sentence" />
    </span>
  );
}
