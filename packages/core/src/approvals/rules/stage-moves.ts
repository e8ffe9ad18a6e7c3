import { Stage } from "@plumbline/contracts/approvals/stage";

/** `governed`: a request that policies decide. `free`: done at once and recorded. `refused`: not done at all. */
export interface StageMove {
  readonly kind: "governed" | "free" | "refused";
  readonly name: "promotion" | "retirement" | "return" | "step-down" | "none";
  readonly words: string;
}

const promotion: StageMove = { kind: "governed", name: "promotion", words: "Going up is a request: the policy that matches decides." };
const retirement: StageMove = { kind: "governed", name: "retirement", words: "Retiring is a request, which a policy may govern." };
const back: StageMove = {
  kind: "governed",
  name: "return",
  words: "Bringing a retired version back is a request, which a policy may govern.",
};
const stepDown: StageMove = {
  kind: "free",
  name: "step-down",
  words: "Stepping down needs nobody's vote; it is recorded and ends the authorisations that no longer fit.",
};
const nowhere = (stage: Stage): StageMove => ({ kind: "refused", name: "none", words: `The version is in ${stage} already.` });
const notAtOnce: StageMove = {
  kind: "refused",
  name: "none",
  words: "A retired version does not go to production at once: bring it back to staging first.",
};

const moves: Readonly<Record<Stage, Readonly<Record<Stage, StageMove>>>> = {
  experimental: { experimental: nowhere("experimental"), staging: promotion, production: promotion, retired: retirement },
  staging: { experimental: stepDown, staging: nowhere("staging"), production: promotion, retired: retirement },
  production: { experimental: stepDown, staging: stepDown, production: nowhere("production"), retired: retirement },
  retired: { experimental: back, staging: back, production: notAtOnce, retired: nowhere("retired") },
};

/** What moving a version from one stage to another takes. */
export const stageMove = (from: Stage, to: Stage): StageMove => moves[from][to];

/** Where a version of this stage can go, whether freely or by a request. */
export const nextStages = (from: Stage): readonly Stage[] => Stage.options.filter((to) => stageMove(from, to).kind !== "refused");
