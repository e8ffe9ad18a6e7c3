import type { getPolicy, PolicyVersion } from "@plumbline/contracts/approvals/policy";
import type { Output } from "@plumbline/contracts/operation";

export type PolicyData = Output<typeof getPolicy>;

export const inForceOf = ({ versions }: Pick<PolicyData, "versions">): PolicyVersion | undefined =>
  versions.find(({ isInForce }) => isInForce);

/** The number that the next publication gets. */
export const nextVersion = ({ versions }: Pick<PolicyData, "versions">): number =>
  Math.max(0, ...versions.map(({ version }) => version)) + 1;
