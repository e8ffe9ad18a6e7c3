"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { Plus } from "lucide-react";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** Leads to the form that begins a model; whoever may not begin one does not see it. */
export function NewIntake({ tone = "primary" }: { tone?: "primary" | "plain" }) {
  const { can, workspace } = useViewer();
  if (!can("registry:write")) return null;
  return (
    <ButtonLink tone={tone}>
      <Link href={paths.intake(workspace)}>
        <Plus className="icon-small" aria-hidden="true" />
        New intake
      </Link>
    </ButtonLink>
  );
}
