"use client";
import { CodeBlock } from "@plumbline/ui/code-block";
import { EmptyState } from "@plumbline/ui/states";
import { Database } from "lucide-react";
import { useOrigin } from "#src/components/origin.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { createCode } from "../code.ts";
import { DropZone } from "../upload/drop-zone.tsx";

/** A workspace without data: how the first comes in, by hand and by code. */
export function NoDatasets({ onFile }: { onFile: (file: File) => void }) {
  const { can } = useViewer();
  const origin = useOrigin();
  if (!can("dataset:write")) {
    return (
      <EmptyState icon={<Database />} title="No datasets yet">
        Whoever may write in this workspace adds them here, or by code.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Database />} title="No datasets yet">
      <p className="mb-3">A dataset holds versions of a table. Each has a digest, so that it stays known what a model was trained on.</p>
      <DropZone className="mb-3 text-left" onFiles={([file]) => file && onFile(file)}>
        or drop a CSV or Parquet file here. It begins a dataset.
      </DropZone>
      <CodeBlock className="text-left" label="Code that begins a dataset" language="shell" code={createCode(origin)} />
    </EmptyState>
  );
}
