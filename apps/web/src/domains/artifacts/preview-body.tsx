"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { formatBytes } from "@plumbline/ui/format/number";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { NoPreview } from "./no-preview.tsx";
import { imageBytesMax, previewKind } from "./preview-kind.ts";
import { contentAddress } from "./queries.ts";
import { TablePreview } from "./table-preview.tsx";
import { MarkdownPreview, TextPreview } from "./text-preview.tsx";
import { baseName } from "./tree-rows.ts";

interface FileProps {
  entry: ArtifactEntry;
  runId: string;
}

/** The file itself. The api serves it so that no file can act as the portal, whatever it holds. */
export function PreviewBody({ entry, runId }: FileProps) {
  const shown = previewKind(entry.path);
  switch (shown.kind) {
    case "image":
      return <ImagePreview key={entry.path} entry={entry} runId={runId} />;
    case "table":
      return <TablePreview entry={entry} runId={runId} format={shown.format} />;
    case "document":
      return <DocumentPreview entry={entry} runId={runId} />;
    case "pdf":
      return <PdfPreview entry={entry} runId={runId} />;
    case "audio":
    case "video":
      return <Player key={entry.path} entry={entry} runId={runId} kind={shown.kind} />;
    case "markdown":
      return <MarkdownPreview key={entry.path} entry={entry} runId={runId} />;
    case "text":
      return <TextPreview key={entry.path} entry={entry} runId={runId} language={shown.language} />;
    default:
      return <NoPreview title="This kind of file has no preview" />;
  }
}

function ImagePreview({ entry, runId }: FileProps) {
  const api = useApi();
  const [size, setSize] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  if ((entry.sizeBytes ?? 0) > imageBytesMax) {
    return (
      <NoPreview
        title={`${formatBytes(entry.sizeBytes ?? 0)} is too large to draw here`}
        reason={`Images of up to ${formatBytes(imageBytesMax)} are drawn.`}
      />
    );
  }
  if (isBroken) return <NoPreview title="The browser cannot read this image" />;
  return (
    <figure className="grid justify-items-center gap-2 bg-sunken p-3">
      {/* biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them */}
      <img
        src={contentAddress(api, runId, entry.path)}
        alt={baseName(entry.path)}
        onLoad={({ currentTarget }) => setSize(`${currentTarget.naturalWidth} × ${currentTarget.naturalHeight} px`)}
        onError={() => setBroken(true)}
        className="max-h-[64vh] max-w-full object-contain"
      />
      <figcaption className="text-ink-3 text-small">{size}</figcaption>
    </figure>
  );
}

/** In an origin of its own, without scripts: a logged page cannot reach the portal or its cookies. */
function DocumentPreview({ entry, runId }: FileProps) {
  return (
    <>
      <iframe
        title={baseName(entry.path)}
        src={contentAddress(useApi(), runId, entry.path)}
        sandbox=""
        className="block h-[64vh] w-full bg-[white]"
      />
      <p className="border-t px-3 py-1.5 text-ink-3 text-small">
        Shown without scripts, forms and anything from the network. Download it to see it with them.
      </p>
    </>
  );
}

/** The browser's own reader; where there is none, the words inside of the frame's place. */
function PdfPreview({ entry, runId }: FileProps) {
  const src = contentAddress(useApi(), runId, entry.path);
  if (typeof navigator !== "undefined" && "pdfViewerEnabled" in navigator && !navigator.pdfViewerEnabled) {
    return <NoPreview title="This browser has no reader for PDF" />;
  }
  return <iframe title={baseName(entry.path)} src={src} className="block h-[72vh] w-full bg-[white]" />;
}

function Player({ entry, runId, kind }: FileProps & { kind: "audio" | "video" }) {
  const [isBroken, setBroken] = useState(false);
  const src = contentAddress(useApi(), runId, entry.path);
  if (isBroken) return <NoPreview title={`The browser cannot play this ${kind === "audio" ? "sound" : "film"}`} />;
  const given = { src, controls: true, preload: "metadata", onError: () => setBroken(true), "aria-label": baseName(entry.path) } as const;
  return (
    <div className="grid justify-items-center bg-sunken p-3">
      {kind === "audio" ? <audio {...given} className="w-full max-w-xl" /> : <video {...given} className="max-h-[64vh] max-w-full" />}
    </div>
  );
}
