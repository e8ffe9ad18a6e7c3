import { stringify } from "yaml";
import type { QueueTerms } from "./plan-changes.ts";

interface Patched {
  readonly queue: string;
  readonly flavour: string;
  readonly resource: string;
  readonly path: string;
  readonly before: QueueTerms;
  readonly after: QueueTerms;
}

/** `/spec/resourceGroups/0/flavors/1/resources/2` -> that of the flavour. */
const flavourPath = (path: string): string => path.slice(0, path.indexOf("/resources/"));

/**
 * What the owner of a cluster applies to a queue: a JSON patch in YAML, which changes these figures and no other field, and which
 * the API server refuses where they stand at another place by now.
 */
export function queuePatch({ queue, flavour, resource, path, before, after }: Patched): string {
  const steps = [
    { op: "test", path: `${flavourPath(path)}/name`, value: flavour },
    { op: "test", path: `${path}/name`, value: resource },
    { op: "replace", path: `${path}/nominalQuota`, value: quantity(after.nominal) },
    ...limitSteps(`${path}/borrowingLimit`, before.borrowingLimit, after.borrowingLimit),
    ...limitSteps(`${path}/lendingLimit`, before.lendingLimit, after.lendingLimit),
  ];
  return `# kubectl patch clusterqueue ${queue} --type=json --patch-file=patch.yaml\n${stringify(steps)}`;
}

/** Adding replaces what is there. */
function limitSteps(path: string, before: number | null, after: number | null) {
  if (before === after) return [];
  return after === null ? [{ op: "remove", path }] : [{ op: "add", path, value: quantity(after) }];
}

/** As Kubernetes writes it: thousandths where it is no whole number. */
const quantity = (value: number): string => (Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`);
