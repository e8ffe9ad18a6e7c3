import { EmptyState } from "@plumbline/ui/states";
import { FileQuestion } from "lucide-react";

/** In place of a file that is not shown: why, and how it is reached all the same. */
export function NoPreview({ title, reason }: { title: string; reason?: string }) {
  return (
    <EmptyState icon={<FileQuestion />} title={title}>
      {reason && <p>{reason}</p>}
      <p>Download it, or load it in code.</p>
    </EmptyState>
  );
}
