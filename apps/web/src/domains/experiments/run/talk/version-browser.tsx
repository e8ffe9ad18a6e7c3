"use client";
import { Time } from "@plumbline/ui/time";
import { type ReactNode, useState } from "react";
import { personName } from "#src/components/person-name.ts";
import { DiffView } from "#src/domains/approvals/policies/diff-view.tsx";
import { useViewer } from "#src/shell/viewer.tsx";

/** A text as somebody left it. */
export interface Version {
  version: number;
  text: string;
  /** Null for a script of a client. */
  author: { id: string; name: string | null } | null;
  at: string;
}

interface Choice<V extends Version> {
  shown: V | undefined;
  before: V | undefined;
  choose: (version: number) => void;
}

/** The version that is looked at, the newest at first, and the one before it. */
export function useVersionChoice<V extends Version>(versions: readonly V[]): Choice<V> {
  const [chosen, choose] = useState<number>();
  const at = Math.max(
    0,
    versions.findIndex(({ version }) => version === chosen),
  );
  return { shown: versions[at], before: versions[at + 1], choose };
}

export interface VersionBrowserProps<V extends Version> {
  versions: readonly V[];
  choice: Choice<V>;
  /** Below the list: the way to earlier ones. */
  children: ReactNode;
}

/** Who wrote what, and when: the chosen version beside the one before it. */
export function VersionBrowser<V extends Version>({ versions, choice: { shown, before, choose }, children }: VersionBrowserProps<V>) {
  const { me } = useViewer();
  return (
    <div className="grid gap-3 sm:grid-cols-[200px_minmax(0,1fr)]">
      <div className="grid content-start gap-1">
        <ul aria-label="Versions" className="grid max-h-[50vh] gap-px overflow-y-auto">
          {versions.map(({ version, author, at }) => (
            <li key={version}>
              <button
                type="button"
                aria-current={version === shown?.version ? "true" : undefined}
                onClick={() => choose(version)}
                className="grid w-full rounded-md px-2 py-1 text-left -outline-offset-2 hover:bg-hover aria-[current=true]:bg-accent-soft"
              >
                <span className="truncate font-medium">
                  {version}, {author ? personName(author, me.id) : "its script"}
                </span>
                <span className="text-ink-2 text-small">
                  <Time at={Date.parse(at)} style="moment" />
                </span>
              </button>
            </li>
          ))}
        </ul>
        {children}
      </div>
      {shown && (
        <div className="min-w-0 overflow-hidden rounded-md border">
          <DiffView label={`Version ${shown.version}`} before={before?.text ?? ""} after={shown.text} />
        </div>
      )}
    </div>
  );
}
