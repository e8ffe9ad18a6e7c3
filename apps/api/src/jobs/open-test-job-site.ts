import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Job, JobDetail, JobState } from "@plumbline/contracts/jobs/job";
import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { configureJobs, getLog, openLocalExecutor, startReconciler } from "@plumbline/core/jobs";
import { openProcessRunner } from "@plumbline/processes";
import { expect, vi } from "vitest";
import { openTestApp } from "../open-test-app.ts";

type Spec = Partial<JobSpec> & { readonly name: string; readonly command: string[] };

/** The api with a reconciler and the local executor beside it, in this process. Only tests open it. */
export async function openTestJobs() {
  const site = await openTestApp();
  const internalUrl = await site.app.listen({ host: "127.0.0.1", port: 0 });
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-jobs-"));
  const runner = openProcessRunner({ directory: path.join(directory, "attempts") });
  const toolEnv = { PATH: "/usr/local/bin:/usr/bin:/bin", PIP_NO_INDEX: "1" };
  const executor = openLocalExecutor(site.deps, { runner, directory, gpus: 0, toolEnv });
  configureJobs(site.deps, { internalUrl, local: { executor, machine: { cores: 4, gpus: 0 } } });
  const reconciler = await startReconciler(site.deps);
  const workspace = await site.env.createWorkspace();
  const headers = await site.withToken(workspace, { role: "contributor" });

  async function ask<T>(method: "GET" | "POST" | "PUT", url: string, payload?: object): Promise<T> {
    const response = await site.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<T>();
  }
  const find = (id: string) => ask<JobDetail>("GET", `/jobs/${id}`);
  const until = (id: string, isThere: (job: JobDetail) => boolean) =>
    vi.waitFor(
      async () => {
        const job = await find(id);
        expect(isThere(job), `${job.state}: ${job.reason}`).toBe(true);
        return job;
      },
      { timeout: 60_000, interval: 100 },
    );
  return {
    site,
    workspace,
    headers,
    directory,
    executor,
    runner,
    ask,
    find,
    submit: (spec: Spec) => ask<JobDetail>("POST", "/jobs", { spec }),
    act: (id: string, verb: string) => ask<Job>("POST", `/jobs/${id}/${verb}`),
    untilIs: (id: string, state: JobState) => until(id, (job) => job.state === state),
    untilEnded: (id: string) => until(id, ({ endedAt }) => endedAt !== null),
    async logOf(id: string, attempt = 1): Promise<string[]> {
      const { lines } = await getLog(site.deps, site.env.callerOf({ workspace }), { job: id, attempt });
      return lines.map(({ text }) => text);
    },
    async close(): Promise<void> {
      await reconciler.close();
      await runner.stopAll({ graceMs: 0 });
      await site.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
export type TestJobs = Awaited<ReturnType<typeof openTestJobs>>;

export const shell = (script: string): string[] => ["sh", "-c", script];
