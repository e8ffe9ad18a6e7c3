"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { Panel } from "@plumbline/ui/panel";
import { useQueries, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { imageBytesMax, previewKind } from "./preview-kind.ts";
import { contentAddress, directoryQuery } from "./queries.ts";

const shownPictures = 4;
/** Folders that are looked into for pictures, beside the files at the top. */
const readFolders = 4;

/** The images that a run logged, at the top of its files or one folder below, such as a confusion matrix; nothing where there are none. */
export function Pictures({ runId }: { runId: string }) {
  const api = useApi();
  const { data } = useQuery(directoryQuery(api, runId, ""));
  const top = data?.items ?? [];
  const folders = top.filter(({ isDirectory }) => isDirectory).slice(0, readFolders);
  const below = useQueries({ queries: folders.map(({ path }) => directoryQuery(api, runId, path)) });
  const images = [...top, ...below.flatMap((folder) => folder.data?.items ?? [])].filter(isPicture);
  if (images.length === 0) return null;
  const all = (
    <Link href={paths.run(api.workspace, runId, "artifacts")} className="font-medium text-accent text-small hover:underline">
      All files
    </Link>
  );
  return (
    <Panel title="Pictures" aside={images.length} actions={all} flush>
      <ul className="grid gap-px bg-line sm:grid-cols-2">
        {images.slice(0, shownPictures).map((image) => (
          <Picture key={image.path} image={image} runId={runId} />
        ))}
      </ul>
    </Panel>
  );
}

const isPicture = (entry: ArtifactEntry): boolean =>
  !entry.isDirectory && previewKind(entry.path).kind === "image" && (entry.sizeBytes ?? 0) <= imageBytesMax;

function Picture({ image, runId }: { image: ArtifactEntry; runId: string }) {
  const api = useApi();
  const [isBroken, setBroken] = useState(false);
  return (
    <li className="min-w-0 bg-surface sm:last:odd:col-span-2">
      <Link
        href={`${paths.run(api.workspace, runId, "artifacts")}?path=${encodeURIComponent(image.path)}`}
        className="group grid justify-items-center gap-1.5 p-3 -outline-offset-2"
      >
        {isBroken ? (
          <span className="grid h-56 place-items-center text-ink-3">The browser cannot read this image</span>
        ) : (
          // biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them
          <img
            src={contentAddress(api, runId, image.path)}
            alt=""
            loading="lazy"
            onError={() => setBroken(true)}
            className="h-56 max-w-full rounded-sm object-contain"
          />
        )}
        <span className="code max-w-full truncate text-ink-2 text-small group-hover:text-accent group-hover:underline">{image.path}</span>
      </Link>
    </li>
  );
}
