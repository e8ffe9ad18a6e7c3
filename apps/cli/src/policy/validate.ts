import { validatePolicy } from "@plumbline/contracts/approvals/policy";
import { type Command, CommandError } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { fileOperand, readPolicyFiles } from "./read-files.ts";

export const policyValidate: Command = {
  words: "policy validate",
  summary: "Checks policy files; every problem is printed as FILE:LINE:COLUMN.",
  operands: [fileOperand],
  options: serverOptions,
  async run(values, context) {
    const files = await readPolicyFiles(context.operands);
    const client = await openClient(values, context, "plumb policy");
    let problems = 0;
    for (const { path, source } of files) {
      const answer = await ask(() => client.call(validatePolicy, { source }));
      problems += answer.problems.filter(({ severity }) => severity === "error").length;
      for (const { line, column, severity, message } of answer.problems)
        context.print(`${path}:${line}:${column}: ${severity}: ${message}`);
      if (answer.problems.length > 0) continue;
      context.print(`${path}: valid`);
      for (const { text } of answer.sentences) context.print(`  ${text}`);
    }
    if (problems > 0) throw new CommandError(`${problems} ${problems === 1 ? "problem" : "problems"}`);
  },
};
