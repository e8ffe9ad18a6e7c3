import { type PolicyPlan, planPolicy } from "@plumbline/contracts/approvals/policy";
import { type Command, CommandError } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { fileOperand, readPolicyFiles } from "./read-files.ts";

const signs = { tighter: "+", looser: "-", other: "~" } as const;

export const policyPlan: Command = {
  words: "policy plan",
  summary: "Says what publishing policy files would change, for which open requests, and who must approve it.",
  operands: [fileOperand],
  options: serverOptions,
  async run(values, context) {
    const files = await readPolicyFiles(context.operands);
    const client = await openClient(values, context, "plumb policy");
    let isSound = true;
    for (const { path, source } of files) {
      const plan = await ask(() => client.call(planPolicy, { source }));
      isSound &&= plan.action !== "invalid";
      for (const line of describePlan(path, plan)) context.print(line);
    }
    if (!isSound) throw new CommandError("not every file is a sound policy");
  },
};

export function describePlan(path: string, plan: PolicyPlan): string[] {
  if (plan.action === "invalid") {
    return plan.problems.map(({ line, column, severity, message }) => `${path}:${line}:${column}: ${severity}: ${message}`);
  }
  if (plan.action === "none") return [`${plan.name}: version ${plan.fromVersion} says the same already`];
  const head = plan.action === "create" ? `${plan.name}: new policy` : `${plan.name}: changes version ${plan.fromVersion}`;
  return [
    head,
    ...plan.changes.map(({ kind, text }) => `  ${signs[kind]} ${text}`),
    ...plan.weaker.map(({ line, message }) => `  ! line ${line}: ${message}`),
    ...plan.affectedRequests.map(({ number, title, voidsVotes }) => `  request ${number} (${title}): ${voidsVotes} votes would be void`),
    `  ${plan.approval}`,
  ];
}
