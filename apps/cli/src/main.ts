#!/usr/bin/env node
import { parseArgs } from "node:util";
import { clusterCalls } from "./clusters/calls.ts";
import { clusterList } from "./clusters/list.ts";
import { clusterMap } from "./clusters/map.ts";
import { clusterPrepare } from "./clusters/prepare.ts";
import { clusterReconnect, clusterRegister } from "./clusters/register.ts";
import { clusterSettings } from "./clusters/settings.ts";
import { clusterShow } from "./clusters/show.ts";
import { type Command, CommandError, type Option, type Values } from "./command.ts";
import { datasetUpload } from "./dataset-upload.ts";
import { demo } from "./demo.ts";
import { importCancel, importList, importResume, importShow } from "./imports/acts.ts";
import { importMlflow } from "./imports/mlflow.ts";
import { jobCancel, jobRerun, jobResume, jobSuspend } from "./jobs/acts.ts";
import { jobList } from "./jobs/list.ts";
import { jobLogs } from "./jobs/logs.ts";
import { jobRun } from "./jobs/run.ts";
import { jobWhy } from "./jobs/why.ts";
import { keysRotate } from "./keys-rotate.ts";
import { modelsDownload } from "./models-download.ts";
import { policyApply } from "./policy/apply.ts";
import { policyPlan } from "./policy/plan.ts";
import { policyValidate } from "./policy/validate.ts";
import { requestsOpen } from "./requests-open.ts";
import { runsCompare } from "./runs/compare.ts";
import { runtimePut } from "./runtime-put.ts";
import { secretSet } from "./secret-set.ts";
import { status } from "./status.ts";
import { tokensCreate } from "./tokens-create.ts";
import { usersResetPassword } from "./users-reset-password.ts";

const commands: readonly Command[] = [
  jobRun,
  jobList,
  jobLogs,
  jobWhy,
  jobCancel,
  jobSuspend,
  jobResume,
  jobRerun,
  secretSet,
  runsCompare,
  importMlflow,
  importList,
  importShow,
  importCancel,
  importResume,
  datasetUpload,
  runtimePut,
  clusterRegister,
  clusterReconnect,
  clusterList,
  clusterShow,
  clusterSettings,
  clusterMap,
  clusterPrepare,
  clusterCalls,
  modelsDownload,
  requestsOpen,
  policyValidate,
  policyPlan,
  policyApply,
  tokensCreate,
  usersResetPassword,
  keysRotate,
  demo,
  status,
];

function overview(): string {
  const width = Math.max(...commands.map(({ words }) => words.length));
  const lines = commands.map(({ words, summary }) => `  ${words.padEnd(width)}  ${summary}`);
  return `Usage: plumb <command> [options]\n\n${lines.join("\n")}\n\nplumb <command> --help says more.`;
}

const operandText = ({ operands = [] }: Command): string => operands.map(({ name, isMany }) => ` ${name}${isMany ? "..." : ""}`).join("");

function help(command: Command): string {
  const { words, summary, operands = [], options } = command;
  const flag = ([name, { value, short }]: [string, Option]) =>
    `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
  const entries = Object.entries(options);
  const rows = [
    ...operands.map(({ name, help: text }): [string, string] => [name, text]),
    ...entries.map((entry): [string, string] => [flag(entry), entry[1].help]),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, text]) => `  ${left.padEnd(width)}  ${text}`);
  return `Usage: plumb ${words}${operandText(command)} [options]\n\n${summary}\n\n${lines.join("\n")}`;
}

function parse(command: Command, args: string[]): { values: Values; operands: string[] } {
  try {
    const options = { ...command.options, help: { type: "boolean" as const } };
    const { values, positionals } = parseArgs({ args, options, allowPositionals: (command.operands ?? []).length > 0 });
    return { values, operands: positionals };
  } catch (error) {
    const [said = ""] = error instanceof Error ? error.message.split(/\.? To specify|\n/) : [];
    throw new CommandError(`${said}; see plumb ${command.words} --help`, { cause: error });
  }
}

/** As many as the command takes, no more and no fewer. */
function checkOperands(command: Command, given: readonly string[]): void {
  const { operands = [] } = command;
  const missing = operands[given.length];
  if (missing) throw new CommandError(`${missing.name} is missing; see plumb ${command.words} --help`);
  const isOpen = operands.at(-1)?.isMany ?? false;
  const extra = given[operands.length];
  if (extra !== undefined && !isOpen) throw new CommandError(`"${extra}" is one too many; see plumb ${command.words} --help`);
}

async function main(args: string[]): Promise<void> {
  const print = (text: string) => console.log(text);
  const command = commands.find(({ words }) => words.split(" ").every((word, position) => args[position] === word));
  if (!command) {
    if (args.length > 0 && !args.includes("--help")) throw new CommandError("there is no such command; plumb --help lists them");
    print(overview());
    return;
  }
  const { values, operands } = parse(command, args.slice(command.words.split(" ").length));
  if (values.help) {
    print(help(command));
    return;
  }
  checkOperands(command, operands);
  await command.run(values, { env: process.env, operands, print, say: (text) => console.error(`plumb: ${text}`) });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(`plumb: ${error.message}`);
  process.exitCode = 1;
}
