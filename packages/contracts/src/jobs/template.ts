import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { JobName, JobSpec } from "./spec.ts";

/** A spec to begin from. Policies name evaluation templates: registering a version launches them. */
export const JobTemplate = z.object({
  name: JobName,
  description: z.string(),
  spec: JobSpec,
  revision: z.int(),
  updatedBy: Actor,
  updatedAt: Instant,
});
export type JobTemplate = z.infer<typeof JobTemplate>;

const TemplateRef = z.object({ template: JobName });

export const listTemplates = operation({
  id: "jobs.listTemplates",
  method: "GET",
  path: "/job-templates",
  summary: "Lists the job templates of the workspace by name.",
  response: z.object({ items: z.array(JobTemplate) }),
  permission: "job:read",
  audit: reading,
});

export const putTemplate = operation({
  id: "jobs.putTemplate",
  method: "PUT",
  path: "/job-templates/:template",
  summary: "Makes a job template, or changes it.",
  params: TemplateRef,
  body: z.object({ description: z.string().trim().max(1000).default(""), spec: JobSpec }),
  response: JobTemplate,
  permission: "job:submit",
  audit: "jobs.template.put",
});

export const deleteTemplate = operation({
  id: "jobs.deleteTemplate",
  method: "DELETE",
  path: "/job-templates/:template",
  summary: "Deletes a job template.",
  params: TemplateRef,
  response: Empty,
  permission: "job:submit",
  audit: "jobs.template.delete",
});

/** Uploaded code. The same bytes are one source. */
export const UploadedSource = z.object({ sha256: z.string(), sizeBytes: z.int(), fileName: z.string() });
export type UploadedSource = z.infer<typeof UploadedSource>;

export const uploadSource = operation({
  id: "jobs.uploadSource",
  method: "PUT",
  path: "/job-sources",
  summary: "Uploads the code of jobs: a `.tar.gz` of at most 200 MiB. The answer's SHA-256 goes into a spec.",
  query: z.object({ name: z.string().min(1).max(300) }),
  response: UploadedSource,
  permission: "job:submit",
  audit: "jobs.source.upload",
});

/** Streamed. */
export const readSource = operation({
  id: "jobs.readSource",
  method: "GET",
  path: "/job-sources/:digest",
  summary: "Streams uploaded code.",
  params: z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  response: z.unknown(),
  permission: "job:read",
  audit: reading,
});

export const jobTemplateOperations = [listTemplates, putTemplate, deleteTemplate] as const;
export const jobSourceOperations = [uploadSource, readSource] as const;
