import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { type Plumbline, plumbline } from "../mlflow/plumbline.ts";
import { clients, type Machine, openMachine } from "./clients.ts";
import { type RecordedRun, readRun, readSteps } from "./recorded-run.ts";
import { standBetween } from "./stand-between.ts";

let site: Plumbline;
before(async () => {
  site = await plumbline();
});
after(() => site?.stop());

function git(folder: string, ...args: string[]): string {
  const names = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.com", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.com" };
  return execFileSync("git", args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...names } }).trim();
}

/** A checkout with an edited file that holds a secret, and the script that somebody has not added yet. */
function makeCheckout(folder: string): string {
  git(folder, "init", "--quiet", "--initial-branch", "main");
  writeFileSync(path.join(folder, "config.py"), "rate = 1\n");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "-m", "one");
  git(folder, "remote", "add", "origin", "https://bob:s3cret-word@git.example.com/team/churn.git");
  writeFileSync(path.join(folder, "config.py"), "rate = 2\npassword = 'hunter2hunter2'\n");
  const script = path.join(folder, "train.py");
  copyFileSync(path.join(import.meta.dirname, "scripts/train.py"), script);
  return script;
}

const lastWords = (stdout: string): string[] => stdout.trim().split("\n").at(-1)?.split(" ") ?? [];

for (const client of clients) {
  describe(client, () => {
    let machine: Machine;
    let script: string;
    before(async () => {
      machine = await openMachine(client, site.url);
      script = makeCheckout(machine.folder);
      const ended = await machine.plumbline(["login", site.url, "--token-stdin"], { input: site.token });
      assert.equal(ended.code, 0, ended.stderr);
    });
    after(() => machine?.close());

    async function train(env: Record<string, string> = {}): Promise<{ run: RecordedRun; child: RecordedRun; stderr: string }> {
      const ended = await machine.python(script, { env });
      assert.equal(ended.code, 0, ended.stderr);
      const [run = "", child = ""] = lastWords(ended.stdout);
      return { run: await readRun(site, run), child: await readRun(site, child), stderr: ended.stderr };
    }

    test("a script's run says how it was made", async () => {
      const { run, child, stderr } = await train();
      assert.equal(run.status, "FINISHED");
      assert.doesNotMatch(stderr, /Plumbline:/);
      const { tags, files } = run;
      assert.deepEqual(
        ["commit", "branch", "dirty", "repoURL"].map((part) => tags[`mlflow.source.git.${part}`]),
        [git(machine.folder, "rev-parse", "HEAD"), "main", "true", "https://git.example.com/team/churn.git"],
      );
      assert.equal(tags["plumbline.seed"], "random 42, numpy 7");
      assert.match(tags["plumbline.hardware"] ?? "", /\d+ cores? .*, \d+ GB memory/);
      assert.match(tags["plumbline.python"] ?? "", /^CPython 3\./);
      assert.deepEqual(Object.keys(files).toSorted(), ["python_env.yaml", "requirements.txt", "train.py", "uncommitted.diff"]);
      assert.match(files["requirements.txt"] ?? "", /^mlflow-skinny==\d/m);
      assert.match(files["train.py"] ?? "", /random\.seed\(42\)/);
      assert.match(files["uncommitted.diff"] ?? "", /^\+rate = 2$/m);
      assert.ok(!JSON.stringify(run).includes("hunter2") && !JSON.stringify(run).includes("s3cret-word"));
      assert.deepEqual([child.tags["mlflow.source.git.branch"], Object.keys(child.files)], ["main", []]);
    });

    test("what is not wanted is not recorded", async () => {
      const { run } = await train({ PLUMBLINE_CAPTURE: "hardware" });
      assert.deepEqual(run.files, {});
      assert.deepEqual(
        Object.keys(run.tags).filter((key) => key.startsWith("plumbline.")),
        ["plumbline.capture", "plumbline.hardware", "plumbline.os", "plumbline.python"],
      );
      const none = await train({ PLUMBLINE_CAPTURE: "off" });
      assert.ok(!Object.keys(none.run.tags).some((key) => key.startsWith("plumbline.")));
    });

    test("a token of the environment needs no login, and what is logged elsewhere is left alone", async () => {
      const env = { XDG_CONFIG_HOME: path.join(machine.folder, "nobody") };
      const { run } = await train({ ...env, MLFLOW_TRACKING_URI: site.url, MLFLOW_TRACKING_TOKEN: site.token });
      assert.equal(run.tags["plumbline.seed"], "random 42, numpy 7");
    });

    test("a run that is left open is ended by MLflow, and has its conditions", async () => {
      const [runId = ""] = /^[0-9a-f]{32}$/m.exec((await machine.python("left_open.py")).stdout) ?? [];
      const run = await readRun(site, runId);
      assert.equal(run.status, "FINISHED");
      assert.equal(run.tags["plumbline.seed"], "random 5");
      assert.ok(run.files["requirements.txt"]);
    });

    test("a server that takes no conditions costs a warning, and the run goes on", async (t) => {
      const refusing = await standBetween(site.url, (url) => (/log-batch|mlflow-artifacts/.test(url) ? { status: 500 } : undefined));
      t.after(() => refusing.close());
      assert.equal((await machine.plumbline(["login", refusing.url, "--token-stdin"], { input: site.token })).code, 0);
      const { run, stderr } = await train();
      await machine.plumbline(["logout", refusing.url]);
      assert.equal(run.status, "FINISHED");
      assert.equal(stderr.match(/Plumbline: the conditions of a run could not be recorded/g)?.length, 1, stderr);
      assert.deepEqual(run.files, {});
    });

    test("a server that goes away during a run costs a warning where that was chosen, and gets the rest later", async (t) => {
      let logged = 0;
      let isAway = false;
      const leaving = await standBetween(site.url, (url) => {
        if (url.endsWith("/runs/log-metric")) logged += 1;
        isAway ||= logged === 5;
        return isAway ? { status: 0 } : undefined;
      });
      t.after(() => leaving.close());
      assert.equal((await machine.plumbline(["login", leaving.url, "--token-stdin"], { input: site.token })).code, 0);
      const ended = await machine.python("goes_on.py", { env: { PLUMBLINE_WHEN_AWAY: "keep" } });
      assert.equal(ended.code, 0, ended.stderr);
      assert.match(ended.stdout, /went on/);
      assert.equal(ended.stderr.match(/is away, and the run goes on/g)?.length, 1, ended.stderr);
      assert.equal((await machine.plumbline(["send"])).code, 3);
      isAway = false;
      logged = 100;
      const sent = await machine.plumbline(["send"]);
      assert.equal(sent.code, 0, sent.stderr);
      assert.match(sent.stdout, /^Sent \d+ calls to /);
      assert.match((await machine.plumbline(["send"])).stdout, /Nothing waits/);
      await machine.plumbline(["logout", leaving.url]);
      const [runId = ""] = /^[0-9a-f]{32}$/m.exec(ended.stdout) ?? [];
      const run = await readRun(site, runId);
      assert.deepEqual([run.status, run.tags.team, run.params.depth], ["FINISHED", "risk", "3"]);
      assert.deepEqual(
        await readSteps(site, { runId, key: "loss" }),
        Array.from({ length: 20 }, (_, step) => step),
      );
    });

    test("a notebook's cells are kept up to the end of its run", async () => {
      const cells = [
        "import mlflow, random\nmlflow.set_experiment('from a notebook')",
        "api_key = 'hunter2hunter2'",
        "run = mlflow.start_run()",
        "random.seed(11)",
        "1 / 0",
        "mlflow.end_run()\nprint(run.info.run_id)",
        "'after the end'",
      ];
      const env = { JPY_SESSION_NAME: "/home/user/churn.ipynb" };
      const ended = await machine.python("cells.py", { input: JSON.stringify(cells), env });
      assert.equal(ended.code, 0, ended.stderr);
      const ran = JSON.parse(lastWords(ended.stdout).join(" ")) as { status: string; text: string }[];
      assert.deepEqual(
        ran.map(({ status }) => status),
        ["ok", "ok", "ok", "ok", "error", "ok", "ok"],
      );
      const [runId = ""] = lastWords(ran[5]?.text ?? "");
      const { tags, files } = await readRun(site, runId);
      assert.deepEqual(
        [tags["mlflow.source.name"], tags["mlflow.source.type"], tags["plumbline.notebook.cell"], tags["plumbline.seed"]],
        ["churn.ipynb", "NOTEBOOK", "3", "random 11"],
      );
      assert.equal(tags["mlflow.source.git.branch"], "main");
      const kept = files["notebook.py"] ?? "";
      assert.deepEqual(
        [...kept.matchAll(/^# %% In \[(\d+)\]$/gm)].map(([, number]) => number),
        ["1", "2", "3", "4", "5", "6"],
      );
      assert.match(kept, /random\.seed\(11\)/);
      assert.ok(!kept.includes("hunter2"));
    });
  });
}
