import type { PolicyVersion } from "@plumbline/contracts/approvals/policy";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";

type Decided = Pick<PromotionRequest, "number" | "decidedAt">;

/** The text that a request about a policy replaces or replaced: what was in force when it was decided, or is now. */
export function sourceBefore(versions: readonly PolicyVersion[], { number, decidedAt }: Decided): string {
  const made = versions.find(({ requestNumber }) => requestNumber === number);
  if (made) return newest(versions.filter(({ version }) => version < made.version))?.source ?? "";
  if (decidedAt === null) return versions.find(({ isInForce }) => isInForce)?.source ?? "";
  return newest(versions.filter(({ publishedAt }) => Date.parse(publishedAt) < Date.parse(decidedAt)))?.source ?? "";
}

function newest(versions: readonly PolicyVersion[]): PolicyVersion | undefined {
  return versions.reduce<PolicyVersion | undefined>(
    (last, version) => (last && last.version > version.version ? last : version),
    undefined,
  );
}
