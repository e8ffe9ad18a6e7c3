import { type SignIn, startImport } from "@plumbline/contracts/imports";
import { type Command, CommandError, type Context, textOf, type Values } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { followImport } from "./follow-import.ts";
import { reportImport } from "./report-import.ts";

/** How to sign in at the source, which no option takes: other users of a machine see what programs are given. */
export const signInOptions = {
  "token-env": { type: "string", value: "NAME", help: "the variable with the source's token (MLFLOW_TRACKING_TOKEN)" },
  user: { type: "string", value: "USER", help: "whom to sign in at the source as (MLFLOW_TRACKING_USERNAME)" },
  "password-env": { type: "string", value: "NAME", help: "the variable with that user's password (MLFLOW_TRACKING_PASSWORD)" },
} as const;

export const importMlflow: Command = {
  words: "import mlflow",
  summary:
    "Brings what an MLflow server holds: experiments, runs, every point, artifacts, logged models and the registry. Ends with 1 where something was left out.",
  operands: [{ name: "URI", help: "the server's address, such as http://mlflow.example.org:5000" }],
  options: {
    ...serverOptions,
    experiments: { type: "string", value: "A,B", help: "only experiments of these names, and no registered models" },
    ...signInOptions,
    "dry-run": { type: "boolean", help: "only count what is there" },
    json: { type: "boolean", help: "the report as JSON" },
  },
  async run(values, context) {
    const [address = ""] = context.operands;
    const names = textOf(values, "experiments");
    const experiments = names
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const client = await openClient(values, context, "plumb import");
    const signIn = signInOf(values, context) ?? { kind: "none" as const };
    const { id } = await ask(() =>
      client.call(startImport, { address, signIn, isPreview: values["dry-run"] === true, ...(experiments ? { experiments } : {}) }),
    );
    context.say(`import ${id}`);
    await reportImport(client, await followImport(client, id, context), { print: context.print, isJson: values.json === true });
  },
};

/** The sign-in that options and environment name; undefined where they name none. */
export function signInOf(values: Values, { env }: Context): SignIn | undefined {
  const user = textOf(values, "user") ?? env.MLFLOW_TRACKING_USERNAME;
  const named = textOf(values, "token-env");
  // As MLflow's own client has it: a user's password goes before a token.
  if (user && named === undefined)
    return { kind: "password", user, password: secretOf(env, textOf(values, "password-env") ?? "MLFLOW_TRACKING_PASSWORD") };
  if (named !== undefined) return { kind: "token", token: secretOf(env, named) };
  return env.MLFLOW_TRACKING_TOKEN ? { kind: "token", token: env.MLFLOW_TRACKING_TOKEN } : undefined;
}

function secretOf(env: Context["env"], name: string): string {
  const value = env[name];
  if (!value) throw new CommandError(`the variable ${name} is not set`);
  return value;
}
