import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import { formatBytes } from "@plumbline/ui/format/number";
import { Identifier } from "@plumbline/ui/identifier";
import { KeyValues } from "@plumbline/ui/key-values";

/** What the names of the spec mean now, and from then on for this job. */
export function ResolvedRows({ resolved }: { resolved: ResolvedSpec }) {
  const { runtime, image, source, inputs } = resolved;
  const shownImage = image ?? runtime?.image ?? null;
  if (!(runtime || shownImage || source.digest || inputs.length > 0)) return null;
  return (
    <section aria-label="What its names mean" className="border-t pt-3">
      <p className="mb-1.5 text-ink-3 text-small">Its names are taken to mean, for good:</p>
      <KeyValues
        rows={[
          runtime && ["Runtime", `${runtime.name}, version ${runtime.version}`],
          shownImage === null
            ? null
            : [
                "Image",
                <span key="image" className="code">
                  {shownImage}
                </span>,
              ],
          source.digest === null
            ? null
            : [
                source.kind === "git" ? "Commit" : "Code",
                <span key="source" className="flex flex-wrap items-center gap-x-2">
                  <Identifier value={source.digest} what="digest of the code" length={12} />
                  {source.sizeBytes !== null && <span className="text-ink-2">{formatBytes(source.sizeBytes)}</span>}
                </span>,
              ],
          ...inputs.map(
            (input) =>
              [
                input.path,
                <span key={input.path} className="flex flex-wrap items-center gap-x-2">
                  {input.name}
                  <span className="text-ink-2">{formatBytes(input.sizeBytes)}</span>
                  <Identifier value={input.sha256} what={`digest of ${input.name}`} />
                </span>,
              ] as const,
          ),
        ]}
      />
    </section>
  );
}
