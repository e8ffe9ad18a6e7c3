import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import type { LaunchInput } from "../executors/executor.ts";

type Input = ResolvedSpec["inputs"][number];

/** Where the bytes of an input are read. Names of datasets, models and runs hold no slash. */
export function toLaunchInput({ kind, name, path, sha256, sizeBytes }: Input): LaunchInput {
  const [first = "", second = "", ...below] = name.split("/");
  const paths = {
    dataset: `/api/v1/datasets/${encodeURIComponent(first)}/versions/${second}/content`,
    artifact: `/api/v1/runs/${encodeURIComponent(first)}/artifacts/content?path=${encodeURIComponent([second, ...below].join("/"))}`,
    model: `/api/v1/models/${encodeURIComponent(first)}/versions/${second}/files/content?path=${encodeURIComponent(below.join("/"))}`,
  };
  return { kind, name, urlPath: paths[kind], path, sha256, sizeBytes };
}
