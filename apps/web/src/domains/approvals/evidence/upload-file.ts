import { ProblemError } from "@plumbline/contracts/client";
import { type EvidenceUpload, uploadEvidenceFile } from "@plumbline/contracts/evidence/evidence";
import { Problem } from "@plumbline/contracts/problem";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import type { VersionName } from "../subject.ts";

export interface Uploading {
  version: VersionName;
  purpose: EvidenceUpload["purpose"];
  file: File;
}

/** Sends a file to make evidence from; its bytes are the request's body. */
export async function uploadFile(api: WorkspaceApi, { version, purpose, file }: Uploading): Promise<EvidenceUpload> {
  const response = await fetch(api.url(uploadEvidenceFile, { ...version, purpose, name: file.name }), {
    method: uploadEvidenceFile.method,
    headers: { accept: "application/json", "content-type": "application/octet-stream", "x-plumbline-workspace": api.workspace },
    body: file,
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as EvidenceUpload;
  const problem = Problem.safeParse(answer);
  throw problem.success ? new ProblemError(problem.data) : new Error(`the upload was answered with ${response.status}`);
}
