import type { Scenario } from "../scenario.ts";
import { artifactScenarios } from "./artifacts.ts";
import { experimentSearchScenarios } from "./experiment-search.ts";
import { experimentScenarios } from "./experiments.ts";
import { historyScenarios } from "./history.ts";
import { inputScenarios } from "./inputs.ts";
import { limitScenarios } from "./limits.ts";
import { loggedModelScenarios } from "./logged-models.ts";
import { loggingScenarios } from "./logging.ts";
import { registryScenarios } from "./registry.ts";
import { registrySearchScenarios } from "./registry-search.ts";
import { registryVersionScenarios } from "./registry-versions.ts";
import { runSearchScenarios } from "./run-search.ts";
import { runScenarios } from "./runs.ts";
import { serverScenarios } from "./server.ts";
import { webhookScenarios } from "./webhooks.ts";

export const scenarios: readonly Scenario[] = [
  ...serverScenarios,
  ...experimentScenarios,
  ...experimentSearchScenarios,
  ...runScenarios,
  ...loggingScenarios,
  ...limitScenarios,
  ...runSearchScenarios,
  ...historyScenarios,
  ...inputScenarios,
  ...loggedModelScenarios,
  ...artifactScenarios,
  ...registryScenarios,
  ...registryVersionScenarios,
  ...registrySearchScenarios,
  ...webhookScenarios,
];
