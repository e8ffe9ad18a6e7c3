"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { Bytes } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { imageBytesMax, previewKind } from "#src/domains/artifacts/preview-kind.ts";
import { downloadAddress } from "#src/domains/artifacts/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import type { FilePairProps } from "./file-pair-props.ts";
import { ImagePair } from "./image-pair.tsx";
import { TextPair } from "./text-pair.tsx";

/** One file of two runs: how it differs, by what it is. */
export function FilePairView({ pair, runIds, names }: FilePairProps) {
  return (
    <Panel
      title={<span className="code">{pair.path}</span>}
      flush
      actions={
        <span className="flex items-center gap-3">
          <Download entry={pair.before} runId={runIds[0]} word="Before" />
          <Download entry={pair.after} runId={runIds[1]} word="After" />
        </span>
      }
    >
      <Body pair={pair} runIds={runIds} names={names} />
    </Panel>
  );
}

function Download({ entry, runId, word }: { entry: ArtifactEntry | undefined; runId: string; word: string }) {
  const api = useApi();
  if (!entry) return <span className="text-ink-3 text-small">{word}: none</span>;
  return (
    <a href={downloadAddress(api, runId, entry.path)} className="text-accent text-small hover:underline">
      {word}, <Bytes value={entry.sizeBytes ?? 0} />
    </a>
  );
}

function Body({ pair, runIds, names }: FilePairProps) {
  const { before, after, state } = pair;
  const kind = previewKind((after ?? before)?.path ?? pair.path);
  if (state === "same") {
    return <EmptyState title="Both runs have the same file">Its digest is the same, byte for byte.</EmptyState>;
  }
  if (kind.kind === "image") {
    const isLarge = [before, after].some((entry) => (entry?.sizeBytes ?? 0) > imageBytesMax);
    if (isLarge) return <EmptyState title="These images are too large to be drawn here">Download them to compare them.</EmptyState>;
    return <ImagePair pair={pair} runIds={runIds} names={names} />;
  }
  const isText =
    kind.kind === "text" || kind.kind === "markdown" || kind.kind === "document" || (kind.kind === "table" && kind.format !== "parquet");
  if (isText) return <TextPair before={before} after={after} runIds={runIds} />;
  return (
    <EmptyState title="These files differ">
      They are neither text nor images, so that only their digests are compared. Download them for more.
    </EmptyState>
  );
}
