"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { formatBytes } from "@plumbline/ui/format/number";
import { Identifier } from "@plumbline/ui/identifier";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** What was laid into the job's directory, with what it was then. */
export function InputsOf({ job: { spec, resolved } }: { job: Pick<JobDetail, "spec" | "resolved"> }) {
  const { workspace } = useViewer();
  return (
    <ul className="grid gap-0.5">
      {resolved.inputs.map((input, at) => {
        const given = spec.inputs[at];
        const href = given && addressOf(workspace, given);
        return (
          <li key={input.path} className="flex flex-wrap items-center gap-x-2" title={`${input.path}, ${formatBytes(input.sizeBytes)}`}>
            {href ? (
              <Link href={href} className="hover:underline">
                {input.name}
              </Link>
            ) : (
              input.name
            )}
            {given && "version" in given && <span className="code text-ink-2">v{given.version}</span>}
            <Identifier value={input.sha256} what={`digest of ${input.name}`} />
          </li>
        );
      })}
    </ul>
  );
}

function addressOf(workspace: string, input: JobDetail["spec"]["inputs"][number]): string {
  if ("dataset" in input) return paths.datasetVersion(workspace, input.dataset, input.version);
  if ("model" in input) return paths.version(workspace, { model: input.model, version: input.version });
  return `${paths.run(workspace, input.run, "artifacts")}?path=${encodeURIComponent(input.artifact)}`;
}

export function SourceOf({ job: { spec, resolved } }: { job: Pick<JobDetail, "spec" | "resolved"> }) {
  if (spec.source && "git" in spec.source) {
    const { url, commit, directory } = spec.source.git;
    return (
      <span className="flex flex-wrap items-center gap-x-2">
        <Identifier value={commit} what="commit" />
        <span className="text-ink-2" title={url}>
          {new URL(url).pathname.replace(/^\/|\.git$/g, "")}
          {directory && `, ${directory}`}
        </span>
      </span>
    );
  }
  const { digest, sizeBytes } = resolved.source;
  if (digest === null)
    return <span className="text-ink-3">{resolved.image || resolved.runtime ? "what the image holds" : "none sent along"}</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Identifier value={digest} what="digest of the uploaded code" />
      <span className="text-ink-2">uploaded{sizeBytes !== null && `, ${formatBytes(sizeBytes)}`}</span>
    </span>
  );
}

export function ImageOf({ job: { resolved, executor } }: { job: Pick<JobDetail, "resolved" | "executor"> }) {
  const { workspace } = useViewer();
  const { runtime, image } = resolved;
  const shown = image ?? runtime?.image;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {runtime && (
        <Link href={paths.runtime(workspace, runtime.name)} className="hover:underline">
          {runtime.name} <span className="code text-ink-2">v{runtime.version}</span>
        </Link>
      )}
      {shown && <ShortImage image={shown} />}
      {!(runtime || shown) && <span className="text-ink-3">{executor === "local" ? "the machine's own programs" : "none"}</span>}
    </span>
  );
}

/** An image by its name and the beginning of its digest; whole on hover and in the copy. */
function ShortImage({ image }: { image: string }) {
  const [name = image, digest] = image.split("@sha256:");
  const short = `${name.split("/").at(-1) ?? name}${digest ? `@${digest.slice(0, 8)}` : ""}`;
  return (
    <span className="code text-ink-2" title={image}>
      {short}
    </span>
  );
}
