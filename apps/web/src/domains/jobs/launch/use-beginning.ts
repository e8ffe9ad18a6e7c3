"use client";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import { useQuery } from "@tanstack/react-query";
import { useKept } from "#src/components/kept.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { firstSpec } from "../first-job.ts";
import { jobQuery, runJobsQuery, templatesQuery } from "../queries.ts";
import { specYaml } from "../spec/spec-yaml.ts";

export interface Beginning {
  /** What the text begins as; undefined while it is on its way. */
  text: string | undefined;
  /** Where it came from, in words. */
  from: string | undefined;
  error: unknown;
  retry: () => void;
}

/** What a new job begins as: a clone of a job or of the job of a run, a template, a draft that was left, or a first example. */
export function useBeginning(): Beginning {
  const url = useUrlState();
  const [clone, ofRun, template] = [url.get("clone"), url.get("run"), url.get("template")];
  const cloned = useClone(clone, ofRun);
  const templated = useTemplate(template);
  const drafted = useDraft();
  if (clone !== undefined || ofRun !== undefined) return cloned;
  return template === undefined ? drafted : templated;
}

const nothingToRead = { error: undefined, retry: () => undefined };

function useDraft(): Beginning {
  const { workspace } = useApi();
  const [draft] = useKept(`job-draft.${workspace}`);
  return { ...nothingToRead, text: draft ?? firstSpec, from: draft === undefined ? undefined : "The draft that you left" };
}

function useClone(clone: string | undefined, ofRun: string | undefined): Beginning {
  const api = useApi();
  const runJobs = useQuery({ ...runJobsQuery(api, ofRun ?? ""), enabled: ofRun !== undefined && clone === undefined });
  const jobId = clone ?? runJobs.data?.[0]?.id;
  const job = useQuery({ ...jobQuery(api, jobId ?? ""), enabled: jobId !== undefined });
  const retry = () => void (runJobs.isError ? runJobs : job).refetch();
  const error = runJobs.error ?? job.error;
  if (runJobs.data?.length === 0) return { error, retry, text: firstSpec, from: "This run was made by no job; this is a first example" };
  return { error, retry, text: job.data && specYaml(job.data.spec), from: job.data && `Clone of ${jobTitle(job.data)}` };
}

function useTemplate(template: string | undefined): Beginning {
  const templates = useQuery({ ...templatesQuery(useApi()), enabled: template !== undefined });
  const { error, data } = templates;
  const retry = () => void templates.refetch();
  if (!data) return { error, retry, text: undefined, from: undefined };
  const found = data.items.find(({ name }) => name === template);
  if (!found) return { error, retry, text: firstSpec, from: `There is no template ${template}; this is a first example` };
  return { error, retry, text: specYaml(found.spec), from: `From the template ${found.name}` };
}
