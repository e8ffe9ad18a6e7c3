import { paths } from "./paths.ts";

/**
 * MLflow clients print links of the form `<address>/#/experiments/1/runs/<id>`. This is where they lead here;
 * undefined for any other fragment.
 */
export function fromMlflowLink(hash: string, workspace: string): string | undefined {
  const match = /^#\/experiments\/(\d+)(?:\/runs\/([\w-]+))?/.exec(hash);
  if (!match) return undefined;
  const [, experimentId = "", runId] = match;
  return runId ? paths.run(workspace, runId) : paths.experiment(workspace, experimentId);
}
