/** What a new policy begins with, where it is not made from another. */
export const firstText = (name: string): string => `name: ${name}
description: ''
match:
  tier: [low, medium, high]
  transition: '* -> production'
require:
  - security_scan: { dangerous: 0, max_age: 90d }
approvals:
  - { role: approver, min: 1 }
exclude: [author, registrant, requester, evidence_producer]
expiry: 14d
`;

/** The text of another policy under a new name, without the number of its version. */
export function underName(source: string, name: string): string {
  const lines = source.split("\n").filter((line) => !/^version:/.test(line));
  const named = lines.map((line) => (/^name:/.test(line) ? line.replace(/^name:.*?(\s+#.*)?$/, `name: ${name}$1`) : line));
  return named.join("\n");
}
