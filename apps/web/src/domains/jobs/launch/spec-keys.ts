/** What can stand in a spec, for whoever writes one. A test holds it against the schema. */
export interface SpecKey {
  detail: string;
  /** What it can be, where that is one of a few. */
  values?: readonly string[];
  /** What can stand inside it. */
  keys?: Readonly<Record<string, SpecKey>>;
  /** A list of such. */
  isList?: boolean;
}

const key = (detail: string, more: Omit<SpecKey, "detail"> = {}): SpecKey => ({ detail, ...more });

const gpus = {
  count: key("GPUs, or slices of one"),
  flavour: key("of a pool, such as h100; any where left out"),
  mig: key("slice of a GPU, such as 1g.10gb"),
};

export const specKeys: Readonly<Record<string, SpecKey>> = {
  name: key("lower-case letters, digits and hyphens"),
  kind: key("what it is for", { values: ["training", "batch", "evaluation"] }),
  runtime: key("training runtime: sklearn, or sklearn@3"),
  image: key("container image, best with its digest"),
  source: key("the code: an uploaded archive, or a commit", {
    keys: {
      archive: key("SHA-256 of what was uploaded"),
      git: key("a commit that the job can reach", {
        keys: { url: key("https://…"), commit: key("its full id"), directory: key("below the repository") },
      }),
    },
  }),
  command: key("words of the command, in a list"),
  launcher: key("false for an image without python3: then nothing is sampled", { values: ["true", "false"] }),
  env: key("variables: NAME: value"),
  secrets: key("variables that are secrets: NAME: name of a secret"),
  inputs: key("data laid into the working directory", {
    isList: true,
    keys: {
      dataset: key("name of a dataset"),
      model: key("name of a model"),
      run: key("id of a run"),
      artifact: key("path of a file or directory of the run"),
      version: key("of the dataset or model"),
      path: key("where it is laid"),
    },
  }),
  mounts: key("what a cluster mounts", {
    isList: true,
    keys: {
      claim: key("name of a volume claim"),
      cache: key("name of a cache that survives attempts"),
      path: key("where, an absolute path"),
      readOnly: key("of a claim", { values: ["true", "false"] }),
      size: key("of a cache: 50Gi"),
    },
  }),
  resources: key("for each node", {
    keys: {
      cpu: key("cores"),
      memory: key("16Gi"),
      sharedMemory: key("of /dev/shm: 8Gi"),
      disk: key("to write on: 10Gi"),
      gpus: key("none where left out", { keys: gpus }),
    },
  }),
  nodes: key("machines that work together"),
  processesPerNode: key("processes on each"),
  topology: key("how close the nodes are", { values: ["any", "block", "rack"] }),
  priority: key("before or behind others", { values: ["low", "normal", "high"] }),
  timeLimit: key("90s, 45m, 6h or 2d"),
  retries: key("by what failed", {
    keys: {
      userFailure: key("your command failed"),
      outOfMemory: key("more memory than it asked for"),
      infrastructure: key("a node was lost"),
      preempted: key("it made room for others"),
      backoffSeconds: key("before the next attempt, doubled each time"),
    },
  }),
  checkpoint: key("kept from one attempt to the next", {
    keys: { path: key("directory of checkpoints"), graceSeconds: key("to write one when asked to end") },
  }),
  experiment: key("name of an experiment, made where it is not there"),
  tags: key("of the run: name: value"),
  cluster: key("name of a cluster, or local"),
};
