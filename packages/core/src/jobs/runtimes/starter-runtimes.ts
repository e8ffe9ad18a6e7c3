import { RuntimeBody } from "@plumbline/contracts/jobs/runtime";
import { type Deps, systemActor } from "../../kernel/index.ts";
import { findNewestRuntime, insertRuntime } from "../store/runtimes.ts";
import { digestOf } from "./training-runtimes.ts";

/** What every installation begins with; an administrator adds those with images. */
const starters = [
  { name: "python", description: "Python as the machine has it, without packages. Jobs log over MLflow's REST API." },
  {
    name: "sklearn",
    description: "scikit-learn with MLflow's client: models on tables of a size that fits in memory.",
    packages: ["mlflow-skinny==3.17.2", "scikit-learn==1.9.1", "pandas==2.3.3", "skops==0.16.0"],
  },
];

/** Makes the runtimes that every installation begins with. One that was there once, retired or not, is left alone. */
export async function ensureRuntimes(deps: Deps): Promise<void> {
  await deps.db.transaction({ role: "system" }, async (tx) => {
    for (const { name, ...given } of starters) {
      if (await findNewestRuntime(tx, name)) continue;
      const body = RuntimeBody.parse(given);
      await insertRuntime(tx, { name, version: 1, body, digest: digestOf(body), createdBy: systemActor.id, now: deps.now() });
    }
  });
}
