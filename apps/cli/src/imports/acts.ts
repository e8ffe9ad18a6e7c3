import { cancelImport, getImport, type Import, listImports, runImport } from "@plumbline/contracts/imports";
import { type Command, textOf } from "#src/command.ts";
import { table } from "#src/jobs/job-words.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { followImport } from "./follow-import.ts";
import { progressLine, stateText } from "./import-words.ts";
import { signInOf, signInOptions } from "./mlflow.ts";
import { reportImport } from "./report-import.ts";

const operands = [{ name: "IMPORT", help: "its id" }];
const json = { type: "boolean", help: "as JSON" } as const;

export const importList: Command = {
  words: "import list",
  summary: "Lists imports, newest first.",
  options: { ...serverOptions, json: { type: "boolean", help: "as JSON, one import a line" } },
  async run(values, context) {
    const client = await openClient(values, context, "plumb import");
    const { items, nextCursor } = await ask(() => client.call(listImports, {}));
    if (values.json) {
      for (const one of items) context.print(JSON.stringify(one));
      return;
    }
    const row = (one: Import): string[] => [one.id, stateText(one), `${one.counts.runs.brought} runs`, one.address, one.requestedAt];
    for (const line of table(items.map(row))) context.print(line);
    if (items.length === 0) context.say("no imports; plumb import mlflow URI begins one");
    if (nextCursor !== null) context.say("there are older ones");
  },
};

export const importShow: Command = {
  words: "import show",
  summary: "Shows an import with its report; follows one that runs until it has ended, unless told not to.",
  operands,
  options: { ...serverOptions, "no-follow": { type: "boolean", help: "only as it stands" }, json },
  async run(values, context) {
    const [importId = ""] = context.operands;
    const client = await openClient(values, context, "plumb import");
    const one = values["no-follow"] ? await ask(() => client.call(getImport, { importId })) : await followImport(client, importId, context);
    if (one.state === "queued" || one.state === "running") context.say(progressLine(one));
    await reportImport(client, one, { print: context.print, isJson: values.json === true });
  },
};

export const importCancel: Command = {
  words: "import cancel",
  summary: "Stops an import. What it brought stays.",
  operands,
  options: { ...serverOptions },
  async run(values, context) {
    const [importId = ""] = context.operands;
    const client = await openClient(values, context, "plumb import");
    const { state } = await ask(() => client.call(cancelImport, { importId }));
    context.print(`${importId} ${state}`);
  },
};

export const importResume: Command = {
  words: "import resume",
  summary: "Begins what a dry run counted, goes on with an import that stopped, or brings what is new since it was done.",
  operands,
  options: {
    ...serverOptions,
    experiments: { type: "string", value: "A,B", help: "other experiments than before" },
    ...signInOptions,
    json: { type: "boolean", help: "the report as JSON" },
  },
  async run(values, context) {
    const [importId = ""] = context.operands;
    const client = await openClient(values, context, "plumb import");
    const experiments = textOf(values, "experiments")
      ?.split(",")
      .map((name) => name.trim());
    const signIn = signInOf(values, context);
    await ask(() => client.call(runImport, { importId, ...(experiments ? { experiments } : {}), ...(signIn ? { signIn } : {}) }));
    await reportImport(client, await followImport(client, importId, context), { print: context.print, isJson: values.json === true });
  },
};
