import { describeTaskRuntime } from "./contract-suite.ts";

describeTaskRuntime("tasks on PostgreSQL's queue", {});
