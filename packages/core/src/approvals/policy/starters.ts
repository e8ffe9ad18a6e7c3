export interface StarterPolicy {
  readonly name: string;
  readonly source: string;
}

const staging = `# Versions go to staging as soon as somebody asks. Nobody votes, and it is recorded.
name: staging
description: Versions on their way to staging, where they are tried out.
match:
  transition: '* -> staging'        # from experimental, and back from retired
# To let in only files that were scanned, which the platform does by itself, take the # from the next two lines.
# require:
#   - security_scan: { dangerous: 0 }
expiry: 14d                         # a request that is not decided by then is closed
`;

const productionLow = `# Models that can do little harm: the platform checks, nobody votes.
name: production-low
description: Versions of low risk on their way to production.
match:
  tier: low
  transition: '* -> production'
require:
  - security_scan: { dangerous: 0, max_age: 90d }
  # The fields that a reader needs at least; production-high asks for all of them.
  - model_card: { fields: [overview, intended_use, contact] }
# The alias that callers follow never points at a version outside production.
protected_aliases: [champion]
`;

const productionMedium = `# One approver who had no part in the version looks at it.
name: production-medium
description: Versions of medium risk on their way to production.
match:
  tier: medium
  transition: '* -> production'
require:
  - security_scan: { dangerous: 0, max_age: 90d }
  - model_card: { fields: [overview, intended_use, limitations, contact] }
  # No worse than what is in production now; the first version has nothing to be compared with.
  # To ask for a level as well, add a line such as: - metrics: { auc: '>= 0.80' }
  - champion: { verdict: [better, equivalent, no_champion] }
approvals:
  - { role: approver, min: 1 }
# These people may not vote on their own work.
exclude: [author, registrant, requester, evidence_producer]
expiry: 14d
protected_aliases: [champion]
`;

const productionHigh = `# Two approvers, and a slow start in production.
name: production-high
description: Versions of high risk on their way to production.
match:
  tier: high
  transition: staging -> production # only what was in staging
require:
  - security_scan: { dangerous: 0, dangerous_imports: 0, max_age: 30d }
  - model_card: { complete: true }
  # Checks of the training data that are marked as blocking.
  - data_validation: { blocking_failures: 0 }
  - champion:
      verdict: [better, equivalent, no_champion]
      same_dataset: true            # both on the same rows
  # For models that decide about people. Take these lines out where there are no people.
  - fairness:
      selection_ratio: '>= 0.80'    # each group against the reference group
      min_group: 100                # smaller groups say nothing
approvals:
  - { role: approver, min: 2 }
exclude: [author, registrant, requester, evidence_producer]
expiry: 14d
conditions:
  # What is allowed is tied to this: at most so much of the traffic until so many outcomes are known.
  - { traffic: 10%, until_labels: 1000 }
protected_aliases: [champion]
`;

const productionCritical = `# Two groups of the organisation decide. Make the groups, or name your own, before this is published.
name: production-critical
description: Versions of critical risk on their way to production.
match:
  tier: critical
  transition: staging -> production
require:
  - security_scan: { dangerous: 0, suspicious: 0, dangerous_imports: 0, max_age: 30d }
  - model_card: { complete: true }
  - data_validation: { blocking_failures: 0 }
  - champion: { verdict: [better, equivalent, no_champion], same_dataset: true }
  - fairness:
      selection_ratio: '>= 0.80'
      min_group: 200
      lower_bound: true             # the lower end of the confidence interval must hold
  # A perturbation suite ran on the version and did not fail.
  # To bound a drop, write for example: - robustness: { auc_drop: '<= 0.02' }
  - robustness: { verdict: pass }
  # Training again from the recorded code, data and seed gives the same.
  - reproducibility: { match: true, max_age: 90d }
  # The owner of the model signs what it is expected to earn or cost.
  - business_impact: { signed_by: owner }
approvals:
  - { group: Model risk committee, min: 2 }
  - { group: Business owners, min: 1 }
exclude: [author, registrant, requester, evidence_producer, same_team]
# One rejection by this group ends the request.
veto: [Model risk committee]
expiry: 30d
conditions:
  - { traffic: 5%, until_labels: 10000, for: 14d }
protected_aliases: [champion]
# In an emergency. It is recorded, it ends by itself, and it leaves a review that is due.
break_glass:
  groups: [Model risk committee]
  roles: [admin]
  people: 2
  expires_after: 24h
  review_within: 72h
`;

const retirement = `# Models of low and medium risk retire without a vote.
name: retirement
description: Retiring versions of low and medium risk.
match:
  tier: [low, medium]
  transition: '* -> retired'
`;

const retirementHigh = `# Somebody may depend on a model of high risk: one approver confirms that it can go.
name: retirement-high
description: Retiring versions of high and critical risk.
match:
  tier: [high, critical]
  transition: '* -> retired'
approvals:
  - { role: approver, min: 1 }
# Whoever made or registered the version may confirm; whoever asks may not.
exclude: [requester]
`;

const governance = `# Changing the rules is a request too.
name: governance
description: Changes of policies, of risk tiers and of governed attributes.
match:
  change: [policy, tier, attributes]
approvals:
  - { role: admin, min: 1 }
exclude: [requester]
# While a workspace has one person only, that person's changes pass without a vote. It never holds for promotions.
alone: allow
`;

/** The policies that a new workspace begins with. */
export const starterPolicies: readonly StarterPolicy[] = [
  { name: "staging", source: staging },
  { name: "production-low", source: productionLow },
  { name: "production-medium", source: productionMedium },
  { name: "production-high", source: productionHigh },
  { name: "production-critical", source: productionCritical },
  { name: "retirement", source: retirement },
  { name: "retirement-high", source: retirementHigh },
  { name: "governance", source: governance },
];
