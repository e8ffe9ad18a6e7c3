import { openRequest } from "@plumbline/contracts/approvals/request";
import { type Command, CommandError, textOf } from "./command.ts";
import { ask, openClient, serverOptions } from "./server.ts";
import { versionOf, versionOperands } from "./version-operands.ts";

const stages = ["staging", "production", "retired"] as const;

export const requestsOpen: Command = {
  words: "requests open",
  summary: "Asks to move a version to a stage, and says what is still missing.",
  operands: versionOperands,
  options: {
    ...serverOptions,
    to: { type: "string", value: "STAGE", help: "staging, production (the default) or retired" },
    environment: { type: "string", value: "NAME", help: "environment of that stage (its first one)" },
    "canary-max": { type: "string", value: "SHARE", help: "ask for a canary of at most this share, such as 10%, instead of full use" },
    reason: { type: "string", value: "TEXT", help: "why, for those who decide" },
  },
  async run(values, context) {
    const { model, version } = versionOf(context.operands);
    const wanted = textOf(values, "to") ?? "production";
    const toStage = stages.find((stage) => stage === wanted);
    if (!toStage) throw new CommandError(`--to: given "${wanted}"; allowed: ${stages.join(", ")}`);
    const [environment, canaryMax] = [textOf(values, "environment"), textOf(values, "canary-max")];
    const client = await openClient(values, context, "plumb requests");
    const request = await ask(() =>
      client.call(openRequest, {
        model,
        version,
        toStage,
        reason: textOf(values, "reason") ?? "",
        ...(environment === undefined ? {} : { environment }),
        ...(canaryMax === undefined ? {} : { canaryMax, uses: ["canary" as const] }),
      }),
    );
    context.print(`request ${request.number}: ${request.title}: ${request.state}`);
    for (const { state, title, todo } of request.clauseList) context.print(`  ${state}: ${title}${todo === null ? "" : `. ${todo}`}`);
    for (const { name, given, needed } of request.approvalList) context.print(`  ${given} of ${needed} approvals: ${name}`);
    if (request.quorumNote !== null) context.print(`  ${request.quorumNote}`);
  },
};
