import { planPolicy, publishPolicy } from "@plumbline/contracts/approvals/policy";
import { type Command, CommandError, requiredText } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { describePlan } from "./plan.ts";
import { fileOperand, readPolicyFiles } from "./read-files.ts";

export const policyApply: Command = {
  words: "policy apply",
  summary: "Asks to publish policy files; each is in force once somebody else approves the request that this opens.",
  operands: [fileOperand],
  options: { ...serverOptions, reason: { type: "string", value: "TEXT", help: "why, for those who decide (required)" } },
  async run(values, context) {
    const reason = requiredText(values, "reason");
    const files = await readPolicyFiles(context.operands);
    const client = await openClient(values, context, "plumb policy");
    const plans = await Promise.all(
      files.map(async (file) => ({ file, plan: await ask(() => client.call(planPolicy, { source: file.source })) })),
    );
    const unsound = plans.filter(({ plan }) => plan.action === "invalid");
    for (const { file, plan } of unsound) for (const line of describePlan(file.path, plan)) context.print(line);
    if (unsound.length > 0) throw new CommandError("nothing was applied: not every file is a sound policy");
    for (const { file, plan } of plans) {
      if (plan.action === "none" || plan.name === null) {
        context.print(`${plan.name}: version ${plan.fromVersion} says the same already`);
        continue;
      }
      const policy = plan.name;
      const done = await ask(() => client.call(publishPolicy, { policy, source: file.source, reason }));
      context.print(
        done.isApplied ? `${policy}: version ${done.version} is in force` : `${policy}: request ${done.requestNumber} waits for approval`,
      );
    }
  },
};
