"use client";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Page } from "#src/shell/page.tsx";
import { Loaded, type LoadedProps } from "./loaded.tsx";
import { useUrlState } from "./url-state.ts";

interface Props<Data> extends Pick<LoadedProps<Data>, "query"> {
  title: string;
  lead: string;
  /** What the button says that adds one; undefined where the role may not. */
  action: string | undefined;
  /** Widths of what stands there while it is read. */
  skeleton: readonly number[];
  /** What asks for a new one; the address says that it is open. */
  dialog: (close: () => void) => ReactNode;
  /** The table, or what stands in its place; `onNew` opens the dialog. */
  children: (data: Data, onNew: (() => void) | undefined) => ReactNode;
}

/** A page of few things that somebody registers, all of them in one table: clusters, runtimes, secrets. */
export function RegisterPage<Data>({ title, lead, action, query, skeleton, dialog, children }: Props<Data>) {
  const url = useUrlState();
  const onNew = action === undefined ? undefined : () => url.set({ new: "1" });
  return (
    <Page
      title={title}
      lead={lead}
      actions={
        onNew && (
          <Button tone="primary" onClick={onNew}>
            <Plus className="icon-small" aria-hidden="true" />
            {action}
          </Button>
        )
      }
    >
      <section className="overflow-hidden rounded-lg border bg-surface">
        <Loaded
          query={query}
          what={`The ${title.toLowerCase()}`}
          skeleton={<SkeletonRows label={`${title} are being read`} columns={skeleton} />}
        >
          {(data) => children(data, onNew)}
        </Loaded>
      </section>
      {onNew && url.get("new") === "1" && dialog(() => url.set({ new: undefined }))}
    </Page>
  );
}
