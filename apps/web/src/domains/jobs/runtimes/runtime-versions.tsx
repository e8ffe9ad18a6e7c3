"use client";
import type { TrainingRuntime } from "@plumbline/contracts/jobs/runtime";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Identifier } from "@plumbline/ui/identifier";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { personName } from "#src/components/person-name.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { acceleratorsText, packageChanges, type RuntimeFamily } from "./runtime-families.ts";

/** One version whole, beside the list of all. */
export function RuntimeVersions({ family }: { family: RuntimeFamily }) {
  const url = useUrlState();
  const chosen = family.versions.find(({ version }) => String(version) === url.get("version")) ?? family.newest;
  const before = family.versions.find(({ version }) => version < chosen.version);
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
      <div className="grid min-w-0 gap-3">
        <Facts runtime={chosen} />
        <Packages runtime={chosen} before={before} />
      </div>
      <Panel title="Versions" aside={family.versions.length} flush>
        <ul>
          {family.versions.map((one) => (
            <li key={one.version} className="border-b last:border-0">
              <button
                type="button"
                aria-pressed={one === chosen}
                onClick={() => url.set({ version: one === family.newest ? undefined : String(one.version) })}
                className={clsx(
                  "flex min-h-9 w-full items-center gap-2.5 px-3 text-left",
                  one === chosen ? "bg-accent-soft font-medium" : "hover:bg-hover",
                )}
              >
                <span className="flex-1">Version {one.version}</span>
                <span className="font-normal text-ink-3 text-small">{one.jobs === 1 ? "1 job" : `${one.jobs} jobs`}</span>
                <Time at={Date.parse(one.createdAt)} className="w-16 text-right font-normal text-ink-3 text-small" />
              </button>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function Facts({ runtime }: { runtime: TrainingRuntime }) {
  const { me } = useViewer();
  const env = Object.entries(runtime.env);
  return (
    <Panel title={`Version ${runtime.version}`} aside={<span className="code">{`runtime: ${runtime.name}@${runtime.version}`}</span>}>
      <KeyValues
        rows={[
          runtime.description ? ["For", runtime.description] : null,
          ["Runs on", acceleratorsText(runtime)],
          [
            "Image",
            runtime.image === null ? (
              <span key="image" className="text-ink-3">
                none: for this machine alone
              </span>
            ) : (
              <Identifier key="image" value={runtime.image} what="image" length={80} />
            ),
          ],
          env.length > 0
            ? [
                "Variables",
                <span key="env" className="code whitespace-pre-line">
                  {env.map(([name, value]) => `${name}=${value}`).join("\n")}
                </span>,
              ]
            : null,
          [
            "Made",
            <span key="made">
              <Time at={Date.parse(runtime.createdAt)} style="sentence" /> by {personName(runtime.createdBy, me.id)}
            </span>,
          ],
          runtime.retiredAt === null ? null : ["Retired", <Time key="retired" at={Date.parse(runtime.retiredAt)} style="sentence" />],
        ]}
      />
    </Panel>
  );
}

function Packages({ runtime, before }: { runtime: TrainingRuntime; before: TrainingRuntime | undefined }) {
  const changes = before ? packageChanges(before.packages, runtime.packages) : [];
  return (
    <Panel
      title="Packages"
      aside={runtime.packages.length === 0 ? "what the image holds" : runtime.packages.length}
      flush={runtime.packages.length === 0}
    >
      {runtime.packages.length > 0 && <CodeBlock label="Packages of the runtime" language="text" code={runtime.packages.join("\n")} />}
      {before && runtime.packages.length > 0 && (
        <p className="mt-2.5 text-ink-2">
          {changes.length === 0
            ? `The same packages as version ${before.version}.`
            : `Against version ${before.version}: ${changes.map(changeText).join(", ")}.`}
        </p>
      )}
    </Panel>
  );
}

function changeText({ name, before, after }: ReturnType<typeof packageChanges>[number]): string {
  if (before === undefined) return `${after} added`;
  return after === undefined ? `${name} removed` : `${before} is now ${after}`;
}
