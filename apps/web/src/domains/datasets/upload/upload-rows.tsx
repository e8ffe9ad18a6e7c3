"use client";
import { Button, IconButton } from "@plumbline/ui/button";
import { formatBytes } from "@plumbline/ui/format/number";
import { PanelRow } from "@plumbline/ui/panel";
import { Status } from "@plumbline/ui/status";
import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { forget, type Upload, useUploads } from "./uploads.ts";

/** Files on their way into a dataset: how far, and what became of them. */
export function UploadRows({ dataset }: { dataset: string }) {
  const api = useApi();
  const client = useQueryClient();
  const uploads = useUploads(api.workspace, dataset);
  const done = uploads.filter(({ state }) => state === "done").length;
  useEffect(() => {
    if (done === 0) return;
    void client.invalidateQueries({ queryKey: [api.workspace, "dataset", dataset] });
    void client.invalidateQueries({ queryKey: [api.workspace, "datasets"] });
  }, [done, client, api.workspace, dataset]);
  return uploads.map((upload) => <Row key={upload.id} upload={upload} />);
}

function Row({ upload }: { upload: Upload }) {
  return (
    <PanelRow className="flex-wrap">
      <span className="min-w-0 flex-1 basis-40 truncate font-medium" title={upload.fileName}>
        {upload.fileName}
      </span>
      <Standing upload={upload} />
    </PanelRow>
  );
}

function Standing({ upload }: { upload: Upload }) {
  const { workspace } = useApi();
  if (upload.state === "sending") return <Sending upload={upload} />;
  const close = (
    <IconButton label={`Take ${upload.fileName} off the list`} size="small" onClick={() => forget(upload.id)}>
      <X className="icon-small" />
    </IconButton>
  );
  if (upload.made) {
    const { dataset, version, isNew } = upload.made;
    return (
      <span role="status" className="flex items-center gap-2">
        <Status shape="good">{isNew ? "Stored as" : "The same bytes as"}</Status>
        <Link href={paths.datasetVersion(workspace, dataset, version)} className="font-medium text-accent hover:underline">
          version {version}
        </Link>
        {close}
      </span>
    );
  }
  return (
    <span role="alert" className="flex min-w-0 flex-wrap items-center gap-2">
      <span className="min-w-0 text-bad">{problemText(upload.error).detail}</span>
      <Button size="small" onClick={upload.again}>
        Try again
      </Button>
      {close}
    </span>
  );
}

function Sending({ upload }: { upload: Upload }) {
  const { sentBytes, totalBytes, fileName } = upload;
  const isSent = sentBytes >= totalBytes;
  return (
    <span className="flex flex-1 basis-64 items-center gap-3">
      <ProgressBar label={`Upload of ${fileName}`} share={totalBytes === 0 ? 1 : sentBytes / totalBytes} />
      <span className="whitespace-nowrap text-ink-2 tabular-nums">
        {isSent ? "Being stored" : `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`}
      </span>
      <Button size="small" onClick={upload.cancel}>
        Cancel
      </Button>
    </span>
  );
}
