// Jobs whose containers really run, beside one product: what each of these files tests.
import "./training/output-and-end.ts";
import "./training/checkpoints.ts";
import "./training/nodes-of-job.ts";
import "./training/inputs.ts";
import "./training/contract.ts";
