"use client";
import { Segments } from "@plumbline/ui/tabs";
import { type IntakeDraft, intakeLabels } from "./intake-draft.ts";

const kinds = [
  { value: "internal", label: "We do" },
  { value: "external", label: "A vendor does" },
] as const;

/** Whether the model runs here or at its vendor. */
export function KindChoice({ value, onChange }: { value: IntakeDraft["kind"]; onChange: (kind: IntakeDraft["kind"]) => void }) {
  return (
    <div>
      <p className="mb-1 font-medium">{intakeLabels.kind}</p>
      <Segments label={intakeLabels.kind} value={value} onChange={onChange} options={kinds} />
      <p className="mt-1 text-ink-3 text-small">
        {value === "external"
          ? "The inventory lists it with tier, owner and findings. Nothing here deploys it."
          : "Its versions are registered here and go where policies let them."}
      </p>
    </div>
  );
}
