"use client";
import { countText } from "@plumbline/ui/format/number";
import { Kbd } from "@plumbline/ui/kbd";
import { Panel } from "@plumbline/ui/panel";
import { Status } from "@plumbline/ui/status";
import { useRef, useState } from "react";
import type { Place } from "#src/components/yaml-editor/caret.ts";
import { YamlEditor } from "#src/components/yaml-editor/yaml-editor.tsx";
import { completeSpec } from "./complete-spec.ts";
import { useSpec } from "./spec-context.tsx";
import { readSpec } from "./spec-document.ts";
import { textProblems } from "./spec-problems.ts";
import type { SpecPreview } from "./use-spec-preview.ts";

/** The spec as text, with what is wrong under its lines. */
export function SpecTextView({ preview, onSubmit }: { preview: SpecPreview; onSubmit: () => void }) {
  const { text, setText, problems } = useSpec();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<Place>({ line: 1, column: 1 });
  const unreadable = readSpec(text).problems.map((problem) => ({ ...problem, severity: "error" as const }));
  const marked = unreadable.length > 0 ? unreadable : textProblems(text, problems);
  return (
    <Panel title="job.yaml" flush actions={<Verdict preview={preview} count={marked.length} />}>
      <YamlEditor
        label="Spec of the job"
        field={field}
        value={text}
        onChange={setText}
        caret={caret}
        onCaret={setCaret}
        onSubmit={onSubmit}
        problems={marked}
        complete={(source, place) => Promise.resolve(completeSpec(source, place))}
      />
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-3 py-1.5 text-ink-3 text-small">
        <span>
          Line {caret.line}, column {caret.column}
        </span>
        <span className="ml-auto whitespace-nowrap max-sm:hidden">
          <Kbd>Ctrl Space</Kbd> complete
        </span>
      </footer>
    </Panel>
  );
}

function Verdict({ preview, count }: { preview: SpecPreview; count: number }) {
  if (count > 0) return <Status shape="bad">{countText(count, "problem")}</Status>;
  if (preview.failure) return <Status shape="warn">Not checked</Status>;
  if (!preview.isCurrent) return <Status shape="running">Checking</Status>;
  return <Status shape="good">Valid</Status>;
}
