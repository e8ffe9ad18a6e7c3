import { onWorkspaceCreated } from "../workspaces/index.ts";
import { insertDefaultExperiment } from "./store/experiments.ts";

// Clients that name no experiment log to "0": every workspace has it from its first moment.
onWorkspaceCreated((tx, workspace) =>
  insertDefaultExperiment(tx, workspace.id, { by: workspace.createdBy, now: workspace.createdAt.getTime() }),
);
