import type { APIRequestContext } from "@playwright/test";
import { expect } from "@playwright/test";
import { call } from "./session.ts";

/** As a person writes one, as far as these tests do. */
interface TrainingSpec {
  name: string;
  command: readonly string[];
  env?: Readonly<Record<string, string>>;
  [part: string]: unknown;
}

/** What the programs of these tests do: they log a metric, print lines, say how far they are, and end as they are told. */
const program = `
import json, os, sys, time, urllib.request

def log(step, value):
    body = {"run_id": os.environ["MLFLOW_RUN_ID"], "key": "val_auc", "value": value, "step": step, "timestamp": int(time.time() * 1000)}
    headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
    address = os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/runs/log-metric"
    urllib.request.urlopen(urllib.request.Request(address, json.dumps(body).encode(), headers)).read()

def say(**values):
    path = os.environ["PLUMBLINE_STATUS_FILE"]
    with open(path + ".new", "w") as file:
        json.dump(values, file)
    os.replace(path + ".new", path)

steps = int(os.environ.get("STEPS", "20"))
pause = float(os.environ.get("PAUSE", "0.02"))
for step in range(steps):
    log(step, 0.6 + 0.3 * step / steps)
    print(f"epoch {step + 1} of {steps} val_auc {0.6 + 0.3 * step / steps:.4f}", flush=True)
    if step == 3:
        print("WARN grad norm 4.81 clipped to 1.00", file=sys.stderr, flush=True)
    say(progress=(step + 1) / steps, message=f"epoch {step + 1} of {steps}", remainingSeconds=(steps - step - 1) * pause)
    time.sleep(pause)
if os.environ.get("FAIL"):
    raise ValueError("no column income in the table of loans")
`;

/** A spec of a job that trains, with more or other parts. */
export const trainingSpec = (name: string, more: Partial<TrainingSpec> = {}): TrainingSpec => ({
  name,
  command: ["python3", "-c", program],
  experiment: "training-jobs",
  timeLimit: "30m",
  ...more,
});

interface SubmittedJob {
  id: string;
  number: number;
  name: string;
  state: string;
  runId: string | null;
}

export interface Jobs {
  api: APIRequestContext;
  workspace: string;
}

export const submit = ({ api, workspace }: Jobs, spec: TrainingSpec): Promise<SubmittedJob> =>
  call<SubmittedJob>(api, "POST /jobs", { workspace, spec });

const settleMs = 60_000;

/** Waits until the job is in one of the states. */
export async function reach({ api, workspace }: Jobs, job: { id: string }, states: readonly string[]): Promise<SubmittedJob> {
  let last: SubmittedJob | undefined;
  await expect
    .poll(
      async () => {
        last = await call<SubmittedJob>(api, `GET /jobs/${job.id}`, { workspace });
        return last.state;
      },
      { timeout: settleMs },
    )
    .toMatch(new RegExp(`^(${states.join("|")})$`));
  if (!last) throw new Error(`job ${job.id} was not read`);
  return last;
}

export const cancel = ({ api, workspace }: Jobs, job: { id: string }): Promise<unknown> =>
  call(api, `POST /jobs/${job.id}/cancel`, { workspace });
